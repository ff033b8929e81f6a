/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The line between host and chip: what is under way in either direction, at which rate it
 * was sent, and what became of it. */

#pragma once

#include "glow-board-fault.h"
#include "glow-board-report.h"
#include "glow-board-uart.h"

G_BEGIN_DECLS

typedef struct {
  /* owned */
  GQueue to_board;   /* GlowBoardChunk *, in order */
  GQueue to_host;    /* GlowBoardChunk *, in order */
  GByteArray *inbox; /* arrived at the host, not read yet */

  GlowBoardReport *report; /* borrowed */
  GlowBoardFaulter faulter;
  GlowBoardUart host_uart; /* how a host at another rate takes what is said */
  gboolean is_repeating;   /* the byte at the head goes to the board once more */
  gint64 to_board_free_us; /* when the line is idle again */
  gint64 to_host_free_us;
  gint64 turnaround_us; /* of the USB bridge, towards the host */
  guint host_baud;      /* 0: unknown, taken to match */
  guint clean_baud;     /* no faults up to it; 0: at any rate */
  gint64 heard_us;      /* what was said before by itself is lost by now */
  gboolean samples;     /* text at another rate is sampled, not garbled */
  gboolean pace;
} GlowBoardWire;

void glow_board_wire_init (GlowBoardWire *self, GlowBoardReport *report);
void glow_board_wire_clear (GlowBoardWire *self);
void glow_board_wire_send (GlowBoardWire *self,
                           const guint8 *data,
                           gsize len,
                           guint chip_baud,
                           gint64 at_us);
void glow_board_wire_set_time (GlowBoardWire *self, gint64 now_us);
void glow_board_wire_say (GlowBoardWire *self,
                          const guint8 *data,
                          gsize len,
                          guint chip_baud,
                          gint64 at_us);
void glow_board_wire_cut (GlowBoardWire *self);
void glow_board_wire_deliver (GlowBoardWire *self, gint64 now_us);
gint64 glow_board_wire_next_delivery_us (GlowBoardWire *self);
gsize glow_board_wire_read (GlowBoardWire *self, guint8 *buf, gsize buf_size);
void glow_board_wire_write (GlowBoardWire *self,
                            const guint8 *data,
                            gsize len,
                            guint chip_baud,
                            gint64 now_us);
gint64 glow_board_wire_next_end_us (GlowBoardWire *self);
gint64 glow_board_wire_next_arrival_us (GlowBoardWire *self);
gboolean
glow_board_wire_take (GlowBoardWire *self, guint8 *byte, guint *host_baud, gint64 *at_us);
gboolean glow_board_wire_rates_match (guint host_baud, guint chip_baud);
guint8 glow_board_wire_garble (guint8 byte);

G_END_DECLS
