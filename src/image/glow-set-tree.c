/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-tree.h"

#include "glow-error.h"
#include "glow-set-group.h"
#include "glow-set-loader.h"
#include "glow-set-path.h"

#include <string.h>

/* What is done with one tree. */
typedef struct {
  GlowFirmwareSet *set;  /* borrowed */
  GPtrArray *paths;      /* borrowed, of char * */
  const char *name;      /* borrowed */
  GlowSetSource *source; /* borrowed */
  GHashTable *folders;   /* borrowed: folders that a list was taken from */
  GHashTable *used;      /* borrowed: paths that lists name */
  char *list;            /* owned (nullable): the last list taken */
  guint n_lists;
  GlowFirmwareSetKind kind;  /* without a list */
  GCancellable *cancellable; /* borrowed (nullable) */
} Tree;

static guint
count_depth (const char *path)
{
  guint depth = 0;

  for (; *path; path++)
    depth += *path == '/';
  return depth;
}

/* flasher_args.json says more than the flash_args beside it. */
static guint
list_rank (const char *path)
{
  if (g_str_has_suffix (path, "flasher_args.json"))
    return 0;
  if (g_str_has_suffix (path, ".json"))
    return 1;
  return g_str_has_suffix (path, "flash_args") ? 2 : 3;
}

static gint
compare_lists (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  guint left_depth = count_depth (left);
  guint right_depth = count_depth (right);

  if (left_depth != right_depth)
    return left_depth < right_depth ? -1 : 1;
  if (list_rank (left) != list_rank (right))
    return list_rank (left) < list_rank (right) ? -1 : 1;
  return strcmp (left, right);
}

static GPtrArray *
sort_lists (Tree *tree)
{
  GPtrArray *lists = g_ptr_array_new ();

  for (guint i = 0; i < tree->paths->len; i++) {
    if (glow_set_path_is_list (g_ptr_array_index (tree->paths, i)))
      g_ptr_array_add (lists, g_ptr_array_index (tree->paths, i));
  }
  g_ptr_array_sort (lists, compare_lists);
  return lists;
}

static gboolean
has_path (Tree *tree, const char *path)
{
  for (guint i = 0; i < tree->paths->len; i++) {
    if (g_str_equal (g_ptr_array_index (tree->paths, i), path))
      return TRUE;
  }
  return FALSE;
}

static void
remember_used (Tree *tree, const GlowRecipe *recipe, const char *folder)
{
  for (guint i = 0; i < recipe->builds->len; i++) {
    GlowRecipeBuild *build = g_ptr_array_index (recipe->builds, i);

    for (guint j = 0; j < build->parts->len; j++) {
      GlowRecipePart *part = g_ptr_array_index (build->parts, j);
      char *clean = glow_set_path_resolve (folder, part->path);

      if (clean)
        g_hash_table_add (tree->used, clean);
    }
  }
}

/* "esp32s3" of esp32s3/build/flasher_args.json, "" of build/flasher_args.json */
static char *
dup_list_name (Tree *tree, const char *folder)
{
  g_autofree char *last = g_path_get_basename (folder);
  g_autofree char *above = glow_set_path_dup_folder (folder);

  if (!*folder)
    return g_strdup (tree->name);
  if (g_str_equal (last, "build"))
    return *above ? g_path_get_basename (above) : g_strdup (tree->name);
  return g_steal_pointer (&last);
}

/* A manifest that somebody saved without its files is of no use, and no reason to hide
 * the firmware beside it. */
static gboolean
has_any_file (Tree *tree, const GlowRecipe *recipe, const char *folder)
{
  for (guint i = 0; i < recipe->builds->len; i++) {
    GlowRecipeBuild *build = g_ptr_array_index (recipe->builds, i);

    for (guint j = 0; j < build->parts->len; j++) {
      GlowRecipePart *part = g_ptr_array_index (build->parts, j);
      g_autofree char *clean = glow_set_path_resolve (folder, part->path);

      if (part->foreign || (clean && has_path (tree, clean)))
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
take_recipe (Tree *tree, GlowRecipe *recipe, const char *path, GError **error)
{
  g_autofree char *folder = glow_set_path_dup_folder (path);
  g_autofree char *name = dup_list_name (tree, folder);

  if (!has_any_file (tree, recipe, folder)) {
    glow_firmware_set_leave_out (tree->set, GLOW_FIRMWARE_NOTE_LIST_ALONE, path, NULL);
    return TRUE;
  }
  tree->n_lists++;
  g_hash_table_add (tree->folders, g_strdup (folder));
  g_free (tree->list);
  tree->list = g_strdup (path);
  remember_used (tree, recipe, folder);
  return glow_set_loader_add_recipe (tree->set, recipe, name, tree->source, folder,
                                     tree->cancellable, error);
}

/* A folder has one list, or several manifests. */
static gboolean
is_covered (Tree *tree, const char *path)
{
  g_autofree char *folder = glow_set_path_dup_folder (path);

  return list_rank (path) != 1 && g_hash_table_contains (tree->folders, folder);
}

static gboolean
take_list (Tree *tree, const char *path, GError **error)
{
  g_autoptr (GlowFirmwareNote) why = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GlowImage) image = NULL;
  g_autoptr (GlowRecipe) recipe = NULL;

  if (is_covered (tree, path))
    return TRUE;
  image = glow_set_source_read (tree->source, "", path, &why, tree->cancellable, error);
  if (!image)
    return why != NULL;
  recipe = glow_set_loader_parse_list (glow_image_get_bytes (image), path, &cause);
  if (recipe)
    return take_recipe (tree, recipe, path, error);
  if (cause)
    glow_firmware_set_leave_out (tree->set, GLOW_FIRMWARE_NOTE_FILE_UNREADABLE, path,
                                 cause->message);
  return TRUE;
}

/* Lists of one level only: what lies deeper belongs to parts of the same project. */
static gboolean
take_lists (Tree *tree, GError **error)
{
  g_autoptr (GPtrArray) lists = sort_lists (tree);
  guint depth = G_MAXUINT;

  for (guint i = 0; i < lists->len; i++) {
    const char *path = g_ptr_array_index (lists, i);

    if (count_depth (path) > depth)
      break;
    if (!take_list (tree, path, error))
      return FALSE;
    if (tree->list)
      depth = count_depth (path);
  }
  return TRUE;
}

static void
leave_out_unused (Tree *tree)
{
  for (guint i = 0; i < tree->paths->len; i++) {
    const char *path = g_ptr_array_index (tree->paths, i);

    if (glow_set_path_is_image (path) && !g_hash_table_contains (tree->used, path))
      glow_firmware_set_leave_out (tree->set, GLOW_FIRMWARE_NOTE_NOT_NAMED, path,
                                   tree->list);
  }
}

static gboolean
group_images (Tree *tree, GError **error)
{
  g_autoptr (GlowSetGroup) group = glow_set_group_new (tree->set);

  for (guint i = 0; i < tree->paths->len; i++) {
    const char *path = g_ptr_array_index (tree->paths, i);
    g_autoptr (GlowFirmwareNote) why = NULL;
    g_autoptr (GlowImage) image = NULL;

    if (!glow_set_path_is_image (path))
      continue;
    image = glow_set_source_read (tree->source, "", path, &why, tree->cancellable, error);
    if (!image && !why)
      return FALSE;
    if (why)
      glow_firmware_set_add_left_out (tree->set, g_steal_pointer (&why));
    else if (!glow_set_group_add (group, path, image, tree->cancellable, error))
      return FALSE;
  }
  glow_set_group_finish (group, tree->name);
  return TRUE;
}

static gboolean
load (Tree *tree, GError **error)
{
  if (!take_lists (tree, error))
    return FALSE;
  if (tree->n_lists > 1) {
    glow_firmware_set_set_kind (tree->set, tree->kind);
    glow_firmware_set_set_name (tree->set, tree->name);
    glow_firmware_set_set_version (tree->set, NULL);
  }
  if (tree->list)
    leave_out_unused (tree);
  else if (!group_images (tree, error))
    return FALSE;
  if (glow_firmware_set_get_n_builds (tree->set) > 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s holds no firmware", tree->name);
  return FALSE;
}

/**
 * glow_set_tree_load:
 * @set: gets the builds, and what is left out of them
 * @paths: (element-type utf8): files relative to the root of @source
 * @name: of the folder or archive
 * @source: where they are
 * @cancellable: (nullable): stops it
 * @error: %GLOW_ERROR_FILE if there is no firmware, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE if there are builds
 */
gboolean
glow_set_tree_load (GlowFirmwareSet *set,
                    GPtrArray *paths,
                    const char *name,
                    GlowSetSource *source,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GHashTable) folders =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) used =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Tree tree = { .set = set,
                .paths = paths,
                .name = name,
                .source = source,
                .folders = folders,
                .used = used,
                .kind = glow_firmware_set_get_kind (set),
                .cancellable = cancellable };
  gboolean loaded = load (&tree, error);

  g_free (tree.list);
  return loaded;
}
