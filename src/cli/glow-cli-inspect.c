/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-commands.h"
#include "glow-cli-image.h"
#include "glow-cli-output.h"

#include <glib/gi18n.h>

static GlowExit
inspect_file (const char *path, JsonBuilder *builder)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = glow_image_new_from_file (file, NULL, &error);

  if (builder) {
    json_builder_begin_object (builder);
    glow_cli_output_add_string (builder, "file", path);
    if (image)
      glow_cli_image_add (builder, image);
    else
      glow_cli_output_add_error (builder, error);
    json_builder_end_object (builder);
  } else if (image) {
    glow_cli_image_print (image);
  } else {
    glow_cli_output_error (error);
  }
  return image ? GLOW_EXIT_OK : glow_cli_exit_for_error (error);
}

/**
 * glow_cli_inspect:
 *
 * Tells what files are, without a board. Goes on after a file that can't be read.
 *
 * Returns: %GLOW_EXIT_OK, or how the last bad file failed
 */
GlowExit
glow_cli_inspect (const GlowCliOptions *options)
{
  g_autoptr (JsonBuilder) builder = options->json ? json_builder_new () : NULL;
  GlowExit worst = GLOW_EXIT_OK;

  if (options->n_args == 0) {
    g_printerr ("%s\n", _ ("usage: glowplug-cli inspect FILE …"));
    return GLOW_EXIT_USAGE;
  }
  if (builder) {
    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "files");
    json_builder_begin_array (builder);
  }
  for (guint i = 0; i < options->n_args; i++) {
    GlowExit ended = inspect_file (options->args[i], builder);

    worst = ended == GLOW_EXIT_OK ? worst : ended;
  }
  if (builder) {
    json_builder_end_array (builder);
    json_builder_end_object (builder);
    glow_cli_output_json (builder);
  }
  return worst;
}
