/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One stage of the Link check with its mark, as symbol and in words. Main thread. */

#pragma once

#include "glow-link-check.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_LINK_ROW (glow_link_row_get_type ())
G_DECLARE_FINAL_TYPE (GlowLinkRow, glow_link_row, GLOW, LINK_ROW, AdwActionRow)

GtkWidget *glow_link_row_new (GlowLinkStage stage);
void glow_link_row_show (GlowLinkRow *self, GlowLinkMark mark, const char *detail);

G_END_DECLS
