/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-web-dialog.h"

#include "glow-error-text.h"

#include <glib/gi18n-lib.h>

#define PULSE_MS 100

struct _GlowWebDialog {
  AdwWindow parent_instance;

  /* owned */
  GCancellable *cancellable; /* (nullable): loading */

  guint pulse_source; /* 0: none */

  /* template children */
  GtkWidget *hint_label;
  GtkEntry *entry;
  GtkLabel *problem_label;
  GtkProgressBar *progress_bar;
};

enum {
  SIGNAL_LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowWebDialog, glow_web_dialog, ADW_TYPE_WINDOW)

/* How much is to come nobody knows before it is there: a manifest names more files. */
static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (GLOW_WEB_DIALOG (user_data)->progress_bar);
  return G_SOURCE_CONTINUE;
}

/* Whoever copies an address may have copied a blank before it. */
static const char *
get_address (GlowWebDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  while (g_ascii_isspace (*text))
    text++;
  return text;
}

static gboolean
is_https (const char *text)
{
  return g_ascii_strncasecmp (text, "https://", strlen ("https://")) == 0 &&
         strlen (text) > strlen ("https://");
}

static void
show_problem (GlowWebDialog *self, const char *problem)
{
  gtk_label_set_label (self->problem_label, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
}

static void
update (GlowWebDialog *self)
{
  const char *text = get_address (self);
  gboolean loading = self->cancellable != NULL;

  /* not insensitive: GTK would lose the focus, and complain about it */
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !loading);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), loading);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "web.open",
                                 !loading && is_https (text));
  if (loading && self->pulse_source == 0)
    self->pulse_source = g_timeout_add (PULSE_MS, pulse_cb, self);
  else if (!loading)
    g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static void
entry_changed_cb (GlowWebDialog *self)
{
  const char *text = get_address (self);

  if (g_ascii_strncasecmp (text, "http://", strlen ("http://")) == 0)
    show_problem (self,
                  _ ("Only https:// is opened: with http:// anybody on the way could "
                           "change the firmware."));
  else
    show_problem (self, NULL);
  update (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowWebDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowFirmwareSet) set = glow_firmware_set_load_uri_finish (result, &error);
  g_autofree char *problem = NULL;

  /* closed meanwhile */
  if (self->cancellable == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (set) {
    update (self);
    g_signal_emit (self, signals[SIGNAL_LOADED], 0, set);
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    problem = g_strdup_printf ("%s. %s (%s)", glow_error_text_get_title (error),
                               glow_error_text_get_action (error), error->message);
  show_problem (self, problem);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWebDialog *self = GLOW_WEB_DIALOG (widget);
  g_autofree char *uri = g_strdup (get_address (self));

  show_problem (self, NULL);
  self->cancellable = g_cancellable_new ();
  glow_firmware_set_load_uri_async (g_strchomp (uri), NULL, self->cancellable, loaded_cb,
                                    g_object_ref (self));
  update (self);
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWebDialog *self = GLOW_WEB_DIALOG (widget);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
glow_web_dialog_close_request (GtkWindow *window)
{
  GlowWebDialog *self = GLOW_WEB_DIALOG (window);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  return GTK_WINDOW_CLASS (glow_web_dialog_parent_class)->close_request (window);
}

static void
glow_web_dialog_dispose (GObject *object)
{
  GlowWebDialog *self = GLOW_WEB_DIALOG (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_WEB_DIALOG);
  G_OBJECT_CLASS (glow_web_dialog_parent_class)->dispose (object);
}

static void
glow_web_dialog_class_init (GlowWebDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_web_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = glow_web_dialog_close_request;
  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_FIRMWARE_SET);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-web-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowWebDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, GlowWebDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, GlowWebDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, GlowWebDialog, progress_bar);
  gtk_widget_class_install_action (widget_class, "web.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "web.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "web.cancel",
                                       NULL);
}

static void
glow_web_dialog_init (GlowWebDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Address"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Loading"), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->hint_label,
                                  self->problem_label, NULL, -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * glow_web_dialog_new:
 * @parent: the window to ask over
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWindow *
glow_web_dialog_new (GtkWindow *parent)
{
  return g_object_new (GLOW_TYPE_WEB_DIALOG, "transient-for", parent, NULL);
}
