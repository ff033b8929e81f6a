/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-baud-guess.h"

#include <string.h>

static void
feed (GlowBaudGuess *guess, const char *text)
{
  glow_baud_guess_feed (guess, (const guint8 *) text, strlen (text));
}

static void
feed_noise (GlowBaudGuess *guess, GRand *noise, guint len)
{
  for (guint i = 0; i < len; i++) {
    guint8 byte = (guint8) g_rand_int (noise);

    glow_baud_guess_feed (guess, &byte, 1);
  }
}

static void
test_text (void)
{
  static const char *const texts[] = {
    "ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET)\r\n",
    "\033[0;32mI (29) boot: ESP-IDF\033[0m\r\n",
    "Temperatur: 21,5 °C, größer als gestern\r\n",
    "温度は二十一度です。温度は二十一度です。\n",
    "\xff\xfe ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GlowBaudGuess) guess = glow_baud_guess_new (115200);

    g_assert_cmpint ((gint) glow_baud_guess_get_fit (guess), ==, GLOW_BAUD_UNKNOWN);
    feed (guess, texts[i]);
    g_assert_cmpint ((gint) glow_baud_guess_get_fit (guess), ==, GLOW_BAUD_TEXT);
    g_assert_true (glow_baud_guess_was_text (guess));
  }
}

/* 200 different noises: none is text, and each is known for what it is */
static void
test_noise (void)
{
  for (guint32 seed = 0; seed < 200; seed++) {
    g_autoptr (GlowBaudGuess) guess = glow_baud_guess_new (115200);
    g_autoptr (GRand) noise = g_rand_new_with_seed (seed);

    feed_noise (guess, noise, 64);
    if (glow_baud_guess_get_fit (guess) != GLOW_BAUD_GARBAGE)
      g_test_message ("seed %u", seed);
    g_assert_cmpint ((gint) glow_baud_guess_get_fit (guess), ==, GLOW_BAUD_GARBAGE);
    g_assert_false (glow_baud_guess_was_text (guess));
  }
}

static void
test_few_bytes_tell_nothing (void)
{
  g_autoptr (GlowBaudGuess) guess = glow_baud_guess_new (115200);

  feed (guess, "\xf8\x80\xfe");
  g_assert_cmpint ((gint) glow_baud_guess_get_fit (guess), ==, GLOW_BAUD_UNKNOWN);
}

/* A fast board at a slow listener: a byte or two now and then. */
static void
test_few_bytes_after_pause (void)
{
  g_autoptr (GlowBaudGuess) guess = glow_baud_guess_new (115200);

  feed (guess, "ets Jul 29 2019 12:21:46\r\nrst:0x1 (POWERON_RESET)\r\n");
  g_assert_false (glow_baud_guess_is_doubtful (guess));
  glow_baud_guess_note_pause (guess);
  feed (guess, "\xf8\x80\xfe");
  g_assert_true (glow_baud_guess_is_doubtful (guess));
  g_assert_true (glow_baud_guess_was_text (guess));
  glow_baud_guess_note_pause (guess);
  feed (guess, "still there\r\n");
  g_assert_false (glow_baud_guess_is_doubtful (guess));
}

/* the ROM at one rate, the application at another */
static void
test_changes (void)
{
  g_autoptr (GlowBaudGuess) guess = glow_baud_guess_new (74880);
  g_autoptr (GRand) noise = g_rand_new_with_seed (1);

  feed (guess, "ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n");
  feed_noise (guess, noise, 64);
  g_assert_cmpint ((gint) glow_baud_guess_get_fit (guess), ==, GLOW_BAUD_GARBAGE);
  g_assert_true (glow_baud_guess_was_text (guess));
  g_assert_cmpuint (glow_baud_guess_next (guess), ==, 115200);
  g_assert_cmpint ((gint) glow_baud_guess_get_fit (guess), ==, GLOW_BAUD_UNKNOWN);
  g_assert_false (glow_baud_guess_was_text (guess));
}

static void
test_goes_round (void)
{
  g_autoptr (GlowBaudGuess) guess = glow_baud_guess_new (115200);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint baud;

  for (guint i = 0; i < 40; i++) {
    guint before = glow_baud_guess_get_baud (guess);

    baud = glow_baud_guess_next (guess);
    g_assert_cmpuint (baud, !=, before);
    g_hash_table_add (seen, GUINT_TO_POINTER (baud));
  }
  g_assert_true (g_hash_table_contains (seen, GUINT_TO_POINTER (115200)));
  g_assert_true (g_hash_table_contains (seen, GUINT_TO_POINTER (74880)));
  g_assert_true (g_hash_table_contains (seen, GUINT_TO_POINTER (9600)));
  g_assert_true (g_hash_table_contains (seen, GUINT_TO_POINTER (2000000)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/baud-guess/text", test_text);
  g_test_add_func ("/baud-guess/noise", test_noise);
  g_test_add_func ("/baud-guess/few-bytes", test_few_bytes_tell_nothing);
  g_test_add_func ("/baud-guess/after-pause", test_few_bytes_after_pause);
  g_test_add_func ("/baud-guess/changes", test_changes);
  g_test_add_func ("/baud-guess/goes-round", test_goes_round);
  return g_test_run ();
}
