/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The bar at the bottom: where things stand in words, how far the run is, and the one
 * button. Its height never changes. Main thread. */

#pragma once

#include "glow-flash-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_JOB_BAR (glow_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (GlowJobBar, glow_job_bar, GLOW, JOB_BAR, AdwBin)

void glow_job_bar_show_status (GlowJobBar *self, const char *text);
void glow_job_bar_show_progress (GlowJobBar *self, const GlowProgressState *state);
void glow_job_bar_show_end (GlowJobBar *self, GlowFlashJob *job);
void glow_job_bar_set_running (GlowJobBar *self, gboolean running);
void glow_job_bar_focus_end (GlowJobBar *self);

G_END_DECLS
