/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-chip-header.h"
#include "glow-cli-commands.h"
#include "glow-cli-output.h"
#include "glow-format.h"
#include "glow-image-text.h"

#include <glib/gi18n.h>

static const char *
kind_nick (GlowImageKind kind)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_IMAGE_KIND);
  GEnumValue *value = g_enum_get_value (klass, (gint) kind);

  return value ? value->value_nick : "data";
}

static void
print_header (const GlowImageHeader *header)
{
  const GlowChip *chip = header->chip;
  g_autofree char *size = glow_format_size (
    chip ? glow_chip_decode_flash_size (chip, header->flash_size_nibble) : 0);

  g_print (_ ("    entry 0x%08x, %u segments, flash %s %u MHz %s\n"), header->entry_addr,
              header->n_segments, glow_chip_get_flash_mode_name (header->flash_mode),
              chip ? glow_chip_decode_flash_freq (chip, header->flash_freq_nibble) : 0,
              size);
  for (guint i = 0; i < header->n_segments; i++)
    g_print (_ ("    segment %u: 0x%08x, %u bytes\n"), i + 1, header->segments[i].addr,
                header->segments[i].size);
  if (!header->complete)
    return;
  g_print ("    %s\n",
           header->checksum_valid ? _ ("checksum valid") : _ ("checksum wrong"));
  if (!header->has_digest)
    return;
  if (header->format == GLOW_IMAGE_FORMAT_ESP8266_V2)
    g_print ("    %s\n", header->digest_valid ? _ ("CRC-32 valid") : _ ("CRC-32 wrong"));
  else
    g_print ("    %s\n",
             header->digest_valid ? _ ("SHA-256 valid") : _ ("SHA-256 wrong"));
}

static void
print_image (GlowImage *image)
{
  g_autofree char *summary = glow_image_text_dup_summary (image);
  g_autofree char *problem = glow_image_text_dup_problem (image);
  guint32 offset;

  g_print ("%s\n  %s\n", glow_image_get_name (image), summary);
  if (glow_image_suggest_offset (image, NULL, &offset))
    /* TRANSLATORS: where in flash the file belongs, such as 0x10000 */
    g_print (_ ("  belongs at 0x%x\n"), offset);
  if (problem)
    g_print ("  %s\n", problem);
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    g_print ("  0x%06" G_GSIZE_MODIFIER "x %s%s%s\n", part->file_offset,
             kind_nick (part->kind), *part->label ? " " : "", part->label);
    if (part->has_header)
      print_header (&part->header);
  }
}

static void
add_segments (JsonBuilder *builder, const GlowImageHeader *header)
{
  json_builder_set_member_name (builder, "segments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < header->n_segments; i++) {
    json_builder_begin_object (builder);
    glow_cli_output_add_int (builder, "address", header->segments[i].addr);
    glow_cli_output_add_int (builder, "size", header->segments[i].size);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_header (JsonBuilder *builder, const GlowImageHeader *header)
{
  const GlowChip *chip = header->chip;

  glow_cli_output_add_string (builder, "chip",
                              chip ? glow_chip_get_tool_name (chip) : NULL);
  glow_cli_output_add_int (builder, "entry", header->entry_addr);
  glow_cli_output_add_string (builder, "flash_mode",
                              glow_chip_get_flash_mode_name (header->flash_mode));
  glow_cli_output_add_int (
    builder, "flash_size",
    chip ? (gint64) glow_chip_decode_flash_size (chip, header->flash_size_nibble) : 0);
  glow_cli_output_add_int (builder, "flash_freq_mhz",
                           chip ? glow_chip_decode_flash_freq (chip,
                                                               header->flash_freq_nibble)
                                : 0);
  glow_cli_output_add_int (builder, "min_revision", header->min_revision);
  glow_cli_output_add_int (builder, "max_revision", header->max_revision);
  glow_cli_output_add_boolean (builder, "complete", header->complete);
  glow_cli_output_add_boolean (builder, "checksum_valid", header->checksum_valid);
  glow_cli_output_add_boolean (builder, "has_digest", header->has_digest);
  glow_cli_output_add_boolean (builder, "digest_valid", header->digest_valid);
  add_segments (builder, header);
}

static void
add_parts (JsonBuilder *builder, GlowImage *image)
{
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    json_builder_begin_object (builder);
    glow_cli_output_add_string (builder, "kind", kind_nick (part->kind));
    glow_cli_output_add_string (builder, "label", *part->label ? part->label : NULL);
    glow_cli_output_add_int (builder, "file_offset", (gint64) part->file_offset);
    glow_cli_output_add_int (builder, "size", (gint64) part->size);
    if (part->has_header)
      add_header (builder, &part->header);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_image (JsonBuilder *builder, GlowImage *image)
{
  const GlowChip *chip = glow_image_get_chip (image);
  g_autoptr (GError) problem = NULL;
  guint32 offset;

  glow_cli_output_add_string (builder, "kind", kind_nick (glow_image_get_kind (image)));
  glow_cli_output_add_string (builder, "chip",
                              chip ? glow_chip_get_tool_name (chip) : NULL);
  glow_cli_output_add_int (builder, "size", (gint64) glow_image_get_size (image));
  if (glow_image_suggest_offset (image, NULL, &offset))
    glow_cli_output_add_int (builder, "offset", offset);
  glow_cli_output_add_string (builder, "firmware", glow_image_get_firmware_name (image));
  glow_cli_output_add_string (builder, "version",
                              glow_image_get_firmware_version (image));
  glow_cli_output_add_string (builder, "idf_version", glow_image_get_idf_version (image));
  glow_cli_output_add_string (builder, "build_date", glow_image_get_build_date (image));
  if (!glow_image_check (image, &problem))
    glow_cli_output_add_error (builder, problem);
  add_parts (builder, image);
}

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
      add_image (builder, image);
    else
      glow_cli_output_add_error (builder, error);
    json_builder_end_object (builder);
  } else if (image) {
    print_image (image);
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
