/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Device side of the framing (protocol.md 1.1). The buffer keeps what earlier frames left
 * in it, as the chip's does: some ROM commands read beyond the end of their frame. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Content above the capacity is never written; the ROM's program buffer reads there. */
#define GLOW_BOARD_SLIP_BUF_SIZE 0x6000

typedef struct {
  guint8 buf[GLOW_BOARD_SLIP_BUF_SIZE];
  gsize capacity; /* bytes; what comes after is lost */
  gsize len;      /* bytes of the frame in buf */
  gsize lost_len; /* bytes of the frame beyond the capacity */
  gboolean in_frame;
  gboolean in_escape;
} GlowBoardSlip;

void glow_board_slip_init (GlowBoardSlip *self, gsize capacity);
gboolean glow_board_slip_push (GlowBoardSlip *self, guint8 byte);
void glow_board_slip_encode (GByteArray *wire, const guint8 *data, gsize len);

G_END_DECLS
