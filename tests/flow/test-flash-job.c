/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The thread boundary: everything arrives on the main loop, and every way to end a run is
 * true. */

#include "flow-fixture.h"
#include "glow-error.h"
#include "glow-flash-job.h"

/* What the main loop heard of one job. */
typedef struct {
  GMainLoop *loop;
  GThread *main_thread;
  guint n_progress;
  guint n_lines;
  guint n_finished;
  double last_fraction;
} Heard;

static void
progress_cb (GlowFlashJob *job, gpointer user_data)
{
  Heard *heard = user_data;
  GlowProgressState state;

  g_assert_true (g_thread_self () == heard->main_thread);
  g_assert_cmpuint (heard->n_finished, ==, 0);
  glow_flash_job_get_progress (job, &state);
  g_assert_cmpfloat (state.fraction, >=, heard->last_fraction);
  heard->last_fraction = state.fraction;
  heard->n_progress++;
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_true (g_thread_self () == heard->main_thread);
}

static void
log_cb (GlowFlashJob *job, const char *line, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_true (g_thread_self () == heard->main_thread);
  g_assert_cmpstr (line, !=, "");
  heard->n_lines++;
}

static void
finished_cb (GlowFlashJob *job, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_cmpint (glow_flash_job_get_state (job), >, GLOW_JOB_RUNNING);
  heard->n_finished++;
  g_main_loop_quit (heard->loop);
}

static GlowFlashJob *
run_job (FlowRun *run, Heard *heard)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GlowFlashJob *job;

  g_assert_true (glow_flash_plan_seal (run->plan, NULL));
  job = glow_flash_job_new (run->plan);
  heard->loop = loop;
  heard->main_thread = g_thread_self ();
  g_assert_cmpint (glow_flash_job_get_state (job), ==, GLOW_JOB_NEW);
  g_signal_connect (job, "progress", G_CALLBACK (progress_cb), heard);
  g_signal_connect (job, "notify", G_CALLBACK (notify_cb), heard);
  g_signal_connect (job, "log", G_CALLBACK (log_cb), heard);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), heard);
  glow_flash_job_start (job);
  g_assert_cmpint (glow_flash_job_get_state (job), ==, GLOW_JOB_RUNNING);
  g_main_loop_run (loop);
  g_assert_cmpuint (heard->n_finished, ==, 1);
  return job;
}

static FlowRun *
new_run (gsize size, gboolean pace)
{
  GlowBoardConfig config;
  g_autoptr (GlowImage) image = flow_make_image (size, 3);
  FlowRun *run;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  config.pace = pace;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  glow_flash_plan_add_image (run->plan, image, 0x10000);
  return run;
}

static void
test_success (void)
{
  g_autoptr (FlowRun) run = new_run (300000, FALSE);
  Heard heard = { 0 };
  g_autoptr (GlowFlashJob) job = run_job (run, &heard);

  g_assert_no_error (glow_flash_job_get_error (job));
  g_assert_cmpint (glow_flash_job_get_state (job), ==, GLOW_JOB_SUCCEEDED);
  g_assert_cmpint (glow_flash_result_get_verified (glow_flash_job_get_result (job)), ==,
                   GLOW_VERDICT_YES);
  g_assert_cmpfloat (heard.last_fraction, ==, 1);
  g_assert_cmpuint (heard.n_lines, >, 3);
  g_assert_finalize_object (g_steal_pointer (&job));
}

static void
test_failure (void)
{
  GlowBoardConfig config;
  g_autoptr (FlowRun) run = NULL;
  g_autoptr (GlowFlashJob) job = NULL;
  Heard heard = { 0 };

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_SILENT;
  run = flow_run_new (&config, GLOW_OPERATION_IDENTIFY);
  job = run_job (run, &heard);
  g_assert_cmpint (glow_flash_job_get_state (job), ==, GLOW_JOB_FAILED);
  g_assert_error (glow_flash_job_get_error (job), GLOW_ERROR, GLOW_ERROR_SILENT);
  g_assert_nonnull (glow_flash_job_get_result (job));
}

/* what comes next has the port without opening it a second time */
static void
test_keep_open (void)
{
  const GlowFlashOptions options = { .keep_open = TRUE };
  g_autoptr (FlowRun) run = new_run (3000, FALSE);
  g_autoptr (GlowFlashJob) job = NULL;
  g_autoptr (GlowTransport) transport = NULL;
  GlowTarget *target = glow_flash_plan_get_target (run->plan);
  gboolean parked = FALSE;
  Heard heard = { 0 };

  glow_flash_plan_set_options (run->plan, &options);
  job = run_job (run, &heard);
  g_assert_no_error (glow_flash_job_get_error (job));
  g_assert_true (glow_target_claim (target, NULL, NULL));
  transport = glow_target_open_claimed (target, &parked, NULL, NULL);
  g_assert_true (parked);
  g_assert_true (glow_transport_discard_input (transport, NULL));
  glow_target_release (target);
}

static void
test_closes (void)
{
  g_autoptr (FlowRun) run = new_run (3000, FALSE);
  g_autoptr (GlowFlashJob) job = NULL;
  Heard heard = { 0 };

  job = run_job (run, &heard);
  g_assert_no_error (glow_flash_job_get_error (job));
  g_assert_false (glow_target_has_parked (glow_flash_plan_get_target (run->plan)));
}

/* A job that is cancelled before it starts touches nothing. */
static void
test_cancelled_at_once (void)
{
  g_autoptr (FlowRun) run = new_run (300000, FALSE);
  g_autoptr (GlowFlashJob) job = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Heard heard = { .loop = loop, .main_thread = g_thread_self () };

  g_assert_true (glow_flash_plan_seal (run->plan, NULL));
  job = glow_flash_job_new (run->plan);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), &heard);
  glow_flash_job_cancel (job);
  glow_flash_job_start (job);
  g_main_loop_run (loop);
  g_assert_cmpint (glow_flash_job_get_state (job), ==, GLOW_JOB_CANCELLED);
  g_assert_false (glow_flash_result_flash_touched (glow_flash_job_get_result (job)));
}

static void
test_abort_reason_wins (void)
{
  g_autoptr (FlowRun) run = new_run (300000, FALSE);
  g_autoptr (GlowFlashJob) job = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) reason =
    g_error_new (GLOW_ERROR, GLOW_ERROR_PORT_GONE, "the port was unplugged");
  Heard heard = { .loop = loop, .main_thread = g_thread_self () };

  g_assert_true (glow_flash_plan_seal (run->plan, NULL));
  job = glow_flash_job_new (run->plan);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), &heard);
  glow_flash_job_abort (job, reason);
  glow_flash_job_start (job);
  g_main_loop_run (loop);
  g_assert_cmpint (glow_flash_job_get_state (job), ==, GLOW_JOB_FAILED);
  g_assert_error (glow_flash_job_get_error (job), GLOW_ERROR, GLOW_ERROR_PORT_GONE);
}

/* Ends a run in each phase from the worker's side: deterministic, on the virtual clock.
 */
typedef struct {
  GCancellable *cancellable;
  GlowPhase phase;
  guint64 bytes;
} CancelAt;

static void
cancel_at_cb (const GlowProgressState *state, gpointer user_data)
{
  CancelAt *at = user_data;

  if (state->phase == at->phase && state->bytes_done >= at->bytes)
    g_cancellable_cancel (at->cancellable);
}

static void
test_cancel_in_each_phase (void)
{
  static const struct {
    GlowPhase phase;
    guint64 bytes;
    gboolean touched;
  } cases[] = {
    { GLOW_PHASE_CONNECT, 0, FALSE },   { GLOW_PHASE_IDENTIFY, 0, FALSE },
    { GLOW_PHASE_STUB, 0, FALSE },      { GLOW_PHASE_SPEED, 0, FALSE },
    { GLOW_PHASE_WRITE, 100000, TRUE }, { GLOW_PHASE_VERIFY, 0, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (FlowRun) run = new_run (300000, FALSE);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    CancelAt at = { cancellable, cases[i].phase, cases[i].bytes };
    GlowFlasherHooks hooks = { .progress = cancel_at_cb, .user_data = &at };

    g_test_message ("phase %d", (gint) cases[i].phase);
    flow_run (run, &hooks, cancellable);
    g_assert_error (run->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_true (glow_flash_result_flash_touched (run->result) == cases[i].touched);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_NO);
    /* the next press of Flash repairs it */
    flow_run_again (run, GLOW_OPERATION_FLASH);
    {
      g_autoptr (GlowImage) image = flow_make_image (300000, 3);

      glow_flash_plan_add_image (run->plan, image, 0x10000);
      flow_run (run, NULL, NULL);
      g_assert_no_error (run->error);
      flow_assert_flash (run, 0x10000, glow_image_get_bytes (image));
    }
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/job/success", test_success);
  g_test_add_func ("/job/failure", test_failure);
  g_test_add_func ("/job/keep-open", test_keep_open);
  g_test_add_func ("/job/closes", test_closes);
  g_test_add_func ("/job/cancelled-at-once", test_cancelled_at_once);
  g_test_add_func ("/job/abort-reason", test_abort_reason_wins);
  g_test_add_func ("/job/cancel-in-each-phase", test_cancel_in_each_phase);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
