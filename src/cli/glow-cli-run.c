/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-board-memory.h"
#include "glow-cli-allow.h"
#include "glow-cli-boot.h"
#include "glow-cli-commands.h"
#include "glow-cli-files.h"
#include "glow-cli-output.h"
#include "glow-cli-port.h"
#include "glow-cli-setup.h"
#include "glow-error.h"
#include "glow-format.h"
#include "glow-job-text.h"
#include "glow-report-text.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

/* One run and the loop that waits for it. */
typedef struct {
  const GlowCliOptions *options; /* borrowed */
  GMainLoop *loop;               /* borrowed */
  GlowFlashJob *job;             /* borrowed */
  GPtrArray *log;                /* borrowed (nullable); of char* */
  gboolean asked_for_hand;
  gboolean asked_for_reset;
} GlowCliRun;

static GlowOperation
operation_of (const GlowCliOptions *options)
{
  switch (options->command) {
  case GLOW_CLI_FLASH:
    return GLOW_OPERATION_FLASH;
  case GLOW_CLI_VERIFY:
    return GLOW_OPERATION_VERIFY;
  case GLOW_CLI_READ:
    return GLOW_OPERATION_READ;
  case GLOW_CLI_ERASE:
    return GLOW_OPERATION_ERASE;
  case GLOW_CLI_IDENTIFY:
  case GLOW_CLI_PORTS:
  case GLOW_CLI_INSPECT:
  case GLOW_CLI_CHECK:
  case GLOW_CLI_MONITOR:
  case GLOW_CLI_SETUP:
  default:
    return GLOW_OPERATION_IDENTIFY;
  }
}

static gboolean
usage (GError **error, const char *text)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "usage: glowplug-cli %s", text);
  return FALSE;
}

static gboolean
add_files (const GlowCliOptions *options, GlowFlashPlan *plan, GError **error)
{
  if (options->n_args == 0)
    return usage (error, "flash|verify [OFFSET] FILE …");
  return glow_cli_files_add (options, plan, error) &&
         glow_cli_allow (plan, (const char *const *) options->allow, error);
}

static gboolean
set_range (const GlowCliOptions *options, GlowFlashPlan *plan, GError **error)
{
  guint32 offset;
  guint32 size;

  if (!glow_parse_number (options->args[0], &offset, error) ||
      !glow_parse_number (options->args[1], &size, error))
    return FALSE;
  if (size == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "a size of 0 means nothing");
    return FALSE;
  }
  glow_flash_plan_set_range (plan, offset, size);
  return TRUE;
}

static gboolean
fill_plan (const GlowCliOptions *options, GlowFlashPlan *plan, GError **error)
{
  switch (options->command) {
  case GLOW_CLI_FLASH:
  case GLOW_CLI_VERIFY:
    return add_files (options, plan, error);
  case GLOW_CLI_READ:
    return options->n_args >= 3 && options->n_args % 2 == 1
             ? set_range (options, plan, error) &&
                 glow_cli_files_add_known (options, plan, error)
             : usage (error, "read OFFSET SIZE FILE [OFFSET KNOWN]…");
  case GLOW_CLI_ERASE:
    if (options->all && options->n_args == 0)
      return TRUE;
    return options->n_args == 2 && !options->all
             ? set_range (options, plan, error)
             : usage (error, "erase OFFSET SIZE | --all");
  case GLOW_CLI_IDENTIFY:
  case GLOW_CLI_PORTS:
  case GLOW_CLI_INSPECT:
  case GLOW_CLI_CHECK:
  case GLOW_CLI_MONITOR:
  case GLOW_CLI_SETUP:
  default:
    return options->n_args == 0 || usage (error, "identify");
  }
}

static GlowFlashPlan *
new_plan (const GlowCliOptions *options, GlowPort *port, GError **error)
{
  g_autoptr (GlowTarget) target = glow_cli_options_new_target (options, port, error);
  g_autoptr (GlowFlashPlan) plan = NULL;
  GlowFlashOptions flash_options = options->flash;

  if (!target)
    return NULL;
  plan = glow_flash_plan_new (operation_of (options), target);
  if (port)
    flash_options.proven_baud =
      glow_board_memory_get_baud (glow_board_memory_get_default (), port);
  glow_flash_plan_set_options (plan, &flash_options);
  if (options->reset_sequence &&
      !glow_flash_plan_set_reset_sequence (plan, options->reset_sequence, error))
    return NULL;
  if (!fill_plan (options, plan, error) || !glow_flash_plan_seal (plan, error))
    return NULL;
  return g_steal_pointer (&plan);
}

/* once, and with JSON too: nobody would press anything otherwise */
static void
ask_for_hand (GlowCliRun *run, const GlowProgressState *state)
{
  if (!state->needs_hand || run->asked_for_hand)
    return;
  run->asked_for_hand = TRUE;
  glow_cli_output_clear_progress ();
  g_printerr ("%s\n", _ ("Hold BOOT, tap RESET, let go. Waiting for the board …"));
}

static void
ask_for_reset (GlowCliRun *run, const GlowProgressState *state)
{
  if (!state->asks_for_reset || run->asked_for_reset)
    return;
  run->asked_for_reset = TRUE;
  glow_cli_output_clear_progress ();
  g_printerr ("%s\n", _ ("Press RESET: it is watched whether the board starts."));
}

static void
progress_cb (GlowFlashJob *job, gpointer user_data)
{
  GlowCliRun *run = user_data;
  GlowProgressState state;

  glow_flash_job_get_progress (job, &state);
  ask_for_hand (run, &state);
  ask_for_reset (run, &state);
  if (!run->options->json)
    glow_cli_output_progress (&state);
}

static void
log_cb (GlowFlashJob *job, const char *line, gpointer user_data)
{
  GlowCliRun *run = user_data;

  if (run->log)
    g_ptr_array_add (run->log, g_strdup (line));
  if (!run->options->verbose)
    return;
  glow_cli_output_clear_progress ();
  g_printerr ("%s\n", line);
}

static void
finished_cb (GlowFlashJob *job, gpointer user_data)
{
  GlowCliRun *run = user_data;

  g_main_loop_quit (run->loop);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  GlowCliRun *run = user_data;

  glow_flash_job_cancel (run->job);
  return G_SOURCE_CONTINUE;
}

static GlowFlashJob *
run_job (const GlowCliOptions *options, GlowFlashPlan *plan, GPtrArray *log)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GlowFlashJob *job = glow_flash_job_new (plan);
  GlowCliRun run = { options, loop, job, log, FALSE, FALSE };
  guint interrupt_id = g_unix_signal_add (SIGINT, interrupt_cb, &run);
  guint terminate_id = g_unix_signal_add (SIGTERM, interrupt_cb, &run);

  g_signal_connect (job, "progress", G_CALLBACK (progress_cb), &run);
  g_signal_connect (job, "log", G_CALLBACK (log_cb), &run);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), &run);
  glow_flash_job_start (job);
  g_main_loop_run (loop);
  glow_cli_output_clear_progress ();
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  return job;
}

/**
 * glow_cli_find_chip:
 * @options: which board
 * @error: why there is no answer
 *
 * Asks the board.
 *
 * Returns: (transfer none) (nullable): its chip, or %NULL with @error set
 */
const GlowChip *
glow_cli_find_chip (const GlowCliOptions *options, GError **error)
{
  g_autoptr (GlowTarget) target = glow_cli_options_new_target (options, NULL, error);
  g_autoptr (GlowFlashPlan) plan = NULL;
  g_autoptr (GlowFlashJob) job = NULL;

  if (!target)
    return NULL;
  plan = glow_flash_plan_new (GLOW_OPERATION_IDENTIFY, target);
  glow_flash_plan_set_options (plan, &options->flash);
  if (options->reset_sequence &&
      !glow_flash_plan_set_reset_sequence (plan, options->reset_sequence, error))
    return NULL;
  if (!glow_flash_plan_seal (plan, error))
    return NULL;
  job = run_job (options, plan, NULL);
  if (glow_flash_job_get_error (job)) {
    g_propagate_error (error, g_error_copy (glow_flash_job_get_error (job)));
    return NULL;
  }
  return glow_flash_result_get_chip_info (glow_flash_job_get_result (job))->chip;
}

static gboolean
save_data (const GlowCliOptions *options, GlowFlashResult *result, GError **error)
{
  GBytes *data = glow_flash_result_get_data (result);
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *bytes;

  if (options->command != GLOW_CLI_READ)
    return TRUE;
  bytes = g_bytes_get_data (data, &size);
  if (g_file_set_contents (options->args[2], bytes, (gssize) size, &local_error))
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s can't be written: %s",
               options->args[2], local_error->message);
  return FALSE;
}

static void
print_json (const GlowCliOptions *options, GlowFlashResult *result, const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GlowPort) port = NULL;
  g_autoptr (GlowPortProblem) problem = NULL;

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "command",
                              glow_cli_options_get_command_name (options));
  glow_cli_output_add_boolean (builder, "success", error == NULL);
  if (result)
    glow_cli_output_add_result (builder, result);
  if (error && glow_cli_port_explain (options, error, &port, &problem))
    glow_cli_output_add_problem (builder, port, problem);
  if (error)
    glow_cli_output_add_error (builder, error);
  json_builder_end_object (builder);
  glow_cli_output_json (builder);
}

static void
print_failure (const GlowCliOptions *options,
               GlowFlashResult *result,
               const GError *error)
{
  g_autofree char *flash_state = result ? glow_job_text_dup_flash_state (result) : NULL;
  g_autoptr (GlowPort) port = NULL;
  g_autoptr (GlowPortProblem) problem = NULL;

  if (glow_cli_port_explain (options, error, &port, &problem))
    glow_cli_output_problem (port, problem);
  else
    glow_cli_output_error (error);
  if (flash_state)
    g_printerr ("%s\n", flash_state);
}

static GlowExit
finish (const GlowCliOptions *options, GlowFlashResult *result, const GError *error)
{
  if (options->json)
    print_json (options, result, error);
  else if (error)
    print_failure (options, result, error);
  else
    glow_cli_output_result (operation_of (options), result);
  if (error)
    return glow_cli_exit_for_error (error);
  return glow_cli_boot_failed (result) ? GLOW_EXIT_NOT_BOOTED : GLOW_EXIT_OK;
}

/* What was chosen for the adapter and held, or what the user asked for and is faster; a
 * board that is given by hand a lower one now and then is not held back by it. */
static void
remember_baud (GlowPort *port, GlowFlashPlan *plan, GlowFlashResult *result)
{
  GlowBoardMemory *memory = glow_board_memory_get_default ();
  guint baud = glow_flash_result_get_baud (result);
  guint asked = glow_flash_plan_get_options (plan)->baud;

  if (glow_flash_plan_get_operation (plan) == GLOW_OPERATION_IDENTIFY ||
      (asked > 0 && baud <= glow_board_memory_get_baud (memory, port)))
    return;
  glow_board_memory_set_baud (memory, port, baud);
}

/* What the next run on this board, or the window, may want to know. */
static void
remember (const GlowCliOptions *options,
          GlowPort *port,
          GlowFlashPlan *plan,
          GlowFlashResult *result)
{
  GlowBoardMemory *memory = glow_board_memory_get_default ();
  const GlowChipInfo *info = glow_flash_result_get_chip_info (result);
  g_autoptr (GError) error = NULL;

  remember_baud (port, plan, result);
  if (info)
    glow_board_memory_set_chip_name (memory, port, glow_chip_get_name (info->chip));
  if (options->reset_sequence)
    glow_board_memory_set_reset_sequence (memory, port, options->reset_sequence);
  if (!glow_board_memory_sync (memory, &error))
    g_info ("%s", error->message);
}

/* A report that can't be saved is said, and changes nothing else. */
static GlowExit
end_run (const GlowCliOptions *options,
         GlowFlashPlan *plan,
         GPtrArray *log,
         GlowFlashResult *result,
         const GError *error)
{
  GlowReport report = {
    .program = "glowplug-cli", .plan = plan, .result = result, .error = error
  };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;

  if (options->report) {
    g_ptr_array_add (log, NULL);
    report.log = (const char *const *) log->pdata;
    text = glow_report_text_dup (&report);
    if (!g_file_set_contents (options->report, text, -1, &local_error))
      g_printerr ("%s\n", local_error->message);
  }
  return finish (options, result, error);
}

static GlowExit
run (const GlowCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowPort) port = glow_cli_options_dup_port (options);
  g_autoptr (GlowFlashPlan) plan = new_plan (options, port, &error);
  g_autoptr (GPtrArray) log = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GlowFlashJob) job = NULL;
  GlowFlashResult *result;

  if (!plan || !glow_cli_port_prepare (options, port, &error))
    return end_run (options, plan, log, NULL, error);
  job = run_job (options, plan, log);
  while (glow_cli_port_wait_busy (options, glow_flash_job_get_error (job), &error)) {
    g_object_unref (job);
    job = run_job (options, plan, log);
  }
  if (error)
    return end_run (options, plan, log, NULL, error);
  result = glow_flash_job_get_result (job);
  if (glow_flash_job_get_error (job))
    return end_run (options, plan, log, result, glow_flash_job_get_error (job));
  if (port)
    remember (options, port, plan, result);
  save_data (options, result, &error);
  return end_run (options, plan, log, result, error);
}

static GlowCliSetup *
new_setup (const GlowCliOptions *options, GError **error)
{
  if (options->command == GLOW_CLI_FLASH)
    return glow_cli_setup_new (options, error);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "--setup goes with flash");
  return NULL;
}

/**
 * glow_cli_run:
 *
 * identify, flash, verify, read and erase: everything that needs the board. Ctrl+C
 * cancels the run and tells what state the flash is in.
 *
 * With --setup the board is then told its settings; what that needs to know is asked
 * first.
 *
 * Returns: how it ended
 */
GlowExit
glow_cli_run (const GlowCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowCliSetup) setup = NULL;
  GlowExit exit;

  if (!options->setup.profile_after_flash)
    return run (options);
  setup = new_setup (options, &error);
  if (!setup)
    return finish (options, NULL, error);
  exit = run (options);
  return exit == GLOW_EXIT_OK ? glow_cli_setup_run (setup) : exit;
}
