/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-source.h"

#include "glow-build-text.h"

#include <glib/gi18n-lib.h>

struct _GlowFileSource {
  GObject parent_instance;

  /* owned */
  GFile *file;               /* (nullable): came from the web */
  GlowFirmwareSet *set;      /* (nullable): loading, or it can't be read */
  GError *error;             /* (nullable): why it can't be read */
  GListStore *items;         /* of GlowFileItem; the first is always there */
  GlowFirmwareBuild *build;  /* (nullable): the one whose files are in @items */
  char *chosen_label;        /* (nullable): of the build that somebody chose */
  GHashTable *remembered;    /* char* name of a part: Remembered* */
  GHashTable *removed;       /* char* name of a part of @build: not to come back */
  GCancellable *cancellable; /* (nullable): loading */

  const GlowChip *chip; /* (nullable): not known yet */
  GlowBuildChoice choice;
};

/* What was set for a part that may come back. */
typedef struct {
  char *offset_text;
  gboolean enabled;
} Remembered;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowFileSource, glow_file_source, G_TYPE_OBJECT)

static void
remembered_free (gpointer data)
{
  Remembered *self = data;

  g_free (self->offset_text);
  g_free (self);
}

static GlowFileItem *
get_item (GlowFileSource *self, guint index)
{
  g_autoptr (GlowFileItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->items), index);

  return item; /* the store holds it */
}

static GlowFileItem *
get_head (GlowFileSource *self)
{
  return get_item (self, 0);
}

static gboolean
stands_for_itself (GlowFileSource *self)
{
  return self->set && self->build && glow_firmware_set_get_n_builds (self->set) == 1 &&
         glow_firmware_build_get_n_parts (self->build) == 1;
}

static void
remember_item (GlowFileSource *self, GlowFileItem *item)
{
  Remembered *remembered = g_new0 (Remembered, 1);

  /* a suggestion is made anew */
  remembered->offset_text = g_strdup (
    glow_file_item_offset_is_typed (item) ? glow_file_item_get_offset_text (item) : "");
  remembered->enabled = glow_file_item_get_enabled (item);
  g_hash_table_insert (self->remembered, g_strdup (glow_file_item_get_name (item)),
                       remembered);
}

static void
recall_item (GlowFileSource *self, GlowFileItem *item)
{
  const Remembered *remembered =
    g_hash_table_lookup (self->remembered, glow_file_item_get_name (item));

  if (remembered == NULL)
    return;
  if (remembered->offset_text[0] != '\0')
    glow_file_item_set_offset_text (item, remembered->offset_text);
  glow_file_item_set_enabled (item, remembered->enabled);
}

static void
fill_item (GlowFileItem *item, const GlowFirmwarePart *part)
{
  glow_file_item_set_given_offset (item, part->has_offset, part->offset);
  glow_file_item_set_image (item, part->image);
}

/* One file may go to several places: each of them has a name of its own. */
static char *
dup_part_name (GlowFirmwareBuild *build, guint index)
{
  const char *name = glow_firmware_build_get_part (build, index)->name;
  guint n_before = 0;

  for (guint i = 0; i < index; i++)
    n_before += g_str_equal (glow_firmware_build_get_part (build, i)->name, name);
  return n_before > 0 ? g_strdup_printf ("%s (%u)", name, n_before + 1) : g_strdup (name);
}

static void
emit_changed (GlowFileSource *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
adopt_item (GlowFileSource *self, GlowFileItem *item)
{
  static const char *const watched[] = { "notify::enabled", "notify::offset-text",
                                         "notify::loading", "notify::overrides" };

  glow_file_item_set_source (item, G_OBJECT (self));
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (item, watched[i], G_CALLBACK (emit_changed), self,
                             G_CONNECT_SWAPPED);
}

static GlowFileItem *
create_part_item (GlowFileSource *self, const char *name, const GlowFirmwarePart *part)
{
  GlowFileItem *item = glow_file_item_new (GLOW_FILE_ITEM_PART, name);

  fill_item (item, part);
  recall_item (self, item);
  adopt_item (self, item);
  return item;
}

static GlowFileItem *
find_part_item (GlowFileSource *self, const char *name)
{
  GListModel *items = G_LIST_MODEL (self->items);

  for (guint i = 1; i < g_list_model_get_n_items (items); i++) {
    if (g_str_equal (glow_file_item_get_name (get_item (self, i)), name))
      return get_item (self, i);
  }
  return NULL;
}

/* (element-type utf8): of the parts that are to have a row, in the order of the build */
static GPtrArray *
list_part_names (GlowFileSource *self, GArray *indices)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < glow_firmware_build_get_n_parts (self->build); i++) {
    g_autofree char *name = dup_part_name (self->build, i);

    if (g_hash_table_contains (self->removed, name))
      continue;
    g_ptr_array_add (names, g_steal_pointer (&name));
    g_array_append_val (indices, i);
  }
  return names;
}

/* Read again, the rows stay: the focus may be in one, and their order is the user's. */
static gboolean
refill_parts (GlowFileSource *self, GPtrArray *names, GArray *indices)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) != names->len + 1)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    if (!find_part_item (self, g_ptr_array_index (names, i)))
      return FALSE;
  }
  for (guint i = 0; i < names->len; i++)
    fill_item (find_part_item (self, g_ptr_array_index (names, i)),
               glow_firmware_build_get_part (self->build,
                                             g_array_index (indices, guint, i)));
  return TRUE;
}

static void
replace_parts (GlowFileSource *self, GPtrArray *names, GArray *indices)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->items)) - 1;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 1; i <= n_before; i++)
    remember_item (self, get_item (self, i));
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (parts, create_part_item (self, g_ptr_array_index (names, i),
                                              glow_firmware_build_get_part (
                                                self->build,
                                                g_array_index (indices, guint, i))));
  if (n_before > 0 || parts->len > 0)
    g_list_store_splice (self->items, 1, n_before, parts->pdata, parts->len);
}

static void
update_parts (GlowFileSource *self)
{
  g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) names = NULL;

  if (self->build && !stands_for_itself (self))
    names = list_part_names (self, indices);
  else
    names = g_ptr_array_new ();
  if (!refill_parts (self, names, indices))
    replace_parts (self, names, indices);
}

static void
update_head (GlowFileSource *self)
{
  GlowFileItem *head = get_head (self);
  g_autofree char *summary = NULL;

  if (self->error) {
    glow_file_item_set_kind (head, GLOW_FILE_ITEM_SINGLE);
    glow_file_item_set_heading (head, NULL, 0);
    glow_file_item_set_error (head, self->error);
    return;
  }
  if (self->set == NULL)
    return;
  if (stands_for_itself (self)) {
    glow_file_item_set_kind (head, GLOW_FILE_ITEM_SINGLE);
    glow_file_item_set_heading (head, NULL, 0);
    fill_item (head, glow_firmware_build_get_part (self->build, 0));
    return;
  }
  summary = glow_build_text_dup_heading (self->set, self->build, self->chip);
  glow_file_item_set_kind (head, GLOW_FILE_ITEM_HEADING);
  glow_file_item_set_heading (head, summary, glow_firmware_set_get_n_builds (self->set));
  glow_file_item_set_image (head, NULL);
}

static void
update (GlowFileSource *self)
{
  GlowFirmwareBuild *build;
  GlowFileItem *head = get_head (self);

  self->choice =
    glow_build_choice_make (self->set, self->chip, self->chosen_label, &build);
  g_set_object (&self->build, build);
  update_head (self);
  update_parts (self);
  glow_file_item_set_loading (head, self->cancellable != NULL);
  emit_changed (self);
}

static void
glow_file_source_dispose (GObject *object)
{
  GlowFileSource *self = GLOW_FILE_SOURCE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (glow_file_source_parent_class)->dispose (object);
}

static void
glow_file_source_finalize (GObject *object)
{
  GlowFileSource *self = GLOW_FILE_SOURCE (object);

  g_clear_object (&self->file);
  g_clear_object (&self->set);
  g_clear_object (&self->build);
  g_clear_object (&self->items);
  g_clear_error (&self->error);
  g_free (self->chosen_label);
  g_hash_table_unref (self->remembered);
  g_hash_table_unref (self->removed);
  G_OBJECT_CLASS (glow_file_source_parent_class)->finalize (object);
}

static void
glow_file_source_class_init (GlowFileSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = glow_file_source_dispose;
  object_class->finalize = glow_file_source_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
glow_file_source_init (GlowFileSource *self)
{
  self->items = g_list_store_new (GLOW_TYPE_FILE_ITEM);
  self->remembered =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, remembered_free);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
add_head (GlowFileSource *self, const char *name)
{
  g_autoptr (GlowFileItem) head = glow_file_item_new (GLOW_FILE_ITEM_SINGLE, name);

  adopt_item (self, head);
  g_list_store_append (self->items, head);
}

/**
 * glow_file_source_new:
 * @file: a file or a folder; it need not exist
 *
 * Call glow_file_source_load() next.
 *
 * Returns: (transfer full): a source of one row
 */
GlowFileSource *
glow_file_source_new (GFile *file)
{
  GlowFileSource *self = g_object_new (GLOW_TYPE_FILE_SOURCE, NULL);
  g_autofree char *basename = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (basename ? basename : "");

  self->file = g_object_ref (file);
  add_head (self, name);
  return self;
}

/**
 * glow_file_source_new_for_set:
 * @set: what was loaded from the web
 *
 * Returns: (transfer full): a source that is not read again
 */
GlowFileSource *
glow_file_source_new_for_set (GlowFirmwareSet *set)
{
  GlowFileSource *self = g_object_new (GLOW_TYPE_FILE_SOURCE, NULL);

  self->set = g_object_ref (set);
  add_head (self, glow_firmware_set_get_name (set));
  update (self);
  return self;
}

/**
 * glow_file_source_remember_build:
 * @label: the build that was chosen before, "" for none
 *
 * For a source that is not loaded yet.
 */
void
glow_file_source_remember_build (GlowFileSource *self, const char *label)
{
  g_free (self->chosen_label);
  self->chosen_label = label[0] != '\0' ? g_strdup (label) : NULL;
}

/**
 * glow_file_source_remember_part:
 * @name: of a row
 * @offset_text: as typed before, "" if nobody typed
 * @enabled: whether it was to be flashed
 *
 * For a source that is not loaded yet.
 */
void
glow_file_source_remember_part (GlowFileSource *self,
                                const char *name,
                                const char *offset_text,
                                gboolean enabled)
{
  Remembered *remembered = g_new0 (Remembered, 1);

  remembered->offset_text = g_strdup (offset_text);
  remembered->enabled = enabled;
  g_hash_table_insert (self->remembered, g_strdup (name), remembered);
  recall_item (self, get_head (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowFileSource) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowFirmwareSet) set = glow_firmware_set_load_finish (result, &error);

  /* a newer load has taken over, or the row is gone */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_set_object (&self->set, set);
  self->error = g_steal_pointer (&error);
  update (self);
}

/**
 * glow_file_source_load:
 *
 * Reads the file, again if it was read before: it may have been built anew. What came
 * from the web stays as it is.
 */
void
glow_file_source_load (GlowFileSource *self)
{
  if (self->file == NULL)
    return;
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  glow_firmware_set_load_async (self->file, self->cancellable, loaded_cb,
                                g_object_ref (self));
  glow_file_item_set_loading (get_head (self), TRUE);
}

gboolean
glow_file_source_is_loading (GlowFileSource *self)
{
  return self->cancellable != NULL;
}

GFile *
glow_file_source_get_file (GlowFileSource *self)
{
  return self->file;
}

GlowFirmwareSet *
glow_file_source_get_set (GlowFileSource *self)
{
  return self->set;
}

const GError *
glow_file_source_get_error (GlowFileSource *self)
{
  return self->error;
}

GListModel *
glow_file_source_get_items (GlowFileSource *self)
{
  return G_LIST_MODEL (self->items);
}

/**
 * glow_file_source_set_chip:
 * @chip: (nullable): the one that has answered
 *
 * May take another build.
 */
void
glow_file_source_set_chip (GlowFileSource *self, const GlowChip *chip)
{
  if (self->chip == chip)
    return;
  self->chip = chip;
  if (self->set && glow_firmware_set_get_n_builds (self->set) > 1)
    update (self);
}

const GlowChip *
glow_file_source_get_chip (GlowFileSource *self)
{
  return self->chip;
}

GlowBuildChoice
glow_file_source_get_choice (GlowFileSource *self)
{
  return self->choice;
}

GlowFirmwareBuild *
glow_file_source_get_build (GlowFileSource *self)
{
  return self->build;
}

/**
 * glow_file_source_choose_build:
 * @build: (nullable): one of the set's; %NULL: the chip decides again
 */
void
glow_file_source_choose_build (GlowFileSource *self, GlowFirmwareBuild *build)
{
  g_free (self->chosen_label);
  self->chosen_label = build ? g_strdup (glow_firmware_build_get_label (build)) : NULL;
  g_hash_table_remove_all (self->removed);
  update (self);
}

const char *
glow_file_source_get_chosen_label (GlowFileSource *self)
{
  return self->chosen_label;
}

/**
 * glow_file_source_move_item:
 * @item: a file of the set
 * @rows: how far down
 *
 * Returns: %FALSE if it would leave the set
 */
gboolean
glow_file_source_move_item (GlowFileSource *self, GlowFileItem *item, int rows)
{
  g_autoptr (GlowFileItem) kept = g_object_ref (item);
  gint64 n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint position;
  gint64 target;

  if (!g_list_store_find (self->items, item, &position) || position == 0)
    return FALSE;
  target = (gint64) position + rows;
  if (target < 1 || target >= n_items)
    return FALSE;
  g_list_store_remove (self->items, position);
  g_list_store_insert (self->items, (guint) target, item);
  return TRUE;
}

/**
 * glow_file_source_remove_item:
 * @item: a file of the set
 *
 * Returns: %FALSE if the whole source is to be removed instead
 */
gboolean
glow_file_source_remove_item (GlowFileSource *self, GlowFileItem *item)
{
  guint position;

  if (!g_list_store_find (self->items, item, &position) || position == 0 ||
      g_list_model_get_n_items (G_LIST_MODEL (self->items)) <= 2)
    return FALSE;
  g_hash_table_add (self->removed, g_strdup (glow_file_item_get_name (item)));
  g_list_store_remove (self->items, position);
  return TRUE;
}
