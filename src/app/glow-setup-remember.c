/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-remember.h"

#include "glow-error-text.h"
#include "glow-setup-keyring.h"

#include <glib/gi18n-lib.h>

/* The values are the worker's until it is through. */
typedef struct {
  gboolean store; /* else fill */
  GlowSetupValues *values;
  guint n_filled;
} Work;

struct _GlowSetupRemember {
  AdwActionRow parent_instance;

  /* owned */
  GlowSetupValues *values;   /* as they are in the form */
  GCancellable *cancellable; /* of all that is asked of the keyring */

  /* template children */
  GtkWidget *fill_button;
  GtkSwitch *remember_switch;
};

enum {
  SIGNAL_FILLED,
  SIGNAL_PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupRemember, glow_setup_remember, ADW_TYPE_ACTION_ROW)

static void
work_free (gpointer data)
{
  Work *work = data;

  glow_setup_values_unref (work->values);
  g_free (work);
}

static void
work_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (work->store
        ? glow_setup_keyring_store (work->values, cancellable, &error)
        : glow_setup_keyring_fill (work->values, &work->n_filled, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
dup_problem (const Work *work, const GError *error)
{
  if (error)
    return g_strdup_printf ("%s: %s %s", glow_error_text_get_title (error),
                            glow_error_text_get_reason (error),
                            glow_error_text_get_action (error));
  if (!work->store && work->n_filled == 0)
    return g_strdup (_ ("The keyring has no key for this network."));
  return NULL;
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GlowSetupRemember *self = GLOW_SETUP_REMEMBER (source);
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  problem = dup_problem (work, error);
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, problem);
  if (work->n_filled > 0)
    g_signal_emit (self, signals[SIGNAL_FILLED], 0, work->values);
}

static void
begin_work (GlowSetupRemember *self, gboolean store, GlowSetupValues *values)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, worked_cb, NULL);
  Work *work = g_new0 (Work, 1);

  work->store = store;
  work->values = glow_setup_values_copy (values);
  g_task_set_source_tag (task, begin_work);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_cb);
}

static void
fill_cb (GlowSetupRemember *self)
{
  begin_work (self, FALSE, self->values);
}

static void
glow_setup_remember_dispose (GObject *object)
{
  g_cancellable_cancel (GLOW_SETUP_REMEMBER (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SETUP_REMEMBER);
  G_OBJECT_CLASS (glow_setup_remember_parent_class)->dispose (object);
}

static void
glow_setup_remember_finalize (GObject *object)
{
  GlowSetupRemember *self = GLOW_SETUP_REMEMBER (object);

  g_clear_pointer (&self->values, glow_setup_values_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (glow_setup_remember_parent_class)->finalize (object);
}

static void
glow_setup_remember_class_init (GlowSetupRememberClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_setup_remember_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_remember_finalize;
  signals[SIGNAL_FILLED] =
    g_signal_new ("filled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_SETUP_VALUES);
  signals[SIGNAL_PROBLEM] =
    g_signal_new ("problem", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-setup-remember.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSetupRemember, fill_button);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupRemember, remember_switch);
}

static void
glow_setup_remember_init (GlowSetupRemember *self)
{
  self->values = glow_setup_values_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remember_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remember the key"), -1);
  g_signal_connect_object (self->fill_button, "clicked", G_CALLBACK (fill_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * glow_setup_remember_set_values:
 * @values: (transfer none): what is in the form now; not changed any more
 *
 * Only a network with a name, and without a key so far, can be looked for.
 */
void
glow_setup_remember_set_values (GlowSetupRemember *self, GlowSetupValues *values)
{
  glow_setup_values_ref (values);
  glow_setup_values_unref (self->values);
  self->values = values;
  gtk_widget_set_sensitive (self->fill_button,
                            glow_setup_values_get (values, GLOW_SETUP_SSID) &&
                              !glow_setup_values_get (values, GLOW_SETUP_KEY));
}

/**
 * glow_setup_remember_store:
 * @values: what the board has taken
 *
 * Keeps its keys, if that was asked for.
 */
void
glow_setup_remember_store (GlowSetupRemember *self, GlowSetupValues *values)
{
  if (gtk_switch_get_active (self->remember_switch))
    begin_work (self, TRUE, values);
}
