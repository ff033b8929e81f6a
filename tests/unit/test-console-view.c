/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The other ways to look at what a board prints: as bytes, and only some lines. */

#include "glow-console-filter.h"
#include "glow-console-hex.h"

#include <string.h>

static void
assert_row (GlowConsoleHex *hex, guint64 number, const char *expected)
{
  g_autofree char *row = glow_console_hex_dup_row (hex, number, NULL);

  g_assert_cmpstr (row, ==, expected);
}

static void
test_rows (void)
{
  g_autoptr (GlowConsoleHex) hex = glow_console_hex_new (10);
  gint64 time_us = 0;
  g_autofree char *row = NULL;

  assert_row (hex, 0, "");
  glow_console_hex_feed (hex, (const guint8 *) "Hello\r\n\0wor", 11, 100);
  glow_console_hex_feed (hex, (const guint8 *) "ld again\xff", 9, 200);
  g_assert_cmpuint (glow_console_hex_get_end (hex), ==, 1);
  row = glow_console_hex_dup_row (hex, 0, &time_us);
  g_assert_cmpstr (row, ==,
                   "00000000  48 65 6c 6c 6f 0d 0a 00  77 6f 72 6c 64 20 61 67  "
                   "Hello...world ag");
  g_assert_cmpint (time_us, ==, 100);
  assert_row (hex, 1, "00000010  61 69 6e ff                                       ain.");
}

static void
test_hex_ring (void)
{
  g_autoptr (GlowConsoleHex) hex = glow_console_hex_new (4);
  guint8 bytes[16] = { 0 };

  for (guint i = 0; i < 100; i++) {
    bytes[0] = (guint8) i;
    glow_console_hex_feed (hex, bytes, 16, 1);
  }
  g_assert_cmpuint (glow_console_hex_get_first (hex), ==, 96);
  g_assert_cmpuint (glow_console_hex_get_end (hex), ==, 100);
  assert_row (hex, 96,
              "00000600  60 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
              "`...............");
  glow_console_hex_feed (hex, bytes, 1, 1);
  assert_row (hex, 100, "00000640  63                                                c");
  glow_console_hex_clear (hex);
  g_assert_cmpuint (glow_console_hex_get_first (hex), ==, glow_console_hex_get_end (hex));
  assert_row (hex, glow_console_hex_get_end (hex), "");
}

static void
test_filter (void)
{
  static const struct {
    const char *filter;
    const char *line;
    gboolean shown;
  } table[] = {
    { "wifi", "I (12) WiFi: connected", TRUE },
    { "wifi", "I (12) eth: connected", FALSE },
    { "wifi|eth", "I (12) eth: connected", TRUE },
    { "|wifi||", "I (12) eth: connected", FALSE },
    { "!wifi", "I (12) eth: connected", TRUE },
    { "!wifi|eth", "I (12) eth: connected", FALSE },
    { "GRÜN", "ein grünes Licht", TRUE },
    { "e:", "e", FALSE },
    { "x", "", FALSE },
    { "!x", "", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GlowConsoleFilter) filter = glow_console_filter_new (table[i].filter);

    g_test_message ("%s in %s", table[i].filter, table[i].line);
    g_assert_nonnull (filter);
    g_assert_cmpint (glow_console_filter_shows (filter, table[i].line,
                                                strlen (table[i].line)),
                     ==, table[i].shown);
  }
}

static void
test_no_filter (void)
{
  g_assert_null (glow_console_filter_new (""));
  g_assert_null (glow_console_filter_new ("!"));
  g_assert_null (glow_console_filter_new ("||"));
  g_assert_true (glow_console_filter_shows (NULL, "x", 1));
}

static void
test_find (void)
{
  const char *line = "Ääh, aha, AHA";
  gsize start = 0;
  gsize end = 0;

  g_assert_true (glow_console_find (line, strlen (line), "aha", 0, &start, &end));
  g_assert_cmpuint (start, ==, 7);
  g_assert_cmpuint (end, ==, 10);
  g_assert_true (glow_console_find (line, strlen (line), "aha", end, &start, &end));
  g_assert_cmpuint (start, ==, 12);
  g_assert_false (glow_console_find (line, strlen (line), "aha", end, &start, &end));
  g_assert_true (glow_console_find (line, strlen (line), "ä", 2, &start, &end));
  g_assert_cmpuint (start, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console-view/rows", test_rows);
  g_test_add_func ("/console-view/hex-ring", test_hex_ring);
  g_test_add_func ("/console-view/filter", test_filter);
  g_test_add_func ("/console-view/no-filter", test_no_filter);
  g_test_add_func ("/console-view/find", test_find);
  return g_test_run ();
}
