/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The board's colours as text tags, readable on light and on dark. Main thread. */

#pragma once

#include "glow-sgr.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _GlowConsoleStyle GlowConsoleStyle;

GlowConsoleStyle *glow_console_style_new (GtkTextBuffer *buffer);
void glow_console_style_free (GlowConsoleStyle *self);
void glow_console_style_set_dark (GlowConsoleStyle *self, gboolean dark);
GtkTextTag *glow_console_style_get_tag (GlowConsoleStyle *self,
                                        const GlowSgrStyle *style);
GtkTextTag *glow_console_style_get_note_tag (GlowConsoleStyle *self);
GtkTextTag *glow_console_style_get_time_tag (GlowConsoleStyle *self);

guint32 glow_console_style_make_readable (guint32 rgb, guint32 on_rgb);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowConsoleStyle, glow_console_style_free)

G_END_DECLS
