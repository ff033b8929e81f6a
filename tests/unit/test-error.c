/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"

static void
test_every_code_has_its_own_name (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint code = 0; code < GLOW_ERROR_LAST; code++) {
    const char *name = glow_error_code_to_string (code);

    g_assert_nonnull (name);
    g_assert_true (g_hash_table_add (seen, (gpointer) name));
  }
  g_assert_cmpstr (glow_error_code_to_string (GLOW_ERROR_WRONG_CHIP), ==, "wrong-chip");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/names", test_every_code_has_its_own_name);
  return g_test_run ();
}
