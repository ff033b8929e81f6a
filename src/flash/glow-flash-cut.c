/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-cut.h"

#include "glow-deflate.h"

/* Typical NOR flash, protocol.md 8.1. A chip that differs only makes the cut less good.
 */
#define PAGE_SIZE       256
#define PAGE_US         700
#define SECTOR_SIZE     4096
#define SECTOR_ERASE_US 45000
#define BLOCK_SIZE      65536
#define BLOCK_ERASE_US  150000

#define GRAINS          16 /* a block is cut to so many parts of its largest size */
#define OVERHEAD_LEN    38 /* bytes of frame and answer per block, protocol.md 8.1 */

/* A stub that has all it needs takes more than 4 bytes for data that does not fit, and
 * one before 0.8.1 any: the last block has to hold some of the output, and not between 5
 * and 7 bytes (protocol.md 6.2; firmware-files.md 5). */
#define LAST_OUTPUT_MIN 8 /* bytes of flash */
#define LAST_BLOCK_MIN  8 /* bytes on the line */

#define NEVER_US        (G_MAXINT64 / 4)

typedef struct {
  const GlowFlashCutInput *input; /* borrowed */

  /* owned, by position: a position is a grain of the stream, the last one its end */
  guint64 *output;  /* bytes inflated so far */
  gint64 *erase_us; /* spent on erasing up to there */
  gint64 *cost_us;  /* [position * GRAINS + grains of the last block - 1] */
  guint8 *before;   /* grains of the block before that one; 0: none */

  gsize grain; /* bytes */
  guint n_positions;
} GlowCutter;

static void
glow_cutter_clear (GlowCutter *self)
{
  g_free (self->output);
  g_free (self->erase_us);
  g_free (self->cost_us);
  g_free (self->before);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowCutter, glow_cutter_clear)

static gsize
stream_pos (const GlowCutter *self, guint position)
{
  return MIN (position * self->grain, self->input->size);
}

static void
measure_output (GlowCutter *self)
{
  g_autoptr (GlowInflateMeter) meter = glow_inflate_meter_new ();

  for (guint i = 1; i <= self->n_positions; i++) {
    gsize start = stream_pos (self, i - 1);

    self->output[i] =
      self->output[i - 1] + glow_inflate_meter_feed (meter, self->input->data + start,
                                                     stream_pos (self, i) - start);
  }
}

/* just before it writes, by block where a whole one is due (protocol.md 6.2) */
static void
measure_erase (GlowCutter *self)
{
  guint64 start = self->input->offset;
  guint64 end = start + self->input->content_size;
  guint64 erased = start - start % SECTOR_SIZE;
  gint64 us = 0;

  for (guint i = 1; i <= self->n_positions; i++) {
    while (erased < start + self->output[i]) {
      gboolean block = erased % BLOCK_SIZE == 0 && end - erased >= BLOCK_SIZE;

      erased += block ? BLOCK_SIZE : SECTOR_SIZE;
      us += block ? BLOCK_ERASE_US : SECTOR_ERASE_US;
    }
    self->erase_us[i] = us;
  }
}

static gint64
line_us (const GlowCutter *self, gsize len)
{
  guint baud = self->input->baud;

  return baud == 0 ? 0 : (gint64) (len * 10 * G_USEC_PER_SEC / baud);
}

/* of the flash, for the block between two positions */
static gint64
work_us (const GlowCutter *self, guint from, guint to)
{
  guint64 pages = (self->output[to] - self->output[from] + PAGE_SIZE - 1) / PAGE_SIZE;

  return (gint64) pages * PAGE_US + self->erase_us[to] - self->erase_us[from];
}

/* of the line up to a position: rounded once, so that equal cuts cost the same */
static gint64
sent_us (const GlowCutter *self, guint position)
{
  gsize len = stream_pos (self, position);

  return line_us (self, len + len / 128);
}

/* of the line, for the block between two positions */
static gint64
send_us (const GlowCutter *self, guint from, guint to)
{
  return sent_us (self, to) - sent_us (self, from) + line_us (self, OVERHEAD_LEN) +
         self->input->turnaround_us;
}

static gboolean
may_be_last (const GlowCutter *self, guint from)
{
  gsize len = self->input->size - stream_pos (self, from);

  if (from == 0 || !self->input->overlaps)
    return TRUE;
  return len >= LAST_BLOCK_MIN &&
         self->output[from] + LAST_OUTPUT_MIN <= self->input->content_size;
}

static gint64
cost_of_us (const GlowCutter *self, guint position, guint grains)
{
  return self->cost_us[position * GRAINS + grains - 1];
}

/* the time of the answer to the block that ends at @to and starts at @from, at best */
static void
weigh (GlowCutter *self, guint from, guint to)
{
  gint64 send = send_us (self, from, to);
  gint64 best_us = from == 0 ? send : NEVER_US;
  guint8 before = 0;

  for (guint grains = 1; grains <= MIN (from, GRAINS); grains++) {
    gint64 work = work_us (self, from - grains, from);
    gint64 us = cost_of_us (self, from, grains) +
                (self->input->overlaps ? MAX (send, work) : send + work);

    /* of equals the longer block: fewer of them */
    if (us <= best_us) {
      best_us = us;
      before = (guint8) grains;
    }
  }
  self->cost_us[to * GRAINS + to - from - 1] = best_us;
  self->before[to * GRAINS + to - from - 1] = before;
}

static void
weigh_all (GlowCutter *self)
{
  for (guint to = 1; to <= self->n_positions; to++) {
    for (guint grains = 1; grains <= GRAINS; grains++) {
      gboolean possible =
        grains <= to && (to < self->n_positions || may_be_last (self, to - grains));

      if (possible)
        weigh (self, to - grains, to);
      else
        self->cost_us[to * GRAINS + grains - 1] = NEVER_US;
    }
  }
}

static guint
choose_last (const GlowCutter *self)
{
  gint64 best_us = NEVER_US;
  guint best = 1;

  for (guint grains = 1; grains <= MIN (GRAINS, self->n_positions); grains++) {
    gint64 us = cost_of_us (self, self->n_positions, grains) +
                work_us (self, self->n_positions - grains, self->n_positions);

    if (us < best_us) {
      best_us = us;
      best = grains;
    }
  }
  return best;
}

static void
prepare (GlowCutter *self, const GlowFlashCutInput *input)
{
  gsize n;

  self->input = input;
  self->grain = input->block_size / GRAINS;
  self->n_positions = (guint) ((input->size + self->grain - 1) / self->grain);
  n = self->n_positions + 1u;
  self->output = g_new0 (guint64, n);
  self->erase_us = g_new0 (gint64, n);
  self->cost_us = g_new0 (gint64, n * GRAINS);
  self->before = g_new0 (guint8, n * GRAINS);
  measure_output (self);
  measure_erase (self);
}

static void
reverse (GArray *blocks)
{
  for (guint i = 0; i < blocks->len / 2; i++) {
    GlowFlashBlock *first = &g_array_index (blocks, GlowFlashBlock, i);
    GlowFlashBlock *last = &g_array_index (blocks, GlowFlashBlock, blocks->len - 1 - i);
    GlowFlashBlock kept = *first;

    *first = *last;
    *last = kept;
  }
}

/**
 * glow_flash_cut:
 * @input: a stream that is not empty, and what it meets
 *
 * Finds the blocks that bring the stream into flash in the least time: block n + 1 goes
 * over the line while block n is worked on, so each step takes the longer of the two. The
 * best of all cuts at multiples of a sixteenth of a block, by dynamic programming.
 *
 * Returns: (transfer full) (element-type GlowFlashBlock): the blocks in order
 */
GArray *
glow_flash_cut (const GlowFlashCutInput *input)
{
  g_auto (GlowCutter) self = { 0 };
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (GlowFlashBlock));
  guint position;
  guint grains;

  prepare (&self, input);
  weigh_all (&self);
  position = self.n_positions;
  grains = choose_last (&self);
  while (position > 0) {
    guint from = position - grains;
    GlowFlashBlock block = { stream_pos (&self, position) - stream_pos (&self, from),
                             self.output[position] - self.output[from] };

    g_array_append_val (blocks, block);
    grains = self.before[position * GRAINS + grains - 1];
    position = from;
  }
  reverse (blocks);
  return blocks;
}
