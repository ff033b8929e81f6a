/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console-text.h"

#include "glow-escape.h"

#include <string.h>

#define DELETE 0x7f

/* bytes per line that all lines together may take, spans and all */
#define MEAN_LINE_SIZE 640

#define MAX_UTF8_LEN   4

struct _GlowConsoleText {
  /* owned: a ring */
  GlowConsoleLine **lines;
  gsize lines_size; /* how many fit */
  gsize lines_at;   /* where the first one is */
  gsize n_lines;
  gsize memory_len; /* bytes of all of them */

  guint max_lines;
  guint64 first; /* number of the first line */

  /* owned: the line that has not ended */
  GString *text;
  GArray *spans;         /* of GlowConsoleSpan */
  GlowConsoleLine *open; /* (nullable): made when it is asked for */
  gint64 time_us;

  /* what is known of the stream */
  GlowEscape escape;
  GlowSgrStyle style;
  gboolean has_return;     /* a carriage return, with nothing after it yet */
  char utf8[MAX_UTF8_LEN]; /* the begin of a character */
  gsize utf8_len;
};

static gsize
memory_of (const GlowConsoleLine *line)
{
  return sizeof *line + line->n_spans * sizeof *line->spans + line->len + 1;
}

/* one block: the line, its spans, its text */
static GlowConsoleLine *
line_new (const GString *text, const GArray *spans, gint64 time_us, gboolean is_note)
{
  gsize spans_size = spans->len * sizeof (GlowConsoleSpan);
  GlowConsoleLine *line = g_malloc (sizeof *line + spans_size + text->len + 1);
  guint8 *spans_place = (guint8 *) (line + 1);
  guint8 *text_place = spans_place + spans_size;

  if (spans_size > 0)
    memcpy (spans_place, spans->data, spans_size);
  memcpy (text_place, text->str, text->len + 1);
  *line = (GlowConsoleLine){
    .time_us = time_us,
    .is_note = is_note,
    .n_spans = spans->len,
    .spans = (const GlowConsoleSpan *) (gconstpointer) spans_place,
    .len = text->len,
    .text = (const char *) text_place,
  };
  return line;
}

/**
 * glow_console_text_new:
 * @max_lines: how many are kept, at least 1
 *
 * Returns: (transfer full): an empty text
 */
GlowConsoleText *
glow_console_text_new (guint max_lines)
{
  GlowConsoleText *self = g_new0 (GlowConsoleText, 1);

  self->max_lines = MAX (max_lines, 1);
  self->text = g_string_new (NULL);
  self->spans = g_array_new (FALSE, FALSE, sizeof (GlowConsoleSpan));
  return self;
}

static void
drop_first (GlowConsoleText *self)
{
  GlowConsoleLine *line = self->lines[self->lines_at];

  self->memory_len -= memory_of (line);
  g_free (line);
  self->lines_at = (self->lines_at + 1) % self->lines_size;
  self->n_lines--;
  self->first++;
}

/**
 * glow_console_text_free:
 */
void
glow_console_text_free (GlowConsoleText *self)
{
  while (self->n_lines > 0)
    drop_first (self);
  g_free (self->lines);
  g_free (self->open);
  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);
  g_free (self);
}

static void
grow (GlowConsoleText *self)
{
  gsize size = MIN (MAX (self->lines_size * 2, 256), (gsize) self->max_lines);
  GlowConsoleLine **lines = g_new (GlowConsoleLine *, size);

  for (gsize i = 0; i < self->n_lines; i++)
    lines[i] = self->lines[(self->lines_at + i) % self->lines_size];
  g_free (self->lines);
  self->lines = lines;
  self->lines_size = size;
  self->lines_at = 0;
}

static gboolean
is_too_big (GlowConsoleText *self)
{
  return self->n_lines == self->max_lines ||
         self->memory_len > (gsize) self->max_lines * MEAN_LINE_SIZE +
                              GLOW_CONSOLE_LINE_MAX_LEN * sizeof (GlowConsoleSpan);
}

/* takes @line */
static void
push_line (GlowConsoleText *self, GlowConsoleLine *line)
{
  while (self->n_lines > 0 && is_too_big (self))
    drop_first (self);
  if (self->n_lines == self->lines_size)
    grow (self);
  self->lines[(self->lines_at + self->n_lines) % self->lines_size] = line;
  self->n_lines++;
  self->memory_len += memory_of (line);
}

static void
truncate_line (GlowConsoleText *self, gsize len)
{
  g_string_truncate (self->text, len);
  while (self->spans->len > 0 &&
         g_array_index (self->spans, GlowConsoleSpan, self->spans->len - 1).start >= len)
    g_array_set_size (self->spans, self->spans->len - 1);
}

static void
end_line (GlowConsoleText *self, gint64 time_us)
{
  if (self->text->len == 0)
    self->time_us = time_us;
  push_line (self, line_new (self->text, self->spans, self->time_us, FALSE));
  truncate_line (self, 0);
  self->has_return = FALSE;
}

static void
use_style (GlowConsoleText *self, const GlowSgrStyle *style)
{
  GlowConsoleSpan span = { (guint) self->text->len, *style };

  if (self->spans->len == 0 ||
      !glow_sgr_equal (
        &g_array_index (self->spans, GlowConsoleSpan, self->spans->len - 1).style, style))
    g_array_append_val (self->spans, span);
}

/* After a carriage return a line is begun anew: what comes replaces what was there. */
static void
append (GlowConsoleText *self,
        const char *text,
        gsize len,
        const GlowSgrStyle *style,
        gint64 time_us)
{
  if (self->has_return)
    truncate_line (self, 0);
  self->has_return = FALSE;
  if (self->text->len + len > GLOW_CONSOLE_LINE_MAX_LEN)
    end_line (self, time_us);
  if (self->text->len == 0)
    self->time_us = time_us;
  use_style (self, style);
  g_string_append_len (self->text, text, (gssize) len);
}

static void
append_raw (GlowConsoleText *self, const char *spelled, gint64 time_us)
{
  GlowSgrStyle style = self->style;

  style.flags |= GLOW_SGR_RAW;
  append (self, spelled, strlen (spelled), &style, time_us);
}

static void
append_byte (GlowConsoleText *self, guint8 byte, gint64 time_us)
{
  char spelled[sizeof "\\xff"];

  g_snprintf (spelled, sizeof spelled, "\\x%02x", byte);
  append_raw (self, spelled, time_us);
}

/* Valid, but no text: C1 controls (a terminal takes some of them for escapes), ends of
 * lines and paragraphs that are none here, and what turns the direction of writing. */
static gboolean
is_control (gunichar c)
{
  return (c >= 0x80 && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
}

static void
append_char (GlowConsoleText *self, gunichar c, gint64 time_us)
{
  char spelled[sizeof "\\u00000000"];

  if (!is_control (c)) {
    append (self, self->utf8, self->utf8_len, &self->style, time_us);
    return;
  }
  g_snprintf (spelled, sizeof spelled, "\\u%04x", c);
  append_raw (self, spelled, time_us);
}

static void take_text (GlowConsoleText *self, guint8 byte, gint64 time_us);

/* the first byte begins no character; what follows may */
static void
reject_utf8 (GlowConsoleText *self, gint64 time_us)
{
  char rest[MAX_UTF8_LEN];
  gsize rest_len = self->utf8_len - 1;

  memcpy (rest, self->utf8 + 1, rest_len);
  append_byte (self, (guint8) self->utf8[0], time_us);
  self->utf8_len = 0;
  for (gsize i = 0; i < rest_len; i++)
    take_text (self, (guint8) rest[i], time_us);
}

static void
take_utf8 (GlowConsoleText *self, guint8 byte, gint64 time_us)
{
  gunichar c;

  self->utf8[self->utf8_len++] = (char) byte;
  c = g_utf8_get_char_validated (self->utf8, (gssize) self->utf8_len);
  if (c == (gunichar) -2 && self->utf8_len < MAX_UTF8_LEN)
    return;
  if (c == (gunichar) -2 || c == (gunichar) -1) {
    reject_utf8 (self, time_us);
    return;
  }
  append_char (self, c, time_us);
  self->utf8_len = 0;
}

/* the last character goes; a terminal would only go back to it, and then write over it */
static void
take_backspace (GlowConsoleText *self)
{
  const char *start = self->text->str;
  const char *last = g_utf8_find_prev_char (start, start + self->text->len);

  if (!self->has_return && last)
    truncate_line (self, (gsize) (last - start));
}

static void
take_text (GlowConsoleText *self, guint8 byte, gint64 time_us)
{
  char c = (char) byte;

  if (self->utf8_len > 0 || byte >= 0x80)
    take_utf8 (self, byte, time_us);
  else if (byte == '\n')
    end_line (self, time_us);
  else if (byte == '\r')
    self->has_return = TRUE;
  else if (byte == '\b')
    take_backspace (self);
  else if ((byte >= ' ' && byte != DELETE) || byte == '\t')
    append (self, &c, 1, &self->style, time_us);
  else
    append_byte (self, byte, time_us);
}

/* what was begun and does not go on is no character */
static void
drop_utf8 (GlowConsoleText *self, gint64 time_us)
{
  for (gsize i = 0; i < self->utf8_len; i++)
    append_byte (self, (guint8) self->utf8[i], time_us);
  self->utf8_len = 0;
}

static void
take_byte (GlowConsoleText *self, guint8 byte, gint64 time_us)
{
  if ((byte & 0xc0) != 0x80)
    drop_utf8 (self, time_us);
  switch (glow_escape_take (&self->escape, byte)) {
  case GLOW_ESCAPE_TEXT:
    take_text (self, byte, time_us);
    break;
  case GLOW_ESCAPE_CONTROL:
    if (byte == 'm')
      glow_sgr_apply (&self->style, self->escape.params, self->escape.params_len);
    break;
  case GLOW_ESCAPE_PART:
  default:
    break;
  }
}

/* Returns: how many bytes at the start of @data are nothing but letters of ASCII, as far
 * as they fit into a line */
static gsize
plain_len (GlowConsoleText *self, const guint8 *data, gsize len)
{
  gsize room = GLOW_CONSOLE_LINE_MAX_LEN - (self->has_return ? 0 : self->text->len);
  gsize count = 0;

  len = MIN (len, room > 0 ? room : GLOW_CONSOLE_LINE_MAX_LEN);
  while (count < len && data[count] >= ' ' && data[count] < DELETE)
    count++;
  return count;
}

/**
 * glow_console_text_feed:
 * @data: (array length=len): what came, cut anywhere
 * @len: its length in bytes
 * @time_us: when, by the wall clock
 */
void
glow_console_text_feed (GlowConsoleText *self,
                        const guint8 *data,
                        gsize len,
                        gint64 time_us)
{
  g_clear_pointer (&self->open, g_free);
  for (gsize i = 0; i < len;) {
    gsize count = 0;

    if (glow_escape_is_outside (&self->escape) && self->utf8_len == 0)
      count = plain_len (self, data + i, len - i);
    if (count > 0)
      append (self, (const char *) data + i, count, &self->style, time_us);
    else
      take_byte (self, data[i], time_us);
    i += MAX (count, 1);
  }
}

/**
 * glow_console_text_add_note:
 * @text: valid UTF-8, one line, that the board has not said
 * @time_us: wall clock
 *
 * A line that was begun ends before it.
 */
void
glow_console_text_add_note (GlowConsoleText *self, const char *text, gint64 time_us)
{
  g_autoptr (GString) string = g_string_new (text);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (GlowConsoleSpan));
  GlowConsoleSpan span = { 0 };

  g_clear_pointer (&self->open, g_free);
  if (self->text->len > 0)
    end_line (self, time_us);
  if (string->len > 0)
    g_array_append_val (spans, span);
  push_line (self, line_new (string, spans, time_us, TRUE));
}

/**
 * glow_console_text_clear:
 *
 * Drops all lines, also the one that was begun. Numbers go on.
 */
void
glow_console_text_clear (GlowConsoleText *self)
{
  g_clear_pointer (&self->open, g_free);
  while (self->n_lines > 0)
    drop_first (self);
  truncate_line (self, 0);
  self->has_return = FALSE;
}

guint64
glow_console_text_get_first (GlowConsoleText *self)
{
  return self->first;
}

/**
 * glow_console_text_get_end:
 *
 * Returns: number of the line that has not ended yet
 */
guint64
glow_console_text_get_end (GlowConsoleText *self)
{
  return self->first + self->n_lines;
}

/**
 * glow_console_text_get_line:
 * @number: from glow_console_text_get_first() to glow_console_text_get_end()
 *
 * Returns: (transfer none): a line, valid until the text changes
 */
const GlowConsoleLine *
glow_console_text_get_line (GlowConsoleText *self, guint64 number)
{
  g_return_val_if_fail (number >= self->first &&
                          number <= glow_console_text_get_end (self),
                        NULL);

  if (number < glow_console_text_get_end (self))
    return self
      ->lines[(self->lines_at + (gsize) (number - self->first)) % self->lines_size];
  if (!self->open)
    self->open = line_new (self->text, self->spans, self->time_us, FALSE);
  return self->open;
}
