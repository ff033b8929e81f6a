/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-report-text.h"

#include <string.h>

/* in two: this is nobody's machine */
#define HOME                                                                             \
  "/ho"                                                                                  \
  "me/"

static void
test_private (void)
{
  static const struct {
    const char *text;
    const char *kept;
  } cases[] = {
    { "MAC: 24:0a:c4:63:9d:d2", "MAC: 24:0a:c4:•••" },
    { "mac 24-0A-C4-63-9D-D2 there", "mac 24-0A-C4-•••" },
    { "60:55:f9:ff:fe:f7:2c:aa", "60:55:f9:•••" },
    { "00:00:00.001 HDW: ESP32", "00:00:00.001 HDW: ESP32" },
    { "in " HOME "ada/esp/x.bin", "in " HOME "•••/esp/x.bin" },
    { "/media/ada/stick", "/media/•••/stick" },
    { "a\nSSID: GLOWsecretKEY-net\nb",
      "a\n(a line that may hold a secret is left out)\nb" },
    { "my_password=GLOWsecretKEY-x", "(a line that may hold a secret is left out)" },
    { "0x400d1234:0x3ffb1f70 fine", "0x400d1234:0x3ffb1f70 fine" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = glow_report_text_dup_private (cases[i].text, NULL);

    g_assert_true (g_str_has_prefix (text, cases[i].kept));
    g_assert_null (strstr (text, "GLOWsecretKEY"));
    g_assert_null (strstr (text, "ada"));
    g_assert_null (strstr (text, "9d:d2"));
    g_assert_null (strstr (text, "9D-D2"));
  }
}

static void
test_own_home (void)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), "esp", "x.bin", NULL);
  g_autofree char *text = glow_report_text_dup_private (path, NULL);

  g_assert_null (strstr (text, g_get_home_dir ()));
  g_assert_nonnull (strstr (text, "/esp/x.bin"));
}

static void
test_known_secret (void)
{
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  g_autofree char *text = NULL;

  glow_redactor_add_secret (redactor, "GLOWsecretKEY-7");
  text = glow_report_text_dup_private ("joined with GLOWsecretKEY-7 now", redactor);
  g_assert_cmpstr (text, ==, "joined with ••• now");
}

static void
test_error_and_log (void)
{
  const char *const log[] = { "Connecting to " HOME "ada/port", "Chip: ESP32", NULL };
  g_autoptr (GError) error =
    g_error_new (GLOW_ERROR, GLOW_ERROR_SILENT, "nothing came back (0 bytes heard)");
  const char *const console[] = { "I (29) boot: 2nd stage", "wifi: ssid Workshop", NULL };
  const GlowReport report = {
    .program = "glowplug-cli", .error = error, .log = log, .console = console
  };
  g_autofree char *text = glow_report_text_dup (&report);

  g_assert_true (g_str_has_prefix (text, "Program: glowplug-cli "));
  g_assert_nonnull (strstr (text, "\nError: silent: nothing came back"));
  g_assert_nonnull (strstr (text, "\nChip: ESP32\n"));
  g_assert_null (strstr (text, "ada"));
  g_assert_nonnull (strstr (text, "\nConsole:\nI (29) boot: 2nd stage\n"));
  g_assert_null (strstr (text, "Workshop"));
}

static void
test_long_log_is_cut (void)
{
  g_autoptr (GPtrArray) log = g_ptr_array_new_with_free_func (g_free);
  GlowReport report = { .program = "glowplug" };
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1000; i++)
    g_ptr_array_add (log, g_strdup_printf ("line %u", i));
  g_ptr_array_add (log, NULL);
  report.log = (const char *const *) log->pdata;
  text = glow_report_text_dup (&report);
  g_assert_nonnull (strstr (text, "line 999\n"));
  g_assert_null (strstr (text, "line 1\n"));
  g_assert_nonnull (strstr (text, "(800 lines before these)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-text/private", test_private);
  g_test_add_func ("/report-text/own-home", test_own_home);
  g_test_add_func ("/report-text/known-secret", test_known_secret);
  g_test_add_func ("/report-text/error-and-log", test_error_and_log);
  g_test_add_func ("/report-text/long-log", test_long_log_is_cut);
  return g_test_run ();
}
