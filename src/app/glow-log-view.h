/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The folded log of the runs: the last lines, to read and to copy. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_LOG_VIEW (glow_log_view_get_type ())
G_DECLARE_FINAL_TYPE (GlowLogView, glow_log_view, GLOW, LOG_VIEW, AdwBin)

char *glow_log_view_dup_text (GlowLogView *self);
void glow_log_view_append (GlowLogView *self, const char *line);

G_END_DECLS
