/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board that never resets by itself: the run waits for somebody at its buttons. */

#include "flow-fixture.h"
#include "glow-error.h"

#define OFFSET    0x10000
#define PRESS_US  (20 * (gint64) G_USEC_PER_SEC) /* of the board's time */
#define LET_GO_US 300000                         /* after the press */
#define CANCEL_US (60 * (gint64) G_USEC_PER_SEC)

typedef struct {
  GlowBoard *board;          /* (nullable) borrowed: its buttons are pressed */
  GCancellable *cancellable; /* (nullable) borrowed */
  gboolean pressed;
  gboolean let_go;
  guint n_asked; /* how often the state asked for a hand */
  gboolean asks; /* as the state said last */
} Person;

static void
passing_cb (Tap *tap, gint64 now_us, gpointer user_data)
{
  Person *self = user_data;

  if (self->board && !self->pressed && now_us >= PRESS_US) {
    self->pressed = TRUE;
    g_assert_true (self->asks);
    glow_board_hold_boot (self->board, TRUE, now_us);
    glow_board_reset (self->board, now_us);
  }
  if (self->board && self->pressed && !self->let_go && now_us >= PRESS_US + LET_GO_US) {
    self->let_go = TRUE;
    glow_board_hold_boot (self->board, FALSE, now_us);
  }
  /* instead of hanging when the press did not help */
  g_assert_cmpint (now_us, <, 10 * PRESS_US);
  if (self->cancellable && now_us >= CANCEL_US)
    g_cancellable_cancel (self->cancellable);
}

static void
progress_cb (const GlowProgressState *state, gpointer user_data)
{
  Person *self = user_data;

  if (state->needs_hand && !self->asks)
    self->n_asked++;
  self->asks = state->needs_hand;
}

static FlowRun *
run_by_hand (Person *person,
             Tap *tap,
             GlowBoardMode mode,
             const GlowFlashOptions *options)
{
  const GlowFlasherHooks hooks = { .progress = progress_cb, .user_data = person };
  g_autoptr (GlowImage) image = flow_make_image (20000, 3);
  GlowBoardConfig config;
  FlowRun *run;

  glow_board_config_init (&config);
  config.chip = "esp32";
  config.mode = mode;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  if (!person->cancellable)
    person->board = run->board;
  tap->passing = passing_cb;
  tap->user_data = person;
  flow_run_tap (run, tap);
  flow_run_set_options (run, options);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  flow_run (run, &hooks, person->cancellable);
  if (!run->error)
    flow_assert_flash (run, OFFSET, glow_image_get_bytes (image));
  return run;
}

/* the run goes on the moment the ROM answers, and does not claim to have reset it */
static void
test_pressed (void)
{
  const GlowFlashOptions options = { .no_reset_before = TRUE, .wait_for_board = TRUE };
  Person person = { 0 };
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run =
    run_by_hand (&person, &tap, GLOW_BOARD_MODE_RUNNING_APP, &options);

  g_assert_no_error (run->error);
  g_assert_true (person.pressed);
  g_assert_false (person.asks);
  g_assert_cmpuint (person.n_asked, ==, 1);
  g_assert_cmpuint (tap.n_line_changes, ==, 0);
  g_assert_cmpint (tap.total_us, <, 2 * PRESS_US);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
  g_assert_true (glow_flash_result_left_in_loader (run->result));
}

/* a wait has no end of its own, but it can be ended */
static void
test_cancelled (void)
{
  const GlowFlashOptions options = { .wait_for_board = TRUE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Person person = { .cancellable = cancellable };
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run = run_by_hand (&person, &tap, GLOW_BOARD_MODE_SILENT, &options);

  g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (person.n_asked, ==, 1);
  g_assert_false (person.asks);
  g_assert_cmpint (tap.total_us, >=, CANCEL_US);
  g_assert_false (glow_flash_result_flash_touched (run->result));
}

/* who did not ask to wait gets the error at once */
static void
test_not_asked (void)
{
  const GlowFlashOptions options = { .no_reset_before = TRUE };
  Person person = { 0 };
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run = run_by_hand (&person, &tap, GLOW_BOARD_MODE_SILENT, &options);

  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_SILENT);
  g_assert_cmpuint (person.n_asked, ==, 0);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/by-hand/pressed", test_pressed);
  g_test_add_func ("/by-hand/cancelled", test_cancelled);
  g_test_add_func ("/by-hand/not-asked", test_not_asked);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
