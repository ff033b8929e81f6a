/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-progress.h"

#define SECOND G_GINT64_CONSTANT (1000000)

static void
test_never_goes_down_and_ends_at_one (void)
{
  GlowProgress progress;
  double last = 0;
  gint64 now_us = 0;

  glow_progress_init (&progress, 0);
  for (guint phase = 0; phase < GLOW_PHASE_DONE; phase++)
    glow_progress_set_weight (&progress, (GlowPhase) phase, phase + 1);
  for (guint phase = 0; phase < GLOW_PHASE_DONE; phase++) {
    glow_progress_start_phase (&progress, (GlowPhase) phase, 1000, now_us);
    for (guint64 bytes = 0; bytes <= 1000; bytes += 100) {
      now_us += SECOND / 10;
      glow_progress_set_bytes (&progress, bytes, now_us);
      g_assert_cmpfloat (progress.state.fraction, >=, last);
      g_assert_cmpfloat (progress.state.fraction, <=, 1);
      last = progress.state.fraction;
    }
    /* a better guess in the middle may slow it down, never turn it back */
    glow_progress_set_weight (&progress, GLOW_PHASE_VERIFY, phase * 3);
  }
  glow_progress_start_phase (&progress, GLOW_PHASE_DONE, 0, now_us);
  g_assert_cmpfloat (progress.state.fraction, ==, 1);
  g_assert_cmpfloat (progress.state.seconds_left, ==, 0);
}

static void
test_going_back_to_an_earlier_phase_keeps_the_fraction (void)
{
  GlowProgress progress;
  double before;

  glow_progress_init (&progress, 0);
  glow_progress_set_weight (&progress, GLOW_PHASE_CONNECT, 1);
  glow_progress_set_weight (&progress, GLOW_PHASE_WRITE, 9);
  glow_progress_start_phase (&progress, GLOW_PHASE_WRITE, 100, 0);
  glow_progress_set_bytes (&progress, 50, SECOND);
  before = progress.state.fraction;
  glow_progress_start_phase (&progress, GLOW_PHASE_CONNECT, 0, SECOND);
  g_assert_cmpfloat (progress.state.fraction, ==, before);
}

static void
test_rate_and_time_left (void)
{
  GlowProgress progress;

  glow_progress_init (&progress, 0);
  glow_progress_set_weight (&progress, GLOW_PHASE_WRITE, 10);
  glow_progress_set_weight (&progress, GLOW_PHASE_RESET, 2);
  glow_progress_start_phase (&progress, GLOW_PHASE_WRITE, 100000, 0);
  for (gint64 t = 1; t <= 50; t++)
    glow_progress_set_bytes (&progress, (guint64) t * 1000, t * SECOND / 10);
  g_assert_cmpfloat_with_epsilon (progress.state.rate, 10000, 100);
  g_assert_cmpfloat_with_epsilon (progress.state.seconds_left, 5 + 2, 0.1);
}

/* a ROM erases for long before the first byte is written */
static void
test_a_slow_start_is_not_the_pace (void)
{
  GlowProgress progress;

  glow_progress_init (&progress, 0);
  glow_progress_set_weight (&progress, GLOW_PHASE_WRITE, 20);
  glow_progress_start_phase (&progress, GLOW_PHASE_WRITE, 100000, 0);
  glow_progress_set_bytes (&progress, 1000, 10 * SECOND);
  g_assert_cmpfloat (progress.state.rate, ==, 0);
  g_assert_cmpfloat_with_epsilon (progress.state.seconds_left, 20, 0.5);
  for (gint64 t = 1; t <= 20; t++)
    glow_progress_set_bytes (&progress, (guint64) (t + 1) * 1000,
                             10 * SECOND + t * SECOND / 10);
  g_assert_cmpfloat_with_epsilon (progress.state.rate, 10000, 100);
  g_assert_cmpfloat_with_epsilon (progress.state.seconds_left, 7.9, 0.2);
}

static void
test_no_bytes_no_rate (void)
{
  GlowProgress progress;

  glow_progress_init (&progress, 0);
  glow_progress_start_phase (&progress, GLOW_PHASE_CONNECT, 0, 0);
  g_assert_cmpfloat (progress.state.rate, ==, 0);
  g_assert_cmpfloat (progress.state.fraction, ==, 0);
  g_assert_cmpfloat (progress.state.seconds_left, <, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/monotone", test_never_goes_down_and_ends_at_one);
  g_test_add_func ("/progress/back",
                   test_going_back_to_an_earlier_phase_keeps_the_fraction);
  g_test_add_func ("/progress/rate", test_rate_and_time_left);
  g_test_add_func ("/progress/slow-start", test_a_slow_start_is_not_the_pace);
  g_test_add_func ("/progress/no-bytes", test_no_bytes_no_rate);
  return g_test_run ();
}
