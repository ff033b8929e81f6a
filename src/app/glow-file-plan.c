/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-plan.h"

static void
add_item (GlowFlashPlan *plan, GlowFileItem *item)
{
  guint32 offset;

  if (!glow_file_check_is_wanted (item) || !glow_file_item_parse_offset (item, &offset))
    return;
  glow_flash_plan_add_image (plan, glow_file_item_get_image (item), offset);
  glow_flash_plan_set_override (plan, glow_flash_plan_get_n_images (plan) - 1,
                                glow_file_item_get_overrides (item),
                                glow_file_item_get_typed_chip (item));
}

static void
add_build (GlowFlashPlan *plan, GlowFirmwareBuild *build)
{
  const GlowChip *chip = glow_firmware_build_get_chip (build);

  for (guint i = 0; i < glow_firmware_build_get_n_parts (build); i++) {
    const GlowFirmwarePart *part = glow_firmware_build_get_part (build, i);
    guint32 offset = part->offset;

    /* without any the check has refused it */
    if (part->has_offset || glow_image_suggest_offset (part->image, chip, &offset))
      glow_flash_plan_add_image_for (plan, part->image, offset, chip);
  }
}

static void
add_heading (GlowFlashPlan *plan, GlowFileItem *heading)
{
  GlowFileSource *source = GLOW_FILE_SOURCE (glow_file_item_get_source (heading));
  GlowFirmwareSet *set = glow_file_source_get_set (source);

  if (glow_file_source_get_choice (source) != GLOW_BUILD_BY_CHIP ||
      !glow_file_item_get_enabled (heading))
    return;
  for (guint i = 0; i < glow_firmware_set_get_n_builds (set); i++)
    add_build (plan, glow_firmware_set_get_build (set, i));
}

/**
 * glow_file_plan_fill:
 * @plan: not sealed
 * @files: the list, checked
 *
 * Adds the ticked files, and the builds of which the chip that answers takes its own.
 */
void
glow_file_plan_fill (GlowFlashPlan *plan, GlowFileList *files)
{
  GListModel *items = glow_file_list_get_model (files);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);

    if (glow_file_item_get_kind (item) == GLOW_FILE_ITEM_HEADING)
      add_heading (plan, item);
    else
      add_item (plan, item);
  }
}
