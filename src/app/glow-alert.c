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

typedef struct {
  gboolean act;
  GtkWidget *entry; /* owned (nullable): when a text was asked for */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_clear_object (&self->entry);
  g_free (self);
}

static void
return_idle_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Answer *answer = g_task_get_task_data (task);

  if (answer->entry == NULL)
    g_task_return_boolean (task, answer->act);
  else if (answer->act)
    g_task_return_pointer (
      task, g_strdup (gtk_editable_get_text (GTK_EDITABLE (answer->entry))), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/* Not within the signal: the answer may close the window and the dialog with it, and the
 * dialog is not through with its own response yet. */
static void
response_cb (GtkWidget *dialog, const char *response, gpointer user_data)
{
  GTask *task = user_data;
  Answer *answer = g_task_get_task_data (task);

  answer->act = g_strcmp0 (response, RESPONSE_ACT) == 0;
  g_idle_add_once (return_idle_cb, task);
}

/* The act can only be chosen when the word stands in the entry; capitals and the hyphens
 * that chips' names have don't matter. */
typedef struct {
  char *word;        /* owned */
  GtkWidget *dialog; /* borrowed: holds the entry */
} TypedQuestion;

static void
typed_question_free (gpointer data)
{
  TypedQuestion *self = data;

  g_free (self->word);
  g_free (self);
}

static char *
dup_plain (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (; *text; text++) {
    if (g_ascii_isalnum (*text))
      g_string_append_c (plain, g_ascii_tolower (*text));
  }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
set_act_enabled (GtkWidget *dialog, gboolean enabled)
{
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), RESPONSE_ACT,
                                         enabled);
#else
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), RESPONSE_ACT,
                                           enabled);
#endif
}

static void
typed_changed_cb (GtkEditable *entry, gpointer user_data)
{
  TypedQuestion *question = user_data;
  g_autofree char *typed = dup_plain (gtk_editable_get_text (entry));
  g_autofree char *wanted = dup_plain (question->word);

  set_act_enabled (question->dialog, g_str_equal (typed, wanted));
}

static void
add_entry (GtkWidget *dialog, const GlowAlertQuestion *question, const char *word)
{
  GtkWidget *entry = gtk_entry_new ();
  TypedQuestion *typed = g_new0 (TypedQuestion, 1);

  typed->word = g_strdup (word);
  typed->dialog = dialog;
  gtk_entry_set_activates_default (GTK_ENTRY (entry), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  question->entry_label, -1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), question->entry_label);
  g_signal_connect_data (entry, "changed", G_CALLBACK (typed_changed_cb), typed,
                         (GClosureNotify) (void (*) (void)) typed_question_free, 0);
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
#else
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
#endif
  set_act_enabled (dialog, FALSE);
}

#if ADW_CHECK_VERSION(1, 5, 0)

static void
show_question (GtkWindow *parent, const GlowAlertQuestion *question, GTask *task)
{
  Answer *answer = g_task_get_task_data (task);
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (question->title, question->body));

  adw_alert_dialog_add_responses (dialog, RESPONSE_KEEP, question->keep_label,
                                  RESPONSE_ACT, question->act_label, NULL);
  adw_alert_dialog_set_extra_child (dialog, answer->entry);
  adw_alert_dialog_set_response_appearance (dialog, RESPONSE_ACT,
                                            answer->entry ? ADW_RESPONSE_SUGGESTED
                                                          : ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog,
                                         answer->entry ? RESPONSE_ACT : RESPONSE_KEEP);
  adw_alert_dialog_set_close_response (dialog, RESPONSE_KEEP);
  if (question->word)
    add_entry (GTK_WIDGET (dialog), question, question->word);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
}

#else

static void
show_question (GtkWindow *parent, const GlowAlertQuestion *question, GTask *task)
{
  Answer *answer = g_task_get_task_data (task);
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, question->title, question->body));

  adw_message_dialog_add_responses (dialog, RESPONSE_KEEP, question->keep_label,
                                    RESPONSE_ACT, question->act_label, NULL);
  adw_message_dialog_set_extra_child (dialog, answer->entry);
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_ACT,
                                              answer->entry ? ADW_RESPONSE_SUGGESTED
                                                            : ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog,
                                           answer->entry ? RESPONSE_ACT : RESPONSE_KEEP);
  adw_message_dialog_set_close_response (dialog, RESPONSE_KEEP);
  if (question->word)
    add_entry (GTK_WIDGET (dialog), question, question->word);
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
  g_task_set_task_data (task, g_new0 (Answer, 1), answer_free);
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
 * glow_alert_ask_text_async:
 * @parent: the window to ask over
 * @question: copied
 * @label: what the text is, for a screen reader
 * @text: what is there to begin with
 *
 * Asks for a line of text.
 */
void
glow_alert_ask_text_async (GtkWindow *parent,
                           const GlowAlertQuestion *question,
                           const char *label,
                           const char *text,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  Answer *answer = g_new0 (Answer, 1);

  answer->entry = g_object_ref_sink (gtk_entry_new ());
  gtk_editable_set_text (GTK_EDITABLE (answer->entry), text);
  gtk_entry_set_activates_default (GTK_ENTRY (answer->entry), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (answer->entry), 60);
  gtk_accessible_update_property (GTK_ACCESSIBLE (answer->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_task_set_source_tag (task, glow_alert_ask_text_async);
  g_task_set_task_data (task, answer, answer_free);
  show_question (parent, question, task);
}

/**
 * glow_alert_ask_text_finish:
 *
 * Returns: (transfer full) (nullable): the text, %NULL if it is not to be taken
 */
char *
glow_alert_ask_text_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
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

/**
 * glow_alert_announce:
 * @widget: what it is about
 * @text: a sentence
 *
 * Lets a screen reader say it while the focus stays where it is. GTK can do so from 4.14
 * on; before that nothing is said, and what matters in the end takes the focus.
 */
void
glow_alert_announce (GtkWidget *widget, const char *text)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
}
