/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-failure-card.h"

#include "glow-boot-text.h"
#include "glow-error-text.h"
#include "glow-help.h"

#include <glib/gi18n-lib.h>

struct _GlowFailureCard {
  AdwBin parent_instance;

  GlowBootRepair repair; /* what the button does */

  /* template children */
  GtkLabel *title_label;
  GtkLabel *reason_label;
  GtkLabel *action_label;
  GtkButton *help_button;
  GtkButton *report_button;
  GtkButton *repair_button;
  GtkExpander *details_expander;
  GtkLabel *details_label;
  GtkButton *close_button;
};

enum {
  SIGNAL_REPAIR,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowFailureCard, glow_failure_card, ADW_TYPE_BIN)

static void
repair_clicked_cb (GlowFailureCard *self)
{
  g_signal_emit (self, signals[SIGNAL_REPAIR], 0, self->repair);
}

static void
glow_failure_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FAILURE_CARD);
  G_OBJECT_CLASS (glow_failure_card_parent_class)->dispose (object);
}

static void
glow_failure_card_class_init (GlowFailureCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_failure_card_dispose;
  signals[SIGNAL_REPAIR] =
    g_signal_new ("repair", GLOW_TYPE_FAILURE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_BOOT_REPAIR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-failure-card.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, reason_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, action_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, help_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, report_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, repair_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, details_expander);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, details_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, close_button);
}

static void
glow_failure_card_init (GlowFailureCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->close_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Dismiss"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->details_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Details"), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title_label,
                                  NULL, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->reason_label, self->action_label, NULL, -1);
  g_signal_connect_object (self->close_button, "clicked",
                           G_CALLBACK (glow_failure_card_hide), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->repair_button, "clicked", G_CALLBACK (repair_clicked_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
show_texts (GlowFailureCard *self,
            const char *title,
            const char *reason,
            const char *action,
            const char *details)
{
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->reason_label, reason);
  gtk_label_set_label (self->action_label, action ? action : "");
  gtk_widget_set_visible (GTK_WIDGET (self->action_label), action != NULL);
  gtk_label_set_label (self->details_label, details);
  gtk_expander_set_expanded (self->details_expander, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
show_repair (GlowFailureCard *self, GlowBootRepair repair)
{
  const char *label = glow_boot_text_get_repair (repair);

  self->repair = repair;
  gtk_button_set_label (self->repair_button, label ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button), label != NULL);
}

/**
 * glow_failure_card_show:
 * @error: why the run failed
 *
 * Main thread.
 */
void
glow_failure_card_show (GlowFailureCard *self, const GError *error)
{
  g_autofree char *page = glow_help_dup_page (error);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->help_button), "s", page);
  gtk_widget_set_visible (GTK_WIDGET (self->help_button), TRUE);
  show_repair (self, GLOW_BOOT_REPAIR_NONE);
  show_texts (self, glow_error_text_get_title (error), glow_error_text_get_reason (error),
              glow_error_text_get_action (error), error->message);
}

/**
 * glow_failure_card_show_boot:
 * @report: of a board that does not start what was written
 *
 * Main thread.
 */
void
glow_failure_card_show_boot (GlowFailureCard *self, GlowBootReport *report)
{
  g_autofree char *title = glow_boot_text_dup_title (report);
  g_autofree char *reason = glow_boot_text_dup_reason (report);
  g_autofree char *details = glow_boot_text_dup_details (report);

  gtk_widget_set_visible (GTK_WIDGET (self->help_button), FALSE);
  show_repair (self, glow_boot_report_get_repair (report));
  show_texts (self, title, reason, glow_boot_text_get_action (report), details);
}

/**
 * glow_failure_card_set_reportable:
 * @reportable: whether there is a run to tell of
 *
 * Main thread.
 */
void
glow_failure_card_set_reportable (GlowFailureCard *self, gboolean reportable)
{
  gtk_widget_set_visible (GTK_WIDGET (self->report_button), reportable);
}

/**
 * glow_failure_card_hide:
 *
 * Main thread.
 */
void
glow_failure_card_hide (GlowFailureCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * glow_failure_card_focus:
 *
 * Scrolls to the card and lets a screen reader read it.
 */
void
glow_failure_card_focus (GlowFailureCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
