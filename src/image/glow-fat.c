/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-filesystem.h"

#include "glow-bytes.h"

#include <string.h>

/* The boot sector of FAT (Microsoft's FAT specification 1.03); bytes */
#define BOOT_SECTOR_SIZE 512
#define SECTOR_SIZE_AT   11
#define PER_CLUSTER_AT   13
#define RESERVED_AT      14
#define N_FATS_AT        16
#define N_ROOT_AT        17
#define N_SECTORS_16_AT  19
#define MEDIA_AT         21
#define FAT_SIZE_16_AT   22
#define N_SECTORS_32_AT  32
#define FAT_SIZE_32_AT   36
#define SIGNATURE_AT     510
#define ROOT_ENTRY_SIZE  32
#define MAX_FAT12        4085 /* clusters; below: FAT12 */
#define MAX_FAT16        65525

/* ESP-IDF's wear levelling keeps one sector of flash free before the first use. */
#define WEAR_LEVELLING_SECTOR 0x1000

typedef struct {
  guint32 sector_size; /* bytes */
  guint32 per_cluster; /* sectors */
  guint32 reserved;    /* sectors */
  guint32 n_fats;
  guint32 fat_size;  /* sectors */
  guint32 root_size; /* sectors */
  guint32 n_sectors;
} BootSector;

static gboolean
is_power_of_two (guint32 value)
{
  return value > 0 && (value & (value - 1)) == 0;
}

static void
read_boot_sector (BootSector *boot, const guint8 *bytes)
{
  guint32 n_root = glow_get_le16 (bytes + N_ROOT_AT);

  boot->sector_size = glow_get_le16 (bytes + SECTOR_SIZE_AT);
  boot->per_cluster = bytes[PER_CLUSTER_AT];
  boot->reserved = glow_get_le16 (bytes + RESERVED_AT);
  boot->n_fats = bytes[N_FATS_AT];
  boot->n_sectors = glow_get_le16 (bytes + N_SECTORS_16_AT);
  if (boot->n_sectors == 0)
    boot->n_sectors = glow_get_le32 (bytes + N_SECTORS_32_AT);
  boot->fat_size = glow_get_le16 (bytes + FAT_SIZE_16_AT);
  if (boot->fat_size == 0)
    boot->fat_size = glow_get_le32 (bytes + FAT_SIZE_32_AT);
  if (boot->sector_size > 0)
    boot->root_size =
      (n_root * ROOT_ENTRY_SIZE + boot->sector_size - 1) / boot->sector_size;
}

/* An image of a program starts with 0xe9, one of the two legal jumps: the fields must
 * fit, too. */
static gboolean
is_sane (const BootSector *boot, const guint8 *bytes)
{
  return ((bytes[0] == 0xeb && bytes[2] == 0x90) || bytes[0] == 0xe9) &&
         glow_get_le16 (bytes + SIGNATURE_AT) == 0xaa55 && bytes[MEDIA_AT] >= 0xf0 &&
         boot->sector_size >= 512 && boot->sector_size <= 4096 &&
         is_power_of_two (boot->sector_size) && is_power_of_two (boot->per_cluster) &&
         boot->reserved > 0 && boot->n_fats >= 1 && boot->n_fats <= 2 &&
         boot->fat_size > 0;
}

static guint
get_width (const BootSector *boot)
{
  guint64 used =
    boot->reserved + (guint64) boot->n_fats * boot->fat_size + boot->root_size;
  guint64 n_clusters;

  if (used >= boot->n_sectors)
    return 0;
  n_clusters = (boot->n_sectors - used) / boot->per_cluster;
  if (n_clusters < MAX_FAT12)
    return 12;
  return n_clusters < MAX_FAT16 ? 16 : 32;
}

static gboolean
read_at (GlowFilesystem *filesystem, const guint8 *data, gsize size, gsize pos)
{
  BootSector boot = { 0 };
  guint width;

  if (pos >= size || size - pos < BOOT_SECTOR_SIZE)
    return FALSE;
  read_boot_sector (&boot, data + pos);
  if (!is_sane (&boot, data + pos))
    return FALSE;
  width = get_width (&boot);
  if (width == 0)
    return FALSE;
  *filesystem = (GlowFilesystem){ .type = GLOW_FILESYSTEM_FAT,
                                  .version = width,
                                  .block_size = boot.sector_size,
                                  .size = (guint64) boot.n_sectors * boot.sector_size,
                                  .wear_levelled = pos > 0 };
  return TRUE;
}

/**
 * glow_fat_read:
 * @filesystem: (out caller-allocates): what it says
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if @data is a FAT file system
 */
gboolean
glow_fat_read (GlowFilesystem *filesystem, const guint8 *data, gsize size)
{
  *filesystem = (GlowFilesystem){ .type = GLOW_FILESYSTEM_NONE };
  return read_at (filesystem, data, size, 0) ||
         read_at (filesystem, data, size, WEAR_LEVELLING_SECTOR);
}
