/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A port that stays open from one use to the next. */

#include "glow-board.h"
#include "glow-error.h"
#include "glow-target.h"

typedef struct {
  GlowBoard *board;
  GlowTarget *inner;
  GlowTarget *target;
  guint n_opened;
} Fixture;

static GlowTransport *
open_counted (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Fixture *fixture = user_data;

  fixture->n_opened++;
  return glow_target_open (fixture->inner, cancellable, error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  fixture->board = glow_board_new (&config, NULL);
  fixture->inner = glow_board_target_new (fixture->board, FALSE);
  fixture->target = glow_target_new ("counted", open_counted, fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->target);
  g_clear_object (&fixture->inner);
  g_assert_finalize_object (g_steal_pointer (&fixture->board));
}

static GlowTransport *
open_it (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GlowTransport *transport = glow_target_open (fixture->target, NULL, &error);

  g_assert_no_error (error);
  return transport;
}

static void
test_taken_again (Fixture *fixture, gconstpointer data)
{
  GlowTransport *first = open_it (fixture);
  g_autoptr (GlowTransport) second = NULL;

  glow_target_park (fixture->target, first);
  g_assert_true (glow_target_has_parked (fixture->target));
  second = open_it (fixture);
  g_assert_true (second == first);
  g_assert_cmpuint (fixture->n_opened, ==, 1);
  g_assert_false (glow_target_has_parked (fixture->target));
}

static void
test_gone_is_dropped (Fixture *fixture, gconstpointer data)
{
  GlowTransport *first = open_it (fixture);
  g_autoptr (GlowTransport) second = NULL;

  glow_transport_close (first);
  glow_target_park (fixture->target, first);
  second = open_it (fixture);
  g_assert_cmpuint (fixture->n_opened, ==, 2);
  g_assert_true (glow_transport_discard_input (second, NULL));
}

static void
test_closed_on_request (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) other = NULL;

  glow_target_park (fixture->target, open_it (fixture));
  g_assert_null (glow_target_open (fixture->inner, NULL, NULL));
  glow_target_close_parked (fixture->target);
  other = glow_target_open (fixture->inner, NULL, NULL);
  g_assert_nonnull (other);
}

static void
test_second_closes_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) kept = open_it (fixture);
  g_autoptr (GlowTransport) taken = NULL;

  glow_target_park (fixture->target, g_object_ref (kept));
  glow_transport_close (kept);
  glow_target_park (fixture->target, open_it (fixture));
  taken = open_it (fixture);
  g_assert_false (taken == kept);
  g_assert_cmpuint (fixture->n_opened, ==, 2);
}

static void
test_last_unref_closes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) other = NULL;

  glow_target_park (fixture->target, open_it (fixture));
  g_assert_finalize_object (g_steal_pointer (&fixture->target));
  other = glow_target_open (fixture->inner, NULL, NULL);
  g_assert_nonnull (other);
}

static void
test_claimed_as_it_is (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) transport = NULL;
  gboolean parked = TRUE;

  g_assert_true (glow_target_claim (fixture->target, NULL, NULL));
  transport = glow_target_open_claimed (fixture->target, &parked, NULL, NULL);
  g_assert_false (parked);
  glow_target_park (fixture->target, g_steal_pointer (&transport));
  transport = glow_target_open_claimed (fixture->target, &parked, NULL, NULL);
  g_assert_true (parked);
  g_assert_cmpuint (fixture->n_opened, ==, 1);
  glow_target_release (fixture->target);
}

static gpointer
release_cb (gpointer data)
{
  Fixture *fixture = data;

  glow_target_park (fixture->target, glow_target_open (fixture->inner, NULL, NULL));
  glow_target_release (fixture->target);
  return NULL;
}

/* whoever opens while another has it gets it when that one is finished with it */
static void
test_open_waits_for_release (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) transport = NULL;
  GThread *thread;

  g_assert_true (glow_target_claim (fixture->target, NULL, NULL));
  thread = g_thread_new ("claimer", release_cb, fixture);
  transport = open_it (fixture);
  g_thread_join (thread);
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

static void
test_cancelled_claim (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GlowTransport) transport = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (glow_target_claim (fixture->target, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  transport = open_it (fixture);
}

#define ADD(name, func)                                                                  \
  g_test_add ("/target/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("taken-again", test_taken_again);
  ADD ("gone-is-dropped", test_gone_is_dropped);
  ADD ("closed-on-request", test_closed_on_request);
  ADD ("second-closes-first", test_second_closes_first);
  ADD ("last-unref-closes", test_last_unref_closes);
  ADD ("claimed-as-it-is", test_claimed_as_it_is);
  ADD ("open-waits-for-release", test_open_waits_for_release);
  ADD ("cancelled-claim", test_cancelled_claim);
  return g_test_run ();
}
