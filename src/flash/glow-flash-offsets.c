/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-offsets.h"

#include <string.h>

/* subtypes of data partitions; protocol.md 5.7 */
#define SUBTYPE_PHY      0x01
#define SUBTYPE_FAT      0x81
#define SUBTYPE_SPIFFS   0x82
#define SUBTYPE_LITTLEFS 0x83

/* the ESP8266's radio values lie in the fourth sector from the end (firmware-files.md) */
#define INIT_DATA_FROM_END 0x4000

/* What may be in which partitions. Boards built with Arduino keep LittleFS in a partition
 * of the subtype for SPIFFS. */
static gboolean
is_for_kind (const GlowPartition *partition, GlowImageKind kind)
{
  guint8 subtype = partition->subtype;

  if (kind == GLOW_IMAGE_APP)
    return partition->type == GLOW_PARTITION_TYPE_APP;
  if (partition->type != GLOW_PARTITION_TYPE_DATA)
    return FALSE;
  switch ((gint) kind) {
  case GLOW_IMAGE_OTADATA:
    return subtype == GLOW_PARTITION_DATA_OTA;
  case GLOW_IMAGE_NVS:
    return subtype == GLOW_PARTITION_DATA_NVS;
  case GLOW_IMAGE_PHY_INIT:
    return subtype == SUBTYPE_PHY;
  case GLOW_IMAGE_FAT:
    return subtype == SUBTYPE_FAT;
  case GLOW_IMAGE_SPIFFS:
    return subtype == SUBTYPE_SPIFFS;
  case GLOW_IMAGE_LITTLEFS:
    return subtype == SUBTYPE_LITTLEFS || subtype == SUBTYPE_SPIFFS;
  default:
    return FALSE;
  }
}

/* the name is only a hint between several that would do */
static gboolean
is_named_after (GlowImage *image, const GlowPartition *partition)
{
  g_autofree char *name = g_ascii_strdown (glow_image_get_name (image), -1);
  g_autofree char *label = g_ascii_strdown (partition->label, -1);

  return *label && strstr (name, label);
}

/**
 * glow_flash_offset_find_partition:
 * @table: the table in place
 * @image: a file that is one thing
 * @source: (out) (optional): %GLOW_OFFSET_NO_PARTITION or %GLOW_OFFSET_AMBIGUOUS if there
 * is none
 *
 * Finds the partition for settings, file systems and the like. Any thread.
 *
 * Returns: (transfer none) (nullable): the only one for such a file, or the one that it
 * is named after
 */
const GlowPartition *
glow_flash_offset_find_partition (GlowPartitionTable *table,
                                  GlowImage *image,
                                  GlowOffsetSource *source)
{
  GlowImageKind kind = glow_image_get_kind (image);
  const GlowPartition *only = NULL;
  const GlowPartition *named = NULL;
  guint n = 0;

  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);

    if (!is_for_kind (partition, kind))
      continue;
    n++;
    only = partition;
    if (!named && is_named_after (image, partition))
      named = partition;
  }
  if (source)
    *source = n == 0 ? GLOW_OFFSET_NO_PARTITION : GLOW_OFFSET_AMBIGUOUS;
  return n == 1 ? only : named;
}

static GlowOffsetSource
source_of_table (const GlowOffsetContext *context)
{
  return context->table_from_files ? GLOW_OFFSET_BY_TABLE_IN_FILES
                                   : GLOW_OFFSET_BY_TABLE_ON_BOARD;
}

static GlowOffsetSource
find_by_table (GlowImage *image, const GlowOffsetContext *context, guint32 *offset)
{
  GlowOffsetSource source;
  const GlowPartition *partition;

  if (!context->table) {
    if (!glow_image_suggest_offset (image, context->chip, offset))
      return GLOW_OFFSET_NEEDS_TABLE;
    return GLOW_OFFSET_USUAL;
  }
  partition = glow_flash_offset_find_partition (context->table, image, &source);
  if (!partition)
    return source;
  *offset = partition->offset;
  return source_of_table (context);
}

static const GlowPartition *
find_nth_app (GlowPartitionTable *table, guint nth, const GlowPartition *but)
{
  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);

    if (partition->type == GLOW_PARTITION_TYPE_APP && partition != but && nth-- == 0)
      return partition;
  }
  return NULL;
}

/* The first application goes where the board boots from, others to what is left. A file
 * that carries the name of a place goes there. */
static GlowOffsetSource
find_for_app (GlowImage *image, const GlowOffsetContext *context, guint32 *offset)
{
  const GlowPartition *boots = glow_otadata_choose (context->otadata, context->table);
  const GlowPartition *partition = NULL;

  for (guint i = 0; i < glow_partition_table_get_n_partitions (context->table); i++) {
    const GlowPartition *named = glow_partition_table_get_partition (context->table, i);

    if (named->type == GLOW_PARTITION_TYPE_APP && is_named_after (image, named))
      partition = named;
  }
  if (!partition)
    partition = context->nth_app == 0
                  ? boots
                  : find_nth_app (context->table, context->nth_app - 1, boots);
  if (!partition)
    return GLOW_OFFSET_NO_PARTITION;
  *offset = partition->offset;
  return source_of_table (context);
}

static GlowOffsetSource
find_by_content (GlowImage *image, const GlowOffsetContext *context, guint32 *offset)
{
  const GlowChip *chip =
    glow_image_get_chip (image) ? glow_image_get_chip (image) : context->chip;

  if (glow_image_suggest_offset (image, chip, offset))
    return GLOW_OFFSET_BY_CONTENT;
  if (!chip)
    return GLOW_OFFSET_NEEDS_CHIP;
  return glow_image_get_kind (image) == GLOW_IMAGE_APP ? GLOW_OFFSET_RAM_ONLY
                                                       : GLOW_OFFSET_UNKNOWN_CONTENT;
}

static GlowOffsetSource
find_app (GlowImage *image, const GlowOffsetContext *context, guint32 *offset)
{
  GlowOffsetSource source = find_by_content (image, context, offset);
  const GlowChip *chip =
    glow_image_get_chip (image) ? glow_image_get_chip (image) : context->chip;

  if (source != GLOW_OFFSET_BY_CONTENT || glow_chip_get_id (chip) == GLOW_CHIP_ESP8266)
    return source;
  return context->table ? find_for_app (image, context, offset) : GLOW_OFFSET_USUAL;
}

static GlowOffsetSource
find_for_table (const GlowOffsetContext *context, guint32 *offset)
{
  *offset = context->table_offset ? context->table_offset : GLOW_PARTITION_TABLE_OFFSET;
  return context->table_offset ? GLOW_OFFSET_BY_TABLE_ON_BOARD : GLOW_OFFSET_USUAL;
}

static GlowOffsetSource
find_for_init_data (const GlowOffsetContext *context, guint32 *offset)
{
  if (context->flash_size < INIT_DATA_FROM_END)
    return GLOW_OFFSET_NEEDS_FLASH_SIZE;
  *offset = (guint32) (context->flash_size - INIT_DATA_FROM_END);
  return GLOW_OFFSET_BY_CONTENT;
}

/**
 * glow_flash_offset_find:
 * @image: the file
 * @context: what is known of the board and of what is written with it
 * @offset: (out): bytes from the start of flash, if the source is known
 *
 * Any thread.
 *
 * Returns: who says so, or why nobody does; see %GLOW_OFFSET_IS_KNOWN
 */
GlowOffsetSource
glow_flash_offset_find (GlowImage *image,
                        const GlowOffsetContext *context,
                        guint32 *offset)
{
  *offset = 0;
  switch (glow_image_get_kind (image)) {
  case GLOW_IMAGE_APP:
    return find_app (image, context, offset);
  case GLOW_IMAGE_BOOTLOADER:
  case GLOW_IMAGE_MERGED:
  case GLOW_IMAGE_IROM:
    return find_by_content (image, context, offset);
  case GLOW_IMAGE_PARTITION_TABLE:
    return find_for_table (context, offset);
  case GLOW_IMAGE_INIT_DATA:
    return find_for_init_data (context, offset);
  case GLOW_IMAGE_OTADATA:
  case GLOW_IMAGE_NVS:
  case GLOW_IMAGE_SPIFFS:
  case GLOW_IMAGE_LITTLEFS:
  case GLOW_IMAGE_FAT:
  case GLOW_IMAGE_PHY_INIT:
    return find_by_table (image, context, offset);
  case GLOW_IMAGE_DATA:
  case GLOW_IMAGE_BLANK:
  case GLOW_IMAGE_ENCRYPTED:
  case GLOW_IMAGE_TEXT:
  default:
    return GLOW_OFFSET_UNKNOWN_CONTENT;
  }
}
