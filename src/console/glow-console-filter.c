/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console-filter.h"

#include <string.h>

struct _GlowConsoleFilter {
  char **words; /* owned: any of them is enough */
  gboolean is_inverse;
};

/**
 * glow_console_filter_new:
 * @text: valid UTF-8: what a line has to contain to be shown; several of it with | in
 *   between; with ! before it, what it must not contain
 *
 * Returns: (transfer full) (nullable): the filter; %NULL for a text that shows everything
 */
GlowConsoleFilter *
glow_console_filter_new (const char *text)
{
  g_autoptr (GlowConsoleFilter) self = g_new0 (GlowConsoleFilter, 1);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;

  self->is_inverse = *text == '!';
  parts = g_strsplit (text + (self->is_inverse ? 1 : 0), "|", -1);
  for (char **part = parts; *part; part++) {
    if (**part)
      g_ptr_array_add (words, g_strdup (*part));
  }
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  self->words = (char **) g_ptr_array_steal (words, NULL);
  return g_steal_pointer (&self);
}

/**
 * glow_console_filter_free:
 */
void
glow_console_filter_free (GlowConsoleFilter *self)
{
  g_strfreev (self->words);
  g_free (self);
}

/**
 * glow_console_filter_shows:
 * @self: (nullable): %NULL shows all
 * @line: (array length=len): valid UTF-8
 * @len: its length in bytes
 *
 * Returns: whether the line is shown
 */
gboolean
glow_console_filter_shows (const GlowConsoleFilter *self, const char *line, gsize len)
{
  if (!self)
    return TRUE;
  for (char **word = self->words; *word; word++) {
    if (glow_console_find (line, len, *word, 0, NULL, NULL))
      return !self->is_inverse;
  }
  return self->is_inverse;
}

static gunichar
fold (const char *at)
{
  guchar byte = (guchar) *at;

  return byte < 0x80 ? (gunichar) g_ascii_tolower ((char) byte)
                     : g_unichar_tolower (g_utf8_get_char (at));
}

/* Returns: (nullable): behind what matches at @at */
static const char *
match_at (const char *at, const char *end, const char *needle)
{
  for (; *needle; needle = g_utf8_next_char (needle), at = g_utf8_next_char (at)) {
    if (at >= end || fold (at) != fold (needle))
      return NULL;
  }
  return at;
}

/**
 * glow_console_find:
 * @line: (array length=len): valid UTF-8
 * @len: its length in bytes
 * @needle: valid UTF-8, not empty
 * @from: bytes from the start of @line, at a character
 * @start: (out) (optional): where the next one begins
 * @end: (out) (optional): behind it
 *
 * Returns: whether there is one at @from or behind it
 */
gboolean
glow_console_find (const char *line,
                   gsize len,
                   const char *needle,
                   gsize from,
                   gsize *start,
                   gsize *end)
{
  const char *line_end = line + len;

  for (const char *at = line + from; at < line_end; at = g_utf8_next_char (at)) {
    const char *behind = match_at (at, line_end, needle);

    if (!behind)
      continue;
    if (start)
      *start = (gsize) (at - line);
    if (end)
      *end = (gsize) (behind - line);
    return TRUE;
  }
  return FALSE;
}
