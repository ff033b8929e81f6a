/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-line-splitter.h"

#include "glow-escape.h"

struct _GlowLineSplitter {
  GString *line; /* owned */
  GlowEscape escape;
};

/**
 * glow_line_splitter_new:
 *
 * Any thread, but one at a time.
 *
 * Returns: (transfer full): a splitter at the start of a line
 */
GlowLineSplitter *
glow_line_splitter_new (void)
{
  GlowLineSplitter *self = g_new0 (GlowLineSplitter, 1);

  self->line = g_string_new (NULL);
  return self;
}

/**
 * glow_line_splitter_free:
 */
void
glow_line_splitter_free (GlowLineSplitter *self)
{
  g_string_free (self->line, TRUE);
  g_free (self);
}

static void
end_line (GlowLineSplitter *self, GlowLineFunc func, gpointer user_data)
{
  if (self->line->len > 0)
    func (self->line->str, self->line->len, user_data);
  g_string_truncate (self->line, 0);
}

static void
add_text (GlowLineSplitter *self, guint8 byte, GlowLineFunc func, gpointer user_data)
{
  if (byte == '\r' || byte == '\n') {
    end_line (self, func, user_data);
    return;
  }
  if (byte == '\0')
    return;
  g_string_append_c (self->line, (char) byte);
  if (self->line->len == GLOW_LINE_MAX_LEN)
    end_line (self, func, user_data);
}

/**
 * glow_line_splitter_feed:
 * @data: (array length=len): what came, cut anywhere
 * @len: its length in bytes
 * @func: gets each line that ends in @data, in order; not the empty ones
 * @user_data: for @func
 *
 * The carriage return ends a line as the line feed does.
 */
void
glow_line_splitter_feed (GlowLineSplitter *self,
                         const guint8 *data,
                         gsize len,
                         GlowLineFunc func,
                         gpointer user_data)
{
  for (gsize i = 0; i < len; i++) {
    if (glow_escape_take (&self->escape, data[i]) == GLOW_ESCAPE_TEXT)
      add_text (self, data[i], func, user_data);
  }
}

/**
 * glow_line_splitter_peek_rest:
 *
 * A prompt has no line end.
 *
 * Returns: (transfer none): what came since the last one, valid until the next call
 */
const char *
glow_line_splitter_peek_rest (GlowLineSplitter *self)
{
  return self->line->str;
}

/**
 * glow_line_splitter_reset:
 *
 * Forgets the line begun.
 */
void
glow_line_splitter_reset (GlowLineSplitter *self)
{
  g_string_truncate (self->line, 0);
  self->escape = (GlowEscape){ 0 };
}
