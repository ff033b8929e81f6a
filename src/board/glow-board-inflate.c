/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-inflate.h"

#include <string.h>

/**
 * glow_board_inflate_stop:
 *
 * Forgets the stream; harmless without one.
 */
void
glow_board_inflate_stop (GlowBoardInflate *self)
{
  if (self->is_live)
    inflateEnd (&self->z);
  memset (self, 0, sizeof *self);
}

/**
 * glow_board_inflate_start:
 *
 * Starts a new stream; an old one is forgotten.
 */
void
glow_board_inflate_start (GlowBoardInflate *self)
{
  glow_board_inflate_stop (self);
  self->is_live = inflateInit (&self->z) == Z_OK;
}

static GlowBoardInflateResult
failure (const z_stream *z)
{
  gboolean is_checksum = z->msg && strcmp (z->msg, "incorrect data check") == 0;

  return is_checksum ? GLOW_BOARD_INFLATE_ADLER : GLOW_BOARD_INFLATE_DAMAGED;
}

/**
 * glow_board_inflate_push:
 * @data: (array length=len): the next compressed bytes
 * @len: bytes
 * @sink: gets what comes out, at most %GLOW_BOARD_WINDOW_SIZE bytes at a time
 * @user_data: for @sink
 *
 * Returns: how the stream stands; after its end all input is left over
 */
GlowBoardInflateResult
glow_board_inflate_push (GlowBoardInflate *self,
                         const guint8 *data,
                         gsize len,
                         GlowBoardInflateSink sink,
                         gpointer user_data)
{
  g_autofree guint8 *out = g_malloc (GLOW_BOARD_WINDOW_SIZE);
  int rc = self->has_ended ? Z_STREAM_END : Z_OK;

  self->z.next_in = (Bytef *) data;
  self->z.avail_in = (uInt) len;
  self->z.avail_out = 0;
  while (rc == Z_OK && (self->z.avail_in > 0 || self->z.avail_out == 0)) {
    self->z.next_out = out;
    self->z.avail_out = GLOW_BOARD_WINDOW_SIZE;
    rc = inflate (&self->z, Z_NO_FLUSH);
    if (self->z.avail_out < GLOW_BOARD_WINDOW_SIZE)
      sink (user_data, out, GLOW_BOARD_WINDOW_SIZE - self->z.avail_out);
  }
  self->rest_len = self->z.avail_in;
  self->has_ended = rc == Z_STREAM_END;
  if (rc == Z_STREAM_END)
    return GLOW_BOARD_INFLATE_END;
  return rc == Z_OK || rc == Z_BUF_ERROR ? GLOW_BOARD_INFLATE_MORE : failure (&self->z);
}
