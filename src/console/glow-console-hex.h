/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board prints as bytes: rows of 16, the last ones of them. Pure; one thread at a
 * time. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GLOW_CONSOLE_HEX_ROW_LEN 16u

typedef struct _GlowConsoleHex GlowConsoleHex;

GlowConsoleHex *glow_console_hex_new (guint max_rows);
void glow_console_hex_free (GlowConsoleHex *self);
void glow_console_hex_feed (GlowConsoleHex *self,
                            const guint8 *data,
                            gsize len,
                            gint64 time_us);
void glow_console_hex_clear (GlowConsoleHex *self);

/* As the lines of GlowConsoleText: the row at the end is not full yet. */
guint64 glow_console_hex_get_first (GlowConsoleHex *self);
guint64 glow_console_hex_get_end (GlowConsoleHex *self);
char *glow_console_hex_dup_row (GlowConsoleHex *self, guint64 number, gint64 *time_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowConsoleHex, glow_console_hex_free)

G_END_DECLS
