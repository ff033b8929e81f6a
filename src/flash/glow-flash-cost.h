/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a question and what a write cost on this board, from what was measured on it: so
 * that nothing is asked that would take longer than writing it. Plain value; worker
 * thread. */

#pragma once

#include "glow-deflate.h"

G_BEGIN_DECLS

typedef struct {
  double roundtrip_us;       /* of a question about next to nothing */
  double digest_us_per_byte; /* the chip's MD5 over its flash */
  double line_us_per_byte;   /* of flash content, compressed as firmware usually is */
  double read_us;            /* of a sector; 0: it is about writing */
  gboolean overlaps;         /* line and flash work at once (a stub) */

  /* so far */
  double asked_us;
  guint64 asked_bytes;
  guint n_asked;
} GlowFlashCost;

void glow_flash_cost_init (GlowFlashCost *self,
                           guint baud,
                           gboolean compressed,
                           gboolean overlaps);
void glow_flash_cost_init_read (GlowFlashCost *self, guint baud, gboolean streamed);
void glow_flash_cost_set_roundtrip (GlowFlashCost *self, gint64 us);
void glow_flash_cost_add_question (GlowFlashCost *self, guint32 size, gint64 us);
double glow_flash_cost_of_question_us (const GlowFlashCost *self, guint32 size);
double glow_flash_cost_of_write_us (const GlowFlashCost *self, guint32 n_sectors);
double glow_flash_cost_of_block_us (const GlowFlashCost *self);
GlowDeflateEffort glow_flash_cost_choose_effort (const GlowFlashCost *self);
double glow_flash_cost_of_lone_us (const GlowFlashCost *self, guint32 n_sectors);

G_END_DECLS
