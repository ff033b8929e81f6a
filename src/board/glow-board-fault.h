/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Seeded faults of the line. The same seed and the same bytes give the same faults,
 * whatever the time between them. */

#pragma once

#include "glow-board.h"

G_BEGIN_DECLS

#define GLOW_BOARD_DEFAULT_FAULT_RATE 1e-4 /* events per byte */

typedef enum {
  GLOW_BOARD_TO_BOARD,
  GLOW_BOARD_TO_HOST,
  GLOW_BOARD_N_WAYS,
} GlowBoardWay;

typedef struct {
  GlowBoardFault kind;
  guint64 state[GLOW_BOARD_N_WAYS]; /* one generator per way: timing can't mix them */
  guint64 threshold;                /* of 2^32: an event when a draw is below */
  guint64 strike_at;                /* bytes of both ways until stall or close */
  guint64 n_bytes;
  gboolean has_struck;
  gboolean is_stalled;
  gboolean is_closed;
} GlowBoardFaulter;

void glow_board_faulter_init (GlowBoardFaulter *self,
                              GlowBoardFault kind,
                              guint64 seed,
                              double rate);
guint glow_board_faulter_pass (GlowBoardFaulter *self, GlowBoardWay way, guint8 *byte);

G_END_DECLS
