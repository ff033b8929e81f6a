/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console-hex.h"

#define ROW_LEN GLOW_CONSOLE_HEX_ROW_LEN

typedef struct {
  gint64 time_us; /* of the first byte */
  guint8 bytes[ROW_LEN];
} Row;

struct _GlowConsoleHex {
  GArray *rows; /* owned: of Row; a ring once it is full; with the row at the end */
  guint max_rows;
  guint64 first;
  guint64 end;
  gsize end_len; /* bytes in the row at the end */
};

/**
 * glow_console_hex_new:
 * @max_rows: how many full ones are kept, at least 1
 *
 * Returns: (transfer full): no rows yet
 */
GlowConsoleHex *
glow_console_hex_new (guint max_rows)
{
  GlowConsoleHex *self = g_new0 (GlowConsoleHex, 1);

  self->max_rows = MAX (max_rows, 1);
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  return self;
}

/**
 * glow_console_hex_free:
 */
void
glow_console_hex_free (GlowConsoleHex *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

/* one place more than rows that are kept, for the one at the end */
static Row *
get_row (GlowConsoleHex *self, guint64 number)
{
  guint place = (guint) (number % (self->max_rows + 1));

  if (place >= self->rows->len)
    g_array_set_size (self->rows, place + 1);
  return &g_array_index (self->rows, Row, place);
}

/**
 * glow_console_hex_feed:
 * @data: (array length=len): what came
 * @len: its length in bytes
 * @time_us: when, by the wall clock
 */
void
glow_console_hex_feed (GlowConsoleHex *self,
                       const guint8 *data,
                       gsize len,
                       gint64 time_us)
{
  for (gsize i = 0; i < len; i++) {
    Row *row = get_row (self, self->end);

    if (self->end_len == 0)
      row->time_us = time_us;
    row->bytes[self->end_len++] = data[i];
    if (self->end_len < ROW_LEN)
      continue;
    self->end_len = 0;
    self->end++;
    self->first =
      MAX (self->first, self->end > self->max_rows ? self->end - self->max_rows : 0);
  }
}

/**
 * glow_console_hex_clear:
 *
 * Drops all rows. The next byte begins one.
 */
void
glow_console_hex_clear (GlowConsoleHex *self)
{
  self->end += self->end_len > 0 ? 1 : 0;
  self->end_len = 0;
  self->first = self->end;
}

guint64
glow_console_hex_get_first (GlowConsoleHex *self)
{
  return self->first;
}

guint64
glow_console_hex_get_end (GlowConsoleHex *self)
{
  return self->end;
}

/**
 * glow_console_hex_dup_row:
 * @number: from glow_console_hex_get_first() to glow_console_hex_get_end()
 * @time_us: (out) (optional): when its first byte came
 *
 * Returns: (transfer full): the offset, the bytes and what they are in ASCII; empty as
 *   long as there is no byte in the row
 */
char *
glow_console_hex_dup_row (GlowConsoleHex *self, guint64 number, gint64 *time_us)
{
  gsize len = number == self->end ? self->end_len : ROW_LEN;
  GString *text = g_string_sized_new (80);
  const Row *row;

  g_return_val_if_fail (number >= self->first && number <= self->end, NULL);

  row = get_row (self, number);
  if (time_us)
    *time_us = row->time_us;
  if (len == 0)
    return g_string_free (text, FALSE);
  g_string_printf (text, "%08" G_GINT64_MODIFIER "x ", number * ROW_LEN);
  for (gsize i = 0; i < ROW_LEN; i++) {
    g_string_append (text, i == ROW_LEN / 2 ? "  " : " ");
    if (i < len)
      g_string_append_printf (text, "%02x", row->bytes[i]);
    else
      g_string_append (text, "  ");
  }
  g_string_append (text, "  ");
  for (gsize i = 0; i < len; i++)
    g_string_append_c (text, row->bytes[i] >= ' ' && row->bytes[i] < 0x7f
                               ? (char) row->bytes[i]
                               : '.');
  return g_string_free (text, FALSE);
}
