/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-files.h"

#include "glow-cli-commands.h"
#include "glow-cli-set.h"
#include "glow-error.h"
#include "glow-format.h"
#include "glow-set-text.h"

#define MAX_NAMED 10 /* builds in a message */

/* What is done with the arguments. */
typedef struct {
  const GlowCliOptions *options; /* borrowed */
  GlowFlashPlan *plan;           /* borrowed */
  const GlowChip *chip;          /* (nullable) borrowed: asked for, or found */
} Files;

/* esptool's way: this file, as it is, at this offset */
static gboolean
add_raw (Files *files, const char *path, guint32 offset, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GlowImage) image = glow_image_new_from_file (file, NULL, error);

  if (!image)
    return FALSE;
  glow_flash_plan_add_image (files->plan, image, offset);
  return TRUE;
}

/* what does not tell its offset by itself is for the run to find out */
static void
add_part (Files *files, const GlowFirmwarePart *part)
{
  glow_flash_plan_add_image (files->plan, part->image,
                             part->has_offset ? part->offset : GLOW_FLASH_OFFSET_AUTO);
}

/* What the makers ask for, unless the user says something else. */
static void
take_options (Files *files, GlowFirmwareBuild *build)
{
  const GlowFirmwareOptions *asked = glow_firmware_build_get_options (build);
  const GlowChip *chip = glow_firmware_build_get_chip (build);
  GlowFlashOptions options = *glow_flash_plan_get_options (files->plan);

  if (options.flash_mode == GLOW_FLASH_MODE_KEEP && asked->mode >= 0)
    options.flash_mode = (GlowFlashMode) (asked->mode + GLOW_FLASH_MODE_QIO);
  if (options.flash_freq_mhz == 0)
    options.flash_freq_mhz = asked->freq_mhz;
  if (options.flash_size == 0 && !options.keep_flash_size)
    options.flash_size = asked->size;
  if (!options.expected_chip)
    options.expected_chip = chip ? chip : files->chip;
  glow_flash_plan_set_options (files->plan, &options);
}

static gboolean
add_build (Files *files, GlowFirmwareSet *set, GlowFirmwareBuild *build, GError **error)
{
  const GError *problem = glow_firmware_build_get_problem (build);

  if (problem) {
    g_propagate_error (error, g_error_copy (problem));
    return FALSE;
  }
  for (guint i = 0; i < glow_firmware_build_get_n_parts (build); i++)
    add_part (files, glow_firmware_build_get_part (build, i));
  if (!glow_cli_set_is_plain (set))
    take_options (files, build);
  return TRUE;
}

static gboolean
has_several_chips (GlowFirmwareSet *set)
{
  const GlowChip *first = NULL;

  for (guint i = 0; i < glow_firmware_set_get_n_builds (set); i++) {
    const GlowChip *chip =
      glow_firmware_build_get_chip (glow_firmware_set_get_build (set, i));

    if (chip && first && chip != first)
      return TRUE;
    first = first ? first : chip;
  }
  return FALSE;
}

static gboolean
is_called (GlowFirmwareBuild *build, const char *name)
{
  g_autofree char *words = glow_set_text_dup_label (build);

  return g_ascii_strcasecmp (name, glow_firmware_build_get_label (build)) == 0 ||
         g_ascii_strcasecmp (name, words) == 0;
}

static void
keep_called (GPtrArray *builds, const char *name)
{
  for (guint i = builds->len; i > 0; i--) {
    if (!is_called (g_ptr_array_index (builds, i - 1), name))
      g_ptr_array_remove_index (builds, i - 1);
  }
}

/* An update beside a first installation, or a build with a problem, is no rival. */
static guint
count_rivals (GPtrArray *builds)
{
  GlowFirmwareBuild *best = g_ptr_array_index (builds, 0);
  guint n = 0;

  for (guint i = 0; i < builds->len; i++) {
    GlowFirmwareBuild *build = g_ptr_array_index (builds, i);

    n += !glow_firmware_build_get_problem (build) &&
         glow_firmware_build_is_whole (build) == glow_firmware_build_is_whole (best);
  }
  return n;
}

static void
refuse_several (GPtrArray *builds, const char *path, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (builds->len, MAX_NAMED); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            glow_firmware_build_get_label (
                              g_ptr_array_index (builds, i)));
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
               "%u builds of %s fit: choose one by --build: %s%s", builds->len, path,
               names->str, builds->len > MAX_NAMED ? ", ..." : "");
}

static GlowFirmwareBuild *
choose (Files *files, GlowFirmwareSet *set, const char *path, GError **error)
{
  guint hidden;
  g_autoptr (GPtrArray) builds = glow_firmware_set_match (set, files->chip, &hidden);

  if (files->options->build)
    keep_called (builds, files->options->build);
  if (builds->len == 0 && files->options->build)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no build of %s is called %s",
                 path, files->options->build);
  else if (builds->len == 0)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_WRONG_CHIP,
                 "none of the %u builds of %s is for %s", hidden, path,
                 glow_chip_get_name (files->chip));
  else if (count_rivals (builds) > 1)
    refuse_several (builds, path, error);
  else
    return g_ptr_array_index (builds, 0);
  return NULL;
}

/* The plan has one set of options for whatever chip answers. */
static gboolean
asks_for_nothing (GlowFirmwareBuild *build)
{
  const GlowFirmwareOptions *asked = glow_firmware_build_get_options (build);

  return asked->mode < 0 && asked->freq_mhz == 0 && asked->size == 0;
}

/* (nullable): the only build to take for a chip, if all of it can be left to the run */
static GlowFirmwareBuild *
find_plain_choice (Files *files, GlowFirmwareSet *set, const GlowChip *chip)
{
  g_autoptr (GPtrArray) builds = glow_firmware_set_match (set, chip, NULL);
  GlowFirmwareBuild *best;

  if (files->options->build)
    keep_called (builds, files->options->build);
  best = builds->len > 0 ? g_ptr_array_index (builds, 0) : NULL;
  if (!best || count_rivals (builds) != 1 || glow_firmware_build_get_problem (best) ||
      glow_firmware_build_get_chip (best) != chip || !asks_for_nothing (best))
    return NULL;
  return best;
}

static gboolean
has_build_for (GlowFirmwareSet *set, const GlowChip *chip)
{
  g_autoptr (GPtrArray) builds = glow_firmware_set_match (set, chip, NULL);

  return builds->len > 0;
}

/* One build for each chip, and the chip that answers decides. FALSE: for some chip that
 * takes more than the plan can say. */
static gboolean
add_for_each_chip (Files *files, GlowFirmwareSet *set)
{
  for (guint id = 0; id < GLOW_N_CHIPS; id++) {
    if (has_build_for (set, glow_chip_get (id)) &&
        !find_plain_choice (files, set, glow_chip_get (id)))
      return FALSE;
  }
  for (guint id = 0; id < GLOW_N_CHIPS; id++) {
    const GlowChip *chip = glow_chip_get (id);
    GlowFirmwareBuild *build = find_plain_choice (files, set, chip);

    for (guint i = 0; build && i < glow_firmware_build_get_n_parts (build); i++) {
      const GlowFirmwarePart *part = glow_firmware_build_get_part (build, i);

      glow_flash_plan_add_image_for (files->plan, part->image,
                                     part->has_offset ? part->offset
                                                      : GLOW_FLASH_OFFSET_AUTO,
                                     chip);
    }
  }
  return TRUE;
}

/* With builds for several chips, the one that answers decides: the plan has them all, or
 * the board is asked before. */
static gboolean
add_set (Files *files, const char *path, GError **error)
{
  g_autoptr (GlowFirmwareSet) set = glow_cli_set_open (path, error);
  GlowFirmwareBuild *build;

  if (!set)
    return FALSE;
  if (!files->chip && has_several_chips (set)) {
    /* --allow counts the files of one build */
    if (!files->options->allow && add_for_each_chip (files, set))
      return TRUE;
    files->chip = glow_cli_find_chip (files->options, error);
    if (!files->chip)
      return FALSE;
  }
  build = choose (files, set, path, error);
  return build && add_build (files, set, build, error);
}

/**
 * glow_cli_files_add:
 * @options: whose arguments are "OFFSET FILE" as esptool has it, or a file, folder or
 * address alone, which knows by itself what goes where
 * @plan: gets them
 * @error: %GLOW_ERROR_ARGUMENT, or what is wrong with one of them
 *
 * Returns: %TRUE if all are in
 */
gboolean
glow_cli_files_add (const GlowCliOptions *options, GlowFlashPlan *plan, GError **error)
{
  Files files = { options, plan, options->flash.expected_chip };

  for (guint i = 0; i < options->n_args; i++) {
    guint32 offset;
    gboolean has_offset = glow_parse_number (options->args[i], &offset, NULL);

    if (has_offset && ++i == options->n_args) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                   "no file follows the offset %s", options->args[i - 1]);
      return FALSE;
    }
    if (has_offset ? !add_raw (&files, options->args[i], offset, error)
                   : !add_set (&files, options->args[i], error))
      return FALSE;
  }
  return TRUE;
}

/* what a former run has saved under that name; whatever else is there is overwritten */
static void
add_former (Files *files, const char *path, guint32 offset)
{
  g_autoptr (GError) error = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
      !add_raw (files, path, offset, &error))
    g_info ("%s", error->message);
}

/**
 * glow_cli_files_add_known:
 * @options: with arguments OFFSET SIZE FILE [OFFSET KNOWN]…
 * @plan: gets the files that the flash may hold already
 * @error: %GLOW_ERROR_ARGUMENT, %GLOW_ERROR_FILE
 *
 * Returns: %FALSE when one of them can't be read
 */
gboolean
glow_cli_files_add_known (const GlowCliOptions *options,
                          GlowFlashPlan *plan,
                          GError **error)
{
  Files files = { options, plan, NULL };
  guint32 offset;

  if (!glow_parse_number (options->args[0], &offset, error))
    return FALSE;
  add_former (&files, options->args[2], offset);
  for (guint i = 3; i + 1 < options->n_args; i += 2) {
    if (!glow_parse_number (options->args[i], &offset, error) ||
        !add_raw (&files, options->args[i + 1], offset, error))
      return FALSE;
  }
  return TRUE;
}
