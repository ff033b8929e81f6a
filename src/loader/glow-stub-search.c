/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-stub-search.h"

#include <string.h>

/* Where esptool is put, below the home folder: pip, pipx, Arduino, PlatformIO, ESP-IDF.
 */
static const char *const home_patterns[] = {
  ".local/lib/python3*/site-packages/esptool",
  ".local/share/pipx/venvs/esptool/lib/python3*/site-packages/esptool",
  ".local/pipx/venvs/esptool/lib/python3*/site-packages/esptool",
  ".espressif/python_env/*/lib/python3*/site-packages/esptool",
  ".platformio/packages/tool-esptoolpy*/esptool",
  ".platformio/penv/lib/python3*/site-packages/esptool",
  ".arduino15/packages/*/tools/esptool*/*/esptool",
  ".arduino15/packages/*/tools/esptool*/*/_internal/esptool",
};

/* The same for the whole computer: pip and the distributions. */
static const char *const system_patterns[] = {
  "usr/local/lib/python3*/dist-packages/esptool",
  "usr/local/lib/python3*/site-packages/esptool",
  "usr/lib/python3/dist-packages/esptool",
  "usr/lib/python3*/site-packages/esptool",
};

/* newer versions first, as far as a name tells */
static gint
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *key_a = g_utf8_collate_key_for_filename (*(char *const *) a, -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (*(char *const *) b, -1);

  return strcmp (key_b, key_a);
}

static GPtrArray *
list_matches (const char *dir_name, const char *pattern)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (dir_name, 0, NULL);
  g_autoptr (GPatternSpec) spec = g_pattern_spec_new (pattern);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    if (g_utf8_validate (name, -1, NULL) && g_pattern_spec_match_string (spec, name))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
add_matches (GPtrArray *dirs, const char *base, const char *const *components)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!*components) {
    g_ptr_array_add (dirs, g_strdup (base));
    return;
  }
  if (!strchr (*components, '*')) {
    g_autofree char *path = g_build_filename (base, *components, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      add_matches (dirs, path, components + 1);
    return;
  }
  names = list_matches (base, *components);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path =
      g_build_filename (base, (const char *) g_ptr_array_index (names, i), NULL);

    add_matches (dirs, path, components + 1);
  }
}

static void
add_pattern (GPtrArray *dirs, const char *base, const char *pattern)
{
  g_auto (GStrv) components = g_strsplit (pattern, "/", -1);

  add_matches (dirs, base, (const char *const *) components);
}

/* the single old files were named without "esp"; the P4's were for its early revisions,
 * whose RAM is elsewhere; protocol.md 6.3 */
static char *
dup_old_file_name (const char *name)
{
  if (!g_str_has_prefix (name, "esp") || g_str_equal (name, "esp32p4"))
    return NULL;
  if (g_str_equal (name, "esp32p4-rev1"))
    return g_strdup ("stub_flasher_32p4.json");
  return g_strdup_printf ("stub_flasher_%s.json", name + strlen ("esp"));
}

static char *
find_in (GPtrArray *dirs, const char *generation, const char *file_name)
{
  for (guint i = 0; i < dirs->len; i++) {
    g_autofree char *path =
      g_build_filename ((const char *) g_ptr_array_index (dirs, i), "targets",
                        "stub_flasher", generation, file_name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

/**
 * glow_stub_search:
 * @root: where the system's folders are: "/"
 * @home: the user's home folder
 * @name: file name without ".json", such as "esp32"
 *
 * The new stubs of any installation come before the older ones of any, and the user's
 * installations before the computer's. The folder "2" has the new ones, "1" the older
 * ones; before there were folders, each file had a name of its own (protocol.md 6.3).
 *
 * Returns: (transfer full) (nullable): path of the file
 */
char *
glow_stub_search (const char *root, const char *home, const char *name)
{
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *file_name = g_strconcat (name, ".json", NULL);
  g_autofree char *old_file_name = dup_old_file_name (name);
  char *path;

  for (guint i = 0; i < G_N_ELEMENTS (home_patterns); i++)
    add_pattern (dirs, home, home_patterns[i]);
  for (guint i = 0; i < G_N_ELEMENTS (system_patterns); i++)
    add_pattern (dirs, root, system_patterns[i]);
  path = find_in (dirs, "2", file_name);
  if (!path)
    path = find_in (dirs, "1", file_name);
  if (!path && old_file_name)
    path = find_in (dirs, ".", old_file_name);
  return path;
}
