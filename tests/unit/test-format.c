/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-format.h"

static void
test_size (void)
{
  static const struct {
    guint64 size;
    const char *text;
  } cases[] = {
    { 0, "0 B" },         { 1023, "1023 B" },    { 1024, "1 KiB" },
    { 3072, "3 KiB" },    { 17104, "16.7 KiB" }, { 1709840, "1.6 MiB" },
    { 4194304, "4 MiB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = glow_format_size (cases[i].size);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_number (void)
{
  static const struct {
    const char *text;
    guint32 value;
  } good[] = {
    { "0", 0 },
    { "0x0", 0 },
    { "0x10000", 0x10000 },
    { " 4096 ", 4096 },
    { "64k", 65536 },
    { "4MB", 0x400000 },
    { "0xffffffff", G_MAXUINT32 },
  };
  static const char *const bad[] = {
    "",         "x",          "0x",   "-1",     "0x1g",        "1.5",
    "32.768",   "4294967296", "4g",   "4096k4", "0x100000000", "18446744073709551616",
    "4194304k", "+1",         "0x 1", "0x-1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    guint32 value = 7;

    g_test_message ("%s", good[i].text);
    g_assert_true (glow_parse_number (good[i].text, &value, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (value, ==, good[i].value);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    guint32 value = 7;

    g_test_message ("%s", bad[i]);
    g_assert_false (glow_parse_number (bad[i], &value, &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
    g_assert_cmpuint (value, ==, 7);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/size", test_size);
  g_test_add_func ("/format/number", test_number);
  return g_test_run ();
}
