/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-slip.h"

/* protocol.md 1.1 */
#define END     0xc0
#define ESC     0xdb
#define ESC_END 0xdc
#define ESC_ESC 0xdd

/**
 * glow_board_slip_init:
 * @capacity: bytes of a frame that are kept, at most %GLOW_BOARD_SLIP_BUF_SIZE
 *
 * Starts anew, outside of a frame; the buffer's content stays.
 */
void
glow_board_slip_init (GlowBoardSlip *self, gsize capacity)
{
  self->capacity = MIN (capacity, GLOW_BOARD_SLIP_BUF_SIZE);
  self->len = 0;
  self->lost_len = 0;
  self->in_frame = FALSE;
  self->in_escape = FALSE;
}

static void
start_frame (GlowBoardSlip *self)
{
  self->in_frame = TRUE;
  self->in_escape = FALSE;
  self->len = 0;
  self->lost_len = 0;
}

static void
append (GlowBoardSlip *self, guint8 byte)
{
  if (self->len < self->capacity)
    self->buf[self->len++] = byte;
  else
    self->lost_len++;
}

/* A wrong escape ends the frame unseen; the next delimiter starts one. */
static void
unescape (GlowBoardSlip *self, guint8 byte)
{
  self->in_escape = FALSE;
  if (byte == ESC_END)
    append (self, END);
  else if (byte == ESC_ESC)
    append (self, ESC);
  else
    self->in_frame = FALSE;
}

/**
 * glow_board_slip_push:
 * @byte: as it came from the line
 *
 * Returns: %TRUE when @byte ended a frame of at least one byte, which is then in
 *   @self->buf until the next call
 */
gboolean
glow_board_slip_push (GlowBoardSlip *self, guint8 byte)
{
  if (!self->in_frame) {
    if (byte == END)
      start_frame (self);
    return FALSE;
  }
  if (byte == END) {
    if (self->len > 0)
      self->in_frame = FALSE;
    return !self->in_frame;
  }
  if (self->in_escape)
    unescape (self, byte);
  else if (byte == ESC)
    self->in_escape = TRUE;
  else
    append (self, byte);
  return FALSE;
}

static void
put (GByteArray *wire, guint8 byte)
{
  g_byte_array_append (wire, &byte, 1);
}

/**
 * glow_board_slip_encode:
 * @wire: gets one whole frame appended
 * @data: (array length=len): its content
 * @len: bytes of @data
 */
void
glow_board_slip_encode (GByteArray *wire, const guint8 *data, gsize len)
{
  put (wire, END);
  for (gsize i = 0; i < len; i++) {
    if (data[i] == END || data[i] == ESC) {
      put (wire, ESC);
      put (wire, data[i] == END ? ESC_END : ESC_ESC);
    } else {
      put (wire, data[i]);
    }
  }
  put (wire, END);
}
