/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-job-notice.h"

#include "glow-boot-text.h"
#include "glow-error-text.h"
#include "glow-job-text.h"

#include <glib/gi18n-lib.h>

/* a later run's takes the place of an earlier one's */
#define NOTICE_ID "run-ended"

/* one of our dialogs counts, too */
static gboolean
is_in_front (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (gtk_window_is_active (window))
      return TRUE;
  }
  return FALSE;
}

static const char *
get_title (GlowFlashJob *job)
{
  GlowFlashResult *result = glow_flash_job_get_result (job);

  if (glow_flash_job_get_state (job) == GLOW_JOB_FAILED)
    return glow_error_text_get_title (glow_flash_job_get_error (job));
  if (result && glow_flash_result_get_verified (result) == GLOW_VERDICT_YES)
    return _ ("Written and verified");
  return _ ("Written, not verified");
}

/* The flash first; where nothing is to be said of that, whether the board has started. */
static char *
dup_body (GlowFlashResult *result, const char *board_name)
{
  GlowBootReport *boot = result ? glow_flash_result_get_boot (result) : NULL;
  g_autofree char *state = glow_job_text_dup_flash_state (result);

  if (state == NULL && boot)
    state = glow_boot_text_dup_title (boot);
  /* TRANSLATORS: name of a board, then what is in its flash now, or whether it has
   * started */
  return state ? g_strdup_printf (_ ("%s: %s"), board_name, state)
               : g_strdup (board_name);
}

static void
active_cb (GtkWindow *window, GParamSpec *pspec, gpointer user_data)
{
  if (!gtk_window_is_active (window))
    return;
  g_application_withdraw_notification (user_data, NOTICE_ID);
  g_signal_handlers_disconnect_by_func (window, active_cb, user_data);
}

/**
 * glow_job_notice_send:
 * @window: shows how the run ended
 * @job: a flash run that has ended
 * @board_name: what the user knows the board by
 *
 * Tells the desktop how the run ended, unless a window of ours is in front, where it is
 * read anyhow. Who has cancelled it knows. Taken back as soon as somebody looks at
 * @window.
 */
void
glow_job_notice_send (GtkWindow *window, GlowFlashJob *job, const char *board_name)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));
  g_autoptr (GNotification) notice = NULL;
  g_autofree char *body = NULL;

  if (application == NULL || glow_flash_job_get_state (job) == GLOW_JOB_CANCELLED ||
      is_in_front ())
    return;
  notice = g_notification_new (get_title (job));
  body = dup_body (glow_flash_job_get_result (job), board_name);
  g_notification_set_body (notice, body);
  g_application_send_notification (application, NOTICE_ID, notice);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (active_cb),
                           application, 0);
}
