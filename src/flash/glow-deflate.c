/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-deflate.h"

#include <zlib.h>

#define LEVEL 9 /* costs 0.1 s a megabyte and saves line time; firmware-files.md 3 */

/* A stub before 0.8.1 that has all it needs takes a last block of 5 to 7 bytes for data
 * that doesn't fit: the end mark and the checksum are up to that long, and with 8 bytes
 * there is something to write among them. firmware-files.md trap 1; protocol.md 6.2 */
#define LAST_BLOCK_TRAP_MIN 5 /* bytes */
#define LAST_BLOCK_MIN      8 /* bytes */

struct _GlowInflateMeter {
  z_stream stream;
};

/**
 * glow_deflate:
 * @content: what will lie in flash
 *
 * Compresses with a zlib header and a 32 KiB window, which is what the chips' inflater
 * takes.
 *
 * Returns: (transfer full) (nullable): the stream, %NULL when it would not be smaller
 */
GBytes *
glow_deflate (GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  uLongf deflated_size = compressBound ((uLong) size);
  g_autofree guint8 *deflated = g_malloc (deflated_size);

  if (compress2 (deflated, &deflated_size, data, (uLong) size, LEVEL) != Z_OK ||
      deflated_size >= size)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&deflated), deflated_size);
}

/**
 * glow_deflate_block_start:
 * @size: bytes of the whole stream
 * @block_size: bytes a block may have, at least 8
 * @seq: a block, or the number of blocks
 *
 * Cuts a stream into as many blocks as ever, but so that the last one has not between 5
 * and 7 bytes: the one before it is then a bit shorter.
 *
 * Returns: where the block starts; @size for the number of blocks
 */
gsize
glow_deflate_block_start (gsize size, gsize block_size, gsize seq)
{
  gsize last_start = size > 0 ? (size - 1) / block_size * block_size : 0;
  gsize last_len = size - last_start;

  if (seq * block_size > last_start)
    return size;
  if (seq > 0 && seq * block_size == last_start && last_len >= LAST_BLOCK_TRAP_MIN &&
      last_len < LAST_BLOCK_MIN)
    return size - LAST_BLOCK_MIN;
  return seq * block_size;
}

/**
 * glow_inflate_meter_new:
 *
 * Returns: (transfer full): a meter at the start of a stream
 */
GlowInflateMeter *
glow_inflate_meter_new (void)
{
  GlowInflateMeter *self = g_new0 (GlowInflateMeter, 1);

  if (inflateInit (&self->stream) != Z_OK)
    g_critical ("no memory to inflate");
  return self;
}

/**
 * glow_inflate_meter_free:
 * @self: (transfer full): the meter
 */
void
glow_inflate_meter_free (GlowInflateMeter *self)
{
  inflateEnd (&self->stream);
  g_free (self);
}

/**
 * glow_inflate_meter_feed:
 * @data: (array length=len): the next bytes of the stream
 * @len: how many
 *
 * A block of a few bytes can hold hundreds of KiB of flash, and its time limit must know.
 *
 * Returns: bytes of flash these bytes complete
 */
guint64
glow_inflate_meter_feed (GlowInflateMeter *self, const guint8 *data, gsize len)
{
  guint8 out[16384];
  guint64 total = 0;
  int result = Z_OK;

  self->stream.next_in = (z_const Bytef *) data;
  self->stream.avail_in = (uInt) len;
  while (result == Z_OK && (self->stream.avail_in > 0 || self->stream.avail_out == 0)) {
    self->stream.next_out = out;
    self->stream.avail_out = sizeof out;
    result = inflate (&self->stream, Z_NO_FLUSH);
    total += sizeof out - self->stream.avail_out;
  }
  return total;
}
