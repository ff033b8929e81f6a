/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-folder.h"

#include "glow-error.h"
#include "glow-set-path.h"
#include "glow-set-source.h"
#include "glow-set-tree.h"

#include <string.h>

#define MAX_DEPTH   5     /* folders; .pio/build/NAME is 3 */
#define MAX_VISITED 50000 /* files and folders looked at */
#define MAX_FOUND   500   /* files that may be firmware */

/* The walk, folder by folder from the top. */
typedef struct {
  const char *root; /* borrowed */
  GQueue folders;   /* owned, of char *: relative, still to be looked at */
  GPtrArray *paths; /* borrowed, of char *: what was found */
  guint n_visited;
  GCancellable *cancellable; /* borrowed (nullable) */
} Walk;

static guint
count_depth (const char *path)
{
  guint depth = *path ? 1 : 0;

  for (; *path; path++)
    depth += *path == '/';
  return depth;
}

/* Trees that hold thousands of files and no firmware of their own. */
static gboolean
is_dull (const char *name)
{
  static const char *const names[] = { "CMakeFiles", "esp-idf", "managed_components",
                                       "node_modules", "libdeps" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (name, names[i]))
      return TRUE;
  }
  return *name == '.' && !g_str_equal (name, ".pio");
}

static void
visit (Walk *walk, const char *folder, const char *name)
{
  g_autofree char *path =
    *folder ? g_strconcat (folder, "/", name, NULL) : g_strdup (name);
  g_autofree char *full = g_build_filename (walk->root, path, NULL);

  /* links to folders are not followed: they may lead out, or round in a circle */
  if (g_file_test (full, G_FILE_TEST_IS_DIR)) {
    if (!is_dull (name) && count_depth (path) <= MAX_DEPTH &&
        !g_file_test (full, G_FILE_TEST_IS_SYMLINK))
      g_queue_push_tail (&walk->folders, g_steal_pointer (&path));
  } else if (*name != '.' && glow_set_path_is_wanted (name)) {
    g_ptr_array_add (walk->paths, g_steal_pointer (&path));
  }
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names, since a directory has none of its own. */
static GPtrArray *
list_names (Walk *walk, const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *full = g_build_filename (walk->root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;

  while (dir && walk->n_visited < MAX_VISITED && (name = g_dir_read_name (dir))) {
    walk->n_visited++;
    g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
look (Walk *walk, GError **error)
{
  while (!g_queue_is_empty (&walk->folders)) {
    g_autofree char *folder = g_queue_pop_head (&walk->folders);
    g_autoptr (GPtrArray) names = list_names (walk, folder);

    if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
      return FALSE;
    for (guint i = 0; i < names->len; i++)
      visit (walk, folder, g_ptr_array_index (names, i));
    if (walk->n_visited >= MAX_VISITED || walk->paths->len > MAX_FOUND) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                   "the folder holds too much to look through: %u files, %u of them "
                   "may be firmware",
                   walk->n_visited, walk->paths->len);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * glow_set_folder_load:
 * @set: gets the builds
 * @root: a folder of this system
 * @cancellable: (nullable): stops it
 * @error: %GLOW_ERROR_FILE, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE if there are any
 */
gboolean
glow_set_folder_load (GlowFirmwareSet *set,
                      const char *root,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GlowSetSource) source = glow_set_source_new_folder (root);
  g_autofree char *name = g_path_get_basename (root);
  Walk walk = { root, G_QUEUE_INIT, paths, 0, cancellable };
  gboolean found;

  g_queue_push_tail (&walk.folders, g_strdup (""));
  found = look (&walk, error);
  g_queue_clear_full (&walk.folders, g_free);
  return found && glow_set_tree_load (set, paths, name, source, cancellable, error);
}
