/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-card.h"

#include "glow-setup-kinds.h"

#include <glib/gi18n-lib.h>

struct _GlowSetupCard {
  AdwBin parent_instance;

  /* owned */
  GlowSetupKinds *kinds; /* (nullable): not read yet */
  char *firmware;        /* (nullable): nothing was offered */

  /* template children */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (GlowSetupCard, glow_setup_card, ADW_TYPE_BIN)

static void
glow_setup_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SETUP_CARD);
  G_OBJECT_CLASS (glow_setup_card_parent_class)->dispose (object);
}

static void
glow_setup_card_finalize (GObject *object)
{
  GlowSetupCard *self = GLOW_SETUP_CARD (object);

  g_clear_pointer (&self->kinds, glow_setup_kinds_unref);
  g_free (self->firmware);
  G_OBJECT_CLASS (glow_setup_card_parent_class)->finalize (object);
}

static void
glow_setup_card_class_init (GlowSetupCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_setup_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-setup-card.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSetupCard, label);
}

static void
glow_setup_card_init (GlowSetupCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (GlowSetupCard *self)
{
  g_autofree char *text = NULL;

  if (self->firmware == NULL || self->kinds == NULL ||
      glow_setup_kinds_find_for_firmware (self->kinds, self->firmware) == NULL)
    return;
  /* TRANSLATORS: the name of a firmware, such as ESPEasy */
  text = g_strdup_printf (_ ("%s can be told its Wi-Fi now."), self->firmware);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
read_kinds_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, glow_setup_kinds_new (),
                         (GDestroyNotify) glow_setup_kinds_unref);
}

static void
kinds_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GlowSetupCard *self = GLOW_SETUP_CARD (source);
  g_autoptr (GlowSetupKinds) kinds = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->kinds == NULL)
    self->kinds = g_steal_pointer (&kinds);
  /* not when the window was closed meanwhile */
  if (gtk_widget_get_root (GTK_WIDGET (self)))
    show (self);
}

/**
 * glow_setup_card_offer:
 * @firmware: (nullable): what was written, as its makers call it
 *
 * Shows the card, in a moment, if that firmware takes settings.
 */
void
glow_setup_card_offer (GlowSetupCard *self, const char *firmware)
{
  glow_setup_card_hide (self);
  self->firmware = g_strdup (firmware);
  if (firmware && self->kinds == NULL) {
    g_autoptr (GTask) task = g_task_new (self, NULL, kinds_read_cb, NULL);

    g_task_set_source_tag (task, glow_setup_card_offer);
    g_task_run_in_thread (task, read_kinds_cb);
  }
  show (self);
}

/**
 * glow_setup_card_hide:
 *
 * Something else is the next step.
 */
void
glow_setup_card_hide (GlowSetupCard *self)
{
  g_clear_pointer (&self->firmware, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
