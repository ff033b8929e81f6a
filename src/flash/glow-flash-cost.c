/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-cost.h"

/* Before anything was measured: protocol.md 8.1, "tenths of a second to 1 s per MB". */
#define FIRST_DIGEST_US_PER_BYTE 0.7
#define FIRST_ROUNDTRIP_US       5000
/* Answers differ by a millisecond or so: until this much was asked for, the guess counts,
 * too. */
#define GUESS_SIZE 4096 /* bytes */

/* Of firmware, firmware-files.md 3. */
#define TYPICAL_RATIO 0.6

/* Of flash content: 230400 baud at that ratio. The last 0.1 % of a MiB is 10 ms there, on
 * faster lines less than it takes to find. */
#define SLOW_LINE_US_PER_BYTE 26.0

/* Typical NOR flash, protocol.md 8.1. */
#define ROM_READ_SIZE     64 /* bytes a time; protocol.md 1.6 */
#define SECTOR_SIZE       4096
#define SECTORS_PER_BLOCK 16
#define SECTOR_ERASE_US   45000.0
#define BLOCK_ERASE_US    150000.0
#define SECTOR_PROGRAM_US (16 * 700.0)

/**
 * glow_flash_cost_init:
 * @self: (out caller-allocates): the costs
 * @baud: bits per second; 0: the line takes no time
 * @compressed: what is written goes over the line deflated
 * @overlaps: the loader takes the next block in while it writes one
 *
 * Starts with what boards usually take.
 */
void
glow_flash_cost_init (GlowFlashCost *self,
                      guint baud,
                      gboolean compressed,
                      gboolean overlaps)
{
  double ratio = compressed ? TYPICAL_RATIO : 1;

  *self = (GlowFlashCost){ .roundtrip_us = FIRST_ROUNDTRIP_US,
                           .digest_us_per_byte = FIRST_DIGEST_US_PER_BYTE,
                           .line_us_per_byte = baud > 0 ? ratio * 1e7 / baud : 0,
                           .overlaps = overlaps };
}

/**
 * glow_flash_cost_init_read:
 * @self: (out caller-allocates): the costs
 * @baud: bits per second; 0: the line takes no time
 * @streamed: by a stub, which sends a sector a time; else 64 bytes
 *
 * As glow_flash_cost_init(), for content that is to be read instead of written.
 */
void
glow_flash_cost_init_read (GlowFlashCost *self, guint baud, gboolean streamed)
{
  glow_flash_cost_init (self, baud, FALSE, TRUE);
  self->read_us = SECTOR_SIZE * self->line_us_per_byte + FIRST_ROUNDTRIP_US / 2;
  if (!streamed)
    self->read_us += SECTOR_SIZE / ROM_READ_SIZE * FIRST_ROUNDTRIP_US / 2;
}

/**
 * glow_flash_cost_set_roundtrip:
 * @us: what a question about a few bytes took
 */
void
glow_flash_cost_set_roundtrip (GlowFlashCost *self, gint64 us)
{
  self->roundtrip_us = (double) MAX (us, 1);
}

/**
 * glow_flash_cost_add_question:
 * @size: bytes it was about
 * @us: what it took
 *
 * Learns how fast the chip digests.
 */
void
glow_flash_cost_add_question (GlowFlashCost *self, guint32 size, gint64 us)
{
  double spent_us;

  self->asked_us += (double) us;
  self->asked_bytes += size;
  self->n_asked++;
  spent_us = self->asked_us - self->n_asked * self->roundtrip_us;
  self->digest_us_per_byte = (MAX (spent_us, 0) + FIRST_DIGEST_US_PER_BYTE * GUESS_SIZE) /
                             (double) (self->asked_bytes + GUESS_SIZE);
}

/**
 * glow_flash_cost_of_question_us:
 * @size: bytes to ask the chip's digest of
 *
 * Returns: what it will take
 */
double
glow_flash_cost_of_question_us (const GlowFlashCost *self, guint32 size)
{
  return self->roundtrip_us + size * self->digest_us_per_byte;
}

static double
join_us (const GlowFlashCost *self, double line_us, double flash_us)
{
  return self->overlaps ? MAX (line_us, flash_us) : line_us + flash_us;
}

/**
 * glow_flash_cost_of_write_us:
 * @n_sectors: sectors in one stretch
 *
 * Returns: what writing them adds to a long write, or reading them to a long read
 */
double
glow_flash_cost_of_write_us (const GlowFlashCost *self, guint32 n_sectors)
{
  double flash_us = SECTOR_PROGRAM_US + BLOCK_ERASE_US / SECTORS_PER_BLOCK;

  if (self->read_us > 0)
    return n_sectors * self->read_us;
  return n_sectors * join_us (self, SECTOR_SIZE * self->line_us_per_byte, flash_us);
}

/**
 * glow_flash_cost_choose_effort:
 *
 * Returns: how small a stream has to be: where the flash takes longer than the line
 *   anyway, a smaller one would not be there sooner
 */
GlowDeflateEffort
glow_flash_cost_choose_effort (const GlowFlashCost *self)
{
  double line_us = SECTOR_SIZE * self->line_us_per_byte;
  double flash_us = SECTOR_PROGRAM_US + BLOCK_ERASE_US / SECTORS_PER_BLOCK;

  if (line_us <= 0 || (self->overlaps && line_us <= flash_us))
    return GLOW_DEFLATE_LIGHT;
  return self->line_us_per_byte < SLOW_LINE_US_PER_BYTE ? GLOW_DEFLATE_GOOD
                                                        : GLOW_DEFLATE_BEST;
}

/**
 * glow_flash_cost_of_block_us:
 *
 * Returns: what writing one whole block of 64 KiB takes, erased at once
 */
double
glow_flash_cost_of_block_us (const GlowFlashCost *self)
{
  return glow_flash_cost_of_write_us (self, SECTORS_PER_BLOCK);
}

/**
 * glow_flash_cost_of_lone_us:
 * @n_sectors: sectors of a block that is not erased as a whole
 *
 * Returns: what writing them takes, each erased for itself
 */
double
glow_flash_cost_of_lone_us (const GlowFlashCost *self, guint32 n_sectors)
{
  return n_sectors * join_us (self, SECTOR_SIZE * self->line_us_per_byte,
                              SECTOR_PROGRAM_US + SECTOR_ERASE_US);
}
