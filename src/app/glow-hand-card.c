/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-hand-card.h"

#include "glow-job-text.h"

struct _GlowHandCard {
  AdwBin parent_instance;

  /* template children */
  GtkLabel *title_label;
  GtkLabel *steps_label;
  GtkLabel *heard_label;
};

G_DEFINE_FINAL_TYPE (GlowHandCard, glow_hand_card, ADW_TYPE_BIN)

static void
glow_hand_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_HAND_CARD);
  G_OBJECT_CLASS (glow_hand_card_parent_class)->dispose (object);
}

static void
glow_hand_card_class_init (GlowHandCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_hand_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-hand-card.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowHandCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, GlowHandCard, steps_label);
  gtk_widget_class_bind_template_child (widget_class, GlowHandCard, heard_label);
}

static void
glow_hand_card_init (GlowHandCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title_label,
                                  NULL, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->steps_label, self->heard_label, NULL, -1);
}

/**
 * glow_hand_card_update:
 * @state: how the run is going
 *
 * Shows or hides the card. When it appears it takes the focus, so that a screen reader
 * tells of it; what the board says meanwhile only changes the last line.
 */
void
glow_hand_card_update (GlowHandCard *self, const GlowProgressState *state)
{
  gboolean appears = state->needs_hand && !gtk_widget_get_visible (GTK_WIDGET (self));

  if (state->needs_hand)
    gtk_label_set_label (self->heard_label, glow_job_text_get_heard (state->heard));
  gtk_widget_set_visible (GTK_WIDGET (self), state->needs_hand);
  if (appears)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * glow_hand_card_hide:
 *
 * The run is over.
 */
void
glow_hand_card_hide (GlowHandCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
