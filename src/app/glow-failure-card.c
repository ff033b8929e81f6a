/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-failure-card.h"

#include "glow-error-text.h"
#include "glow-help.h"

#include <glib/gi18n-lib.h>

struct _GlowFailureCard {
  AdwBin parent_instance;

  /* template children */
  GtkLabel *title_label;
  GtkLabel *reason_label;
  GtkLabel *action_label;
  GtkButton *help_button;
  GtkExpander *details_expander;
  GtkLabel *details_label;
  GtkButton *close_button;
};

G_DEFINE_FINAL_TYPE (GlowFailureCard, glow_failure_card, ADW_TYPE_BIN)

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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-failure-card.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, reason_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, action_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFailureCard, help_button);
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
  gtk_label_set_label (self->title_label, glow_error_text_get_title (error));
  gtk_label_set_label (self->reason_label, glow_error_text_get_reason (error));
  gtk_label_set_label (self->action_label, glow_error_text_get_action (error));
  gtk_label_set_label (self->details_label, error->message);
  gtk_expander_set_expanded (self->details_expander, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
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
