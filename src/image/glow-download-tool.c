/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Learned from files that version 3.9 of the tool left in public repositories:
 *
 *     [DOWNLOAD PATH]
 *     file_sel0 = 1
 *     file_path0 = C:\Users\me\build\app.bin
 *     file_offset0 = 0x10000
 *     [FLASH_CRYSTAL]
 *     spicfgdis = 1
 *     spispeed = 0
 *     spimode = 2
 *
 * The paths are those of somebody's Windows. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-download-tool.h"

#include "glow-error.h"
#include "glow-set-offset.h"
#include "glow-set-path.h"

#include <string.h>

#define GROUP    "DOWNLOAD PATH"
#define FLASH    "FLASH_CRYSTAL"
#define MAX_SIZE (64u * 1024) /* bytes; the tool's own have 2 KiB */

/* (nullable) raw: backslashes are no escapes here */
static char *
dup_value (GKeyFile *keys, const char *group, const char *key)
{
  char *value = g_key_file_get_value (keys, group, key, NULL);

  return value ? g_strstrip (value) : NULL;
}

static char *
dup_file_value (GKeyFile *keys, const char *what, guint index)
{
  g_autofree char *key = g_strdup_printf ("file_%s%u", what, index);

  return dup_value (keys, GROUP, key);
}

static gboolean
is_on (const char *value)
{
  return value && (g_str_equal (value, "1") || g_ascii_strcasecmp (value, "true") == 0);
}

static void
read_file (GlowRecipeBuild *build, GKeyFile *keys, guint index)
{
  g_autofree char *selected = dup_file_value (keys, "sel", index);
  g_autofree char *path = dup_file_value (keys, "path", index);
  g_autofree char *text = dup_file_value (keys, "offset", index);
  GlowRecipePart *part;
  guint32 offset;

  if (!is_on (selected) || !path || !*path)
    return;
  if (text && *text && glow_set_offset_read (build, path, text, &offset)) {
    part = glow_recipe_build_add_part (build, path, &offset);
  } else {
    part = glow_recipe_build_add_part (build, path, NULL);
    if (!text || !*text)
      glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                  GLOW_FIRMWARE_NOTE_OFFSET_MISSING, path, NULL, 0);
  }
  part->foreign = TRUE;
}

/* The buttons of the tool in their order: 40, 26.7, 20 and 80 MHz; QIO, QOUT, DIO, DOUT
 * and one that image headers do not have. */
static void
read_flash (GlowRecipeBuild *build, GKeyFile *keys)
{
  static const guint speeds[] = { 40, 26, 20, 80 };
  g_autofree char *keep = dup_value (keys, FLASH, "spicfgdis");
  g_autofree char *speed = dup_value (keys, FLASH, "spispeed");
  g_autofree char *mode = dup_value (keys, FLASH, "spimode");

  if (!keep || is_on (keep))
    return;
  if (speed && speed[0] >= '0' && speed[0] <= '3' && !speed[1])
    build->options.freq_mhz = speeds[speed[0] - '0'];
  if (mode && mode[0] >= '0' && mode[0] <= '3' && !mode[1])
    build->options.mode = mode[0] - '0';
}

/* configure/esp32s3/spi_download.conf */
static const GlowChip *
find_chip (const char *path)
{
  g_autofree char *folder = glow_set_path_dup_folder (path);
  g_autofree char *name = g_path_get_basename (folder);

  return glow_recipe_find_chip (name);
}

/**
 * glow_download_tool_parse:
 * @data: (array length=size): the file
 * @size: bytes
 * @path: its name, with the folder that names the chip
 * @error: %GLOW_ERROR_FILE
 *
 * Any thread.
 *
 * Returns: (transfer full): one build, or %NULL with @error set
 */
GlowRecipe *
glow_download_tool_parse (const char *data, gsize size, const char *path, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_autoptr (GlowRecipe) recipe = NULL;
  GlowRecipeBuild *build;

  if (size > MAX_SIZE || memchr (data, '\0', size)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is no saved configuration");
    return NULL;
  }
  if (!g_key_file_load_from_data (keys, data, size, G_KEY_FILE_NONE, &cause)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is no saved configuration: %s",
                 cause->message);
    return NULL;
  }
  recipe = glow_recipe_new (GLOW_FIRMWARE_SET_DOWNLOAD_TOOL);
  build = glow_recipe_add_build (recipe, find_chip (path), "");
  for (guint i = 0; i < GLOW_RECIPE_MAX_PARTS; i++)
    read_file (build, keys, i);
  read_flash (build, keys);
  if (build->parts->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "no file is selected in the saved configuration");
    return NULL;
  }
  return g_steal_pointer (&recipe);
}

/**
 * glow_download_tool_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if it has the group of files
 */
gboolean
glow_download_tool_recognise (const char *data, gsize size)
{
  return size > 0 && size <= MAX_SIZE &&
         g_strstr_len (data, (gssize) size, "[" GROUP "]") != NULL;
}
