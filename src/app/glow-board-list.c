/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-list.h"

struct _GlowBoardList {
  GObject parent_instance;

  /* owned */
  GlowPortList *ports;
  GPtrArray *port_items;     /* of GlowBoardItem, in the order of @ports */
  GPtrArray *practice_items; /* of GlowBoardItem */
  GPtrArray *gone_items;     /* of GlowBoardItem: unplugged, and known when they return */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowBoardList,
                               glow_board_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

static GType
glow_board_list_get_item_type (GListModel *model)
{
  return GLOW_TYPE_BOARD_ITEM;
}

static guint
glow_board_list_get_n_items (GListModel *model)
{
  GlowBoardList *self = GLOW_BOARD_LIST (model);

  return self->port_items->len + self->practice_items->len;
}

static gpointer
glow_board_list_get_item (GListModel *model, guint position)
{
  GlowBoardList *self = GLOW_BOARD_LIST (model);

  if (position < self->port_items->len)
    return g_object_ref (g_ptr_array_index (self->port_items, position));
  position -= self->port_items->len;
  if (position < self->practice_items->len)
    return g_object_ref (g_ptr_array_index (self->practice_items, position));
  return NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = glow_board_list_get_item_type;
  iface->get_n_items = glow_board_list_get_n_items;
  iface->get_item = glow_board_list_get_item;
}

static GlowBoardItem *
steal_item (GPtrArray *items, GlowPort *port)
{
  for (guint i = 0; i < items->len; i++) {
    if (glow_board_item_update_port (g_ptr_array_index (items, i), port))
      return g_ptr_array_steal_index (items, i);
  }
  return NULL;
}

/* An entry outlives a change of its port's state, place and node, so that what is known
 * of the board, the choice of it and the run on it last. */
static GlowBoardItem *
take_item (GlowBoardList *self, GPtrArray *old_items, GlowPort *port)
{
  GlowBoardItem *item = steal_item (old_items, port);

  if (item == NULL)
    item = steal_item (self->gone_items, port);
  return item ? item : glow_board_item_new_port (port);
}

static void
ports_changed_cb (GlowBoardList *self,
                  guint position,
                  guint removed,
                  guint added,
                  GListModel *ports)
{
  g_autoptr (GPtrArray) old_items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < removed; i++)
    g_ptr_array_add (old_items, g_ptr_array_steal_index (self->port_items, position));
  for (guint i = 0; i < added; i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (ports, position + i);

    g_ptr_array_insert (self->port_items, (int) (position + i),
                        take_item (self, old_items, port));
  }
  for (guint i = 0; i < old_items->len; i++)
    glow_board_item_set_gone (g_ptr_array_index (old_items, i));
  g_ptr_array_extend_and_steal (self->gone_items, g_steal_pointer (&old_items));
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
glow_board_list_finalize (GObject *object)
{
  GlowBoardList *self = GLOW_BOARD_LIST (object);

  g_clear_object (&self->ports);
  g_ptr_array_unref (self->port_items);
  g_ptr_array_unref (self->practice_items);
  g_ptr_array_unref (self->gone_items);
  G_OBJECT_CLASS (glow_board_list_parent_class)->finalize (object);
}

static void
glow_board_list_class_init (GlowBoardListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_board_list_finalize;
}

static void
glow_board_list_init (GlowBoardList *self)
{
  self->port_items = g_ptr_array_new_with_free_func (g_object_unref);
  self->practice_items = g_ptr_array_new_with_free_func (g_object_unref);
  self->gone_items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * glow_board_list_new:
 * @ports: the ports to follow
 *
 * Returns: (transfer full): the list
 */
GlowBoardList *
glow_board_list_new (GlowPortList *ports)
{
  GlowBoardList *self = g_object_new (GLOW_TYPE_BOARD_LIST, NULL);

  self->ports = g_object_ref (ports);
  g_signal_connect_object (ports, "items-changed", G_CALLBACK (ports_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ports_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (ports)),
                    G_LIST_MODEL (ports));
  return self;
}

GlowPortList *
glow_board_list_get_ports (GlowBoardList *self)
{
  return self->ports;
}

static guint
count_practice (GlowBoardList *self, const char *chip)
{
  g_autofree char *prefix = g_strdup_printf ("practice:%s:", chip);
  guint count = 0;

  for (guint i = 0; i < self->practice_items->len; i++) {
    GlowBoardItem *item = g_ptr_array_index (self->practice_items, i);

    if (g_str_has_prefix (glow_board_item_get_id (item), prefix))
      count++;
  }
  return count;
}

/**
 * glow_board_list_add_practice:
 * @chip: as glow_board_config_name() has it
 * @pace: take the time a real board takes
 * @error: %GLOW_ERROR_ARGUMENT for what the simulation does not have
 *
 * Adds a simulated board of 4 MiB at the end of the list.
 *
 * Returns: (transfer none): its entry, or %NULL
 */
GlowBoardItem *
glow_board_list_add_practice (GlowBoardList *self,
                              const char *chip,
                              gboolean pace,
                              GError **error)
{
  g_autofree char *name = g_strdup (chip);
  GlowBoardConfig config;
  g_autoptr (GlowBoard) board = NULL;
  GlowBoardItem *item;
  guint number;

  glow_board_config_init (&config);
  if (!glow_board_config_name (&config, name, error))
    return NULL;
  config.pace = pace;
  board = glow_board_new (&config, error);
  if (board == NULL)
    return NULL;
  number = count_practice (self, glow_board_get_chip_name (board)) + 1;
  item = glow_board_item_new_practice (board, number);
  g_ptr_array_add (self->practice_items, item);
  g_list_model_items_changed (G_LIST_MODEL (self),
                              g_list_model_get_n_items (G_LIST_MODEL (self)) - 1, 0, 1);
  return item;
}

/**
 * glow_board_list_contains:
 * @item: an entry that was in the list
 *
 * Returns: %TRUE if it still is
 */
gboolean
glow_board_list_contains (GlowBoardList *self, GlowBoardItem *item)
{
  return g_ptr_array_find (self->port_items, item, NULL) ||
         g_ptr_array_find (self->practice_items, item, NULL);
}
