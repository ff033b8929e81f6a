/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-otadata.h"

#include "glow-bytes.h"

#include <zlib.h>

/* protocol.md 5.8; bytes */
#define SECTOR_SIZE 0x1000
#define ENTRY_SIZE  32
#define CRC_AT      28
#define NO_SEQUENCE 0xffffffffu

/* The CRC is taken of the sequence number alone. */
static gboolean
entry_is_valid (const guint8 *entry)
{
  guint32 sequence = glow_get_le32 (entry);

  return sequence != NO_SEQUENCE &&
         crc32_z (G_MAXUINT32, entry, 4) == glow_get_le32 (entry + CRC_AT);
}

/**
 * glow_otadata_recognise:
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * Merged files may end within it. Blank sectors are legal otadata too, but nothing tells
 * them from other blank sectors.
 * Any thread.
 *
 * Returns: %TRUE if a slot is chosen in it
 */
gboolean
glow_otadata_recognise (const guint8 *data, gsize size)
{
  if (size < ENTRY_SIZE || size > GLOW_OTADATA_SIZE)
    return FALSE;
  return entry_is_valid (data) ||
         (size >= SECTOR_SIZE + ENTRY_SIZE && entry_is_valid (data + SECTOR_SIZE));
}
