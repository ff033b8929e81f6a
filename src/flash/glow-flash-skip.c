/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-skip.h"

#include <math.h>
#include <string.h>

#define SECTOR GLOW_LOADER_SECTOR_SIZE

/* What the first look may cost of the time a plain write would take: another firmware
 * shares nothing, and its owner must not wait for that news (firmware-files.md 3). */
#define LOOK_SHARE  0.01
#define MAX_SAMPLES 32
/* Changes come in stretches: an answer nearby counts so many times more. */
#define FAR_WEIGHT  0.25
#define MIN_SAMPLED 9 /* sectors; a shorter stretch is asked for as a whole */

static guint32
count_sectors (const GlowFlashSkip *self)
{
  return (self->size + SECTOR - 1) / SECTOR;
}

/* bytes of the sectors from @first to before @end */
static guint32
bytes_of (const GlowFlashSkip *self, guint32 first, guint32 end)
{
  return MIN (end * SECTOR, self->size) - first * SECTOR;
}

static void
digest_of (const GlowFlashSkip *self, guint32 first, guint32 size, guint8 *digest)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  gsize digest_len = GLOW_LOADER_MD5_LEN;
  guint8 blank[SECTOR];

  if (self->data) {
    g_checksum_update (md5, self->data + first * SECTOR, (gssize) size);
  } else {
    memset (blank, 0xff, sizeof blank);
    for (guint32 done = 0; done < size; done += SECTOR)
      g_checksum_update (md5, blank, (gssize) MIN (size - done, SECTOR));
  }
  g_checksum_get_digest (md5, digest, &digest_len);
}

static gboolean
ask (GlowFlashSkip *self, guint32 first, guint32 end, gboolean *same, GError **error)
{
  guint32 size = bytes_of (self, first, end);
  guint8 wanted[GLOW_LOADER_MD5_LEN];
  guint8 found[GLOW_LOADER_MD5_LEN];

  if (!self->ask (self->offset + first * SECTOR, size, found, self->user_data, error))
    return FALSE;
  digest_of (self, first, size, wanted);
  *same = memcmp (wanted, found, sizeof wanted) == 0;
  self->n_asked++;
  self->n_near_asked++;
  if (*same) {
    self->n_same++;
    self->n_near_same++;
  }
  if (self->n_asked == 1 && self->first)
    self->first (*same, self->user_data);
  return TRUE;
}

static void
mark (GlowFlashSkip *self, guint32 first, guint32 end)
{
  for (guint32 i = first; i < end; i++)
    self->differs[i] = TRUE;
}

/* of a yes: by the answers in the neighbourhood, and a little by all, with one of each to
 * begin with */
static double
guess_chance (const GlowFlashSkip *self)
{
  double everywhere = (self->n_same + 1.0) / (self->n_asked + 2.0);

  return (self->n_near_same + FAR_WEIGHT * everywhere) /
         (self->n_near_asked + FAR_WEIGHT);
}

/* whether the question may be expected to save more than it takes */
static gboolean
is_worth_asking (const GlowFlashSkip *self, guint32 first, guint32 end)
{
  double chance = guess_chance (self);
  double saved_us = chance * glow_flash_cost_of_write_us (self->cost, end - first);

  return saved_us >
         glow_flash_cost_of_question_us (self->cost, bytes_of (self, first, end));
}

static gboolean look (GlowFlashSkip *self,
                      guint32 first,
                      guint32 end,
                      gboolean known_to_differ,
                      GError **error);

/* of two halves of which at least one differs */
static gboolean
look_into (GlowFlashSkip *self, guint32 first, guint32 end, GError **error)
{
  guint32 middle = first + (end - first + 1) / 2;
  gboolean left_differs = FALSE;

  if (!look (self, first, middle, FALSE, error))
    return FALSE;
  for (guint32 i = first; i < middle; i++)
    left_differs |= self->differs[i];
  return look (self, middle, end, !left_differs, error);
}

static gboolean
look (GlowFlashSkip *self,
      guint32 first,
      guint32 end,
      gboolean known_to_differ,
      GError **error)
{
  gboolean same = FALSE;

  if (first >= end)
    return TRUE;
  if (!known_to_differ) {
    if (!is_worth_asking (self, first, end)) {
      mark (self, first, end);
      return TRUE;
    }
    if (!ask (self, first, end, &same, error))
      return FALSE;
    if (same)
      return TRUE;
  }
  if (end - first > 1 && is_worth_asking (self, first, first + (end - first + 1) / 2))
    return look_into (self, first, end, error);
  mark (self, first, end);
  return TRUE;
}

/* Many samples find a lone change by small questions, few are soon asked: the best number
 * is where both cost the same, as far as the share allows it. */
static guint32
choose_n_samples (const GlowFlashSkip *self)
{
  guint32 n = count_sectors (self);
  double question_us = glow_flash_cost_of_question_us (self->cost, SECTOR);
  double share = LOOK_SHARE * glow_flash_cost_of_write_us (self->cost, n) / question_us;
  double best =
    sqrt (n * (question_us - self->cost->roundtrip_us) / self->cost->roundtrip_us);

  return (guint32) CLAMP (MIN (best, share), 2, MAX_SAMPLES);
}

static guint32
place_of_sample (guint32 i, guint32 n_samples, guint32 n_sectors)
{
  return (guint32) ((guint64) (2 * i + 1) * n_sectors / (2 * n_samples));
}

/* what lies between two samples is most likely like them */
static gboolean
look_between (GlowFlashSkip *self, guint32 first, guint32 end, GError **error)
{
  self->n_near_same = self->n_near_asked = 0;
  if (first > 0) {
    self->n_near_asked++;
    self->n_near_same += self->differs[first - 1] ? 0 : 1;
  }
  if (end < count_sectors (self)) {
    self->n_near_asked++;
    self->n_near_same += self->differs[end] ? 0 : 1;
  }
  return look (self, first, end, FALSE, error);
}

/* single sectors all over first, then what lies between them, where that is worth it */
static gboolean
look_by_samples (GlowFlashSkip *self, GError **error)
{
  guint32 n = count_sectors (self);
  guint32 n_samples = choose_n_samples (self);
  guint32 first = 0;

  for (guint32 i = 0; i < n_samples; i++) {
    guint32 place = place_of_sample (i, n_samples, n);
    gboolean same = FALSE;

    if (!ask (self, place, place + 1, &same, error))
      return FALSE;
    self->differs[place] = !same;
  }
  for (guint32 i = 0; i <= n_samples; i++) {
    guint32 place = i < n_samples ? place_of_sample (i, n_samples, n) : n;

    if (!look_between (self, first, place, error))
      return FALSE;
    first = place + 1;
  }
  return TRUE;
}

/**
 * glow_flash_skip_find:
 * @self: a stretch of flash, all of @differs %FALSE
 * @error: that of its function
 *
 * Looks for the sectors that need not be written. A sector that is not marked afterwards
 * was part of a digest that was right.
 *
 * Returns: %TRUE when it has looked
 */
gboolean
glow_flash_skip_find (GlowFlashSkip *self, GError **error)
{
  guint32 n = count_sectors (self);

  if (n < MIN_SAMPLED)
    return look (self, 0, n, FALSE, error);
  return look_by_samples (self, error);
}
