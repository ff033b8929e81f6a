/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whether what is written will start: the parts it needs, and which slot boots. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-map-private.h"

static gboolean
has_part (GlowFlashMap *self, const GlowMapRow *row, GlowImageKind kind)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (!other || !glow_map_rows_meet (row, other))
      continue;
    for (guint j = 0; j < glow_image_get_n_parts (other->image); j++) {
      if (glow_image_get_part (other->image, j)->kind == kind)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
board_has_bootloader (GlowFlashMap *self)
{
  const GlowBoardSlot *slot;

  if (!self->board || self->erase_all)
    return FALSE;
  slot = glow_board_contents_get_bootloader (self->board);
  return slot && !slot->blank;
}

static GlowMissing
find_missing (GlowFlashMap *self, const GlowMapRow *row)
{
  guint missing = 0;

  if (!has_part (self, row, GLOW_IMAGE_BOOTLOADER) && !board_has_bootloader (self))
    missing |= GLOW_MISSING_BOOTLOADER;
  if (!row->table)
    missing |= GLOW_MISSING_TABLE;
  return (GlowMissing) missing;
}

static gboolean
covers_start (GlowFlashMap *self, const GlowMapRow *row)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (other && glow_map_rows_meet (row, other) && other->has_offset &&
        other->offset == 0)
      return TRUE;
  }
  if (!self->board || self->erase_all ||
      glow_board_contents_get_n_slots (self->board) == 0)
    return FALSE;
  return !glow_board_contents_get_slot (self->board, 0)->blank;
}

static gboolean
is_program (const GlowMapRow *row)
{
  GlowImageKind kind = glow_image_get_kind (row->image);

  return kind == GLOW_IMAGE_APP || kind == GLOW_IMAGE_IROM;
}

static void
check_parts (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (GLOW_FINDING_PARTS_MISSING, (gint) index);

  if (!is_program (row) || !row->place_chip || !glow_flash_map_knows_board (self))
    return;
  finding.chip = row->place_chip;
  finding.offset = row->offset;
  if (glow_chip_get_id (row->place_chip) != GLOW_CHIP_ESP8266)
    finding.missing = find_missing (self, row);
  else if (row->has_offset && !covers_start (self, row))
    finding.missing = GLOW_MISSING_BOOT_CODE;
  if (finding.missing)
    glow_flash_map_add (self, &finding);
}

static gboolean
is_written_at (GlowFlashMap *self, const GlowMapRow *row, guint32 offset)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (other && other->has_offset && glow_map_rows_meet (row, other) &&
        offset >= other->offset && offset < glow_map_row_get_end (other))
      return TRUE;
  }
  return FALSE;
}

/* The bootloader only goes on to other slots if the one it chose has no program. */
static gboolean
has_program_at (GlowFlashMap *self, guint32 offset)
{
  if (!self->board || self->erase_all)
    return FALSE;
  for (guint i = 0; i < glow_board_contents_get_n_slots (self->board); i++) {
    const GlowBoardSlot *slot = glow_board_contents_get_slot (self->board, i);

    if (slot->partition.offset == offset)
      return slot->has_image;
  }
  return FALSE;
}

static void
check_boots (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (GLOW_FINDING_NOT_BOOTED, (gint) index);
  const GlowPartition *own = glow_flash_map_find_partition (row->table, row->offset);
  const GlowPartition *boots;

  if (glow_image_get_kind (row->image) != GLOW_IMAGE_APP || !row->table ||
      !row->has_offset || row->table_row >= 0 || !own || own->offset != row->offset ||
      own->type != GLOW_PARTITION_TYPE_APP)
    return;
  boots = glow_otadata_choose (row->otadata, row->table);
  if (!boots || boots->offset == row->offset ||
      is_written_at (self, row, boots->offset) || !has_program_at (self, boots->offset))
    return;
  finding.offset = row->offset;
  finding.has_wanted = TRUE;
  finding.wanted = boots->offset;
  g_strlcpy (finding.label, boots->label, sizeof finding.label);
  glow_flash_map_add (self, &finding);
}

static void
check_update (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (GLOW_FINDING_UPDATE_ONLY, (gint) index);

  finding.chip = row->chip;
  if (glow_image_is_update_only (row->image))
    glow_flash_map_add (self, &finding);
}

/* what keeps a row from starting, once it is in its place */
void
glow_flash_map_check_start (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);

  if (row->chip && row->chip != row->place_chip)
    return;
  check_parts (self, index);
  check_boots (self, index);
  check_update (self, index);
}
