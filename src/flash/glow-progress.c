/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-progress.h"

#define RATE_WINDOW_US                                                                   \
  4000000 /* long enough to even out erases, short enough to follow the line */
#define MIN_PACE_S  1.0    /* of a phase before its pace is believed */
#define MIN_RATE_US 200000 /* no rate is shown before */

/**
 * glow_progress_init:
 * @self: (out caller-allocates): the progress
 * @now_us: the transport's clock
 *
 * Starts with no phase and no weights.
 */
void
glow_progress_init (GlowProgress *self, gint64 now_us)
{
  *self = (GlowProgress){ .first_bytes_us = now_us };
  self->state.seconds_left = -1;
}

/**
 * glow_progress_set_weight:
 * @phase: which
 * @seconds: how long it is expected to take; 0: it does not come
 *
 * May be corrected while the run goes on: the fraction then moves slower or faster, never
 * back.
 */
void
glow_progress_set_weight (GlowProgress *self, GlowPhase phase, double seconds)
{
  g_return_if_fail (phase < GLOW_PHASE_DONE);

  self->weights[phase] = seconds;
}

static double
sum_weights (GlowProgress *self, GlowPhase from, GlowPhase to)
{
  double sum = 0;

  for (guint i = from; i < to; i++)
    sum += self->weights[i];
  return sum;
}

static void
update_fraction (GlowProgress *self)
{
  GlowPhase phase = self->state.phase;
  double total = sum_weights (self, GLOW_PHASE_CONNECT, GLOW_PHASE_DONE);
  double done = sum_weights (self, GLOW_PHASE_CONNECT, phase);
  double fraction;

  if (phase == GLOW_PHASE_DONE) {
    self->state.fraction = 1;
    return;
  }
  done += self->weights[phase] * self->phase_fraction;
  fraction = total > 0 ? done / total : 0;
  self->state.fraction = CLAMP (fraction, self->state.fraction, 1);
}

static void
update_rate (GlowProgress *self, guint64 bytes, gint64 now_us)
{
  guint newest = self->n_samples % GLOW_PROGRESS_SAMPLES;
  guint first =
    self->n_samples > GLOW_PROGRESS_SAMPLES ? self->n_samples - GLOW_PROGRESS_SAMPLES : 0;

  self->samples[newest].time_us = now_us;
  self->samples[newest].bytes = bytes;
  self->n_samples++;
  for (guint i = first; i < self->n_samples; i++) {
    guint index = i % GLOW_PROGRESS_SAMPLES;
    gint64 age_us = now_us - self->samples[index].time_us;

    if (age_us > RATE_WINDOW_US && i + 2 < self->n_samples)
      continue;
    if (age_us >= MIN_RATE_US)
      self->state.rate =
        (double) (bytes - self->samples[index].bytes) * 1e6 / (double) age_us;
    return;
  }
}

/* The rest of this phase at its own pace, the later ones as expected. The pace counts
 * from the first bytes on: what comes before them is the erase of a ROM. */
static void
update_seconds_left (GlowProgress *self, gint64 now_us)
{
  double later = sum_weights (self, self->state.phase + 1, GLOW_PHASE_DONE);
  double left = (double) (self->state.bytes_total - self->state.bytes_done);
  double done = (double) (self->state.bytes_done - self->first_bytes);
  double elapsed = (double) (now_us - self->first_bytes_us) / 1e6;

  if (self->state.bytes_done > 0 && done > 0 && elapsed >= MIN_PACE_S)
    self->state.seconds_left = later + elapsed * left / done;
  else if (self->state.phase >= GLOW_PHASE_ERASE)
    self->state.seconds_left =
      later + self->weights[self->state.phase] * (1 - self->phase_fraction);
  else
    self->state.seconds_left = -1;
}

/**
 * glow_progress_start_phase:
 * @phase: not before the one that runs
 * @bytes_total: bytes of flash it works on; 0: it can't be counted
 * @now_us: the transport's clock
 */
void
glow_progress_start_phase (GlowProgress *self,
                           GlowPhase phase,
                           guint64 bytes_total,
                           gint64 now_us)
{
  self->state.phase = phase;
  self->state.bytes_done = 0;
  self->state.bytes_total = bytes_total;
  self->state.rate = 0;
  self->phase_fraction = 0;
  self->n_samples = 0;
  update_fraction (self);
  if (phase == GLOW_PHASE_DONE) {
    self->state.seconds_left = 0;
    return;
  }
  self->first_bytes = 0;
  self->first_bytes_us = now_us;
  update_seconds_left (self, now_us);
}

/**
 * glow_progress_set_bytes:
 * @bytes_done: bytes of flash of this phase, never fewer than before
 * @now_us: the transport's clock
 */
void
glow_progress_set_bytes (GlowProgress *self, guint64 bytes_done, gint64 now_us)
{
  g_return_if_fail (self->state.bytes_total > 0);

  if (self->state.bytes_done == 0 && bytes_done > 0) {
    self->first_bytes = bytes_done;
    self->first_bytes_us = now_us;
  }
  self->state.bytes_done =
    CLAMP (bytes_done, self->state.bytes_done, self->state.bytes_total);
  self->phase_fraction =
    (double) self->state.bytes_done / (double) self->state.bytes_total;
  update_rate (self, self->state.bytes_done, now_us);
  update_fraction (self);
  update_seconds_left (self, now_us);
}

/**
 * glow_progress_set_time:
 * @elapsed: seconds this phase has taken
 * @left: seconds until it is over at the latest
 *
 * For a phase that is not counted in bytes: what it is expected to take goes by, and then
 * it is nearly over.
 */
void
glow_progress_set_time (GlowProgress *self, double elapsed, double left)
{
  double expected = self->weights[self->state.phase];

  self->phase_fraction = expected > 0 ? CLAMP (elapsed / expected, 0, 0.95) : 0;
  self->state.seconds_left = MAX (left, 0);
  update_fraction (self);
}
