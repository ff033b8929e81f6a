/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-log-view.h"

#include <glib/gi18n-lib.h>

#define MAX_LINES 2000

struct _GlowLogView {
  AdwBin parent_instance;

  /* template children */
  GtkWidget *expander;
  GtkScrolledWindow *scrolled_window;
  GtkTextView *text_view;
  GtkButton *copy_button;
};

G_DEFINE_FINAL_TYPE (GlowLogView, glow_log_view, ADW_TYPE_BIN)

static void
copy_cb (GlowLogView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
drop_old_lines (GtkTextBuffer *buffer)
{
  int surplus = gtk_text_buffer_get_line_count (buffer) - MAX_LINES;
  GtkTextIter start;
  GtkTextIter end;

  if (surplus <= 0)
    return;
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_get_iter_at_line (buffer, &end, surplus);
  gtk_text_buffer_delete (buffer, &start, &end);
}

static gboolean
is_at_end (GlowLogView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  return gtk_adjustment_get_value (adjustment) + 1 >=
         gtk_adjustment_get_upper (adjustment) -
           gtk_adjustment_get_page_size (adjustment);
}

static void
glow_log_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_LOG_VIEW);
  G_OBJECT_CLASS (glow_log_view_parent_class)->dispose (object);
}

static void
glow_log_view_class_init (GlowLogViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_log_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-log-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowLogView, expander);
  gtk_widget_class_bind_template_child (widget_class, GlowLogView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, GlowLogView, text_view);
  gtk_widget_class_bind_template_child (widget_class, GlowLogView, copy_button);
}

static void
glow_log_view_init (GlowLogView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Log"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Show the log"), -1);
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * glow_log_view_append:
 * @line: UTF-8, without a line end
 *
 * Adds a line; the oldest go when there are too many. Scrolls along unless the reader has
 * scrolled up.
 */
void
glow_log_view_append (GlowLogView *self, const char *line)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  gboolean follow = is_at_end (self);
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (gtk_text_buffer_get_char_count (buffer) > 0)
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
  gtk_text_buffer_insert (buffer, &end, valid, -1);
  drop_old_lines (buffer);
  if (follow) {
    gtk_text_buffer_get_end_iter (buffer, &end);
    gtk_text_buffer_place_cursor (buffer, &end);
    gtk_text_view_scroll_mark_onscreen (self->text_view,
                                        gtk_text_buffer_get_insert (buffer));
  }
}

/**
 * glow_log_view_dup_text:
 *
 * Returns: (transfer full): its lines
 */
char *
glow_log_view_dup_text (GlowLogView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
