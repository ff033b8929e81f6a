/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-window.h"

G_BEGIN_DECLS

char *glow_help_dup_page (const GError *error);
void glow_help_show (GlowWindow *window, const char *page);

G_END_DECLS
