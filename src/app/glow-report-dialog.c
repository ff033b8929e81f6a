/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-report-dialog.h"

#include <glib/gi18n-lib.h>

struct _GlowReportDialog {
  AdwWindow parent_instance;

  /* template children */
  GtkTextView *text_view;
  GtkButton *copy_button;
};

G_DEFINE_FINAL_TYPE (GlowReportDialog, glow_report_dialog, ADW_TYPE_WINDOW)

static void
copy_cb (GlowReportDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_button_set_label (self->copy_button, _ ("Copied"));
}

static void
glow_report_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_REPORT_DIALOG);
  G_OBJECT_CLASS (glow_report_dialog_parent_class)->dispose (object);
}

static void
glow_report_dialog_class_init (GlowReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_report_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowReportDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, GlowReportDialog, copy_button);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
glow_report_dialog_init (GlowReportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Report"), -1);
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * glow_report_dialog_new:
 * @parent: what it stands in front of
 * @text: copied
 *
 * Main thread.
 *
 * Returns: (transfer floating): a window that closes itself
 */
GtkWidget *
glow_report_dialog_new (GtkWindow *parent, const char *text)
{
  GlowReportDialog *self =
    g_object_new (GLOW_TYPE_REPORT_DIALOG, "transient-for", parent, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text, -1);
  return GTK_WIDGET (self);
}
