/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-otadata.h"

#include "glow-bytes.h"

#include <zlib.h>

/* protocol.md 5.8; bytes */
#define SECTOR_SIZE  0x1000
#define ENTRY_SIZE   32
#define STATE_AT     24
#define CRC_AT       28
#define MAX_SLOTS    16
#define MAX_SEQUENCE 0xffff
#define NO_SEQUENCE  0xffffffffu

/* The CRC is taken of the sequence number alone. */
static void
read_entry (GlowOtadataEntry *entry, const guint8 *bytes)
{
  entry->sequence = glow_get_le32 (bytes);
  entry->state = (gint) glow_get_le32 (bytes + STATE_AT);
  if (entry->sequence == NO_SEQUENCE || entry->sequence == 0)
    return;
  entry->present = crc32_z (G_MAXUINT32, bytes, 4) == glow_get_le32 (bytes + CRC_AT);
  entry->damaged = !entry->present;
}

static gboolean
can_be_chosen (const GlowOtadataEntry *entry)
{
  return entry->present && entry->state != GLOW_OTADATA_INVALID &&
         entry->state != GLOW_OTADATA_ABORTED;
}

static gint
choose_entry (const GlowOtadata *otadata)
{
  gboolean first = can_be_chosen (&otadata->entries[0]);
  gboolean second = can_be_chosen (&otadata->entries[1]);

  if (first && second)
    return otadata->entries[1].sequence > otadata->entries[0].sequence;
  if (second)
    return 1;
  return first ? 0 : -1;
}

static gboolean
is_blank (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (data[i] != 0xff)
      return FALSE;
  }
  return TRUE;
}

/* Made by hand with a wrong CRC: nothing but two entries, with a number that no board
 * goes beyond. */
static gboolean
looks_like_otadata (const GlowOtadata *otadata, const guint8 *data, gsize size)
{
  gboolean number = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (otadata->entries); i++)
    number |= otadata->entries[i].damaged && otadata->entries[i].sequence <= MAX_SEQUENCE;
  return number && size == GLOW_OTADATA_SIZE &&
         is_blank (data + ENTRY_SIZE, SECTOR_SIZE - ENTRY_SIZE) &&
         is_blank (data + SECTOR_SIZE + ENTRY_SIZE, SECTOR_SIZE - ENTRY_SIZE);
}

/**
 * glow_otadata_read:
 * @otadata: (out caller-allocates): what it says
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * Merged files may end within it. Blank sectors are legal otadata too, but nothing tells
 * them from other blank sectors. Any thread.
 *
 * Returns: %TRUE if a slot was ever chosen in it, be it in vain
 */
gboolean
glow_otadata_read (GlowOtadata *otadata, const guint8 *data, gsize size)
{
  *otadata = (GlowOtadata){ .chosen = -1 };
  if (size < ENTRY_SIZE || size > GLOW_OTADATA_SIZE)
    return FALSE;
  read_entry (&otadata->entries[0], data);
  if (size >= SECTOR_SIZE + ENTRY_SIZE)
    read_entry (&otadata->entries[1], data + SECTOR_SIZE);
  otadata->chosen = choose_entry (otadata);
  return otadata->entries[0].present || otadata->entries[1].present ||
         looks_like_otadata (otadata, data, size);
}

/**
 * glow_otadata_recognise:
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * As glow_otadata_read(). Any thread.
 *
 * Returns: %TRUE if a slot was ever chosen in it
 */
gboolean
glow_otadata_recognise (const guint8 *data, gsize size)
{
  GlowOtadata otadata;

  return glow_otadata_read (&otadata, data, size);
}

static const GlowPartition *
find_app (GlowPartitionTable *table, guint8 subtype)
{
  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);

    if (partition->type == GLOW_PARTITION_TYPE_APP && partition->subtype == subtype)
      return partition;
  }
  return NULL;
}

static guint
count_slots (GlowPartitionTable *table)
{
  guint n = 0;

  while (n < MAX_SLOTS && find_app (table, (guint8) (GLOW_PARTITION_APP_OTA_0 + n)))
    n++;
  return n;
}

/**
 * glow_otadata_choose:
 * @otadata: (nullable): what was read; %NULL: blank or none
 * @table: the partition table
 *
 * The bootloader's choice (protocol.md 5.8); it goes on to other slots only if that one
 * has no valid application. Any thread.
 *
 * Returns: (transfer none) (nullable): the partition it boots first; %NULL if the table
 * has none for applications
 */
const GlowPartition *
glow_otadata_choose (const GlowOtadata *otadata, GlowPartitionTable *table)
{
  guint n_slots = count_slots (table);
  const GlowPartition *factory = find_app (table, GLOW_PARTITION_APP_FACTORY);

  if (otadata && otadata->chosen >= 0 && n_slots > 0) {
    guint32 sequence = otadata->entries[otadata->chosen].sequence;

    return find_app (table,
                     (guint8) (GLOW_PARTITION_APP_OTA_0 + (sequence - 1) % n_slots));
  }
  return factory ? factory : find_app (table, GLOW_PARTITION_APP_OTA_0);
}
