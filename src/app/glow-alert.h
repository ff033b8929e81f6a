/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Questions and the about window. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct {
  const char *title;
  const char *body;
  const char *keep_label;  /* the harmless answer, also of Escape */
  const char *act_label;   /* the answer that does something */
  const char *word;        /* (nullable): has to be typed before it can be done */
  const char *entry_label; /* (nullable): what to type; with @word */
} GlowAlertQuestion;

void glow_alert_ask_async (GtkWindow *parent,
                           const GlowAlertQuestion *question,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean glow_alert_ask_finish (GAsyncResult *result); /* TRUE: act */

void glow_alert_ask_text_async (GtkWindow *parent,
                                const GlowAlertQuestion *question,
                                const char *label,
                                const char *text,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *glow_alert_ask_text_finish (GAsyncResult *result); /* (nullable): not given */
void glow_alert_show_about (GtkWindow *parent);
void glow_alert_announce (GtkWidget *widget, const char *text);

G_END_DECLS
