/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-popover.h"

#include "glow-board-row.h"

#include <glib/gi18n-lib.h>

#define ROW_HEIGHT 46 /* px: a name and a line below it */
#define MAX_ROWS   6

struct _GlowBoardPopover {
  GtkPopover parent_instance;

  /* owned */
  GlowBoardList *list;

  /* borrowed */
  GlowBoardItem *marked; /* (nullable): the picker holds it */

  /* template children */
  GtkScrolledWindow *scrolled_window;
  GtkListView *list_view;
  GtkCheckButton *show_all_check;
};

enum {
  PROP_SHOW_ALL = 1,
  N_PROPS,
};

enum {
  SIGNAL_CHOSEN,
  SIGNAL_MARKED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowBoardPopover, glow_board_popover, GTK_TYPE_POPOVER)

static void
mark_row (GlowBoardRow *row, GlowBoardPopover *self)
{
  GlowBoardItem *item = glow_board_row_get_item (row);

  glow_board_row_set_chosen (row, item && item == self->marked);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem *list_item,
              GlowBoardPopover *self)
{
  GtkWidget *row = glow_board_row_new ();

  gtk_list_item_set_child (list_item, row);
  g_signal_connect_object (self, "marked", G_CALLBACK (mark_row), row, G_CONNECT_SWAPPED);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem *list_item,
             GlowBoardPopover *self)
{
  GlowBoardRow *row = GLOW_BOARD_ROW (gtk_list_item_get_child (list_item));

  glow_board_row_set_item (row, gtk_list_item_get_item (list_item));
  mark_row (row, self);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem *list_item,
               GlowBoardPopover *self)
{
  glow_board_row_set_item (GLOW_BOARD_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
row_activated_cb (GlowBoardPopover *self, guint position)
{
  g_autoptr (GlowBoardItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->list), position);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (item)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
}

/* A list does not know how high its rows will be before it has made them, and would ask
 * for next to nothing. */
static void
make_room (GlowBoardPopover *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  gtk_scrolled_window_set_min_content_height (self->scrolled_window,
                                              (int) CLAMP (n_items, 1, MAX_ROWS) *
                                                ROW_HEIGHT);
}

static gboolean
fit_cb (gpointer data)
{
  GlowBoardPopover *self = data;
  GtkAdjustment *adjustment;
  int height;

  if (self->scrolled_window == NULL)
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  height = MIN ((int) gtk_adjustment_get_upper (adjustment), MAX_ROWS * ROW_HEIGHT);
  if (height > gtk_scrolled_window_get_min_content_height (self->scrolled_window))
    gtk_scrolled_window_set_min_content_height (self->scrolled_window, height);
  return G_SOURCE_REMOVE;
}

/* A state in more words makes a row higher than was reckoned. Not while sizes are handed
 * out, which is when the list tells. */
static void
content_changed_cb (GlowBoardPopover *self, GtkAdjustment *adjustment)
{
  if (gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment))
    g_idle_add_full (G_PRIORITY_DEFAULT, fit_cb, g_object_ref (self), g_object_unref);
}

/* The list is only filled while it is seen: two hundred boards may come and go. */
static void
glow_board_popover_show (GtkWidget *widget)
{
  GlowBoardPopover *self = GLOW_BOARD_POPOVER (widget);
  g_autoptr (GtkNoSelection) model =
    gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));

  make_room (self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (model));
  GTK_WIDGET_CLASS (glow_board_popover_parent_class)->show (widget);
}

static void
glow_board_popover_hide (GtkWidget *widget)
{
  GlowBoardPopover *self = GLOW_BOARD_POPOVER (widget);

  GTK_WIDGET_CLASS (glow_board_popover_parent_class)->hide (widget);
  if (self->list_view)
    gtk_list_view_set_model (self->list_view, NULL);
}

static void
show_all_toggled_cb (GlowBoardPopover *self)
{
  if (self->list)
    glow_port_list_set_show_all (glow_board_list_get_ports (self->list),
                                 glow_board_popover_get_show_all (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_ALL]);
}

static void
glow_board_popover_get_property (GObject *object,
                                 guint prop_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_SHOW_ALL)
    g_value_set_boolean (value,
                         glow_board_popover_get_show_all (GLOW_BOARD_POPOVER (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
glow_board_popover_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_SHOW_ALL)
    glow_board_popover_set_show_all (GLOW_BOARD_POPOVER (object),
                                     g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
glow_board_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_BOARD_POPOVER);
  G_OBJECT_CLASS (glow_board_popover_parent_class)->dispose (object);
}

static void
glow_board_popover_finalize (GObject *object)
{
  g_clear_object (&GLOW_BOARD_POPOVER (object)->list);
  G_OBJECT_CLASS (glow_board_popover_parent_class)->finalize (object);
}

static void
glow_board_popover_class_init (GlowBoardPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_board_popover_dispose;
  object_class->finalize = glow_board_popover_finalize;
  object_class->get_property = glow_board_popover_get_property;
  object_class->set_property = glow_board_popover_set_property;
  widget_class->show = glow_board_popover_show;
  widget_class->hide = glow_board_popover_hide;
  properties[PROP_SHOW_ALL] =
    g_param_spec_boolean ("show-all", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                            G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_BOARD_ITEM);
  signals[SIGNAL_MARKED] =
    g_signal_new ("marked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-board-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPopover, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPopover, list_view);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPopover, show_all_check);
}

static void
glow_board_popover_init (GlowBoardPopover *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Boards"), -1);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, 0);
  gtk_list_view_set_factory (self->list_view, factory);
  g_signal_connect_object (self->list_view, "activate", G_CALLBACK (row_activated_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window),
                           "changed", G_CALLBACK (content_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->show_all_check, "toggled",
                           G_CALLBACK (show_all_toggled_cb), self, G_CONNECT_SWAPPED);
}

/**
 * glow_board_popover_set_list:
 * @list: the boards; set once
 */
void
glow_board_popover_set_list (GlowBoardPopover *self, GlowBoardList *list)
{
  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  show_all_toggled_cb (self);
}

/**
 * glow_board_popover_mark:
 * @item: (nullable): the board that is chosen now
 */
void
glow_board_popover_mark (GlowBoardPopover *self, GlowBoardItem *item)
{
  self->marked = item;
  g_signal_emit (self, signals[SIGNAL_MARKED], 0);
}

gboolean
glow_board_popover_get_show_all (GlowBoardPopover *self)
{
  return gtk_check_button_get_active (self->show_all_check);
}

/**
 * glow_board_popover_set_show_all:
 * @show_all: whether ports without USB are listed, too
 */
void
glow_board_popover_set_show_all (GlowBoardPopover *self, gboolean show_all)
{
  gtk_check_button_set_active (self->show_all_check, show_all);
}
