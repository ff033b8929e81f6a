/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-line-splitter.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *stream;
  const char *lines; /* each followed by '|' */
  const char *rest;
} Case;

static const Case cases[] = {
  { "line-ends", "one\r\n\r\ntwo\rthree\n", "one|two|three|", "" },
  { "rest", "a\n>>> ", "a|", ">>> " },
  { "colour", "\033[0;32mI (29) boot\033[0m\r\n", "I (29) boot|", "" },
  { "title", "\033]0;evil\aafter\033]8;;x\033\\end\n", "afterend|", "" },
  { "line-end-in-sequence", "a\033[12\nb\033]never\nc\n", "a|b|c|", "" },
  { "other-escape", "a\033Mb\n", "ab|", "" },
  { "character-set", "a\033(Bb\n", "ab|", "" },
};

static void
collect (const char *line, gsize len, gpointer user_data)
{
  GString *lines = user_data;

  g_assert_cmpuint (strlen (line), ==, len);
  g_string_append_printf (lines, "%s|", line);
}

static void
test_every_split (gconstpointer data)
{
  const Case *c = data;
  gsize len = strlen (c->stream);

  for (gsize split = 0; split <= len; split++) {
    g_autoptr (GlowLineSplitter) splitter = glow_line_splitter_new ();
    g_autoptr (GString) lines = g_string_new (NULL);
    const guint8 *stream = (const guint8 *) c->stream;

    glow_line_splitter_feed (splitter, stream, split, collect, lines);
    glow_line_splitter_feed (splitter, stream + split, len - split, collect, lines);
    g_assert_cmpstr (lines->str, ==, c->lines);
    g_assert_cmpstr (glow_line_splitter_peek_rest (splitter), ==, c->rest);
  }
}

static void
test_long_line (void)
{
  g_autoptr (GlowLineSplitter) splitter = glow_line_splitter_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *text = g_strnfill (GLOW_LINE_MAX_LEN + 1, 'x');

  glow_line_splitter_feed (splitter, (const guint8 *) text, strlen (text), collect,
                           lines);
  g_assert_cmpuint (lines->len, ==, GLOW_LINE_MAX_LEN + 1);
  g_assert_cmpstr (glow_line_splitter_peek_rest (splitter), ==, "x");
}

static void
test_nul_and_reset (void)
{
  g_autoptr (GlowLineSplitter) splitter = glow_line_splitter_new ();
  g_autoptr (GString) lines = g_string_new (NULL);

  glow_line_splitter_feed (splitter, (const guint8 *) "a\0b\n\033[c", 7, collect, lines);
  glow_line_splitter_reset (splitter);
  glow_line_splitter_feed (splitter, (const guint8 *) "d\n", 2, collect, lines);
  g_assert_cmpstr (lines->str, ==, "ab|d|");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/line-splitter/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_every_split);
  }
  g_test_add_func ("/line-splitter/long-line", test_long_line);
  g_test_add_func ("/line-splitter/nul-and-reset", test_nul_and_reset);
  return g_test_run ();
}
