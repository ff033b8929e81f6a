/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-row.h"

struct _GlowBoardRow {
  AdwBin parent_instance;

  /* owned */
  GlowBoardItem *item; /* (nullable): a row waits to be used again */
  GSignalGroup *item_signals;

  gboolean chosen;

  /* template children */
  GtkImage *state_image;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
  GtkWidget *chosen_image;
};

G_DEFINE_FINAL_TYPE (GlowBoardRow, glow_board_row, ADW_TYPE_BIN)

/* What can be focused is the list's own widget around this one, which has no name. */
static void
update_name (GlowBoardRow *self)
{
  GtkWidget *place = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *title = glow_board_item_get_title (self->item);

  if (place == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  glow_board_item_get_subtitle (self->item), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_STATE_SELECTED,
                               self->chosen, -1);
}

static void
update_words (GlowBoardRow *self)
{
  gboolean usable = glow_board_item_is_usable (self->item);

  gtk_label_set_label (self->title_label, glow_board_item_get_title (self->item));
  gtk_label_set_label (self->subtitle_label, glow_board_item_get_subtitle (self->item));
  gtk_image_set_from_icon_name (self->state_image,
                                glow_board_item_get_icon_name (self->item));
  if (usable)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_image), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->state_image), "warning");
  update_name (self);
}

static void
glow_board_row_dispose (GObject *object)
{
  glow_board_row_set_item (GLOW_BOARD_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_BOARD_ROW);
  G_OBJECT_CLASS (glow_board_row_parent_class)->dispose (object);
}

static void
glow_board_row_finalize (GObject *object)
{
  GlowBoardRow *self = GLOW_BOARD_ROW (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (glow_board_row_parent_class)->finalize (object);
}

static void
glow_board_row_class_init (GlowBoardRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_board_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_board_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-board-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowBoardRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardRow, chosen_image);
}

static void
glow_board_row_init (GlowBoardRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->item_signals = g_signal_group_new (GLOW_TYPE_BOARD_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "changed",
                                  G_CALLBACK (update_words), self);
}

/**
 * glow_board_row_new:
 *
 * Returns: (transfer floating): a row for any of the boards, one after the other
 */
GtkWidget *
glow_board_row_new (void)
{
  return g_object_new (GLOW_TYPE_BOARD_ROW, NULL);
}

/**
 * glow_board_row_set_item:
 * @item: (nullable): the board to show from now on; its state is kept fresh meanwhile
 */
void
glow_board_row_set_item (GlowBoardRow *self, GlowBoardItem *item)
{
  if (item)
    glow_board_item_watch (item);
  if (self->item)
    glow_board_item_unwatch (self->item);
  g_set_object (&self->item, item);
  g_signal_group_set_target (self->item_signals, item);
  if (item)
    update_words (self);
}

/**
 * glow_board_row_set_chosen:
 * @chosen: whether this is the board that is chosen now
 */
void
glow_board_row_set_chosen (GlowBoardRow *self, gboolean chosen)
{
  self->chosen = chosen;
  gtk_widget_set_opacity (self->chosen_image, chosen ? 1 : 0);
  if (self->item)
    update_name (self);
}

GlowBoardItem *
glow_board_row_get_item (GlowBoardRow *self)
{
  return self->item;
}
