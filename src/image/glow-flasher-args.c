/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-flasher-args.h"

#include "glow-error.h"
#include "glow-json.h"
#include "glow-set-offset.h"

static void
read_setting (GlowRecipeBuild *build,
              JsonObject *settings,
              const char *name,
              gboolean (*read) (const char *text, GlowFirmwareOptions *options))
{
  const char *text = glow_json_get_string (settings, name);

  if (text && !read (text, &build->options))
    glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_WARNING,
                                GLOW_FIRMWARE_NOTE_OPTION_IGNORED, name, text, 0);
}

static void
read_settings (GlowRecipeBuild *build, JsonObject *root)
{
  JsonObject *settings = glow_json_get_object (root, "flash_settings");

  if (!settings)
    return;
  read_setting (build, settings, "flash_mode", glow_recipe_read_mode);
  read_setting (build, settings, "flash_freq", glow_recipe_read_freq);
  read_setting (build, settings, "flash_size", glow_recipe_read_size);
}

static void
add_part (GlowRecipeBuild *build, const char *path, const char *text)
{
  guint32 offset;

  if (build->parts->len >= GLOW_RECIPE_MAX_PARTS)
    return;
  if (glow_set_offset_read (build, path, text, &offset))
    glow_recipe_build_add_part (build, path, &offset);
  else
    glow_recipe_build_add_part (build, path, NULL);
}

static void
read_files (GlowRecipeBuild *build, JsonObject *files)
{
  g_autoptr (GList) offsets = json_object_get_members (files);

  for (GList *l = offsets; l; l = l->next) {
    const char *path = glow_json_get_string (files, l->data);

    if (path && *path)
      add_part (build, path, l->data);
    else
      glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                  GLOW_FIRMWARE_NOTE_NO_FILES, l->data, NULL, 0);
  }
}

/* "app", "bootloader" and their like, one object each, name the same files once more, and
 * say which of them are encrypted while they are written. */
static void
read_members (GlowRecipeBuild *build, JsonObject *root, gboolean take_files)
{
  g_autoptr (GList) members = json_object_get_members (root);

  for (GList *l = members; l; l = l->next) {
    JsonObject *member = glow_json_get_object (root, l->data);
    const char *path = member ? glow_json_get_string (member, "file") : NULL;
    const char *offset = member ? glow_json_get_string (member, "offset") : NULL;

    if (!path || !*path)
      continue;
    if (take_files && offset)
      add_part (build, path, offset);
    if (glow_json_get_boolean (member, "encrypted"))
      glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                  GLOW_FIRMWARE_NOTE_ENCRYPTED, path, NULL, 0);
  }
}

static const GlowChip *
read_chip (JsonObject *root, const char **name)
{
  JsonObject *extra = glow_json_get_object (root, "extra_esptool_args");

  *name = extra ? glow_json_get_string (extra, "chip") : NULL;
  if (*name && g_str_equal (*name, "auto"))
    *name = NULL;
  return *name ? glow_recipe_find_chip (*name) : NULL;
}

/**
 * glow_flasher_args_parse:
 * @data: (array length=size): the file
 * @size: bytes
 * @error: %GLOW_ERROR_FILE
 *
 * Any thread.
 *
 * Returns: (transfer full): one build, or %NULL with @error set
 */
GlowRecipe *
glow_flasher_args_parse (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) node = glow_json_parse (data, size, error);
  g_autoptr (GlowRecipe) recipe = NULL;
  const GlowChip *chip;
  const char *chip_name;
  GlowRecipeBuild *build;
  JsonObject *root;
  JsonObject *files;

  if (!node)
    return NULL;
  root = glow_json_node_get_object (node);
  if (!root) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "flasher arguments are an object");
    return NULL;
  }
  recipe = glow_recipe_new (GLOW_FIRMWARE_SET_IDF);
  chip = read_chip (root, &chip_name);
  build = glow_recipe_add_build (recipe, chip, "");
  if (chip_name && !chip)
    glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN, "chip", chip_name, 0);
  read_settings (build, root);
  files = glow_json_get_object (root, "flash_files");
  if (files)
    read_files (build, files);
  read_members (build, root, !files);
  if (build->parts->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "flasher arguments name no files");
    return NULL;
  }
  return g_steal_pointer (&recipe);
}

/**
 * glow_flasher_args_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if it is JSON with files for the flash
 */
gboolean
glow_flasher_args_recognise (const char *data, gsize size)
{
  g_autoptr (JsonNode) node = glow_json_parse (data, size, NULL);
  JsonObject *root = glow_json_node_get_object (node);

  return root && (glow_json_get_object (root, "flash_files") != NULL ||
                  glow_json_get_object (root, "flash_settings") != NULL);
}
