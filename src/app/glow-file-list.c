/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-list.h"

#include "glow-file-row.h"

#include <glib/gi18n-lib.h>

/* A row takes about a millisecond to make: a folder full of them must not stop the
 * window. */
#define ADD_BUDGET_US 5000

struct _GlowFileList {
  AdwBin parent_instance;

  /* owned */
  GListStore *sources;        /* of GlowFileSource */
  GtkFlattenListModel *items; /* of GlowFileItem: those of all sources */
  GQueue pending;          /* of GlowFileSource: to be added as soon as there is time */
  GSource *pending_source; /* (nullable): a turn of that is to come */
  GlowChipInfo *info;      /* (nullable): of the board in the last check */

  /* template children */
  GtkListBox *list_box;
  GtkWidget *placeholder;
  GtkWidget *add_button;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_OPEN_DETAILS,
  SIGNAL_CHOOSE_BUILD,
  SIGNAL_OVERRIDE,
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

static GlowFileSource *
get_source (GlowFileItem *item)
{
  return GLOW_FILE_SOURCE (glow_file_item_get_source (item));
}

static void
focus_item (GlowFileList *self, GlowFileItem *item)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list_box, i)); i++) {
    if (glow_file_row_get_item (GLOW_FILE_ROW (row)) == item) {
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return;
    }
  }
}

static void
focus_row (GlowFileList *self, int position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list_box, position);

  if (row == NULL && position > 0)
    row = gtk_list_box_get_row_at_index (self->list_box, position - 1);
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_grab_focus (self->add_button);
}

static void
row_remove_cb (GlowFileList *self, GlowFileRow *row)
{
  g_autoptr (GlowFileItem) item = g_object_ref (glow_file_row_get_item (row));
  GlowFileSource *source = get_source (item);
  int place = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  guint position;

  if (!glow_file_source_remove_item (source, item) &&
      g_list_store_find (self->sources, source, &position))
    g_list_store_remove (self->sources, position);
  focus_row (self, place);
  emit_changed (self);
}

static void
row_move_cb (GlowFileList *self, int rows_down, GlowFileRow *row)
{
  g_autoptr (GlowFileItem) item = g_object_ref (glow_file_row_get_item (row));
  g_autoptr (GlowFileSource) source = g_object_ref (get_source (item));
  gint64 n_sources = g_list_model_get_n_items (G_LIST_MODEL (self->sources));
  guint position;
  gint64 target;

  if (glow_file_item_get_kind (item) == GLOW_FILE_ITEM_PART) {
    glow_file_source_move_item (source, item, rows_down);
  } else if (g_list_store_find (self->sources, source, &position)) {
    target = (gint64) position + rows_down;
    if (target < 0 || target >= n_sources)
      return;
    g_list_store_remove (self->sources, position);
    g_list_store_insert (self->sources, (guint) target, source);
  }
  focus_item (self, item);
  emit_changed (self);
}

static void
row_reset_offset_cb (GlowFileList *self, GlowFileRow *row)
{
  glow_file_item_reset_offset (glow_file_row_get_item (row));
}

static void
row_act_cb (GlowFileList *self, const char *act, GlowFileRow *row)
{
  GlowFileItem *item = glow_file_row_get_item (row);

  if (g_str_equal (act, "details"))
    g_signal_emit (self, signals[SIGNAL_OPEN_DETAILS], 0, item);
  else if (g_str_equal (act, "choose"))
    g_signal_emit (self, signals[SIGNAL_CHOOSE_BUILD], 0, item);
  else
    g_signal_emit (self, signals[SIGNAL_OVERRIDE], 0, item);
}

static void
row_activated_cb (GlowFileList *self, GlowFileRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_DETAILS], 0, glow_file_row_get_item (row));
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
  g_signal_connect_object (row, "act", G_CALLBACK (row_act_cb), self, G_CONNECT_SWAPPED);
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
  GlowFileList *self = GLOW_FILE_LIST (object);

  if (self->pending_source)
    g_source_destroy (self->pending_source);
  g_clear_pointer (&self->pending_source, g_source_unref);
  g_queue_clear_full (&self->pending, g_object_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FILE_LIST);
  G_OBJECT_CLASS (glow_file_list_parent_class)->dispose (object);
}

static void
glow_file_list_finalize (GObject *object)
{
  GlowFileList *self = GLOW_FILE_LIST (object);

  g_clear_object (&self->items);
  g_clear_object (&self->sources);
  g_clear_pointer (&self->info, glow_chip_info_free);
  G_OBJECT_CLASS (glow_file_list_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  static const char *const item_signals[] = {
    [SIGNAL_OPEN_DETAILS] = "open-details",
    [SIGNAL_CHOOSE_BUILD] = "choose-build",
    [SIGNAL_OVERRIDE] = "override",
  };

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  for (guint i = SIGNAL_OPEN_DETAILS; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (item_signals[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, GLOW_TYPE_FILE_ITEM);
}

static void
glow_file_list_class_init (GlowFileListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_file_list_dispose;
  object_class->finalize = glow_file_list_finalize;
  install_signals (G_TYPE_FROM_CLASS (klass));
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-file-list.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFileList, list_box);
  gtk_widget_class_bind_template_child (widget_class, GlowFileList, placeholder);
  gtk_widget_class_bind_template_child (widget_class, GlowFileList, add_button);
}

static gpointer
get_items (gpointer source, gpointer user_data)
{
  g_autoptr (GlowFileSource) taken = source;

  return g_object_ref (glow_file_source_get_items (taken));
}

static void
create_models (GlowFileList *self)
{
  GtkMapListModel *lists;

  self->sources = g_list_store_new (GLOW_TYPE_FILE_SOURCE);
  lists = gtk_map_list_model_new (G_LIST_MODEL (g_object_ref (self->sources)), get_items,
                                  NULL, NULL);
  self->items = gtk_flatten_list_model_new (G_LIST_MODEL (lists));
}

/* The split button gives its arrow a tooltip, and to a screen reader no name: GTK 4.8
 * then says "GtkMenuButton". */
static void
name_dropdown (GtkWidget *split_button)
{
  const char *name =
    adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split_button));
  GtkWidget *child = gtk_widget_get_first_child (split_button);

  for (; child; child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_MENU_BUTTON (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  }
}

static void
glow_file_list_init (GlowFileList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_queue_init (&self->pending);
  create_models (self);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->items), create_row, self,
                           NULL);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (update_placeholder),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_box, "row-activated", G_CALLBACK (row_activated_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Firmware files"), -1);
  name_dropdown (self->add_button);
}

GListModel *
glow_file_list_get_model (GlowFileList *self)
{
  return G_LIST_MODEL (self->items);
}

GListModel *
glow_file_list_get_sources (GlowFileList *self)
{
  return G_LIST_MODEL (self->sources);
}

static GlowFileSource *
find_file (GlowFileList *self, GFile *file)
{
  GListModel *model = G_LIST_MODEL (self->sources);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileSource) source = g_list_model_get_item (model, i);
    GFile *known = glow_file_source_get_file (source);

    if (known && g_file_equal (known, file))
      return source; /* the store holds it */
  }
  return NULL;
}

static void
read_again (GlowFileSource *source)
{
  g_autoptr (GlowFileItem) head =
    g_list_model_get_item (glow_file_source_get_items (source), 0);

  glow_file_item_set_enabled (head, TRUE);
  glow_file_source_load (source);
}

static void
add_now (GlowFileList *self, GlowFileSource *source)
{
  GFile *file = glow_file_source_get_file (source);
  GlowFileSource *known = file ? find_file (self, file) : NULL;

  if (known) {
    read_again (known);
    return;
  }
  g_signal_connect_object (source, "changed", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  glow_file_source_set_chip (source, get_chip (self));
  g_list_store_append (self->sources, source);
  glow_file_source_load (source);
  emit_changed (self);
}

static gboolean
add_pending_cb (gpointer user_data)
{
  GlowFileList *self = user_data;
  gint64 end = g_get_monotonic_time () + ADD_BUDGET_US;

  while (!g_queue_is_empty (&self->pending) && g_get_monotonic_time () < end) {
    g_autoptr (GlowFileSource) source = g_queue_pop_head (&self->pending);

    add_now (self, source);
  }
  if (!g_queue_is_empty (&self->pending))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->pending_source, g_source_unref);
  return G_SOURCE_REMOVE;
}

/**
 * glow_file_list_add_source:
 * @source: something to flash
 *
 * Adds it at the end and starts to read it, as soon as there is time. One that is in the
 * list already is read anew and ticked instead.
 */
void
glow_file_list_add_source (GlowFileList *self, GlowFileSource *source)
{
  g_queue_push_tail (&self->pending, g_object_ref (source));
  if (self->pending_source)
    return;
  self->pending_source = g_idle_source_new ();
  g_source_set_callback (self->pending_source, add_pending_cb, self, NULL);
  g_source_attach (self->pending_source, NULL);
}

/**
 * glow_file_list_add:
 * @file: a firmware file, or a folder
 *
 * As glow_file_list_add_source(), of a new source.
 */
void
glow_file_list_add (GlowFileList *self, GFile *file)
{
  g_autoptr (GlowFileSource) source = glow_file_source_new (file);

  glow_file_list_add_source (self, source);
}

gboolean
glow_file_list_is_settled (GlowFileList *self)
{
  GListModel *model = G_LIST_MODEL (self->sources);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileSource) source = g_list_model_get_item (model, i);

    if (glow_file_source_is_loading (source))
      return FALSE;
  }
  return g_queue_is_empty (&self->pending);
}

/**
 * glow_file_list_reload:
 *
 * Reads all ticked files again: they may have been built anew since.
 */
void
glow_file_list_reload (GlowFileList *self)
{
  GListModel *model = G_LIST_MODEL (self->sources);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileSource) source = g_list_model_get_item (model, i);
    g_autoptr (GlowFileItem) head =
      g_list_model_get_item (glow_file_source_get_items (source), 0);

    if (glow_file_item_get_enabled (head))
      glow_file_source_load (source);
  }
  /* what came from the web is not read again, and says nothing of itself */
  emit_changed (self);
}

static void
set_info (GlowFileList *self, const GlowChipInfo *info)
{
  const GlowChip *before = get_chip (self);
  GListModel *model = G_LIST_MODEL (self->sources);

  g_clear_pointer (&self->info, glow_chip_info_free);
  self->info = info ? glow_chip_info_copy (info) : NULL;
  if (get_chip (self) == before)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileSource) source = g_list_model_get_item (model, i);

    glow_file_source_set_chip (source, get_chip (self));
  }
}

/**
 * glow_file_list_check:
 * @context: what the files are checked against
 * @check: (out): the sum of it; borrowed items in it live until the list changes
 *
 * Shows in every row what speaks against flashing it, and takes another chip's builds and
 * offsets over where nobody has chosen or typed.
 */
void
glow_file_list_check (GlowFileList *self,
                      const GlowFileContext *context,
                      GlowFileCheck *check)
{
  set_info (self, context->info);
  glow_file_check_run (G_LIST_MODEL (self->items), context, check);
}
