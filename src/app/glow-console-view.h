/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Shows what a board prints as it comes, frame by frame, and follows its end unless the
 * reader has scrolled up. Main thread. */

#pragma once

#include "glow-console-buffer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_CONSOLE_VIEW (glow_console_view_get_type ())
G_DECLARE_FINAL_TYPE (GlowConsoleView, glow_console_view, GLOW, CONSOLE_VIEW, AdwBin)

/* Property: "paused". Signal: "interrupt" (guint byte: Ctrl+C or Ctrl+D was pressed and
 * nothing was selected). */
GlowConsoleBuffer *glow_console_view_get_buffer (GlowConsoleView *self);
void glow_console_view_queue_render (GlowConsoleView *self);
void glow_console_view_set_paused (GlowConsoleView *self, gboolean paused);
gboolean glow_console_view_is_paused (GlowConsoleView *self);
void glow_console_view_set_wrap (GlowConsoleView *self, gboolean wrap);
void glow_console_view_follow (GlowConsoleView *self);
gboolean
glow_console_view_find (GlowConsoleView *self, const char *needle, gboolean forward);
void glow_console_view_unselect (GlowConsoleView *self);
char *glow_console_view_dup_selection (GlowConsoleView *self); /* (nullable) */

G_END_DECLS
