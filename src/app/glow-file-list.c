/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-list.h"

#include "glow-file-row.h"

#include <glib/gi18n-lib.h>

struct _GlowFileList {
  AdwBin parent_instance;

  /* owned */
  GListStore *items;  /* of GlowFileItem */
  GlowChipInfo *info; /* (nullable): of the board in the last check */

  /* template children */
  GtkListBox *list_box;
  GtkWidget *placeholder;
  GtkWidget *add_button;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowFileList, glow_file_list, ADW_TYPE_BIN)

static const GlowChip *
get_chip (GlowFileList *self)
{
  return self->info ? self->info->chip : NULL;
}

static void
emit_changed (GlowFileList *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
item_image_cb (GlowFileList *self, GParamSpec *pspec, GlowFileItem *item)
{
  glow_file_item_suggest_offset (item, get_chip (self));
  emit_changed (self);
}

static gboolean
find_item (GlowFileList *self, GlowFileItem *item, guint *position)
{
  return g_list_store_find (self->items, item, position);
}

static void
focus_row (GlowFileList *self, guint position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list_box, (int) position);

  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_grab_focus (self->add_button);
}

static void
row_remove_cb (GlowFileList *self, GlowFileRow *row)
{
  guint n_items;
  guint position;

  if (!find_item (self, glow_file_row_get_item (row), &position))
    return;
  g_list_store_remove (self->items, position);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  focus_row (self, position < n_items ? position : position - 1);
  emit_changed (self);
}

static void
row_move_cb (GlowFileList *self, int rows_down, GlowFileRow *row)
{
  g_autoptr (GlowFileItem) item = g_object_ref (glow_file_row_get_item (row));
  gint64 n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint position;
  gint64 target;

  if (!find_item (self, item, &position))
    return;
  target = (gint64) position + rows_down;
  if (target < 0 || target >= n_items)
    return;
  g_list_store_remove (self->items, position);
  g_list_store_insert (self->items, (guint) target, item);
  focus_row (self, (guint) target);
  emit_changed (self);
}

static void
row_reset_offset_cb (GlowFileList *self, GlowFileRow *row)
{
  glow_file_item_reset_offset (glow_file_row_get_item (row), get_chip (self));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GlowFileList *self = user_data;
  GtkWidget *row = glow_file_row_new (item);

  g_signal_connect_object (row, "remove", G_CALLBACK (row_remove_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "move", G_CALLBACK (row_move_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reset-offset", G_CALLBACK (row_reset_offset_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

/* The list box does not show it beside rows, but a screen reader would find it. */
static void
update_placeholder (GlowFileList *self)
{
  gtk_widget_set_visible (self->placeholder,
                          g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0);
}

static void
glow_file_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FILE_LIST);
  G_OBJECT_CLASS (glow_file_list_parent_class)->dispose (object);
}

static void
glow_file_list_finalize (GObject *object)
{
  GlowFileList *self = GLOW_FILE_LIST (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->info, glow_chip_info_free);
  G_OBJECT_CLASS (glow_file_list_parent_class)->finalize (object);
}

static void
glow_file_list_class_init (GlowFileListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_file_list_dispose;
  object_class->finalize = glow_file_list_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-file-list.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFileList, list_box);
  gtk_widget_class_bind_template_child (widget_class, GlowFileList, placeholder);
  gtk_widget_class_bind_template_child (widget_class, GlowFileList, add_button);
}

static void
glow_file_list_init (GlowFileList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (GLOW_TYPE_FILE_ITEM);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->items), create_row, self,
                           NULL);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (update_placeholder),
                           self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Firmware files"), -1);
}

GListModel *
glow_file_list_get_model (GlowFileList *self)
{
  return G_LIST_MODEL (self->items);
}

static GlowFileItem *
find_file (GlowFileList *self, GFile *file)
{
  GListModel *model = G_LIST_MODEL (self->items);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (model, i);

    if (g_file_equal (glow_file_item_get_file (item), file))
      return item; /* the store holds it */
  }
  return NULL;
}

/**
 * glow_file_list_add:
 * @file: a firmware file
 * @offset_text: its offset as typed, or "" to have it suggested
 * @enabled: whether it is to be flashed
 *
 * Adds a file at the end and starts to read it. One that is in the list already is read
 * anew and ticked instead.
 */
void
glow_file_list_add (GlowFileList *self,
                    GFile *file,
                    const char *offset_text,
                    gboolean enabled)
{
  GlowFileItem *known = find_file (self, file);
  g_autoptr (GlowFileItem) item = NULL;

  if (known) {
    glow_file_item_set_enabled (known, TRUE);
    glow_file_item_load (known);
    return;
  }
  item = glow_file_item_new (file, offset_text, enabled);
  g_signal_connect_object (item, "notify::image", G_CALLBACK (item_image_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::loading", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::offset-text", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::enabled", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_list_store_append (self->items, item);
  glow_file_item_load (item);
}

/**
 * glow_file_list_reload:
 *
 * Reads all ticked files again: they may have been built anew since.
 */
void
glow_file_list_reload (GlowFileList *self)
{
  GListModel *model = G_LIST_MODEL (self->items);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (model, i);

    if (glow_file_item_get_enabled (item))
      glow_file_item_load (item);
  }
}

static void
set_info (GlowFileList *self, const GlowChipInfo *info)
{
  const GlowChip *before = get_chip (self);
  GListModel *model = G_LIST_MODEL (self->items);

  g_clear_pointer (&self->info, glow_chip_info_free);
  self->info = info ? glow_chip_info_copy (info) : NULL;
  if (get_chip (self) == before)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (model, i);

    glow_file_item_suggest_offset (item, get_chip (self));
  }
}

/**
 * glow_file_list_check:
 * @info: (nullable): what is known of the board the files are for
 * @check: (out): the sum of it; borrowed items in it live until the list changes
 *
 * Shows in every row what speaks against flashing it, and takes another chip's offsets
 * over where nobody typed one.
 */
void
glow_file_list_check (GlowFileList *self, const GlowChipInfo *info, GlowFileCheck *check)
{
  set_info (self, info);
  glow_file_check_run (G_LIST_MODEL (self->items), info, check);
}
