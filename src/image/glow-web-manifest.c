/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-web-manifest.h"

#include "glow-error.h"
#include "glow-json.h"
#include "glow-set-offset.h"

#define MAX_BUILDS 100

static void
read_part (GlowRecipeBuild *build, JsonNode *node)
{
  JsonObject *object = glow_json_node_get_object (node);
  const char *path = object ? glow_json_get_string (object, "path") : NULL;
  guint32 offset;

  if (!path || !*path) {
    glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_NO_FILES, "parts", NULL, 0);
    return;
  }
  if (glow_set_offset_read_node (build, path, json_object_get_member (object, "offset"),
                                 &offset))
    glow_recipe_build_add_part (build, path, &offset);
  else
    glow_recipe_build_add_part (build, path, NULL);
}

static void
read_parts (GlowRecipeBuild *build, JsonObject *object)
{
  JsonArray *parts = glow_json_get_array (object, "parts");
  guint n_parts = parts ? json_array_get_length (parts) : 0;

  for (guint i = 0; i < MIN (n_parts, GLOW_RECIPE_MAX_PARTS); i++)
    read_part (build, json_array_get_element (parts, i));
  if (n_parts == 0 || n_parts > GLOW_RECIPE_MAX_PARTS)
    glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_NO_FILES, "parts", NULL, 0);
}

static void
read_build (GlowRecipe *recipe, JsonNode *node, const GlowFirmwareOptions *options)
{
  JsonObject *object = glow_json_node_get_object (node);
  const char *family = object ? glow_json_get_string (object, "chipFamily") : NULL;
  const GlowChip *chip = family ? glow_recipe_find_chip (family) : NULL;
  GlowRecipeBuild *build = glow_recipe_add_build (recipe, chip, "");

  build->options = *options;
  if (!chip)
    glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN, "chipFamily",
                                family ? family : "null", 0);
  if (object)
    read_parts (build, object);
}

/* Without the question a new installation erases everything (linux-desktop.md 7.2). */
static void
read_options (JsonObject *root, GlowFirmwareOptions *options)
{
  gboolean asks = glow_json_get_boolean (root, "new_install_prompt_erase") ||
                  glow_json_get_boolean (root, "new_install_skip_erase");

  *options = (GlowFirmwareOptions){ .mode = -1, .erase_first = !asks };
}

/**
 * glow_web_manifest_parse:
 * @data: (array length=size): the file
 * @size: bytes
 * @error: %GLOW_ERROR_FILE
 *
 * What is wrong with one build is noted there and hinders no other. Any thread.
 *
 * Returns: (transfer full): the builds, or %NULL with @error set
 */
GlowRecipe *
glow_web_manifest_parse (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) node = glow_json_parse (data, size, error);
  g_autoptr (GlowRecipe) recipe = NULL;
  GlowFirmwareOptions options;
  JsonObject *root;
  JsonArray *builds;
  guint n_builds;

  if (!node)
    return NULL;
  root = glow_json_node_get_object (node);
  builds = root ? glow_json_get_array (root, "builds") : NULL;
  n_builds = builds ? json_array_get_length (builds) : 0;
  if (n_builds == 0 || n_builds > MAX_BUILDS) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "a manifest has 1 to %d builds, not %u", MAX_BUILDS, n_builds);
    return NULL;
  }
  recipe = glow_recipe_new (GLOW_FIRMWARE_SET_WEB_MANIFEST);
  recipe->name = g_strdup (glow_json_get_string (root, "name"));
  recipe->version = g_strdup (glow_json_get_string (root, "version"));
  read_options (root, &options);
  for (guint i = 0; i < n_builds; i++)
    read_build (recipe, json_array_get_element (builds, i), &options);
  return g_steal_pointer (&recipe);
}

/**
 * glow_web_manifest_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if it is JSON with builds
 */
gboolean
glow_web_manifest_recognise (const char *data, gsize size)
{
  g_autoptr (JsonNode) node = glow_json_parse (data, size, NULL);
  JsonObject *root = glow_json_node_get_object (node);

  return root && glow_json_get_array (root, "builds") != NULL;
}
