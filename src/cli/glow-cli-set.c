/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-set.h"

#include "glow-chip-header.h"
#include "glow-cli-image.h"
#include "glow-cli-map.h"
#include "glow-cli-output.h"
#include "glow-image-text.h"
#include "glow-set-text.h"

#include <glib/gi18n.h>

/**
 * glow_cli_set_open:
 * @arg: a file, a folder or an https address
 * @error: as with glow_firmware_set_load_uri()
 *
 * Returns: (transfer full): what it expands to, or %NULL with @error set
 */
GlowFirmwareSet *
glow_cli_set_open (const char *arg, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (g_str_has_prefix (arg, "https://") || g_str_has_prefix (arg, "http://"))
    return glow_firmware_set_load_uri (arg, NULL, NULL, error);
  file = g_file_new_for_commandline_arg (arg);
  return glow_firmware_set_load (file, NULL, error);
}

/**
 * glow_cli_set_is_plain:
 * @set: a set
 *
 * Returns: %TRUE if it is one file as it is
 */
gboolean
glow_cli_set_is_plain (GlowFirmwareSet *set)
{
  return glow_firmware_set_get_kind (set) == GLOW_FIRMWARE_SET_FILE;
}

static const char *
kind_nick (GlowFirmwareSetKind kind)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_FIRMWARE_SET_KIND);
  GEnumValue *value = g_enum_get_value (klass, (gint) kind);

  return value ? value->value_nick : "file";
}

static const char *
level_nick (GlowFirmwareNoteLevel level)
{
  switch (level) {
  case GLOW_FIRMWARE_NOTE_PROBLEM:
    return "problem";
  case GLOW_FIRMWARE_NOTE_WARNING:
    return "warning";
  case GLOW_FIRMWARE_NOTE_INFO:
  default:
    return "info";
  }
}

static void
add_options (JsonBuilder *builder, const GlowFirmwareOptions *options)
{
  json_builder_set_member_name (builder, "options");
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "flash_mode",
                              options->mode < 0
                                ? NULL
                                : glow_chip_get_flash_mode_name ((guint) options->mode));
  glow_cli_output_add_int (builder, "flash_freq_mhz", options->freq_mhz);
  glow_cli_output_add_int (builder, "flash_size", options->size);
  glow_cli_output_add_boolean (builder, "flash_size_detect", options->size_detect);
  glow_cli_output_add_boolean (builder, "erase_first", options->erase_first);
  json_builder_end_object (builder);
}

static void
add_parts (JsonBuilder *builder, GlowFirmwareBuild *build, GlowFlashMap *map)
{
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_firmware_build_get_n_parts (build); i++) {
    const GlowFirmwarePart *part = glow_firmware_build_get_part (build, i);
    guint32 offset;

    json_builder_begin_object (builder);
    glow_cli_output_add_string (builder, "name", part->name);
    if (part->has_offset)
      glow_cli_output_add_int (builder, "listed_offset", part->offset);
    if (glow_flash_map_get_offset (map, i, &offset))
      glow_cli_output_add_int (builder, "target_offset", offset);
    glow_cli_image_add (builder, part->image);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_note (JsonBuilder *builder, const GlowFirmwareNote *note)
{
  g_autofree char *message = glow_firmware_note_dup_message (note);

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "level", level_nick (note->level));
  glow_cli_output_add_string (builder, "name", note->subject);
  glow_cli_output_add_string (builder, "details", message);
  json_builder_end_object (builder);
}

static void
add_build (JsonBuilder *builder, GlowFirmwareBuild *build, const GlowChip *wanted)
{
  const GlowChip *chip = glow_firmware_build_get_chip (build);
  g_autoptr (GlowFlashMap) map = glow_cli_map_new (build, wanted);

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "label", glow_firmware_build_get_label (build));
  glow_cli_output_add_string (builder, "chip",
                              chip ? glow_chip_get_tool_name (chip) : NULL);
  glow_cli_output_add_boolean (builder, "first_installation",
                               glow_firmware_build_is_whole (build));
  add_options (builder, glow_firmware_build_get_options (build));
  add_parts (builder, build, map);
  glow_cli_map_add (builder, map);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_firmware_build_get_n_notes (build); i++)
    add_note (builder, glow_firmware_build_get_note (build, i));
  json_builder_end_array (builder);
  if (glow_firmware_build_get_problem (build))
    glow_cli_output_add_error (builder, glow_firmware_build_get_problem (build));
  json_builder_end_object (builder);
}

/**
 * glow_cli_set_add:
 * @builder: inside an object
 * @set: the set
 * @chip: (nullable): only builds for it
 *
 * Adds its members.
 */
void
glow_cli_set_add (JsonBuilder *builder, GlowFirmwareSet *set, const GlowChip *chip)
{
  guint hidden;
  g_autoptr (GPtrArray) builds = glow_firmware_set_match (set, chip, &hidden);

  glow_cli_output_add_string (builder, "set",
                              kind_nick (glow_firmware_set_get_kind (set)));
  glow_cli_output_add_string (builder, "name", glow_firmware_set_get_name (set));
  glow_cli_output_add_string (builder, "version", glow_firmware_set_get_version (set));
  glow_cli_output_add_int (builder, "builds_for_other_chips", hidden);
  json_builder_set_member_name (builder, "builds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < builds->len; i++)
    add_build (builder, g_ptr_array_index (builds, i), chip);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "left_out");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_firmware_set_get_n_left_out (set); i++)
    add_note (builder, glow_firmware_set_get_left_out (set, i));
  json_builder_end_array (builder);
}

static void
print_part (const GlowFirmwarePart *part, GlowFlashMap *map, guint row)
{
  g_autofree char *summary = glow_image_text_dup_summary (part->image);
  g_autofree char *problem = glow_image_text_dup_problem (part->image);
  guint32 offset;

  if (glow_flash_map_get_offset (map, row, &offset))
    g_print ("    0x%06x  %s\n", offset, part->name);
  else
    g_print ("              %s\n", part->name);
  g_print ("              %s\n", summary);
  if (problem)
    g_print ("              %s\n", problem);
}

static void
print_build (GlowFirmwareBuild *build, const GlowChip *chip)
{
  g_autoptr (GlowFlashMap) map = glow_cli_map_new (build, chip);
  g_autofree char *title = glow_set_text_dup_build (build);
  g_autofree char *options = glow_set_text_dup_options (build);

  g_print ("  %s\n", title);
  if (options)
    /* TRANSLATORS: %s is a list such as "DIO, 40 MHz, 2 MiB" */
    g_print (_ ("    asks for %s\n"), options);
  for (guint i = 0; i < glow_firmware_build_get_n_parts (build); i++)
    print_part (glow_firmware_build_get_part (build, i), map, i);
  for (guint i = 0; i < glow_firmware_build_get_n_notes (build); i++) {
    g_autofree char *note =
      glow_set_text_dup_note (glow_firmware_build_get_note (build, i));

    g_print ("    %s\n", note);
  }
  glow_cli_map_print (map);
}

/**
 * glow_cli_set_print:
 * @set: the set
 * @chip: (nullable): only builds for it
 *
 * Writes what it holds to standard output.
 */
void
glow_cli_set_print (GlowFirmwareSet *set, const GlowChip *chip)
{
  guint hidden;
  g_autoptr (GPtrArray) builds = glow_firmware_set_match (set, chip, &hidden);
  g_autofree char *summary = glow_set_text_dup_summary (set);
  g_autofree char *others = glow_set_text_dup_hidden (hidden);
  g_autofree char *left_out = glow_set_text_dup_left_out (set);

  g_print ("%s\n  %s\n", glow_firmware_set_get_name (set), summary);
  for (guint i = 0; i < builds->len; i++)
    print_build (g_ptr_array_index (builds, i), chip);
  if (hidden > 0)
    g_print ("  %s\n", others);
  if (left_out)
    g_print ("  %s\n", left_out);
  for (guint i = 0; i < glow_firmware_set_get_n_left_out (set); i++) {
    g_autofree char *note =
      glow_set_text_dup_note (glow_firmware_set_get_left_out (set, i));

    g_print ("    %s\n", note);
  }
}
