/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-slip.h"

/* RFC 1055 */
#define SLIP_END     0xc0
#define SLIP_ESC     0xdb
#define SLIP_ESC_END 0xdc
#define SLIP_ESC_ESC 0xdd

/**
 * glow_slip_decoder_init:
 * @self: (out caller-allocates): the decoder
 *
 * Starts before any frame.
 */
void
glow_slip_decoder_init (GlowSlipDecoder *self)
{
  *self = (GlowSlipDecoder){ .frame = g_byte_array_new () };
}

/**
 * glow_slip_decoder_clear:
 * @self: the decoder
 *
 * Frees what the decoder owns.
 */
void
glow_slip_decoder_clear (GlowSlipDecoder *self)
{
  g_clear_pointer (&self->frame, g_byte_array_unref);
}

/**
 * glow_slip_decoder_reset:
 * @self: the decoder
 *
 * Forgets a half-received frame, as after a reset of the board or a change of rate.
 */
void
glow_slip_decoder_reset (GlowSlipDecoder *self)
{
  g_byte_array_set_size (self->frame, 0);
  self->escape = FALSE;
  self->broken = FALSE;
  self->inside = FALSE;
  self->finished = FALSE;
}

static void
append_byte (GlowSlipDecoder *self, guint8 byte)
{
  if (self->frame->len >= GLOW_SLIP_MAX_FRAME)
    self->broken = TRUE;
  else
    g_byte_array_append (self->frame, &byte, 1);
}

static void
take_byte (GlowSlipDecoder *self, guint8 byte)
{
  if (self->escape) {
    self->escape = FALSE;
    if (byte == SLIP_ESC_END)
      append_byte (self, SLIP_END);
    else if (byte == SLIP_ESC_ESC)
      append_byte (self, SLIP_ESC);
    else
      self->broken = TRUE;
  } else if (byte == SLIP_ESC) {
    self->escape = TRUE;
  } else {
    append_byte (self, byte);
  }
}

/* a frame that broke is text or noise: keep it readable for the diagnosis */
static gboolean
end_frame (GlowSlipDecoder *self, GByteArray *stray)
{
  gboolean good = self->inside && !self->broken && !self->escape && self->frame->len > 0;

  if (!good && stray && self->frame->len > 0)
    g_byte_array_append (stray, self->frame->data, self->frame->len);
  self->inside = TRUE;
  self->broken = FALSE;
  self->escape = FALSE;
  return good;
}

/**
 * glow_slip_decoder_feed:
 * @self: the decoder
 * @data: (array length=len): bytes as they came off the wire, cut anywhere
 * @len: how many
 * @stray: (nullable): bytes that belong to no frame are appended here
 * @complete: (out): %TRUE when @self->frame holds a whole decoded frame; the next call
 * drops it
 *
 * Takes bytes up to the end of the next frame. Every delimiter both ends a frame and
 * starts one, so that a lost or a doubled delimiter costs one frame at most; empty frames
 * are skipped.
 *
 * Returns: bytes taken of @data, less than @len only with @complete set
 */
gsize
glow_slip_decoder_feed (GlowSlipDecoder *self,
                        const guint8 *data,
                        gsize len,
                        GByteArray *stray,
                        gboolean *complete)
{
  *complete = FALSE;
  if (self->finished)
    g_byte_array_set_size (self->frame, 0);
  self->finished = FALSE;
  for (gsize i = 0; i < len; i++) {
    if (data[i] == SLIP_END) {
      if (end_frame (self, stray)) {
        *complete = self->finished = TRUE;
        return i + 1;
      }
      g_byte_array_set_size (self->frame, 0);
    } else if (self->inside) {
      take_byte (self, data[i]);
    } else if (stray) {
      g_byte_array_append (stray, &data[i], 1);
    }
  }
  return len;
}

/**
 * glow_slip_encode:
 * @out: the frame is appended here
 * @data: (array length=len): the payload
 * @len: its length in bytes
 *
 * Exactly one delimiter before and one after: some stubs take a stray one for a frame.
 */
void
glow_slip_encode (GByteArray *out, const guint8 *data, gsize len)
{
  static const guint8 end[] = { SLIP_END };
  static const guint8 escaped_end[] = { SLIP_ESC, SLIP_ESC_END };
  static const guint8 escaped_esc[] = { SLIP_ESC, SLIP_ESC_ESC };

  g_byte_array_append (out, end, sizeof end);
  for (gsize i = 0; i < len; i++) {
    if (data[i] == SLIP_END)
      g_byte_array_append (out, escaped_end, sizeof escaped_end);
    else if (data[i] == SLIP_ESC)
      g_byte_array_append (out, escaped_esc, sizeof escaped_esc);
    else
      g_byte_array_append (out, &data[i], 1);
  }
  g_byte_array_append (out, end, sizeof end);
}
