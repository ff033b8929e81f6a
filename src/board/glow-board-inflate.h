/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A zlib stream that comes in pieces and goes out in 32 KiB pieces, as in the loaders. */

#pragma once

#include <glib.h>
#include <zlib.h>

G_BEGIN_DECLS

#define GLOW_BOARD_WINDOW_SIZE 32768u /* bytes, protocol.md 1.7 */

typedef enum {
  GLOW_BOARD_INFLATE_MORE, /* wants more input */
  GLOW_BOARD_INFLATE_END,  /* the stream has ended and its checksum is right */
  GLOW_BOARD_INFLATE_DAMAGED,
  GLOW_BOARD_INFLATE_ADLER, /* the stream has ended and its checksum is wrong */
} GlowBoardInflateResult;

typedef void (*GlowBoardInflateSink) (gpointer user_data, const guint8 *data, gsize len);

typedef struct {
  z_stream z;
  gboolean is_live;
  gboolean has_ended;
  gsize rest_len; /* bytes of the last input after the end of the stream */
} GlowBoardInflate;

void glow_board_inflate_start (GlowBoardInflate *self);
void glow_board_inflate_stop (GlowBoardInflate *self);
GlowBoardInflateResult glow_board_inflate_push (GlowBoardInflate *self,
                                                const guint8 *data,
                                                gsize len,
                                                GlowBoardInflateSink sink,
                                                gpointer user_data);

G_END_DECLS
