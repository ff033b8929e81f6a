/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-deflate.h"

#ifdef HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif
#include <zlib.h>

/* Of 149 real files libdeflate's stream is the larger one in 20 tables of a few KiB and
 * in one that is encrypted (firmware-files.md 3): only for such ones both are made. */
#define ALWAYS_BOTH_SIZE 65536 /* bytes below which it costs next to nothing */
#define HARDLY_PERCENT   90    /* of the content: hardly compressed at all */

struct _GlowInflateMeter {
  z_stream stream;
};

/* firmware-files.md 3 for the best ones; the lighter ones were measured on the same
 * files: 926,083 and 938,581 bytes instead of 925,099 by libdeflate */
#ifdef HAVE_LIBDEFLATE
static const int libdeflate_levels[] = {
  [GLOW_DEFLATE_BEST] = 12,
  [GLOW_DEFLATE_GOOD] = 10,
  [GLOW_DEFLATE_LIGHT] = 9,
};
#endif
static const int zlib_levels[] = {
  [GLOW_DEFLATE_BEST] = 9,
  [GLOW_DEFLATE_GOOD] = 9,
  [GLOW_DEFLATE_LIGHT] = 6,
};

static GBytes *
deflate_by_zlib (const guint8 *data, gsize size, int level)
{
  uLongf deflated_size = compressBound ((uLong) size);
  g_autofree guint8 *deflated = g_malloc (deflated_size);

  if (compress2 (deflated, &deflated_size, data, (uLong) size, level) != Z_OK)
    return NULL;
  deflated = g_realloc (deflated, deflated_size);
  return g_bytes_new_take (g_steal_pointer (&deflated), deflated_size);
}

#ifdef HAVE_LIBDEFLATE
static GBytes *
deflate_by_libdeflate (const guint8 *data, gsize size, int level)
{
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor (level);
  g_autofree guint8 *deflated = NULL;
  gsize deflated_size;

  if (!compressor)
    return NULL;
  /* no room for more than the content: such a stream is of no use */
  deflated = g_malloc (size);
  deflated_size = libdeflate_zlib_compress (compressor, data, size, deflated, size);
  libdeflate_free_compressor (compressor);
  if (deflated_size == 0)
    return NULL;
  deflated = g_realloc (deflated, deflated_size);
  return g_bytes_new_take (g_steal_pointer (&deflated), deflated_size);
}
#endif

static GBytes *
take_smaller (GBytes *first, GBytes *second)
{
  if (!first || (second && g_bytes_get_size (second) < g_bytes_get_size (first))) {
    g_clear_pointer (&first, g_bytes_unref);
    return second;
  }
  g_clear_pointer (&second, g_bytes_unref);
  return first;
}

/**
 * glow_deflate:
 * @content: what will lie in flash
 * @effort: what a smaller stream is worth
 *
 * Compresses with a zlib header and a 32 KiB window, which is what the chips' inflater
 * takes. The smaller stream of the libraries there are.
 *
 * Returns: (transfer full) (nullable): the stream, %NULL when it would not be smaller
 */
GBytes *
glow_deflate (GBytes *content, GlowDeflateEffort effort)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  g_autoptr (GBytes) best = NULL;

  if (size == 0)
    return NULL;
#ifdef HAVE_LIBDEFLATE
  best = deflate_by_libdeflate (data, size, libdeflate_levels[effort]);
#endif
  if (!best || size < ALWAYS_BOTH_SIZE ||
      g_bytes_get_size (best) > size / 100 * HARDLY_PERCENT)
    best = take_smaller (g_steal_pointer (&best),
                         deflate_by_zlib (data, size, zlib_levels[effort]));
  if (best && g_bytes_get_size (best) >= size)
    return NULL;
  return g_steal_pointer (&best);
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
