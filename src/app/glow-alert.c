/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One of the two files that know more than one generation of GTK and libadwaita. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-alert.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define RESPONSE_KEEP "keep"
#define RESPONSE_ACT  "act"

static void
return_idle_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, GPOINTER_TO_INT (g_task_get_task_data (task)));
}

/* Not within the signal: the answer may close the window and the dialog with it, and the
 * dialog is not through with its own response yet. */
static void
response_cb (GtkWidget *dialog, const char *response, gpointer user_data)
{
  GTask *task = user_data;

  g_task_set_task_data (task, GINT_TO_POINTER (g_strcmp0 (response, RESPONSE_ACT) == 0),
                        NULL);
  g_idle_add_once (return_idle_cb, task);
}

#if ADW_CHECK_VERSION(1, 5, 0)

static void
show_question (GtkWindow *parent, const GlowAlertQuestion *question, GTask *task)
{
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (question->title, question->body));

  adw_alert_dialog_add_responses (dialog, RESPONSE_KEEP, question->keep_label,
                                  RESPONSE_ACT, question->act_label, NULL);
  adw_alert_dialog_set_response_appearance (dialog, RESPONSE_ACT,
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, RESPONSE_KEEP);
  adw_alert_dialog_set_close_response (dialog, RESPONSE_KEEP);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
}

#else

static void
show_question (GtkWindow *parent, const GlowAlertQuestion *question, GTask *task)
{
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, question->title, question->body));

  adw_message_dialog_add_responses (dialog, RESPONSE_KEEP, question->keep_label,
                                    RESPONSE_ACT, question->act_label, NULL);
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_ACT,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, RESPONSE_KEEP);
  adw_message_dialog_set_close_response (dialog, RESPONSE_KEEP);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

#endif

/**
 * glow_alert_ask_async:
 * @parent: the window to ask over
 * @question: copied
 *
 * Asks whether to do something that can't be taken back.
 */
void
glow_alert_ask_async (GtkWindow *parent,
                      const GlowAlertQuestion *question,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, glow_alert_ask_async);
  show_question (parent, question, task);
}

/**
 * glow_alert_ask_finish:
 *
 * Returns: %TRUE if it is to be done
 */
gboolean
glow_alert_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * glow_alert_show_about:
 * @parent: (nullable): the window to show it over
 *
 * Says what the program is.
 */
void
glow_alert_show_about (GtkWindow *parent)
{
  const char *developers[] = { "The Glowplug authors", NULL };

#if ADW_CHECK_VERSION(1, 5, 0)
  adw_show_about_dialog (GTK_WIDGET (parent),
#else
  adw_show_about_window (parent,
#endif
                         "application-name", "Glowplug", "application-icon", GLOW_APP_ID,
                         "version", GLOW_VERSION, "developer-name",
                         "The Glowplug authors", "developers", developers, "comments",
                         _ ("Puts firmware on ESP8266 and ESP32 boards"), "license-type",
                            GTK_LICENSE_GPL_3_0, NULL);
}
