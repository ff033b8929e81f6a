/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The lines of a console in a GtkTextBuffer: one line of the buffer for each that is
 * shown, as text or as bytes. It is behind until it is rendered. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GLOW_TYPE_CONSOLE_BUFFER (glow_console_buffer_get_type ())
G_DECLARE_FINAL_TYPE (GlowConsoleBuffer,
                      glow_console_buffer,
                      GLOW,
                      CONSOLE_BUFFER,
                      GObject)

GlowConsoleBuffer *glow_console_buffer_new (guint max_lines);
GtkTextBuffer *glow_console_buffer_get_buffer (GlowConsoleBuffer *self);

void glow_console_buffer_feed (GlowConsoleBuffer *self, GBytes *bytes, gint64 time_us);
void glow_console_buffer_add_note (GlowConsoleBuffer *self, const char *text);
void glow_console_buffer_clear (GlowConsoleBuffer *self);
gboolean glow_console_buffer_is_behind (GlowConsoleBuffer *self);
gboolean glow_console_buffer_render (GlowConsoleBuffer *self, guint max_lines);

void glow_console_buffer_set_dark (GlowConsoleBuffer *self, gboolean dark);
void glow_console_buffer_set_hex (GlowConsoleBuffer *self, gboolean hex);
void glow_console_buffer_set_timestamps (GlowConsoleBuffer *self, gboolean timestamps);
void glow_console_buffer_set_filter (GlowConsoleBuffer *self, const char *filter);

gboolean glow_console_buffer_is_empty (GlowConsoleBuffer *self);
gboolean glow_console_buffer_find (GlowConsoleBuffer *self,
                                   const char *needle,
                                   gboolean forward,
                                   GtkTextIter *start,
                                   GtkTextIter *end);
char *glow_console_buffer_dup_text (GlowConsoleBuffer *self);
char *glow_console_buffer_dup_tail (GlowConsoleBuffer *self, guint n_lines);

G_END_DECLS
