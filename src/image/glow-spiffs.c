/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-filesystem.h"

#include "glow-bytes.h"

/* SPIFFS 0.3.7 with the magics that ESP-IDF and the Arduino cores switch on: in each
 * block, the last but one id of its look-up page is made of a constant, the size of a
 * page and, if so configured, the number of blocks from this one on. */
#define MAGIC        0x20140529u
#define ID_SIZE      2 /* bytes of an object id */
#define MIN_N_BLOCKS 2

/* bytes; what the tools let people choose */
static const guint32 page_sizes[] = { 256, 512, 1024 };
static const guint32 block_sizes[] = { 4096, 8192, 16384, 32768, 65536 };

static gsize
magic_at (guint32 block_size, guint32 page_size)
{
  gsize ids_size = block_size / page_size * ID_SIZE;
  gsize lookup_pages = (ids_size + page_size - 1) / page_size;

  return lookup_pages * page_size - 2 * ID_SIZE;
}

static gsize
count_magics (const guint8 *data,
              gsize size,
              const GlowFilesystem *geometry,
              gsize n_blocks)
{
  gsize at = magic_at (geometry->block_size, geometry->page_size);
  gsize n = 0;

  for (gsize block = 0; size / geometry->block_size > block; block++) {
    guint32 magic = MAGIC ^ geometry->page_size;

    if (n_blocks > 0)
      magic ^= (guint32) (n_blocks - block);
    n += glow_get_le16 (data + block * geometry->block_size + at) == (magic & 0xffff);
  }
  return n;
}

/* How many blocks the first magic promises; the file may be shorter. Only 16 bits of the
 * magic are stored, which is enough for the sizes of flash. */
static gsize
promised_blocks (const guint8 *data, const GlowFilesystem *geometry)
{
  guint16 stored =
    glow_get_le16 (data + magic_at (geometry->block_size, geometry->page_size));

  return (stored ^ MAGIC ^ geometry->page_size) & 0xffff;
}

/* A block that was just erased has no magic. The first magic is what @promised was made
 * of, so it proves nothing unless it names the very size of the file. */
static gboolean
has_counted_magics (const guint8 *data,
                    gsize size,
                    const GlowFilesystem *geometry,
                    gsize promised)
{
  gsize n_blocks = size / geometry->block_size;
  gsize n = count_magics (data, size, geometry, promised);

  if (promised < n_blocks || n + 1 < n_blocks)
    return FALSE;
  return n >= (promised == n_blocks ? 2 : 3);
}

static gboolean
try_geometry (GlowFilesystem *filesystem, const guint8 *data, gsize size)
{
  gsize n_blocks = size / filesystem->block_size;
  gsize promised;
  gsize n;

  if (n_blocks < MIN_N_BLOCKS)
    return FALSE;
  promised = promised_blocks (data, filesystem);
  if (has_counted_magics (data, size, filesystem, promised)) {
    filesystem->size = (guint64) promised * filesystem->block_size;
    return TRUE;
  }
  n = count_magics (data, size, filesystem, 0);
  return n >= 2 && n + 1 >= n_blocks;
}

/**
 * glow_spiffs_read:
 * @filesystem: (out caller-allocates): what it says
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if @data is a SPIFFS file system
 */
gboolean
glow_spiffs_read (GlowFilesystem *filesystem, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (page_sizes); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (block_sizes); j++) {
      *filesystem = (GlowFilesystem){ .type = GLOW_FILESYSTEM_SPIFFS,
                                      .page_size = page_sizes[i],
                                      .block_size = block_sizes[j] };
      if (try_geometry (filesystem, data, size))
        return TRUE;
    }
  }
  *filesystem = (GlowFilesystem){ .type = GLOW_FILESYSTEM_NONE };
  return FALSE;
}
