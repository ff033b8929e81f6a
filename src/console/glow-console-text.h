/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board prints as text for people: lines of valid UTF-8 with colours, the last
 * ones of them. Bytes that are no text are spelled out; of the escape sequences of
 * terminals only those for colours and styles do anything. Pure; one thread at a time. */

#pragma once

#include "glow-sgr.h"

G_BEGIN_DECLS

#define GLOW_CONSOLE_MAX_LINES 100000u

/* bytes of a line; what is longer goes on in the next */
#define GLOW_CONSOLE_LINE_MAX_LEN 4096u

/* From @start to that of the next one. */
typedef struct {
  guint start; /* bytes from the start of the line */
  GlowSgrStyle style;
} GlowConsoleSpan;

/* Cannot change. */
typedef struct {
  gint64 time_us;   /* when its first byte came: wall clock */
  gboolean is_note; /* not said by the board */
  guint n_spans;
  const GlowConsoleSpan *spans; /* the first one starts at 0, unless the line is empty */
  gsize len;
  const char *text; /* ended by a NUL, which it does not have otherwise */
} GlowConsoleLine;

typedef struct _GlowConsoleText GlowConsoleText;

GlowConsoleText *glow_console_text_new (guint max_lines);
void glow_console_text_free (GlowConsoleText *self);
void glow_console_text_feed (GlowConsoleText *self,
                             const guint8 *data,
                             gsize len,
                             gint64 time_us);
void glow_console_text_add_note (GlowConsoleText *self, const char *text, gint64 time_us);
void glow_console_text_clear (GlowConsoleText *self);

/* Lines have numbers that they keep. The one that has not ended yet is the one at the
 * end; it may be empty, and it changes. */
guint64 glow_console_text_get_first (GlowConsoleText *self);
guint64 glow_console_text_get_end (GlowConsoleText *self);
const GlowConsoleLine *glow_console_text_get_line (GlowConsoleText *self, guint64 number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowConsoleText, glow_console_text_free)

G_END_DECLS
