/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Each file against its place: sectors, neighbours, bootloader, partition table. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-chip-header.h"
#include "glow-flash-map-private.h"

/* 24 address bits and four more are what any of the chips can reach; protocol.md 3.10 */
#define MAX_FLASH_SIZE                                                                   \
  G_GUINT64_CONSTANT (0x10000000) /* bytes, the largest flash there is */

static GlowFinding
finding_at (GlowFlashMap *self, GlowFindingCode code, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (code, (gint) index);

  finding.offset = row->offset;
  finding.end = glow_map_row_get_end (row);
  finding.chip = row->place_chip;
  return finding;
}

static void
add_misplaced (GlowFlashMap *self, guint index, const GlowFinding *finding)
{
  glow_flash_map_mark (self, index, GLOW_REGION_MISPLACED);
  glow_flash_map_add (self, finding);
}

static void
set_wanted (GlowFinding *finding, guint64 wanted)
{
  finding->has_wanted = TRUE;
  finding->wanted = wanted;
}

static void
set_partition (GlowFinding *finding, const GlowPartition *partition)
{
  g_strlcpy (finding->label, partition->label, sizeof finding->label);
  finding->limit = partition->offset + (guint64) partition->size;
}

static void
check_sectors (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding unaligned = finding_at (self, GLOW_FINDING_UNALIGNED, index);
  GlowFinding beyond = finding_at (self, GLOW_FINDING_BEYOND_FLASH, index);

  if (row->offset % GLOW_FLASH_SECTOR_SIZE != 0) {
    glow_flash_map_mark (self, index, GLOW_REGION_UNALIGNED);
    glow_flash_map_add (self, &unaligned);
  }
  beyond.limit = MAX_FLASH_SIZE;
  if (beyond.end > MAX_FLASH_SIZE)
    glow_flash_map_add (self, &beyond);
}

static guint64
sector_end (const GlowMapRow *row)
{
  const guint64 sector = GLOW_FLASH_SECTOR_SIZE;

  return (glow_map_row_get_end (row) + sector - 1) / sector * sector;
}

static void
check_overlaps (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = finding_at (self, GLOW_FINDING_OVERLAP, index);

  for (guint i = 0; i < index; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (!other || !other->has_offset || !glow_map_rows_meet (row, other) ||
        row->offset >= sector_end (other) || other->offset >= sector_end (row))
      continue;
    glow_flash_map_mark (self, index, GLOW_REGION_OVERLAP);
    glow_flash_map_mark (self, i, GLOW_REGION_OVERLAP);
    finding.other_row = (gint) i;
    glow_flash_map_add (self, &finding);
  }
}

static gboolean
is_esp8266 (const GlowMapRow *row)
{
  return row->place_chip && glow_chip_get_id (row->place_chip) == GLOW_CHIP_ESP8266;
}

/* what can't be a bootloader or a table in disguise */
static gboolean
is_something_else (const GlowMapRow *row)
{
  switch (glow_image_get_kind (row->image)) {
  case GLOW_IMAGE_APP:
  case GLOW_IMAGE_OTADATA:
  case GLOW_IMAGE_NVS:
  case GLOW_IMAGE_SPIFFS:
  case GLOW_IMAGE_LITTLEFS:
  case GLOW_IMAGE_FAT:
  case GLOW_IMAGE_PHY_INIT:
  case GLOW_IMAGE_INIT_DATA:
  case GLOW_IMAGE_TEXT:
    return TRUE;
  case GLOW_IMAGE_DATA:
  case GLOW_IMAGE_BOOTLOADER:
  case GLOW_IMAGE_PARTITION_TABLE:
  case GLOW_IMAGE_MERGED:
  case GLOW_IMAGE_BLANK:
  case GLOW_IMAGE_IROM:
  case GLOW_IMAGE_ENCRYPTED:
  default:
    return FALSE;
  }
}

static gboolean
covers (const GlowMapRow *row, guint64 offset)
{
  return offset + GLOW_FLASH_SECTOR_SIZE > row->offset &&
         offset < glow_map_row_get_end (row);
}

static void
check_over_bootloader (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = finding_at (self, GLOW_FINDING_OVER_BOOTLOADER, index);
  GlowImageKind kind = glow_image_get_kind (row->image);

  if (!covers (row, row->place_chip->bootloader_offset) ||
      (!is_something_else (row) && kind != GLOW_IMAGE_PARTITION_TABLE))
    return;
  if (kind == GLOW_IMAGE_APP || kind == GLOW_IMAGE_PARTITION_TABLE) {
    guint32 wanted;

    if (glow_image_suggest_offset (row->image, row->place_chip, &wanted))
      set_wanted (&finding, wanted);
  }
  add_misplaced (self, index, &finding);
}

static void
check_bootloader (GlowFlashMap *self, guint index, const GlowImagePart *part)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  guint64 place = row->offset + (guint64) part->file_offset;
  guint64 wanted = row->place_chip->bootloader_offset;
  GlowFinding finding = finding_at (self, GLOW_FINDING_BOOTLOADER_PLACE, index);

  if (place == wanted)
    return;
  finding.offset = (guint32) place;
  if (wanted >= part->file_offset)
    set_wanted (&finding, wanted - part->file_offset);
  add_misplaced (self, index, &finding);
}

static void
check_over_table (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = finding_at (self, GLOW_FINDING_OVER_TABLE, index);

  if (glow_image_get_partition_table (row->image) ||
      glow_image_get_kind (row->image) == GLOW_IMAGE_BLANK)
    return;
  finding.limit = GLOW_PARTITION_TABLE_OFFSET;
  if (row->table) {
    /* two files on the same sectors are told as such */
    if (row->table_row >= 0)
      return;
    finding.limit = row->table_offset;
  } else if (glow_flash_map_knows_board (self) || !is_something_else (row)) {
    return;
  }
  if (covers (row, finding.limit))
    add_misplaced (self, index, &finding);
}

static const GlowPartition *
find_last (GlowPartitionTable *table)
{
  const GlowPartition *last = NULL;

  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);

    if (!last || partition->offset + (guint64) partition->size >
                   last->offset + (guint64) last->size)
      last = partition;
  }
  return last;
}

/* bytes that the header of the bootloader in the files will name; 0: there is none */
static guint64
find_header_size (GlowFlashMap *self, const GlowMapRow *row)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (!other || !other->has_offset || !glow_map_rows_meet (row, other))
      continue;
    for (guint j = 0; j < glow_image_get_n_parts (other->image); j++) {
      const GlowImagePart *part = glow_image_get_part (other->image, j);

      if (!part->has_header || other->offset + (guint64) part->file_offset !=
                                 row->place_chip->bootloader_offset)
        continue;
      return self->header_flash_size
               ? self->header_flash_size
               : glow_chip_decode_flash_size (row->place_chip,
                                              part->header.flash_size_nibble);
    }
  }
  return 0;
}

/* a bootloader gives up on a table that names more flash than its header does */
static void
check_table_end (GlowFlashMap *self, guint index, GlowPartitionTable *table)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  const GlowPartition *last = find_last (table);
  guint64 header_size = find_header_size (self, row);
  GlowFinding finding = finding_at (self, GLOW_FINDING_TABLE_BEYOND_FLASH, index);

  if (!last)
    return;
  if (self->flash_size == 0 || last->offset + (guint64) last->size <= self->flash_size) {
    finding = finding_at (self, GLOW_FINDING_TABLE_BEYOND_HEADER, index);
    if (header_size == 0 || last->offset + (guint64) last->size <= header_size)
      return;
  }
  set_partition (&finding, last);
  finding.end = finding.limit;
  finding.limit =
    finding.code == GLOW_FINDING_TABLE_BEYOND_FLASH ? self->flash_size : header_size;
  glow_flash_map_add (self, &finding);
}

static gboolean
has_bootloader_beside (GlowFlashMap *self, const GlowMapRow *row)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (!other || !glow_map_rows_meet (row, other))
      continue;
    for (guint j = 0; j < glow_image_get_n_parts (other->image); j++) {
      if (glow_image_get_part (other->image, j)->kind == GLOW_IMAGE_BOOTLOADER)
        return TRUE;
    }
  }
  return FALSE;
}

static void
check_table (GlowFlashMap *self, guint index, const GlowImagePart *part)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  guint64 place = row->offset + (guint64) part->file_offset;
  const GlowPartition *around = glow_flash_map_find_partition (part->table, place);
  GlowFinding inside = finding_at (self, GLOW_FINDING_TABLE_PLACE, index);
  GlowFinding unusual = finding_at (self, GLOW_FINDING_TABLE_UNUSUAL, index);
  gboolean as_on_board =
    self->board && glow_board_contents_get_table_offset (self->board) == place;

  inside.offset = unusual.offset = (guint32) place;
  if (around && (around->type == GLOW_PARTITION_TYPE_APP ||
                 around->type == GLOW_PARTITION_TYPE_DATA)) {
    set_partition (&inside, around);
    add_misplaced (self, index, &inside);
  } else if (place != GLOW_PARTITION_TABLE_OFFSET && !as_on_board &&
             !has_bootloader_beside (self, row)) {
    glow_flash_map_add (self, &unusual);
  }
  check_table_end (self, index, part->table);
}

static guint64
app_end (const GlowMapRow *row, const GlowImagePart *part)
{
  guint64 end = part->header.file_offset + part->header.size;

  if (part->signature.scheme != GLOW_SIGNATURE_NONE)
    end = MAX (end, part->signature.file_offset + part->signature.size);
  /* what follows is written too, unless it is what erased flash holds anyway */
  if (glow_image_get_kind (row->image) == GLOW_IMAGE_APP &&
      part->tail != GLOW_IMAGE_TAIL_BLANK)
    end = MAX (end, glow_image_get_size (row->image));
  return row->offset + end;
}

static void
check_app_place (GlowFlashMap *self, guint index, const GlowImagePart *part)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  guint64 place = row->offset + (guint64) part->file_offset;
  const GlowPartition *partition = glow_flash_map_find_partition (row->table, place);
  const GlowPartition *better = glow_otadata_choose (row->otadata, row->table);
  GlowFinding finding = finding_at (self, GLOW_FINDING_APP_PLACE, index);

  if (!partition || partition->type != GLOW_PARTITION_TYPE_APP ||
      partition->offset != place) {
    finding.offset = (guint32) place;
    if (better && better->offset >= part->file_offset)
      set_wanted (&finding, better->offset - part->file_offset);
    add_misplaced (self, index, &finding);
    return;
  }
  finding = finding_at (self, GLOW_FINDING_APP_TOO_BIG, index);
  finding.offset = (guint32) place;
  finding.end = app_end (row, part);
  set_partition (&finding, partition);
  if (finding.end <= finding.limit)
    return;
  glow_flash_map_mark (self, index, GLOW_REGION_OVERRUN);
  glow_flash_map_add (self, &finding);
}

/* Code for flash runs from one address only, and the chip maps flash from 0 on. */
static void
check_esp8266_app (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = finding_at (self, GLOW_FINDING_APP_PLACE, index);
  guint32 wanted;

  for (guint i = 0; i < glow_image_get_n_parts (row->image); i++) {
    const GlowImagePart *part = glow_image_get_part (row->image, i);

    if (part->kind == GLOW_IMAGE_BOOTLOADER)
      check_bootloader (self, index, part);
  }
  if (glow_image_get_kind (row->image) != GLOW_IMAGE_APP &&
      glow_image_get_kind (row->image) != GLOW_IMAGE_IROM)
    return;
  if (!glow_image_suggest_offset (row->image, row->place_chip, &wanted) ||
      wanted == row->offset)
    return;
  /* the second half of an update pair is made for a place that only its maker knows */
  if (glow_image_get_n_parts (row->image) > 0 &&
      glow_image_get_part (row->image, 0)->has_header &&
      glow_image_get_part (row->image, 0)->header.format == GLOW_IMAGE_FORMAT_ESP8266_V2)
    return;
  set_wanted (&finding, wanted);
  add_misplaced (self, index, &finding);
}

static gboolean
is_of_kind (const GlowMapRow *row, const GlowPartition *partition)
{
  GlowImageKind kind = glow_image_get_kind (row->image);

  if (kind == GLOW_IMAGE_OTADATA)
    return partition->type == GLOW_PARTITION_TYPE_DATA &&
           partition->subtype == GLOW_PARTITION_DATA_OTA;
  if (kind == GLOW_IMAGE_NVS)
    return partition->type == GLOW_PARTITION_TYPE_DATA &&
           partition->subtype == GLOW_PARTITION_DATA_NVS;
  return TRUE;
}

static void
check_data_kind (GlowFlashMap *self, guint index, const GlowPartition *partition)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowImageKind kind = glow_image_get_kind (row->image);
  GlowFinding no_app = finding_at (self, GLOW_FINDING_NOT_AN_APP, index);
  GlowFinding other = finding_at (self, GLOW_FINDING_DATA_PLACE, index);
  const GlowPartition *own;

  if (partition->type == GLOW_PARTITION_TYPE_APP) {
    set_partition (&no_app, partition);
    if (kind != GLOW_IMAGE_ENCRYPTED)
      add_misplaced (self, index, &no_app);
    return;
  }
  if (is_of_kind (row, partition))
    return;
  set_partition (&other, partition);
  own = glow_flash_offset_find_partition (row->table, row->image, NULL);
  if (own)
    set_wanted (&other, own->offset);
  add_misplaced (self, index, &other);
}

/* a file that is neither program, bootloader nor table */
static void
check_data (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  const GlowPartition *partition =
    glow_flash_map_find_partition (row->table, row->offset);
  GlowFinding outside = finding_at (self, GLOW_FINDING_OUTSIDE, index);
  GlowFinding overrun = finding_at (self, GLOW_FINDING_PARTITION_OVERRUN, index);

  if (!partition) {
    glow_flash_map_mark (self, index, GLOW_REGION_OUTSIDE);
    glow_flash_map_add (self, &outside);
    return;
  }
  check_data_kind (self, index, partition);
  set_partition (&overrun, partition);
  if (overrun.end <= overrun.limit)
    return;
  glow_flash_map_mark (self, index, GLOW_REGION_OVERRUN);
  glow_flash_map_add (self, &overrun);
}

static gboolean
is_data (const GlowMapRow *row)
{
  GlowImageKind kind = glow_image_get_kind (row->image);

  return kind == GLOW_IMAGE_DATA || kind == GLOW_IMAGE_ENCRYPTED ||
         (is_something_else (row) && kind != GLOW_IMAGE_APP);
}

static void
check_family (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);

  check_over_bootloader (self, index);
  check_over_table (self, index);
  if (row->table && is_data (row))
    check_data (self, index);
  for (guint i = 0; i < glow_image_get_n_parts (row->image); i++) {
    const GlowImagePart *part = glow_image_get_part (row->image, i);

    if (part->kind == GLOW_IMAGE_BOOTLOADER)
      check_bootloader (self, index, part);
    if (part->table)
      check_table (self, index, part);
    if (part->kind == GLOW_IMAGE_APP && part->has_header && row->table)
      check_app_place (self, index, part);
  }
}

/* the board will tell, as soon as somebody asks it */
static gboolean
is_pending (GlowFlashMap *self, const GlowMapRow *row)
{
  if (row->source == GLOW_OFFSET_NEEDS_TABLE)
    return !self->board && !self->erase_all;
  return !self->info && (row->source == GLOW_OFFSET_NEEDS_CHIP ||
                         row->source == GLOW_OFFSET_NEEDS_FLASH_SIZE);
}

/* where a row lies, against what else is or will be in flash */
void
glow_flash_map_check_place (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding no_offset = glow_finding_make (GLOW_FINDING_NO_OFFSET, (gint) index);

  if (!row->has_offset) {
    if (!is_pending (self, row))
      glow_flash_map_add (self, &no_offset);
    return;
  }
  check_sectors (self, index);
  check_overlaps (self, index);
  /* a file for another chip has no right place on this one */
  if (self->compare_only || !row->place_chip ||
      (row->chip && row->chip != row->place_chip))
    return;
  if (is_esp8266 (row))
    check_esp8266_app (self, index);
  else
    check_family (self, index);
}
