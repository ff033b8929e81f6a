/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-error-text.h"

#include <gio/gio.h>
#include <string.h>

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 8);
  g_assert_true (g_unichar_isupper (g_utf8_get_char (text)));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strchr (text, '!'));
}

static void
test_every_code (void)
{
  for (int code = 0; code < GLOW_ERROR_LAST; code++) {
    g_autoptr (GError) error = g_error_new (GLOW_ERROR, code, "x");
    const char *title = glow_error_text_get_title (error);

    g_test_message ("%s", glow_error_code_to_string ((GlowError) code));
    g_assert_nonnull (title);
    g_assert_cmpuint (strlen (title), >, 8);
    g_assert_false (g_str_has_suffix (title, "."));
    assert_sentence (glow_error_text_get_reason (error));
    assert_sentence (glow_error_text_get_action (error));
  }
}

static void
test_titles_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < GLOW_ERROR_LAST; code++) {
    g_autoptr (GError) error = g_error_new (GLOW_ERROR, code, "x");

    g_assert_true (g_hash_table_add (seen, (char *) glow_error_text_get_title (error)));
  }
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");

  g_assert_cmpstr (glow_error_text_get_title (error), ==, "Cancelled");
  assert_sentence (glow_error_text_get_reason (error));
  assert_sentence (glow_error_text_get_action (error));
}

static void
test_foreign (void)
{
  g_autoptr (GError) failed = g_error_new (GLOW_ERROR, GLOW_ERROR_FAILED, "x");
  g_autoptr (GError) foreign = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "x");
  g_autoptr (GError) beyond = g_error_new (GLOW_ERROR, GLOW_ERROR_LAST, "x");

  g_assert_cmpstr (glow_error_text_get_title (foreign), ==,
                   glow_error_text_get_title (failed));
  g_assert_cmpstr (glow_error_text_get_action (beyond), ==,
                   glow_error_text_get_action (failed));
}

/* The two bad days: silence is never told as a port that can't be opened, and a file for
 * another chip is told as that. */
static void
test_bad_days (void)
{
  g_autoptr (GError) silent = g_error_new (GLOW_ERROR, GLOW_ERROR_SILENT, "x");
  g_autoptr (GError) wrong = g_error_new (GLOW_ERROR, GLOW_ERROR_WRONG_CHIP, "x");

  g_assert_cmpstr (glow_error_text_get_title (silent), ==, "The board doesn't answer");
  g_assert_nonnull (strstr (glow_error_text_get_reason (silent), "port opened"));
  g_assert_nonnull (strstr (glow_error_text_get_action (silent), "Hold BOOT"));
  g_assert_cmpstr (glow_error_text_get_title (wrong), ==, "The file is for another chip");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error-text/every-code", test_every_code);
  g_test_add_func ("/error-text/titles-differ", test_titles_differ);
  g_test_add_func ("/error-text/cancelled", test_cancelled);
  g_test_add_func ("/error-text/foreign", test_foreign);
  g_test_add_func ("/error-text/bad-days", test_bad_days);
  return g_test_run ();
}
