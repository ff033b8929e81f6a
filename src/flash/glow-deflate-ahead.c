/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-deflate-ahead.h"

struct _GlowDeflateAhead {
  /* owned */
  GPtrArray *contents;  /* of GBytes; not changed while the thread runs */
  GAsyncQueue *orders;  /* to the thread: indexes plus one, or STOP */
  GAsyncQueue *results; /* from the thread, in the order of the orders */
  GThread *thread;

  GlowDeflateEffort effort; /* not changed while the thread runs */
  guint n_ordered;          /* the worker's */
};

/* a stream that would not have been smaller, since a queue takes no NULL */
typedef struct {
  GBytes *deflated; /* (nullable) */
} GlowDeflateResult;

#define STOP GUINT_TO_POINTER (G_MAXUINT)

static void
free_result (gpointer data)
{
  GlowDeflateResult *result = data;

  g_clear_pointer (&result->deflated, g_bytes_unref);
  g_free (result);
}

static gpointer
run (gpointer user_data)
{
  GlowDeflateAhead *self = user_data;
  gpointer order;

  while ((order = g_async_queue_pop (self->orders)) != STOP) {
    GlowDeflateResult *result = g_new0 (GlowDeflateResult, 1);

    result->deflated =
      glow_deflate (g_ptr_array_index (self->contents, GPOINTER_TO_UINT (order) - 1),
                    self->effort);
    g_async_queue_push (self->results, result);
  }
  return NULL;
}

/* never more than one beyond what was asked for: each result is as large as its file */
static void
order_next (GlowDeflateAhead *self)
{
  if (self->n_ordered < self->contents->len)
    g_async_queue_push (self->orders, GUINT_TO_POINTER (++self->n_ordered));
}

/**
 * glow_deflate_ahead_new:
 * @contents: (transfer none) (element-type GBytes): what to compress, in this order
 * @effort: what smaller streams are worth
 *
 * Starts with the first one at once.
 *
 * Returns: (transfer full): the helper
 */
GlowDeflateAhead *
glow_deflate_ahead_new (GPtrArray *contents, GlowDeflateEffort effort)
{
  GlowDeflateAhead *self = g_new0 (GlowDeflateAhead, 1);

  self->contents = g_ptr_array_ref (contents);
  self->effort = effort;
  self->orders = g_async_queue_new ();
  self->results = g_async_queue_new_full (free_result);
  order_next (self);
  self->thread = g_thread_new ("deflate", run, self);
  return self;
}

/**
 * glow_deflate_ahead_next:
 *
 * Waits for the next stream and has the one after it begun. At most as often as there are
 * contents.
 *
 * Returns: (transfer full) (nullable): as glow_deflate()
 */
GBytes *
glow_deflate_ahead_next (GlowDeflateAhead *self)
{
  GlowDeflateResult *result = g_async_queue_pop (self->results);
  GBytes *deflated = g_steal_pointer (&result->deflated);

  free_result (result);
  order_next (self);
  return deflated;
}

/**
 * glow_deflate_ahead_free:
 * @self: (transfer full): the helper
 *
 * Waits for the stream that is being made, if there is one, and forgets it.
 */
void
glow_deflate_ahead_free (GlowDeflateAhead *self)
{
  g_async_queue_push_front (self->orders, STOP);
  g_thread_join (self->thread);
  g_async_queue_unref (self->orders);
  g_async_queue_unref (self->results);
  g_ptr_array_unref (self->contents);
  g_free (self);
}
