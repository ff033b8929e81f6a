/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Looking for text in lines, and which lines to show. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text to look for; upper and lower case are the same. Cannot change. */
typedef struct _GlowConsoleFilter GlowConsoleFilter;

GlowConsoleFilter *glow_console_filter_new (const char *text);
void glow_console_filter_free (GlowConsoleFilter *self);
gboolean
glow_console_filter_shows (const GlowConsoleFilter *self, const char *line, gsize len);

gboolean glow_console_find (const char *line,
                            gsize len,
                            const char *needle,
                            gsize from,
                            gsize *start,
                            gsize *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowConsoleFilter, glow_console_filter_free)

G_END_DECLS
