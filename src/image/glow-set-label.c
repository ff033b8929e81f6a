/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Release files are called tasmota32c3-bluetooth.factory.bin and
 * ESP_Easy_mega_20240822_normal_ESP32_4M316k.factory.bin: what all of them have in common
 * says nothing about one of them. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-label.h"

#include "glow-set-path.h"

#include <string.h>

#define SEPARATORS "-_. "

/* The build of a folder is called after the folder if its file's name says nothing. */
static gboolean
is_plain_name (const char *stem)
{
  static const char *const names[] = { "firmware", "app", "main", "program" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_ascii_strcasecmp (stem, names[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_name (GlowFirmwareBuild *build, const char *set_name)
{
  const char *path = glow_firmware_build_get_label (build);
  g_autofree char *stem = glow_set_path_dup_stem (path);
  g_autofree char *folder = glow_set_path_dup_folder (path);

  if (!is_plain_name (stem))
    return g_steal_pointer (&stem);
  return *folder ? g_path_get_basename (folder) : g_strdup (set_name);
}

/* bytes at the start that all have, up to behind a separator */
static gsize
common_prefix (GPtrArray *names)
{
  const char *first = g_ptr_array_index (names, 0);
  gsize len = strlen (first);

  for (guint i = 1; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    gsize same = 0;

    while (same < len && name[same] == first[same])
      same++;
    len = same;
  }
  while (len > 0 && !strchr (SEPARATORS, first[len - 1]))
    len--;
  return len;
}

/* bytes at the end that all have, from a separator on, and not of the prefix */
static gsize
common_suffix (GPtrArray *names, gsize prefix)
{
  const char *first = g_ptr_array_index (names, 0);
  gsize first_len = strlen (first);
  gsize len = first_len - prefix;

  for (guint i = 1; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    gsize name_len = strlen (name);
    gsize same = 0;

    len = MIN (len, name_len - prefix);
    while (same < len && name[name_len - 1 - same] == first[first_len - 1 - same])
      same++;
    len = same;
  }
  while (len > 0 && !strchr (SEPARATORS, first[first_len - len]))
    len--;
  return len;
}

static void
set_labels (GlowFirmwareSet *set, GPtrArray *names)
{
  gsize prefix = common_prefix (names);
  gsize suffix = common_suffix (names, prefix);

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *label = g_strndup (name + prefix, strlen (name) - prefix - suffix);

    /* the one that has nothing of its own keeps its name: "tasmota32" */
    glow_firmware_build_set_label (glow_firmware_set_get_build (set, i),
                                   *label ? label : name);
  }
}

/**
 * glow_set_label_tell_apart:
 * @set: builds whose labels are still the paths of their main files
 * @name: of the folder or archive
 *
 * Calls each build by what its name has of its own.
 */
void
glow_set_label_tell_apart (GlowFirmwareSet *set, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_builds = glow_firmware_set_get_n_builds (set);

  for (guint i = 0; i < n_builds; i++)
    g_ptr_array_add (names, dup_name (glow_firmware_set_get_build (set, i), name));
  if (n_builds == 1)
    glow_firmware_build_set_label (glow_firmware_set_get_build (set, 0),
                                   g_ptr_array_index (names, 0));
  else if (n_builds > 1)
    set_labels (set, names);
}
