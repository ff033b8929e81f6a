/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-recipe.h"

#include "glow-chip-header.h"
#include "glow-format.h"

#include <string.h>

static void
part_free (gpointer data)
{
  GlowRecipePart *part = data;

  g_free (part->path);
  g_free (part);
}

static void
note_free (gpointer data)
{
  glow_firmware_note_free (data);
}

static void
build_free (gpointer data)
{
  GlowRecipeBuild *build = data;

  g_free (build->label);
  g_ptr_array_unref (build->parts);
  g_ptr_array_unref (build->notes);
  g_free (build);
}

/**
 * glow_recipe_new:
 * @kind: whose list it is
 *
 * Returns: (transfer full): no builds yet
 */
GlowRecipe *
glow_recipe_new (GlowFirmwareSetKind kind)
{
  GlowRecipe *recipe = g_new0 (GlowRecipe, 1);

  recipe->kind = kind;
  recipe->builds = g_ptr_array_new_with_free_func (build_free);
  return recipe;
}

/**
 * glow_recipe_free:
 * Frees a list and its builds.
 */
void
glow_recipe_free (GlowRecipe *recipe)
{
  g_free (recipe->name);
  g_free (recipe->version);
  g_ptr_array_unref (recipe->builds);
  g_free (recipe);
}

/**
 * glow_recipe_add_build:
 * @recipe: the list
 * @chip: (nullable): for which chip
 * @label: what to call it; "": nothing
 *
 * Returns: (transfer none): a build without parts
 */
GlowRecipeBuild *
glow_recipe_add_build (GlowRecipe *recipe, const GlowChip *chip, const char *label)
{
  GlowRecipeBuild *build = g_new0 (GlowRecipeBuild, 1);

  build->chip = chip;
  build->label = g_strdup (label);
  build->options.mode = -1;
  build->parts = g_ptr_array_new_with_free_func (part_free);
  build->notes = g_ptr_array_new_with_free_func (note_free);
  g_ptr_array_add (recipe->builds, build);
  return build;
}

/**
 * glow_recipe_build_add_part:
 * @build: of a list
 * @path: as in the list
 * @offset: (nullable): bytes from the start of flash; %NULL: none is given
 *
 * Returns: (transfer none): the part
 */
GlowRecipePart *
glow_recipe_build_add_part (GlowRecipeBuild *build,
                            const char *path,
                            const guint32 *offset)
{
  GlowRecipePart *part = g_new0 (GlowRecipePart, 1);

  part->path = g_strdup (path);
  part->has_offset = offset != NULL;
  part->offset = offset ? *offset : 0;
  g_ptr_array_add (build->parts, part);
  return part;
}

/**
 * glow_recipe_build_add_note:
 * @build: of a list
 * @level: whether it can be flashed all the same
 * @code: what is to be said
 * @subject: of which file
 * @given: (nullable): as it is written there
 * @offset: bytes from the start of flash, where @code says so
 */
void
glow_recipe_build_add_note (GlowRecipeBuild *build,
                            GlowFirmwareNoteLevel level,
                            GlowFirmwareNoteCode code,
                            const char *subject,
                            const char *given,
                            guint32 offset)
{
  g_ptr_array_add (build->notes, glow_firmware_note_new (level, code, subject, given,
                                                         offset, build->chip));
}

static gboolean
is_keep (const char *text)
{
  return g_ascii_strcasecmp (text, "keep") == 0;
}

/**
 * glow_recipe_read_mode:
 * @text: "dio", "keep"
 * @options: (inout): gets it
 *
 * Returns: %FALSE if it is nothing of the kind
 */
gboolean
glow_recipe_read_mode (const char *text, GlowFirmwareOptions *options)
{
  if (is_keep (text)) {
    options->mode = -1;
    return TRUE;
  }
  for (guint mode = 0; mode < 4; mode++) {
    if (g_ascii_strcasecmp (text, glow_chip_get_flash_mode_name (mode)) == 0) {
      options->mode = (gint) mode;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * glow_recipe_read_freq:
 * @text: "40m", "26m", "80", "keep"
 * @options: (inout): gets it
 *
 * Returns: %FALSE if it is nothing of the kind
 */
gboolean
glow_recipe_read_freq (const char *text, GlowFirmwareOptions *options)
{
  char *end = NULL;
  guint64 mhz;

  if (is_keep (text)) {
    options->freq_mhz = 0;
    return TRUE;
  }
  if (!g_ascii_isdigit (*text))
    return FALSE;
  mhz = g_ascii_strtoull (text, &end, 10);
  if (mhz < 1 || mhz > 120 ||
      (*end && g_ascii_strcasecmp (end, "m") != 0 &&
       g_ascii_strcasecmp (end, "mhz") != 0))
    return FALSE;
  options->freq_mhz = (guint) mhz;
  return TRUE;
}

/**
 * glow_recipe_read_size:
 * @text: "4MB", "512KB", "2MB-c1", "detect", "keep"
 * @options: (inout): gets it
 *
 * Returns: %FALSE if it is nothing of the kind
 */
gboolean
glow_recipe_read_size (const char *text, GlowFirmwareOptions *options)
{
  gsize len = strcspn (text, "-");
  g_autofree char *plain = g_strndup (text, len);

  options->size = 0;
  options->size_detect = g_ascii_strcasecmp (text, "detect") == 0;
  if (options->size_detect || is_keep (text))
    return TRUE;
  return glow_parse_number (plain, &options->size, NULL) && options->size >= 256 * 1024;
}

/**
 * glow_recipe_find_chip:
 * @name: "ESP32-S3", "esp32s3", "ESP32S3"
 *
 * Returns: (transfer none) (nullable): the chip
 */
const GlowChip *
glow_recipe_find_chip (const char *name)
{
  g_autofree char *plain = g_ascii_strdown (name, -1);
  char *to = plain;

  for (const char *from = plain; *from; from++) {
    if (*from != '-' && *from != '_' && *from != ' ')
      *to++ = *from;
  }
  *to = '\0';
  return glow_chip_find_by_name (plain);
}
