/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The half of the page that starts a run, follows it and tells how it ended. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-page-private.h"

#include "glow-error.h"
#include "glow-file-plan.h"
#include "glow-job-notice.h"
#include "glow-report-text.h"
#include "glow-settings.h"

#include <glib/gi18n-lib.h>

/* The one thing that was offered because the board did not start. */
static void
apply_repair (GlowFlashPage *self, GlowFlashOptions *options)
{
  const GlowChipInfo *info = glow_board_item_get_chip_info (self->job_board);

  if (self->repair == GLOW_BOOT_REPAIR_FLASH_MODE)
    options->flash_mode = GLOW_FLASH_MODE_DIO;
  if (self->repair == GLOW_BOOT_REPAIR_FLASH_SIZE && info) {
    options->flash_size = (guint32) info->flash_size;
    options->keep_flash_size = FALSE;
  }
  self->repair = GLOW_BOOT_REPAIR_NONE;
}

static GlowFlashPlan *
create_plan (GlowFlashPage *self, GlowOperation operation, GError **error)
{
  g_autoptr (GlowTarget) target = glow_board_item_create_target (self->job_board);
  g_autoptr (GlowFlashPlan) plan = glow_flash_plan_new (operation, target);
  GlowFlashOptions options = { 0 };

  glow_options_row_fill (self->options, &options);
  apply_repair (self, &options);
  options.wait_for_board = TRUE;
  options.keep_open = TRUE; /* the console goes on with it */
  options.boot_time_s = GLOW_FLASH_BOOT_TIME_S;
  options.proven_baud = glow_board_item_get_proven_baud (self->job_board);
  if (operation == GLOW_OPERATION_IDENTIFY)
    options.erase_all = FALSE;
  glow_flash_plan_set_options (plan, &options);
  if (operation == GLOW_OPERATION_FLASH)
    glow_file_plan_fill (plan, self->files);
  if (!glow_flash_plan_seal (plan, error))
    return NULL;
  return g_steal_pointer (&plan);
}

static GtkApplication *
get_application (GlowFlashPage *self)
{
  return GTK_APPLICATION (g_application_get_default ());
}

static void
set_running (GlowFlashPage *self, gboolean running)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkApplication *application = get_application (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->files), !running);
  gtk_widget_set_sensitive (self->options_group, !running);
  glow_board_picker_set_locked (self->picker, running);
  glow_board_item_set_busy (self->job_board, running);
  glow_job_bar_set_running (self->bar, running);
  if (running && application)
    self->inhibit_cookie = gtk_application_inhibit (application, GTK_WINDOW (root),
                                                    GTK_APPLICATION_INHIBIT_LOGOUT |
                                                      GTK_APPLICATION_INHIBIT_SUSPEND,
                                                    _ ("A board is being flashed"));
  if (!running && self->inhibit_cookie) {
    gtk_application_uninhibit (application, self->inhibit_cookie);
    self->inhibit_cookie = 0;
  }
}

static void
progress_cb (GlowFlashPage *self, GlowFlashJob *job)
{
  GlowProgressState state;

  glow_flash_job_get_progress (job, &state);
  glow_job_bar_show_progress (self->bar, &state);
  glow_hand_card_update (self->hand_card, &state);
}

static void
log_cb (GlowFlashPage *self, const char *line)
{
  glow_log_view_append (self->log_view, line);
}

static void
take_chip_info (GlowFlashPage *self, GlowFlashJob *job)
{
  GlowFlashResult *result = glow_flash_job_get_result (job);
  const GlowChipInfo *info = result ? glow_flash_result_get_chip_info (result) : NULL;

  if (info)
    glow_board_item_set_chip_info (self->job_board, info);
  _glow_flash_page_take_contents (self, result);
}

/* what was chosen and held, or what the user asked for and is faster */
static void
take_baud (GlowFlashPage *self, GlowFlashJob *job)
{
  GlowFlashPlan *plan = glow_flash_job_get_plan (job);
  GlowFlashResult *result = glow_flash_job_get_result (job);
  guint asked = glow_flash_plan_get_options (plan)->baud;
  guint baud = result ? glow_flash_result_get_baud (result) : 0;

  if (glow_flash_job_get_state (job) == GLOW_JOB_SUCCEEDED &&
      glow_flash_plan_get_operation (plan) != GLOW_OPERATION_IDENTIFY &&
      (asked == 0 || baud > glow_board_item_get_proven_baud (self->job_board)))
    glow_board_item_set_proven_baud (self->job_board, baud);
}

/* Somebody has it, also where nobody can be seen to: shown until it is closed. */
static void
take_busy (GlowFlashPage *self, GlowFlashJob *job)
{
  GlowPortMonitor *monitor = glow_board_item_get_monitor (self->job_board);

  if (monitor &&
      g_error_matches (glow_flash_job_get_error (job), GLOW_ERROR, GLOW_ERROR_BUSY))
    glow_port_monitor_note_busy (monitor);
}

static gboolean
is_flash_job (GlowFlashJob *job)
{
  return glow_flash_plan_get_operation (glow_flash_job_get_plan (job)) ==
         GLOW_OPERATION_FLASH;
}

/* (nullable): what keeps the board from starting, for sure */
static GlowBootReport *
get_boot_failure (GlowFlashJob *job)
{
  GlowFlashResult *result = glow_flash_job_get_result (job);
  GlowBootReport *boot = result ? glow_flash_result_get_boot (result) : NULL;

  return boot && glow_boot_report_is_failure (boot) ? boot : NULL;
}

/* What a report is made of, for the worker that makes it. All of it is owned. */
typedef struct {
  GlowFlashJob *job; /* (nullable): ended, so nothing of it changes */
  GStrv log;
  GStrv console; /* (nullable) */
} ReportTask;

static void
report_task_free (gpointer data)
{
  ReportTask *report = data;

  g_clear_object (&report->job);
  g_strfreev (report->log);
  g_strfreev (report->console);
  g_free (report);
}

/* on a worker: the files' SHA-256 takes some milliseconds per MiB */
static void
make_report (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ReportTask *made_of = data;
  GlowReport report = {
    .program = "glowplug",
    .console = (const char *const *) made_of->console,
  };

  if (made_of->job) {
    report.plan = glow_flash_job_get_plan (made_of->job);
    report.result = glow_flash_job_get_result (made_of->job);
    report.error = glow_flash_job_get_error (made_of->job);
    report.log = (const char *const *) made_of->log;
  }
  g_task_return_pointer (task, glow_report_text_dup (&report), g_free);
}

/**
 * glow_flash_page_report_async:
 * @console: (nullable) (array zero-terminated=1): the last lines of the console
 * @callback: on the main thread
 *
 * Makes a text for a bug report, about the last run if there was one.
 */
void
glow_flash_page_report_async (GlowFlashPage *self,
                              const char *const *console,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *log = glow_log_view_dup_text (self->log_view);
  ReportTask *report = g_new0 (ReportTask, 1);

  report->job = self->end_job ? g_object_ref (self->end_job) : NULL;
  report->log = g_strsplit (log, "\n", -1);
  report->console = g_strdupv ((GStrv) console);
  g_task_set_task_data (task, report, report_task_free);
  g_task_run_in_thread (task, make_report);
}

/**
 * glow_flash_page_report_finish:
 *
 * Returns: (transfer full): the text
 */
char *
glow_flash_page_report_finish (GlowFlashPage *self, GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* (nullable): as the board says it, else as the files do */
static const char *
find_firmware (GlowFlashPage *self, GlowFlashResult *result)
{
  GlowBootReport *boot = glow_flash_result_get_boot (result);
  const char *name = boot ? glow_boot_report_get_app_name (boot) : NULL;
  GListModel *items = glow_file_list_get_model (self->files);

  for (guint i = 0; name == NULL && i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);
    GlowImage *image =
      glow_file_item_get_enabled (item) ? glow_file_item_get_image (item) : NULL;

    name = image ? glow_image_get_firmware_name (image) : NULL;
  }
  return name;
}

/* Only what runs can be told its settings. */
static void
offer_setup (GlowFlashPage *self, GlowFlashJob *job)
{
  GlowFlashResult *result = glow_flash_job_get_result (job);

  if (self->end_succeeded && result && !glow_flash_result_left_in_loader (result) &&
      get_boot_failure (job) == NULL)
    glow_setup_card_offer (self->setup_card, find_firmware (self, result));
}

static void
show_end (GlowFlashPage *self, GlowFlashJob *job)
{
  gboolean failed = glow_flash_job_get_state (job) == GLOW_JOB_FAILED;
  GlowBootReport *boot_failure = get_boot_failure (job);

  self->end_succeeded = glow_flash_job_get_state (job) == GLOW_JOB_SUCCEEDED;
  if (failed)
    glow_failure_card_show (self->failure_card, glow_flash_job_get_error (job));
  else if (boot_failure)
    glow_failure_card_show_boot (self->failure_card, boot_failure);
  g_set_object (&self->end_job, job);
  if (failed || boot_failure)
    glow_failure_card_set_reportable (self->failure_card, TRUE);
  if (is_flash_job (job)) {
    glow_job_notice_send (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), job,
                          glow_board_item_get_title (self->job_board));
    glow_job_bar_show_end (self->bar, job);
    self->end_setup = _glow_flash_page_dup_setup (self);
    offer_setup (self, job);
  }
  if (failed || boot_failure)
    glow_failure_card_focus (self->failure_card);
  else if (is_flash_job (job))
    glow_job_bar_focus_end (self->bar);
  else
    glow_board_picker_focus_facts (self->picker);
}

static void
take_boot (GlowFlashPage *self, GlowFlashJob *job)
{
  GlowFlashResult *result = glow_flash_job_get_result (job);
  GlowBootReport *boot = result ? glow_flash_result_get_boot (result) : NULL;

  if (boot)
    glow_board_item_note_boot (self->job_board, boot);
}

static void
finished_cb (GlowFlashPage *self)
{
  g_autoptr (GlowFlashJob) job = g_steal_pointer (&self->job);

  g_signal_handlers_disconnect_by_data (job, self);
  /* before the console goes on with what comes next */
  take_boot (self, job);
  set_running (self, FALSE);
  glow_hand_card_hide (self->hand_card);
  take_chip_info (self, job);
  take_baud (self, job);
  take_busy (self, job);
  /* first what the chip changes in the list, then the result over it */
  _glow_flash_page_refresh (self);
  show_end (self, job);
}

static void
start_job (GlowFlashPage *self, GlowFlashPlan *plan)
{
  self->job = glow_flash_job_new (plan);
  g_signal_connect_object (self->job, "progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "log", G_CALLBACK (log_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);
  set_running (self, TRUE);
  glow_flash_job_start (self->job);
  progress_cb (self, self->job);
  _glow_flash_page_refresh (self);
}

/* Starts a run on the selected board, which has to be usable. */
void
_glow_flash_page_start (GlowFlashPage *self, GlowOperation operation)
{
  g_autoptr (GlowFlashPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->end_setup, g_free);
  g_clear_object (&self->end_job);
  glow_setup_card_hide (self->setup_card);
  glow_failure_card_hide (self->failure_card);
  g_set_object (&self->job_board, glow_board_picker_get_selected (self->picker));
  /* whoever flashes a board has chosen it */
  glow_board_picker_choose (self->picker, self->job_board);
  plan = create_plan (self, operation, &error);
  if (plan) {
    start_job (self, plan);
    return;
  }
  glow_failure_card_show (self->failure_card, error);
  glow_failure_card_set_reportable (self->failure_card, FALSE);
  glow_failure_card_focus (self->failure_card);
}

/* What is written and verified stays so: only the watching ends. */
static void
end_job (GlowFlashJob *job)
{
  GlowProgressState state;

  glow_flash_job_get_progress (job, &state);
  if (state.phase == GLOW_PHASE_BOOT)
    glow_flash_job_skip_boot (job);
  else
    glow_flash_job_cancel (job);
}

/**
 * glow_flash_page_cancel:
 *
 * Stops the run, or the wait for the port, at once; once all is written, only the
 * watching of the start.
 */
void
glow_flash_page_cancel (GlowFlashPage *self)
{
  if (self->waiting) {
    _glow_flash_page_stop_waiting (self);
    _glow_flash_page_refresh (self);
  }
  if (self->job)
    end_job (self->job);
}
