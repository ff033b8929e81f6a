/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-fault.h"

#include <string.h>

/* Where stall and close strike, in bytes over the line: a quarter of the seeds before any
 * data, the others within a megabyte the way practice runs go. */
#define STRIKE_EARLY 4000u /* connecting, identifying, the start of the stub's upload */
#define STRIKE_MIN   2000u
#define STRIKE_RANGE 100000u

/* splitmix64: short, and good enough to choose bytes */
static guint64
draw (guint64 *state)
{
  guint64 z = (*state += 0x9e3779b97f4a7c15u);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/**
 * glow_board_faulter_init:
 * @kind: which fault
 * @seed: any number
 * @rate: events per byte for drop and flip; 0 for %GLOW_BOARD_DEFAULT_FAULT_RATE
 *
 * Sets up the faults of one board.
 */
void
glow_board_faulter_init (GlowBoardFaulter *self,
                         GlowBoardFault kind,
                         guint64 seed,
                         double rate)
{
  guint64 state = seed;

  memset (self, 0, sizeof *self);
  self->kind = kind;
  for (guint way = 0; way < GLOW_BOARD_N_WAYS; way++)
    self->state[way] = draw (&state);
  self->strike_at = draw (&state) % 4 == 0 ? 1 + draw (&state) % STRIKE_EARLY
                                           : STRIKE_MIN + draw (&state) % STRIKE_RANGE;
  if (rate <= 0)
    rate = GLOW_BOARD_DEFAULT_FAULT_RATE;
  self->threshold = (guint64) (MIN (rate, 1.0) * 4294967296.0);
}

static gboolean
pass_counted (GlowBoardFaulter *self)
{
  self->n_bytes++;
  if (self->n_bytes >= self->strike_at && !self->has_struck) {
    self->has_struck = TRUE;
    self->is_stalled = self->kind == GLOW_BOARD_FAULT_STALL;
    self->is_closed = self->kind == GLOW_BOARD_FAULT_CLOSE;
  }
  return !self->is_stalled && !self->is_closed;
}

/**
 * glow_board_faulter_pass:
 * @way: which way the byte goes
 * @byte: (inout): it may come out changed
 *
 * Returns: how often the byte arrives: 0, 1 or 2 times
 */
guint
glow_board_faulter_pass (GlowBoardFaulter *self, GlowBoardWay way, guint8 *byte)
{
  guint64 value;

  if (self->kind == GLOW_BOARD_FAULT_NONE)
    return 1;
  if (self->kind == GLOW_BOARD_FAULT_STALL || self->kind == GLOW_BOARD_FAULT_CLOSE)
    return pass_counted (self) ? 1 : 0;
  value = draw (&self->state[way]);
  if ((value & G_MAXUINT32) >= self->threshold)
    return 1;
  if (self->kind == GLOW_BOARD_FAULT_FLIP)
    *byte = (guint8) (*byte ^ (1u << ((value >> 32) & 7)));
  if (self->kind == GLOW_BOARD_FAULT_DUPLICATE)
    return 2;
  return self->kind == GLOW_BOARD_FAULT_FLIP ? 1 : 0;
}
