/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A GlowBoard takes one thread at a time; here it has three (the port's, umockdev's and
 * the one that waits for its output), so one lock is around it. */

#include "config.h"

#include "glow-rig-board.h"

/* microseconds to wait while the program does not read what the board sends */
#define FULL_WAIT_US 2000

struct _GlowRigBoard {
  /* owned */
  GThread *thread; /* NULL: not started */

  /* borrowed, while the thread runs */
  GlowFakePort *port;

  GMutex lock;
  GCond changed; /* something may have to be sent, or the end has come */

  /* guarded by lock */
  GlowBoard *board; /* owned */
  gboolean stopping;
};

/* Takes over a board that nobody else uses any more. */
GlowRigBoard *
glow_rig_board_new (GlowBoard *board)
{
  GlowRigBoard *self = g_new0 (GlowRigBoard, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->board = g_object_ref (board);
  return self;
}

void
glow_rig_board_free (GlowRigBoard *self)
{
  glow_rig_board_stop (self);
  g_clear_object (&self->board);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* Under the lock; lets go of it while the program is slow. */
static void
send_all (GlowRigBoard *self, const guint8 *data, gsize len)
{
  gsize sent_len = 0;

  while (sent_len < len && !self->stopping) {
    sent_len += glow_fake_port_send (self->port, data + sent_len, len - sent_len);
    if (sent_len < len)
      g_cond_wait_until (&self->changed, &self->lock,
                         g_get_monotonic_time () + FULL_WAIT_US);
  }
}

static void
wait_for_output (GlowRigBoard *self)
{
  gint64 due_us = glow_board_next_output_us (self->board, g_get_monotonic_time ());

  if (due_us < 0)
    g_cond_wait (&self->changed, &self->lock);
  else
    g_cond_wait_until (&self->changed, &self->lock, due_us);
}

static gpointer
output_thread (gpointer data)
{
  GlowRigBoard *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping) {
    guint8 buf[4096];
    guint baud = glow_fake_port_get_baud (self->port);
    gsize len;

    /* the program changes its rate without telling anybody */
    if (baud > 0)
      glow_board_set_host_baud (self->board, baud, g_get_monotonic_time ());
    len = glow_board_transmit (self->board, buf, sizeof buf, g_get_monotonic_time ());
    if (len > 0)
      send_all (self, buf, len);
    else
      wait_for_output (self);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Gives the board power and a wire. */
void
glow_rig_board_start (GlowRigBoard *self, GlowFakePort *port)
{
  self->port = port;
  self->thread = g_thread_new ("board", output_thread, self);
}

/* Before the port is unplugged. */
void
glow_rig_board_stop (GlowRigBoard *self)
{
  if (!self->thread)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
glow_rig_board_receive (GlowRigBoard *self,
                        const guint8 *data,
                        gsize len,
                        guint host_baud)
{
  gint64 now_us;

  g_mutex_lock (&self->lock);
  now_us = g_get_monotonic_time ();
  if (host_baud > 0)
    glow_board_set_host_baud (self->board, host_baud, now_us);
  glow_board_receive (self->board, data, len, now_us);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
glow_rig_board_set_lines (GlowRigBoard *self, gboolean dtr, gboolean rts)
{
  g_mutex_lock (&self->lock);
  glow_board_set_lines (self->board, dtr, rts, g_get_monotonic_time ());
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

char *
glow_rig_board_dup_report (GlowRigBoard *self)
{
  char *report;

  g_mutex_lock (&self->lock);
  report = glow_board_dup_report (self->board);
  g_mutex_unlock (&self->lock);
  return report;
}

GBytes *
glow_rig_board_dup_flash (GlowRigBoard *self)
{
  const guint8 *content;
  gsize size = 0;
  GBytes *bytes;

  g_mutex_lock (&self->lock);
  content = glow_board_peek_flash (self->board, &size);
  bytes = g_bytes_new (content, size);
  g_mutex_unlock (&self->lock);
  return bytes;
}
