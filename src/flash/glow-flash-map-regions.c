/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a map shows, and where each file goes. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-map-private.h"

static void
use_board_table (GlowFlashMap *self, GlowMapRow *row)
{
  if (!self->board || self->erase_all)
    return;
  row->table = glow_board_contents_get_partition_table (self->board);
  row->table_offset = glow_board_contents_get_table_offset (self->board);
  row->otadata = glow_board_contents_get_otadata (self->board);
}

/* The first table among the files counts, with the first choice of a slot; without one,
 * what is on the board. */
static void
find_table (GlowFlashMap *self, GlowMapRow *row)
{
  const GlowOtadata *otadata = NULL;

  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (!other || !glow_map_rows_meet (row, other))
      continue;
    for (guint j = 0; j < glow_image_get_n_parts (other->image); j++) {
      const GlowImagePart *part = glow_image_get_part (other->image, j);

      if (part->table && !row->table) {
        row->table = part->table;
        row->table_row = (gint) i;
        row->table_offset = other->offset + (guint32) part->file_offset;
      }
      if (part->kind == GLOW_IMAGE_OTADATA && !otadata)
        otadata = &part->otadata;
    }
  }
  if (!row->table)
    use_board_table (self, row);
  if (otadata)
    row->otadata = otadata;
}

static gboolean
is_family_app (const GlowMapRow *row)
{
  return glow_image_get_kind (row->image) == GLOW_IMAGE_APP && row->place_chip &&
         glow_chip_get_id (row->place_chip) != GLOW_CHIP_ESP8266;
}

static guint
count_apps_before (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  guint n = 0;

  for (guint i = 0; i < index; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    n += other && is_family_app (other) && glow_map_rows_meet (row, other);
  }
  return n;
}

static void
find_offset (GlowFlashMap *self, guint index)
{
  GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowOffsetContext context = { .chip = row->place_chip,
                                .flash_size = self->flash_size,
                                .table = row->table,
                                .table_from_files = row->table_row >= 0,
                                .otadata = row->otadata };

  if (self->board && !self->erase_all)
    context.table_offset = glow_board_contents_get_table_offset (self->board);
  if (is_family_app (row))
    context.nth_app = count_apps_before (self, index);
  row->source = glow_flash_offset_find (row->image, &context, &row->offset);
  row->has_offset = GLOW_OFFSET_IS_KNOWN (row->source);
}

static gboolean
has_table (GlowImage *image)
{
  return glow_image_get_partition_table (image) != NULL;
}

/* Files with a table first: where the others go depends on it. */
void
glow_flash_map_find_offsets (GlowFlashMap *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GlowMapRow *row = glow_flash_map_peek_row (self, i);

    if (row && has_table (row->image) && !row->has_offset)
      find_offset (self, i);
  }
  for (guint i = 0; i < self->rows->len; i++) {
    GlowMapRow *row = glow_flash_map_peek_row (self, i);

    if (!row)
      continue;
    find_table (self, row);
    if (!row->has_offset)
      find_offset (self, i);
  }
}

static void
add_region (GlowFlashMap *self, const GlowFlashRegion *region)
{
  g_array_append_vals (self->regions, region, 1);
}

static void
add_file (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFlashRegion region = {
    .offset = row->offset,
    .size = glow_image_get_size (row->image),
    .kind = GLOW_REGION_FILE,
    .row = (gint) index,
    .image_kind = glow_image_get_kind (row->image),
    .label = g_strdup (glow_image_get_name (row->image)),
  };

  add_region (self, &region);
}

static void
add_parts (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);

  for (guint i = 0; i < glow_image_get_n_parts (row->image); i++) {
    const GlowImagePart *part = glow_image_get_part (row->image, i);
    GlowFlashRegion region = {
      .offset = row->offset + (guint32) part->file_offset,
      .size = part->size,
      .kind = GLOW_REGION_PART,
      .row = (gint) index,
      .image_kind = part->kind,
      .label = g_strdup (part->label),
    };

    add_region (self, &region);
  }
}

static void
add_partitions (GlowFlashMap *self)
{
  gint row;
  GlowPartitionTable *table = glow_flash_map_get_table (self, NULL, &row);

  for (guint i = 0; table && i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);
    GlowFlashRegion region = {
      .offset = partition->offset,
      .size = partition->size,
      .kind = GLOW_REGION_PARTITION,
      .row = -1,
      .is_partition = TRUE,
      .from_files = row >= 0,
      .partition_type = partition->type,
      .partition_subtype = partition->subtype,
      .label = g_strdup (partition->label),
    };

    if (self->flash_size > 0 && partition->offset + region.size > self->flash_size)
      region.flags |= GLOW_REGION_OVERRUN;
    add_region (self, &region);
  }
}

static gboolean
is_replaced (GlowFlashMap *self, guint32 offset)
{
  for (guint i = 0; !self->compare_only && i < self->rows->len; i++) {
    const GlowMapRow *row = glow_flash_map_peek_row (self, i);

    if (row && row->has_offset && offset >= row->offset &&
        offset < glow_map_row_get_end (row))
      return TRUE;
  }
  return self->erase_all;
}

static void
add_on_board (GlowFlashMap *self,
              guint32 offset,
              guint64 size,
              GlowImageKind kind,
              gboolean boots,
              const char *label)
{
  GlowFlashRegion region = {
    .offset = offset,
    .size = size,
    .kind = GLOW_REGION_BOARD,
    .row = -1,
    .image_kind = kind,
    .label = g_strdup (label),
  };

  if (boots)
    region.flags |= GLOW_REGION_BOOTS;
  if (is_replaced (self, offset))
    region.flags |= GLOW_REGION_REPLACED;
  add_region (self, &region);
}

static void
add_board (GlowFlashMap *self)
{
  const GlowBoardSlot *bootloader = glow_board_contents_get_bootloader (self->board);

  if (bootloader && bootloader->has_image)
    add_on_board (self, bootloader->partition.offset, 0, GLOW_IMAGE_BOOTLOADER, FALSE,
                  "");
  if (glow_board_contents_get_partition_table (self->board))
    add_on_board (self, glow_board_contents_get_table_offset (self->board),
                  GLOW_FLASH_SECTOR_SIZE, GLOW_IMAGE_PARTITION_TABLE, FALSE, "");
  for (guint i = 0; i < glow_board_contents_get_n_slots (self->board); i++) {
    const GlowBoardSlot *slot = glow_board_contents_get_slot (self->board, i);

    if (slot->has_image)
      add_on_board (self, slot->partition.offset, slot->partition.size, GLOW_IMAGE_APP,
                    slot->boots,
                    slot->has_app_descriptor ? slot->app_descriptor.project
                                             : slot->partition.label);
  }
}

/* files first, then what is in them, then the partitions, then the board */
void
glow_flash_map_add_regions (GlowFlashMap *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *row = glow_flash_map_peek_row (self, i);

    if (row && row->has_offset)
      add_file (self, i);
  }
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *row = glow_flash_map_peek_row (self, i);

    if (row && row->has_offset && glow_image_get_n_parts (row->image) > 1)
      add_parts (self, i);
  }
  add_partitions (self);
  if (self->board)
    add_board (self);
}
