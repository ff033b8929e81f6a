/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-byte-runs.h"

#include "glow-error.h"

#include <string.h>

/* A piece as it came; its bytes lie in the pool. */
typedef struct {
  guint32 addr;
  guint32 size;  /* bytes */
  guint32 start; /* in the pool */
} Piece;

struct _GlowByteRuns {
  GByteArray *pool; /* owned */
  GArray *pieces;   /* owned, of Piece */
};

/**
 * glow_byte_runs_new:
 *
 * Returns: (transfer full): no bytes yet
 */
GlowByteRuns *
glow_byte_runs_new (void)
{
  GlowByteRuns *self = g_new0 (GlowByteRuns, 1);

  self->pool = g_byte_array_new ();
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  return self;
}

/**
 * glow_byte_runs_free:
 *
 * Frees the bytes; runs that were joined stay.
 */
void
glow_byte_runs_free (GlowByteRuns *self)
{
  g_byte_array_unref (self->pool);
  g_array_unref (self->pieces);
  g_free (self);
}

/**
 * glow_byte_runs_add:
 * @self: the bytes so far
 * @addr: where these belong
 * @data: (array length=size): some more
 * @size: bytes
 * @error: %GLOW_ERROR_IMAGE if they end beyond 4 GiB or are too many
 *
 * Returns: %TRUE if they are taken
 */
gboolean
glow_byte_runs_add (GlowByteRuns *self,
                    guint32 addr,
                    const guint8 *data,
                    gsize size,
                    GError **error)
{
  Piece *last = self->pieces->len
                  ? &g_array_index (self->pieces, Piece, self->pieces->len - 1)
                  : NULL;
  Piece piece = { addr, (guint32) size, self->pool->len };

  if (size > GLOW_BYTE_RUNS_MAX_SIZE - self->pool->len) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "it holds more than %u MiB, more than any flash",
                 GLOW_BYTE_RUNS_MAX_SIZE / 1024 / 1024);
    return FALSE;
  }
  if (size > G_MAXUINT32 - addr) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "%" G_GSIZE_FORMAT " bytes at 0x%x end beyond 4 GiB", size, addr);
    return FALSE;
  }
  if (size == 0)
    return TRUE;
  g_byte_array_append (self->pool, data, (guint) size);
  if (last && last->addr + last->size == addr)
    last->size += (guint32) size;
  else
    g_array_append_val (self->pieces, piece);
  return TRUE;
}

static gint
compare_pieces (gconstpointer a, gconstpointer b)
{
  const Piece *left = a;
  const Piece *right = b;

  if (left->addr != right->addr)
    return left->addr < right->addr ? -1 : 1;
  return (left->start > right->start) - (left->start < right->start);
}

/* The run so far, and where it ends. */
typedef struct {
  GPtrArray *runs;     /* borrowed */
  GByteArray *content; /* owned (nullable) */
  guint32 addr;
} Joiner;

static void
finish_run (Joiner *joiner)
{
  GlowByteRun *run;

  if (!joiner->content)
    return;
  run = g_new0 (GlowByteRun, 1);
  run->addr = joiner->addr;
  run->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&joiner->content));
  g_ptr_array_add (joiner->runs, run);
}

/* the same bytes twice do no harm */
static gboolean
check_overlap (const Joiner *joiner,
               const Piece *piece,
               const guint8 *data,
               guint32 same,
               GError **error)
{
  const guint8 *there = joiner->content->data + (piece->addr - joiner->addr);

  if (memcmp (there, data, same) == 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "it has different bytes for the same address 0x%x", piece->addr);
  return FALSE;
}

static gboolean
join_piece (Joiner *joiner, const Piece *piece, const guint8 *data, GError **error)
{
  guint64 end = joiner->content ? (guint64) joiner->addr + joiner->content->len : 0;
  guint32 same = 0;

  if (!joiner->content || piece->addr > end) {
    finish_run (joiner);
    joiner->content = g_byte_array_new ();
    joiner->addr = piece->addr;
  } else {
    same = (guint32) MIN (piece->size, end - piece->addr);
    if (!check_overlap (joiner, piece, data, same, error))
      return FALSE;
  }
  g_byte_array_append (joiner->content, data + same, piece->size - same);
  if (joiner->runs->len < GLOW_BYTE_RUNS_MAX_RUNS)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE, "it has more than %d separate parts",
               GLOW_BYTE_RUNS_MAX_RUNS);
  return FALSE;
}

static void
run_free (gpointer data)
{
  GlowByteRun *run = data;

  g_bytes_unref (run->bytes);
  g_free (run);
}

/**
 * glow_byte_runs_join:
 * @self: all bytes
 * @error: %GLOW_ERROR_IMAGE if bytes contradict each other, or the parts are too many
 *
 * Returns: (transfer container) (element-type GlowByteRun): by address, or %NULL with
 * @error set
 */
GPtrArray *
glow_byte_runs_join (GlowByteRuns *self, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (run_free);
  Joiner joiner = { runs, NULL, 0 };
  gboolean joined = TRUE;

  g_array_sort (self->pieces, compare_pieces);
  for (guint i = 0; joined && i < self->pieces->len; i++) {
    const Piece *piece = &g_array_index (self->pieces, Piece, i);

    joined = join_piece (&joiner, piece, self->pool->data + piece->start, error);
  }
  finish_run (&joiner);
  return joined ? g_steal_pointer (&runs) : NULL;
}
