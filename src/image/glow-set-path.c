/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-path.h"

#include <string.h>

#define MAX_PATH 1024 /* bytes */

static gboolean
has_ending (const char *path, const char *const *endings)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; endings[i]; i++) {
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  }
  return FALSE;
}

/* FALSE: it leaves the folder */
static gboolean
walk (GPtrArray *parts, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, "/", -1);

  for (guint i = 0; steps[i]; i++) {
    if (!*steps[i] || g_str_equal (steps[i], "."))
      continue;
    if (!g_str_equal (steps[i], ".."))
      g_ptr_array_add (parts, g_strdup (steps[i]));
    else if (parts->len == 0)
      return FALSE;
    else
      g_ptr_array_set_size (parts, (gint) parts->len - 1);
  }
  return TRUE;
}

/**
 * glow_set_path_resolve:
 * @folder: the folder of the list, relative to the root; "" for the root
 * @path: as in the list; backslashes are taken for slashes
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): @path relative to the root, or %NULL if it is
 * absolute or leaves the root
 */
char *
glow_set_path_resolve (const char *folder, const char *path)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *slashes = g_strdelimit (g_strndup (path, MAX_PATH + 1), "\\", '/');

  if (strlen (slashes) > MAX_PATH || *slashes == '/' ||
      (g_ascii_isalpha (slashes[0]) && slashes[1] == ':'))
    return NULL;
  if (!walk (parts, folder) || !walk (parts, slashes) || parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("/", (char **) parts->pdata);
}

/**
 * glow_set_path_dup_folder:
 * @path: relative, with slashes
 *
 * Returns: (transfer full): its folder; "" for a file in the root
 */
char *
glow_set_path_dup_folder (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
}

/**
 * glow_set_path_dup_stem:
 * @path: with slashes
 *
 * Returns: (transfer full): the name without folder, ".gz" and the last ending
 */
char *
glow_set_path_dup_stem (const char *path)
{
  const char *slash = strrchr (path, '/');
  char *stem = g_strdup (slash ? slash + 1 : path);
  char *dot;

  if (g_str_has_suffix (stem, ".gz"))
    stem[strlen (stem) - 3] = '\0';
  dot = strrchr (stem, '.');
  if (dot && dot != stem)
    *dot = '\0';
  return stem;
}

/* what file managers and version control leave behind; PlatformIO builds in .pio */
gboolean
glow_set_path_is_hidden (const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, "/", -1);

  for (guint i = 0; steps[i]; i++) {
    if (g_str_equal (steps[i], "__MACOSX"))
      return TRUE;
    if (*steps[i] == '.' && !g_str_equal (steps[i], ".pio") && steps[i][1] &&
        !g_str_equal (steps[i], ".."))
      return TRUE;
  }
  return FALSE;
}

gboolean
glow_set_path_is_archive (const char *path)
{
  static const char *const endings[] = { ".zip",    ".tar",     ".tgz", ".7z",
                                         ".tar.gz", ".tar.bz2", ".xz",  NULL };

  return has_ending (path, endings);
}

/* A name that firmware has. What it is, its content says. */
gboolean
glow_set_path_is_image (const char *path)
{
  static const char *const endings[] = { ".bin", ".img", ".app-bin", ".uf2", ".hex",
                                         ".rom", ".fw",  ".bin.gz",  NULL };

  return has_ending (path, endings);
}

/* A name that lists of files have. */
gboolean
glow_set_path_is_list (const char *path)
{
  static const char *const endings[] = { ".json", "flash_args", "flash_project_args",
                                         ".conf", NULL };

  return has_ending (path, endings);
}

gboolean
glow_set_path_is_wanted (const char *path)
{
  return glow_set_path_is_image (path) || glow_set_path_is_list (path);
}
