/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-wire.h"

#include "glow-board-pace.h"

#include <string.h>

/* A UART samples a byte right when the rates differ by no more. */
#define TOLERANCE_PERCENT 3

/* What a driver keeps for a program that does not read; then it loses the oldest. */
#define INBOX_SIZE (1024u * 1024)

/* And for how long a program is thought to look away. */
#define LOOKS_AWAY_US ((gint64) 120 * G_USEC_PER_SEC)

typedef struct {
  GByteArray *data; /* owned */
  gsize pos;        /* bytes that have arrived */
  gint64 start_us;
  gint64 extra_us; /* from the end of a byte to its arrival */
  guint baud;      /* the sender's; to_board: 0 when unknown */
  guint line_baud; /* what the pace goes by */
  gboolean said;   /* unasked: text */
} GlowBoardChunk;

static void
chunk_free (gpointer data)
{
  GlowBoardChunk *chunk = data;

  g_byte_array_unref (chunk->data);
  g_free (chunk);
}

/**
 * glow_board_wire_init:
 * @report: (transfer none): counts the bytes; outlives the wire
 *
 * Sets up an idle line without faults and pace.
 */
void
glow_board_wire_init (GlowBoardWire *self, GlowBoardReport *report)
{
  memset (self, 0, sizeof *self);
  g_queue_init (&self->to_board);
  g_queue_init (&self->to_host);
  self->inbox = g_byte_array_new ();
  self->report = report;
}

/**
 * glow_board_wire_clear:
 *
 * Frees what is under way.
 */
void
glow_board_wire_clear (GlowBoardWire *self)
{
  g_queue_clear_full (&self->to_board, chunk_free);
  g_queue_clear_full (&self->to_host, chunk_free);
  g_clear_pointer (&self->inbox, g_byte_array_unref);
}

static gint64
push (GlowBoardWire *self,
      GQueue *queue,
      const guint8 *data,
      gsize len,
      guint line_baud,
      gint64 start_us)
{
  GlowBoardChunk *chunk = g_new0 (GlowBoardChunk, 1);
  gint64 end_us;

  chunk->data = g_byte_array_sized_new ((guint) len);
  g_byte_array_append (chunk->data, data, (guint) len);
  chunk->start_us = start_us;
  chunk->baud = line_baud;
  chunk->line_baud = line_baud;
  g_queue_push_tail (queue, chunk);
  end_us = self->pace ? start_us + glow_board_pace_line_us (line_baud, len) : start_us;
  glow_board_report_line (self->report, start_us, end_us);
  return end_us;
}

/**
 * glow_board_wire_send:
 * @data: (array length=len): what the chip says
 * @len: bytes
 * @chip_baud: the rate it says it at
 * @at_us: when it starts, at the earliest
 *
 * Puts bytes on their way to the host.
 */
void
glow_board_wire_send (GlowBoardWire *self,
                      const guint8 *data,
                      gsize len,
                      guint chip_baud,
                      gint64 at_us)
{
  gint64 start_us = MAX (at_us, self->to_host_free_us);
  GlowBoardChunk *chunk;

  if (len == 0)
    return;
  self->report->bytes_out += len;
  self->to_host_free_us = push (self, &self->to_host, data, len, chip_baud, start_us);
  chunk = g_queue_peek_tail (&self->to_host);
  chunk->extra_us = self->pace ? self->turnaround_us : 0;
}

/**
 * glow_board_wire_set_time:
 * @now_us: what the board is being moved to, maybe in one leap
 *
 * Decides what of the time between a host can still get to hear.
 */
void
glow_board_wire_set_time (GlowBoardWire *self, gint64 now_us)
{
  self->heard_us = now_us - LOOKS_AWAY_US;
}

/**
 * glow_board_wire_say:
 * @data: (array length=len): what the chip says unasked
 * @len: bytes
 * @chip_baud: the rate it says it at
 * @at_us: when it starts, at the earliest
 *
 * As glow_board_wire_send(), unless it is long ago.
 */
void
glow_board_wire_say (GlowBoardWire *self,
                     const guint8 *data,
                     gsize len,
                     guint chip_baud,
                     gint64 at_us)
{
  GlowBoardChunk *chunk;

  if (at_us < self->heard_us || len == 0)
    return;
  glow_board_wire_send (self, data, len, chip_baud, at_us);
  chunk = g_queue_peek_tail (&self->to_host);
  chunk->said = TRUE;
}

/**
 * glow_board_wire_cut:
 *
 * The chip was reset: what it had not sent yet never comes, what it had not read is gone.
 */
void
glow_board_wire_cut (GlowBoardWire *self)
{
  g_queue_clear_full (&self->to_board, chunk_free);
  g_queue_clear_full (&self->to_host, chunk_free);
  self->to_host_free_us = 0;
  self->to_board_free_us = 0;
}

static gint64
arrival_of_us (GlowBoardWire *self, const GlowBoardChunk *chunk, gsize pos)
{
  if (!self->pace)
    return chunk->start_us;
  return chunk->start_us + chunk->extra_us +
         glow_board_pace_line_us (chunk->line_baud, pos + 1);
}

static gint64
arrival_us (GlowBoardWire *self, const GlowBoardChunk *chunk)
{
  return arrival_of_us (self, chunk, chunk->pos);
}

static gint64
end_us (GlowBoardWire *self, GQueue *queue)
{
  GlowBoardChunk *chunk = g_queue_peek_head (queue);

  return chunk ? arrival_of_us (self, chunk, chunk->data->len - 1) : -1;
}

/**
 * glow_board_wire_next_end_us:
 *
 * Returns: when what is under way in one of the directions has arrived whole, -1 when the
 *   line is idle
 */
gint64
glow_board_wire_next_end_us (GlowBoardWire *self)
{
  gint64 to_board_us = end_us (self, &self->to_board);
  gint64 to_host_us = end_us (self, &self->to_host);

  if (to_board_us < 0 || to_host_us < 0)
    return MAX (to_board_us, to_host_us);
  return MIN (to_board_us, to_host_us);
}

/**
 * glow_board_wire_rates_match:
 * @host_baud: bits per second, 0 when unknown
 * @chip_baud: bits per second
 *
 * Returns: whether either side understands the other
 */
gboolean
glow_board_wire_rates_match (guint host_baud, guint chip_baud)
{
  guint64 difference;

  if (host_baud == 0)
    return TRUE;
  difference = host_baud > chip_baud ? host_baud - chip_baud : chip_baud - host_baud;
  return difference * 100 <= (guint64) chip_baud * TOLERANCE_PERCENT;
}

/**
 * glow_board_wire_garble:
 * @byte: as it was sent
 *
 * Returns: what a receiver at another rate makes of it: never a printable character and
 *   never a byte that means something to the framing
 */
guint8
glow_board_wire_garble (guint8 byte)
{
  guint8 wrong = (guint8) ((byte ^ 0x56) | 0x80);

  return wrong == 0xc0 || wrong == 0xdb ? 0xf8 : wrong;
}

/* a cable or a bridge that is not up to a rate is so at the lower ones */
static guint
pass (GlowBoardWire *self, GlowBoardWay way, guint line_baud, guint8 *byte)
{
  if (self->clean_baud > 0 && line_baud <= self->clean_baud)
    return 1;
  return glow_board_faulter_pass (&self->faulter, way, byte);
}

static void
append (GlowBoardWire *self, const guint8 *data, gsize len)
{
  if (len == 0)
    return;
  if (self->inbox->len >= INBOX_SIZE)
    g_byte_array_remove_range (self->inbox, 0, INBOX_SIZE / 2);
  g_byte_array_append (self->inbox, data, (guint) len);
}

/* Frames are only made unreadable: how often they pass by luck must not vary. */
static void
arrive (GlowBoardWire *self, const GlowBoardChunk *chunk, guint8 byte)
{
  gboolean fits = glow_board_wire_rates_match (self->host_baud, chunk->baud);
  gboolean sampled = !fits && chunk->said && self->samples;
  guint n_copies = pass (self, GLOW_BOARD_TO_HOST, chunk->baud, &byte);
  guint8 out[GLOW_BOARD_UART_MAX];

  if (!fits && !sampled)
    byte = glow_board_wire_garble (byte);
  for (guint i = 0; i < n_copies; i++)
    if (sampled)
      append (self, out,
              glow_board_uart_feed (&self->host_uart, byte, chunk->baud, self->host_baud,
                                    out));
    else
      append (self, &byte, 1);
  if (!sampled)
    glow_board_uart_init (&self->host_uart);
  else if (chunk->pos == chunk->data->len)
    append (self, out, glow_board_uart_end (&self->host_uart, out));
}

/**
 * glow_board_wire_deliver:
 * @now_us: the time
 *
 * Lets everything arrive at the host that has had the time to.
 */
void
glow_board_wire_deliver (GlowBoardWire *self, gint64 now_us)
{
  GlowBoardChunk *chunk;

  while ((chunk = g_queue_peek_head (&self->to_host))) {
    if (arrival_us (self, chunk) > now_us)
      return;
    chunk->pos++;
    arrive (self, chunk, chunk->data->data[chunk->pos - 1]);
    if (chunk->pos == chunk->data->len)
      chunk_free (g_queue_pop_head (&self->to_host));
  }
}

/**
 * glow_board_wire_next_delivery_us:
 *
 * Returns: when the next byte arrives at the host, -1 when none is under way
 */
gint64
glow_board_wire_next_delivery_us (GlowBoardWire *self)
{
  GlowBoardChunk *chunk = g_queue_peek_head (&self->to_host);

  return chunk ? arrival_us (self, chunk) : -1;
}

/**
 * glow_board_wire_read:
 * @buf: (array length=buf_size) (out caller-allocates): gets what has arrived
 * @buf_size: bytes
 *
 * Returns: bytes taken
 */
gsize
glow_board_wire_read (GlowBoardWire *self, guint8 *buf, gsize buf_size)
{
  gsize len = MIN (buf_size, self->inbox->len);

  if (len == 0)
    return 0;
  memcpy (buf, self->inbox->data, len);
  g_byte_array_remove_range (self->inbox, 0, (guint) len);
  return len;
}

/**
 * glow_board_wire_write:
 * @data: (array length=len): what the host says
 * @len: bytes
 * @chip_baud: the chip's rate, to pace a host whose own is unknown
 * @now_us: the time
 *
 * Puts bytes on their way to the board.
 */
void
glow_board_wire_write (GlowBoardWire *self,
                       const guint8 *data,
                       gsize len,
                       guint chip_baud,
                       gint64 now_us)
{
  gint64 start_us = MAX (now_us, self->to_board_free_us);
  guint line_baud = self->host_baud ? self->host_baud : chip_baud;
  GlowBoardChunk *chunk;

  if (len == 0)
    return;
  self->to_board_free_us = push (self, &self->to_board, data, len, line_baud, start_us);
  chunk = g_queue_peek_tail (&self->to_board);
  chunk->baud = self->host_baud;
}

/**
 * glow_board_wire_next_arrival_us:
 *
 * Returns: when the next byte arrives at the board, -1 when none is under way
 */
gint64
glow_board_wire_next_arrival_us (GlowBoardWire *self)
{
  GlowBoardChunk *chunk = g_queue_peek_head (&self->to_board);

  return chunk ? arrival_us (self, chunk) : -1;
}

/**
 * glow_board_wire_take:
 * @byte: (out): the next byte for the board
 * @host_baud: (out): the rate it was sent at, 0 when unknown
 * @at_us: (out): when it arrived
 *
 * Takes the next byte off the line; there must be one.
 *
 * Returns: %FALSE when a fault ate it
 */
gboolean
glow_board_wire_take (GlowBoardWire *self, guint8 *byte, guint *host_baud, gint64 *at_us)
{
  GlowBoardChunk *chunk = g_queue_peek_head (&self->to_board);
  guint n_copies = 1;

  *at_us = arrival_us (self, chunk);
  *byte = chunk->data->data[chunk->pos];
  *host_baud = chunk->baud;
  self->report->bytes_in++;
  if (!self->is_repeating)
    n_copies = pass (self, GLOW_BOARD_TO_BOARD, chunk->line_baud, byte);
  /* the copy comes with the next call */
  self->is_repeating = n_copies == 2;
  if (!self->is_repeating && ++chunk->pos == chunk->data->len)
    chunk_free (g_queue_pop_head (&self->to_board));
  return n_copies > 0;
}
