/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-map.h"

#include "glow-cli-output.h"
#include "glow-finding-text.h"

/**
 * glow_cli_map_new:
 * @build: of a set
 * @chip: (nullable): the one it is wanted for; its own is preferred
 *
 * Returns: (transfer full): the same map as the window and the run itself make of it, as
 * long as nobody knows the board
 */
GlowFlashMap *
glow_cli_map_new (GlowFirmwareBuild *build, const GlowChip *chip)
{
  const GlowChip *own = glow_firmware_build_get_chip (build);
  guint n_parts = glow_firmware_build_get_n_parts (build);
  g_autofree GlowFlashMapRow *rows = g_new0 (GlowFlashMapRow, n_parts + 1);
  GlowFlashMapInput input = { .rows = rows, .n_rows = n_parts, .chip = own ? own : chip };

  for (guint i = 0; i < n_parts; i++) {
    const GlowFirmwarePart *part = glow_firmware_build_get_part (build, i);

    rows[i].image = part->image;
    rows[i].has_offset = part->has_offset;
    rows[i].offset = part->offset;
  }
  return glow_flash_map_new (&input);
}

static const char *
finding_nick (GlowFindingCode code)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_FINDING_CODE);
  GEnumValue *value = g_enum_get_value (klass, (gint) code);

  return value ? value->value_nick : "finding";
}

static void
add_finding (JsonBuilder *builder, GlowFlashMap *map, const GlowFinding *finding)
{
  g_autofree char *details = glow_flash_map_dup_message (map, finding);

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "code", finding_nick (finding->code));
  glow_cli_output_add_boolean (builder, "refusal",
                               finding->severity == GLOW_FINDING_REFUSAL);
  if (finding->row >= 0)
    glow_cli_output_add_int (builder, "file", finding->row);
  glow_cli_output_add_string (builder, "details", details);
  json_builder_end_object (builder);
}

static const char *
region_kind (GlowFlashRegionKind kind)
{
  switch (kind) {
  case GLOW_REGION_PART:
    return "part";
  case GLOW_REGION_PARTITION:
    return "partition";
  case GLOW_REGION_BOARD:
    return "board";
  case GLOW_REGION_FILE:
  default:
    return "file";
  }
}

static void
add_region (JsonBuilder *builder, const GlowFlashRegion *region)
{
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "kind", region_kind (region->kind));
  glow_cli_output_add_string (builder, "label", *region->label ? region->label : NULL);
  glow_cli_output_add_int (builder, "offset", region->offset);
  glow_cli_output_add_int (builder, "size", (gint64) region->size);
  json_builder_end_object (builder);
}

/**
 * glow_cli_map_add:
 * @builder: inside an object
 * @map: of a build
 *
 * Adds the members "map" and "findings".
 */
void
glow_cli_map_add (JsonBuilder *builder, GlowFlashMap *map)
{
  json_builder_set_member_name (builder, "map");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_flash_map_get_n_regions (map); i++)
    add_region (builder, glow_flash_map_get_region (map, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++)
    add_finding (builder, map, glow_flash_map_get_finding (map, i));
  json_builder_end_array (builder);
}

/**
 * glow_cli_map_print:
 * @map: of a build
 *
 * Writes what is wrong with it to standard output. What concerns one file alone is said
 * with that file.
 */
void
glow_cli_map_print (GlowFlashMap *map)
{
  for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++) {
    const GlowFinding *finding = glow_flash_map_get_finding (map, i);
    g_autofree char *sentence = glow_finding_text_dup_sentence (map, finding);

    if (finding->code == GLOW_FINDING_CONTENT || finding->code == GLOW_FINDING_DAMAGED ||
        finding->code == GLOW_FINDING_CONTAINER)
      continue;
    g_print ("    %s\n", sentence);
  }
}
