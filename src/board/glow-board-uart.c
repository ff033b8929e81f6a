/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-uart.h"

#include <string.h>

#define ONE       65536 /* a sent bit */
#define N_BITS    10u   /* of a byte on the line: start, 8 of data, stop */
#define N_SAMPLES 10u   /* as many */

/**
 * glow_board_uart_init:
 *
 * Sets up a receiver at an idle line.
 */
void
glow_board_uart_init (GlowBoardUart *self)
{
  memset (self, 0, sizeof *self);
}

/* One sample. TRUE with the last of a byte; a stop bit that is low is taken as it is. */
static gboolean
sample (GlowBoardUart *self, gboolean low)
{
  if (self->n_taken == 0 && !low) {
    self->begun = FALSE; /* no start bit, just a spike */
    return FALSE;
  }
  if (self->n_taken >= 1 && self->n_taken < N_SAMPLES - 1 && !low)
    self->value = (guint8) (self->value | (1u << (self->n_taken - 1)));
  if (++self->n_taken < N_SAMPLES)
    return FALSE;
  self->begun = FALSE;
  return TRUE;
}

static void
begin (GlowBoardUart *self, gint64 edge, gint64 step)
{
  self->begun = TRUE;
  self->n_taken = 0;
  self->value = 0;
  self->next = edge + step / 2;
}

/**
 * glow_board_uart_feed:
 * @byte: as it was sent
 * @from_baud: bits per second, of the sender
 * @to_baud: bits per second, of the receiver
 * @out: (out caller-allocates): gets what the receiver takes it for
 *
 * Lets one byte go over the line.
 *
 * Returns: bytes received, 0 to %GLOW_BOARD_UART_MAX
 */
gsize
glow_board_uart_feed (GlowBoardUart *self,
                      guint8 byte,
                      guint from_baud,
                      guint to_baud,
                      guint8 out[GLOW_BOARD_UART_MAX])
{
  guint levels = ((guint) byte << 1) | (1u << (N_BITS - 1)); /* first bit lowest */
  gint64 step = (gint64) from_baud * ONE / to_baud;
  gsize n_out = 0;

  for (guint i = 0; i < N_BITS; i++) {
    gboolean low = !((levels >> i) & 1);

    if (!self->begun && low && !self->low)
      begin (self, (gint64) i * ONE, step);
    while (self->begun && self->next < (gint64) (i + 1) * ONE) {
      if (sample (self, low) && n_out < GLOW_BOARD_UART_MAX)
        out[n_out++] = self->value;
      self->next += step;
    }
    self->low = low;
  }
  self->next -= (gint64) N_BITS * ONE;
  return n_out;
}

/**
 * glow_board_uart_end:
 * @out: (out caller-allocates): gets what the receiver was in the middle of
 *
 * The line is idle now.
 *
 * Returns: bytes received, 0 or 1
 */
gsize
glow_board_uart_end (GlowBoardUart *self, guint8 out[GLOW_BOARD_UART_MAX])
{
  self->low = FALSE;
  while (self->begun)
    if (sample (self, FALSE)) {
      out[0] = self->value;
      return 1;
    }
  return 0;
}
