/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-setup-text.h"

static void
test_fields (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    const char *text = glow_setup_text_get_field ((GlowSetupFieldId) i);

    g_assert_nonnull (text);
    g_assert_true (g_hash_table_add (seen, (gpointer) text));
  }
}

static void
test_problems (void)
{
  static const struct {
    GlowSetupProblem problem;
    const char *words;
  } rows[] = {
    { { .trouble = GLOW_SETUP_CHARACTER, .character = 0xfc }, "“ü” can't be sent" },
    { { .trouble = GLOW_SETUP_CHARACTER, .character = 0x09 }, "U+0009" },
    { { .trouble = GLOW_SETUP_CHARACTER }, "A character in it" },
    { { .trouble = GLOW_SETUP_TOO_SHORT, .limit = 8 }, "at least 8 characters" },
    { { .trouble = GLOW_SETUP_TOO_LONG, .limit = 31 }, "at most 31 bytes" },
    { { .trouble = GLOW_SETUP_LINE_TOO_LONG, .limit = 128 }, "at most 128 characters" },
    { { .trouble = GLOW_SETUP_NOT_NUMBER, .max_limit = 255 }, "from 0 to 255" },
    { { .trouble = GLOW_SETUP_NEEDS, .other = GLOW_SETUP_GATEWAY }, "“Gateway”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = glow_setup_text_dup_problem (&rows[i].problem);

    g_test_message ("%s", text);
    g_assert_nonnull (strstr (text, rows[i].words));
  }
}

static void
test_every_trouble_has_a_sentence (void)
{
  g_autoptr (GHashTable) seen =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < GLOW_SETUP_N_TROUBLES; i++) {
    GlowSetupProblem problem = { .trouble = (GlowSetupTrouble) i,
                                 .other = GLOW_SETUP_SSID };

    g_assert_true (g_hash_table_add (seen, glow_setup_text_dup_problem (&problem)));
  }
}

static void
test_steps (void)
{
  static const struct {
    GlowSetupStep step;
    const char *words;
  } rows[] = {
    { { GLOW_SETUP_LISTEN, GLOW_SETUP_N_FIELDS, 1, 1, 3000 },
      "Finding out which firmware is there" },
    { { GLOW_SETUP_SEND, GLOW_SETUP_UNIT, 2, 4, 0 }, "Sending: Unit number" },
    { { GLOW_SETUP_SEND, GLOW_SETUP_N_FIELDS, 2, 4, 0 }, "Sending the settings" },
    { { GLOW_SETUP_CONNECT, GLOW_SETUP_N_FIELDS, 4, 4, 45000 },
      "The board joins the network (up to 45 s)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = glow_setup_text_dup_step (&rows[i].step);

    g_assert_cmpstr (text, ==, rows[i].words);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-text/fields", test_fields);
  g_test_add_func ("/setup-text/problems", test_problems);
  g_test_add_func ("/setup-text/troubles", test_every_trouble_has_a_sentence);
  g_test_add_func ("/setup-text/steps", test_steps);
  return g_test_run ();
}
