/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A receiver that looks at a line at the wrong moments: what text becomes at another rate
 * than that it was sent at. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that can come out of one: a start bit each needs a falling edge. */
#define GLOW_BOARD_UART_MAX 6u

typedef struct {
  gint64 next;    /* sample, in 1/65536 of a sent bit from the start of the sent byte */
  guint n_taken;  /* samples of the byte, its start bit included; 0: none begun */
  guint8 value;   /* of the byte so far */
  gboolean begun; /* a falling edge was seen */
  gboolean low;   /* the line, at the end of the sent byte */
} GlowBoardUart;

void glow_board_uart_init (GlowBoardUart *self);
gsize glow_board_uart_feed (GlowBoardUart *self,
                            guint8 byte,
                            guint from_baud,
                            guint to_baud,
                            guint8 out[GLOW_BOARD_UART_MAX]);
gsize glow_board_uart_end (GlowBoardUart *self, guint8 out[GLOW_BOARD_UART_MAX]);

G_END_DECLS
