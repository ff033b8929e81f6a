/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which sectors of the flash hold already what they should: found by asking the chip for
 * digests, with the fewest and cheapest questions. Changes nothing. Worker thread. */

#pragma once

#include "glow-flash-check.h"
#include "glow-flash-cost.h"

G_BEGIN_DECLS

/* How one question is answered; a test has its own. */
typedef gboolean (*GlowFlashDigestFunc) (guint32 offset,
                                         guint32 size,
                                         guint8 *digest,
                                         gpointer user_data,
                                         GError **error);

/* Told of the first answer, before the next question is asked. */
typedef void (*GlowFlashFirstFunc) (gboolean same, gpointer user_data);

/* One stretch of flash, and what is known of it. */
typedef struct {
  /* borrowed */
  const guint8 *data; /* what it should hold; NULL: nothing, all 0xff */
  GlowFlashCost *cost;
  GlowFlashDigestFunc ask;
  GlowFlashFirstFunc first; /* (nullable) */
  gpointer user_data;

  guint32 offset;    /* bytes from the start of flash, on a sector */
  guint32 size;      /* bytes; the last sector may be short */
  gboolean *differs; /* owned by the caller: by sector; set where it does, or may */

  /* how the answers have been so far: everywhere, and near where it looks now */
  guint n_same;
  guint n_asked;
  guint n_near_same;
  guint n_near_asked;
} GlowFlashSkip;

gboolean glow_flash_skip_find (GlowFlashSkip *self, GError **error);

G_END_DECLS
