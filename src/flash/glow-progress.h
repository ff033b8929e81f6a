/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Progress of a run as one fraction: each phase has a weight in expected seconds, and the
 * fraction never goes down. A plain value on the worker's stack; time is given, never
 * asked for. */

#pragma once

#include "glow-flasher.h"

G_BEGIN_DECLS

#define GLOW_PROGRESS_SAMPLES 32

typedef struct {
  double weights[GLOW_PHASE_DONE]; /* expected seconds per phase */
  GlowProgressState state;
  double phase_fraction;
  gint64 first_bytes_us; /* of the phase */
  guint64 first_bytes;
  struct {
    gint64 time_us;
    guint64 bytes;
  } samples[GLOW_PROGRESS_SAMPLES]; /* ring, for the rate */
  guint n_samples;
} GlowProgress;

void glow_progress_init (GlowProgress *self, gint64 now_us);
void glow_progress_set_weight (GlowProgress *self, GlowPhase phase, double seconds);
void glow_progress_start_phase (GlowProgress *self,
                                GlowPhase phase,
                                guint64 bytes_total,
                                gint64 now_us);
void glow_progress_set_time (GlowProgress *self, double elapsed, double left);
void glow_progress_set_bytes (GlowProgress *self, guint64 bytes_done, gint64 now_us);

G_END_DECLS
