/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Bytes from a board: whole and in pieces they have to make the same lines, all of valid
 * text without a control character, with styles that lie within it. */

#include "glow-console-hex.h"
#include "glow-console-text.h"

#include <string.h>

#define MAX_LINES 50

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_line (const GlowConsoleLine *line)
{
  guint last = 0;

  if (!g_utf8_validate_len (line->text, line->len, NULL) ||
      line->len > GLOW_CONSOLE_LINE_MAX_LEN || (line->n_spans > 0) != (line->len > 0))
    g_abort ();
  for (gsize i = 0; i < line->len; i++) {
    if ((guint8) line->text[i] < ' ' && line->text[i] != '\t')
      g_abort ();
  }
  for (guint i = 0; i < line->n_spans; i++) {
    guint start = line->spans[i].start;

    if (start >= line->len || (i == 0 ? start != 0 : start <= last))
      g_abort ();
    last = start;
  }
}

static void
compare (GlowConsoleText *a, GlowConsoleText *b)
{
  guint64 end = glow_console_text_get_end (a);

  if (end != glow_console_text_get_end (b) ||
      glow_console_text_get_first (a) != glow_console_text_get_first (b) ||
      end - glow_console_text_get_first (a) > MAX_LINES)
    g_abort ();
  for (guint64 i = glow_console_text_get_first (a); i <= end; i++) {
    const GlowConsoleLine *line = glow_console_text_get_line (a, i);
    const GlowConsoleLine *other = glow_console_text_get_line (b, i);

    check_line (line);
    if (line->len != other->len || memcmp (line->text, other->text, line->len) != 0 ||
        line->n_spans != other->n_spans)
      g_abort ();
    for (guint span = 0; span < line->n_spans; span++) {
      if (line->spans[span].start != other->spans[span].start ||
          !glow_sgr_equal (&line->spans[span].style, &other->spans[span].style))
        g_abort ();
    }
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GlowConsoleText) whole = glow_console_text_new (MAX_LINES);
  g_autoptr (GlowConsoleText) pieces = glow_console_text_new (MAX_LINES);
  g_autoptr (GlowConsoleHex) hex = glow_console_hex_new (3);
  g_autofree char *row = NULL;

  glow_console_text_feed (whole, data, size, 1);
  glow_console_hex_feed (hex, data, size, 1);
  for (gsize at = 0; at < size;) {
    gsize len = MIN (size - at, 1u + data[at] % 61u);

    glow_console_text_feed (pieces, data + at, len, 1);
    glow_console_text_get_line (pieces, glow_console_text_get_end (pieces));
    at += len;
  }
  compare (whole, pieces);
  row = glow_console_hex_dup_row (hex, glow_console_hex_get_end (hex), NULL);
  return 0;
}
