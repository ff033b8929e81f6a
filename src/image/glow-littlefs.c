/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-filesystem.h"

#include "glow-bytes.h"

#include <string.h>

/* LittleFS 2 (its SPEC.md): a superblock in each of the first two blocks: a revision,
 * then tags, big-endian, each the exclusive or of itself and the one before. The first
 * that matter name the superblock and hold its fields. Bytes. */
#define NAME         "littlefs"
#define NAME_SIZE    8
#define TAGS_AT      4
#define TAG_SIZE     4
#define FIELDS_SIZE  24
#define TYPE_NAME    0x0ff
#define TYPE_FIELDS  0x201
#define MAX_N_TAGS   16
#define MIN_BLOCK    128
#define MAX_BLOCK    0x100000
#define TAG_INVALID  0x80000000u
#define SIZE_DELETED 0x3ff /* the tag has no data */

static guint32
get_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 |
         bytes[3];
}

static gboolean
read_fields (GlowFilesystem *filesystem, const guint8 *fields)
{
  guint32 version = glow_get_le32 (fields);
  guint32 block_size = glow_get_le32 (fields + 4);
  guint32 n_blocks = glow_get_le32 (fields + 8);

  if (version >> 16 != 2 || block_size < MIN_BLOCK || block_size > MAX_BLOCK ||
      n_blocks < 2)
    return FALSE;
  *filesystem = (GlowFilesystem){ .type = GLOW_FILESYSTEM_LITTLEFS,
                                  .version = version,
                                  .block_size = block_size,
                                  .size = (guint64) n_blocks * block_size };
  return TRUE;
}

/* (nullable): the superblock's fields */
static const guint8 *
find_fields (const guint8 *block, gsize size)
{
  guint32 tag = G_MAXUINT32;
  gsize pos = TAGS_AT;
  gboolean named = FALSE;

  for (guint i = 0; i < MAX_N_TAGS && size - pos >= TAG_SIZE; i++) {
    guint type;
    gsize len;

    tag ^= get_be32 (block + pos);
    type = tag >> 20 & 0x7ff;
    len = (tag & 0x3ff) == SIZE_DELETED ? 0 : tag & 0x3ff;
    pos += TAG_SIZE;
    if (tag & TAG_INVALID || size - pos < len)
      return NULL;
    if (type == TYPE_NAME)
      named = len == NAME_SIZE && memcmp (block + pos, NAME, NAME_SIZE) == 0;
    else if (type == TYPE_FIELDS && named && len >= FIELDS_SIZE)
      return block + pos;
    pos += len;
  }
  return NULL;
}

/**
 * glow_littlefs_read:
 * @filesystem: (out caller-allocates): what it says
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * Looks at the first superblock, and at the second where the sectors of flash put it. Any
 * thread.
 *
 * Returns: %TRUE if @data is a LittleFS file system
 */
gboolean
glow_littlefs_read (GlowFilesystem *filesystem, const guint8 *data, gsize size)
{
  static const gsize places[] = { 0, 0x1000, 0x2000 };

  *filesystem = (GlowFilesystem){ .type = GLOW_FILESYSTEM_NONE };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const guint8 *fields = NULL;

    if (size > places[i] + TAGS_AT)
      fields = find_fields (data + places[i], size - places[i]);
    if (fields && read_fields (filesystem, fields))
      return TRUE;
  }
  return FALSE;
}
