/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-commands.h"
#include "glow-cli-image.h"
#include "glow-cli-output.h"
#include "glow-cli-set.h"

#include <glib/gi18n.h>

static GlowImage *
get_only_image (GlowFirmwareSet *set)
{
  GlowFirmwareBuild *build = glow_firmware_set_get_build (set, 0);

  return glow_firmware_build_get_part (build, 0)->image;
}

static void
add_to_json (JsonBuilder *builder,
             const char *path,
             GlowFirmwareSet *set,
             const GlowChip *chip,
             const GError *error)
{
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "file", path);
  if (!set)
    glow_cli_output_add_error (builder, error);
  else if (glow_cli_set_is_plain (set))
    glow_cli_image_add (builder, get_only_image (set));
  else
    glow_cli_set_add (builder, set, chip);
  json_builder_end_object (builder);
}

static GlowExit
inspect_file (const char *path, const GlowChip *chip, JsonBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowFirmwareSet) set = glow_cli_set_open (path, &error);

  if (builder)
    add_to_json (builder, path, set, chip, error);
  else if (!set)
    glow_cli_output_error (error);
  else if (glow_cli_set_is_plain (set))
    glow_cli_image_print (get_only_image (set));
  else
    glow_cli_set_print (set, chip);
  return set ? GLOW_EXIT_OK : glow_cli_exit_for_error (error);
}

/**
 * glow_cli_inspect:
 *
 * Tells what files, folders and addresses hold, without a board. Goes on after one that
 * can't be read.
 *
 * Returns: %GLOW_EXIT_OK, or how the last bad file failed
 */
GlowExit
glow_cli_inspect (const GlowCliOptions *options)
{
  g_autoptr (JsonBuilder) builder = options->json ? json_builder_new () : NULL;
  GlowExit worst = GLOW_EXIT_OK;

  if (options->n_args == 0) {
    g_printerr ("%s\n", _ ("usage: glowplug-cli inspect FILE|FOLDER|ADDRESS …"));
    return GLOW_EXIT_USAGE;
  }
  if (builder) {
    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "files");
    json_builder_begin_array (builder);
  }
  for (guint i = 0; i < options->n_args; i++) {
    GlowExit ended =
      inspect_file (options->args[i], options->flash.expected_chip, builder);

    worst = ended == GLOW_EXIT_OK ? worst : ended;
  }
  if (builder) {
    json_builder_end_array (builder);
    json_builder_end_object (builder);
    glow_cli_output_json (builder);
  }
  return worst;
}
