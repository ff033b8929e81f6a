/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-plan.h"

static void
add_item (GlowFlashPlan *plan, GlowFileItem *item)
{
  guint32 offset;

  if (glow_file_check_is_wanted (item) && glow_file_item_parse_offset (item, &offset))
    glow_flash_plan_add_image (plan, glow_file_item_get_image (item), offset);
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

    add_item (plan, item);
  }
}
