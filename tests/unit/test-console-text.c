/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board prints becomes lines with colours, the same however it is cut, and no
 * escape does anything else. */

#include "glow-console-text.h"

#include <string.h>

#define E "\033"

/* Lines as text, with {} around what is raw and [flags fg bg] where a style begins. */
static void
dump_line (const GlowConsoleLine *line, GString *out)
{
  g_assert_true (g_utf8_validate_len (line->text, line->len, NULL));
  g_assert_cmpuint (line->len, <=, GLOW_CONSOLE_LINE_MAX_LEN);
  g_assert_cmpint (line->text[line->len], ==, '\0');
  g_assert_true ((line->n_spans > 0) == (line->len > 0));
  for (guint i = 0; i < line->n_spans; i++) {
    const GlowConsoleSpan *span = &line->spans[i];
    gsize end = i + 1 < line->n_spans ? line->spans[i + 1].start : line->len;

    g_assert_cmpuint (span->start, <, end);
    g_assert_true (i > 0 || span->start == 0);
    if (span->style.flags & GLOW_SGR_RAW)
      g_string_append (out, "{");
    else if (!glow_sgr_is_plain (&span->style))
      g_string_append_printf (out, "[%x %x %x]", span->style.flags, span->style.fg,
                              span->style.bg);
    else if (i > 0)
      g_string_append (out, "[]");
    g_string_append_len (out, line->text + span->start, (gssize) (end - span->start));
    if (span->style.flags & GLOW_SGR_RAW)
      g_string_append (out, "}");
  }
}

static char *
dump (GlowConsoleText *text)
{
  GString *out = g_string_new (NULL);
  guint64 end = glow_console_text_get_end (text);

  for (guint64 i = glow_console_text_get_first (text); i <= end; i++) {
    dump_line (glow_console_text_get_line (text, i), out);
    if (i < end)
      g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}

static void
feed (GlowConsoleText *text, const char *data, gsize len)
{
  glow_console_text_feed (text, (const guint8 *) data, len, 1);
}

static const struct {
  const char *name;
  const char *bytes;
  gsize len;
  const char *expected;
} cases[] = {
#define CASE(name, bytes, expected)                                                      \
  {                                                                                      \
    name, bytes, sizeof (bytes) - 1, expected                                            \
  }
  CASE ("lines", "one\ntwo\r\nthree", "one\ntwo\nthree"),
  CASE ("empty-lines", "\n\r\n\n", "\n\n\n"),
  CASE ("two-returns", "a\r\r\nb", "a\nb"),
  CASE ("return-first", "a\n\rb\n", "a\nb\n"),
  CASE ("progress", "10 %\r20 %\r30 %\nx", "30 %\nx"),
  CASE ("return-alone", "abc\r", "abc"),
  CASE ("return-and-style", "abc\r" E "[0m\nd", "abc\nd"),
  CASE ("backspace", "ab\bc", "ac"),
  CASE ("backspace-erase", "ab\b \bc", "ac"),
  CASE ("backspace-at-start", "\b\bab\n\bc", "ab\nc"),
  CASE ("backspace-of-umlaut", "\xc3\xa4\bx", "x"),
  CASE ("backspace-over-style", E "[31mr\b" E "[0mx", "x"),
  CASE ("tab", "a\tb", "a\tb"),
  CASE ("controls", "a\a\0b\x7f", "a{\\x07\\x00}[]b{\\x7f}"),
  CASE ("utf8",
        "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80!",
        "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80!"),
  CASE ("bad-bytes", "a\xff\xfe z", "a{\\xff\\xfe}[] z"),
  CASE ("cut-character",
        "\xe2\x82\n\xe2\x82"
        "A",
        "{\\xe2\\x82}\n{\\xe2\\x82}[]A"),
  CASE ("overlong", "\xc0\x80\xe0\x80\x80", "{\\xc0\\x80\\xe0\\x80\\x80}"),
  CASE ("surrogate", "\xed\xa0\x80", "{\\xed\\xa0\\x80}"),
  CASE ("escape-in-character", "\xe2\x82" E "[31mr", "{\\xe2\\x82}[0 1000001 0]r"),
  CASE ("c1",
        "\xc2\x9b"
        "31mx",
        "{\\u009b}[]31mx"),
  CASE ("direction",
        "a\xe2\x80\xae"
        "b\xe2\x80\xa9",
        "a{\\u202e}[]b{\\u2029}"),
  CASE ("colour",
        E "[31mred" E "[0m plain" E "[1;94mx",
        "[0 1000001 0]red[] plain[1 100000c 0]x"),
  CASE ("colour-over-lines",
        E "[32mI (1)\nnext" E "[0m\n-",
        "[0 1000002 0]I (1)\n[0 1000002 0]next\n-"),
  CASE ("no-parameters", E "[7ma" E "[mb", "[10 0 0]a[]b"),
  CASE ("background", E "[41;107mx", "[0 0 100000f]x"),
  CASE ("256", E "[38;5;208;48;5;17mx", "[0 10000d0 1000011]x"),
  CASE ("true-colour",
        E "[38;2;1;2;3mx" E "[48:2::4:5:6my" E "[38:2:7:8:9mz",
        "[0 2010203 0]x[0 2010203 2040506]y[0 2070809 2040506]z"),
  CASE ("underline-colour", E "[4;58;5;9;1mx", "[9 0 0]x"),
  CASE ("no-underline", E "[4:3mx" E "[4:0my", "[8 0 0]x[]y"),
  CASE ("off", E "[1;2;3;4;7;9mx" E "[22;23;24;27;29my", "[3f 0 0]x[]y"),
  CASE ("same-style", E "[31ma" E "[31mb" E "[0;31mc", "[0 1000001 0]abc"),
  CASE ("clear-screen", "a" E "[2J" E "[H" E "[?25l" E "[Kb", "ab"),
  CASE ("move", "a" E "[10A" E "[5;5Hb" E "7" E "8" E "c", "ab"),
  CASE ("title", E "]0;evil\ax" E "]52;c;cm0=" E "\\y", "xy"),
  CASE ("string-then-colour", E "]0;evil" E "[31mr", "[0 1000001 0]r"),
  CASE ("string-to-line-end", E "]0;evil\nx", "\nx"),
  CASE ("device-control", E "P1$r0m" E "\\x" E "_a" E "\\y" E "^b" E "\\z", "xyz"),
  CASE ("charset", E "(Bx", "x"),
  CASE ("cut-by-reset", E "[31\nets Jan  8 2013", "\nets Jan  8 2013"),
  CASE ("not-a-number", E "[?31mx" E "[1 my", "xy"),
  CASE ("escape-escape", E E "[31mx", "[0 1000001 0]x"),
  CASE ("escape-at-end", "x" E, "x"),
};

static void
test_case (gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);

  for (gsize cut = 0; cut <= cases[at].len; cut++) {
    g_autoptr (GlowConsoleText) text = glow_console_text_new (100);
    g_autofree char *found = NULL;

    feed (text, cases[at].bytes, cut);
    feed (text, cases[at].bytes + cut, cases[at].len - cut);
    found = dump (text);
    g_assert_cmpstr (found, ==, cases[at].expected);
  }
}

static void
test_byte_by_byte (void)
{
  for (gsize at = 0; at < G_N_ELEMENTS (cases); at++) {
    g_autoptr (GlowConsoleText) text = glow_console_text_new (100);
    g_autofree char *found = NULL;

    for (gsize i = 0; i < cases[at].len; i++) {
      feed (text, cases[at].bytes + i, 1);
      /* asking for the open line must not change it */
      glow_console_text_get_line (text, glow_console_text_get_end (text));
    }
    found = dump (text);
    g_assert_cmpstr (found, ==, cases[at].expected);
  }
}

/* also of lines that are too long, cut at all places around the limit */
static void
test_long_line (void)
{
  const gsize len = 3 * GLOW_CONSOLE_LINE_MAX_LEN;
  g_autofree char *bytes = g_malloc (len);
  g_autoptr (GlowConsoleText) whole = glow_console_text_new (100);
  g_autofree char *expected = NULL;

  for (gsize i = 0; i < len; i++)
    bytes[i] = (char) (i % 7 == 0 ? 0xff : 'a' + (int) (i % 26));
  feed (whole, bytes, len);
  expected = dump (whole);
  for (gsize cut = GLOW_CONSOLE_LINE_MAX_LEN - 50; cut < GLOW_CONSOLE_LINE_MAX_LEN + 50;
       cut++) {
    g_autoptr (GlowConsoleText) text = glow_console_text_new (100);
    g_autofree char *found = NULL;

    feed (text, bytes, cut);
    feed (text, bytes + cut, len - cut);
    found = dump (text);
    g_assert_cmpstr (found, ==, expected);
  }
}

static void
test_plain_long_line (void)
{
  g_autoptr (GlowConsoleText) text = glow_console_text_new (100);
  g_autofree char *bytes = g_strnfill (10000, 'x');

  feed (text, bytes, 10000);
  g_assert_cmpuint (glow_console_text_get_end (text), ==, 2);
  g_assert_cmpuint (glow_console_text_get_line (text, 0)->len, ==, 4096);
  g_assert_cmpuint (glow_console_text_get_line (text, 1)->len, ==, 4096);
  g_assert_cmpuint (glow_console_text_get_line (text, 2)->len, ==, 1808);
}

static void
test_ring (void)
{
  g_autoptr (GlowConsoleText) text = glow_console_text_new (1000);

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *line = g_strdup_printf ("line %u\n", i);

    feed (text, line, strlen (line));
    g_assert_cmpuint (glow_console_text_get_end (text), ==, i + 1);
    g_assert_cmpuint (glow_console_text_get_first (text), ==, i < 1000 ? 0 : i - 999);
  }
  g_assert_cmpstr (glow_console_text_get_line (text, 4000)->text, ==, "line 4000");
  g_assert_cmpstr (glow_console_text_get_line (text, 4999)->text, ==, "line 4999");
  g_assert_cmpstr (glow_console_text_get_line (text, 5000)->text, ==, "");
}

/* lines that are all as long as can be: fewer are kept */
static void
test_ring_memory (void)
{
  g_autoptr (GlowConsoleText) text = glow_console_text_new (1000);
  g_autofree char *line = g_strnfill (4000, 'x');

  line[3999] = '\n';
  for (guint i = 0; i < 2000; i++)
    feed (text, line, 4000);
  g_assert_cmpuint (glow_console_text_get_end (text), ==, 2000);
  g_assert_cmpuint (glow_console_text_get_first (text), >, 1800);
  g_assert_cmpuint (glow_console_text_get_first (text), <, 1900);
}

static void
test_times (void)
{
  g_autoptr (GlowConsoleText) text = glow_console_text_new (10);

  glow_console_text_feed (text, (const guint8 *) "a", 1, 100);
  glow_console_text_feed (text, (const guint8 *) "b\n", 2, 200);
  glow_console_text_feed (text, (const guint8 *) "\nc", 2, 300);
  g_assert_cmpint (glow_console_text_get_line (text, 0)->time_us, ==, 100);
  g_assert_cmpint (glow_console_text_get_line (text, 1)->time_us, ==, 300);
  g_assert_cmpint (glow_console_text_get_line (text, 2)->time_us, ==, 300);
}

static void
test_note (void)
{
  g_autoptr (GlowConsoleText) text = glow_console_text_new (10);
  g_autofree char *found = NULL;

  feed (text, E "[31mbegun", 10);
  glow_console_text_add_note (text, "unplugged", 5);
  glow_console_text_add_note (text, "", 5);
  feed (text, "on", 2);
  found = dump (text);
  g_assert_cmpstr (found, ==, "[0 1000001 0]begun\nunplugged\n\n[0 1000001 0]on");
  g_assert_false (glow_console_text_get_line (text, 0)->is_note);
  g_assert_true (glow_console_text_get_line (text, 1)->is_note);
}

static void
test_clear (void)
{
  g_autoptr (GlowConsoleText) text = glow_console_text_new (10);
  g_autofree char *found = NULL;

  feed (text, "a\nb\nc", 5);
  glow_console_text_clear (text);
  g_assert_cmpuint (glow_console_text_get_first (text), ==, 2);
  g_assert_cmpuint (glow_console_text_get_end (text), ==, 2);
  feed (text, "d\n", 2);
  found = dump (text);
  g_assert_cmpstr (found, ==, "d\n");
}

/* what goes to a terminal sets exactly the style, so reading it back gives the same */
static void
test_escape_back (void)
{
  static const GlowSgrStyle styles[] = {
    { 0, 0, 0 },
    { GLOW_SGR_INDEXED | 1, 0, GLOW_SGR_BOLD },
    { GLOW_SGR_RGB | 0x010203, GLOW_SGR_INDEXED | 255, GLOW_SGR_REVERSE },
    { 0, GLOW_SGR_RGB | 0xfffefd, GLOW_SGR_DIM | GLOW_SGR_ITALIC | GLOW_SGR_STRIKE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++) {
    g_autoptr (GString) escape = g_string_new (NULL);
    GlowSgrStyle style = { 9, 9, 9 };

    glow_sgr_append_escape (&styles[i], escape);
    g_assert_cmpint (escape->str[escape->len - 1], ==, 'm');
    glow_sgr_apply (&style, escape->str + 2, escape->len - 3);
    g_assert_true (glow_sgr_equal (&style, &styles[i]));
  }
}

static void
test_palette (void)
{
  g_assert_cmphex (glow_sgr_index_to_rgb (16), ==, 0x000000);
  g_assert_cmphex (glow_sgr_index_to_rgb (231), ==, 0xffffff);
  g_assert_cmphex (glow_sgr_index_to_rgb (208), ==, 0xff8700);
  g_assert_cmphex (glow_sgr_index_to_rgb (232), ==, 0x080808);
  g_assert_cmphex (glow_sgr_index_to_rgb (255), ==, 0xeeeeee);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/console-text/%s", cases[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/console-text/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/console-text/long-line", test_long_line);
  g_test_add_func ("/console-text/plain-long-line", test_plain_long_line);
  g_test_add_func ("/console-text/ring", test_ring);
  g_test_add_func ("/console-text/ring-memory", test_ring_memory);
  g_test_add_func ("/console-text/times", test_times);
  g_test_add_func ("/console-text/note", test_note);
  g_test_add_func ("/console-text/clear", test_clear);
  g_test_add_func ("/console-text/escape-back", test_escape_back);
  g_test_add_func ("/console-text/palette", test_palette);
  return g_test_run ();
}
