/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The thread boundary: runs a sealed plan in a worker and tells the main loop about it.
 * Every function here, every notify and every signal is on the main context that called
 * start(). */

#pragma once

#include "glow-flash-plan.h"
#include "glow-flasher.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FLASH_JOB (glow_flash_job_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashJob, glow_flash_job, GLOW, FLASH_JOB, GObject)

typedef enum {
  GLOW_JOB_NEW,
  GLOW_JOB_RUNNING,
  GLOW_JOB_SUCCEEDED,
  GLOW_JOB_FAILED,
  GLOW_JOB_CANCELLED,
} GlowJobState;

#define GLOW_TYPE_JOB_STATE (glow_job_state_get_type ())
GType glow_job_state_get_type (void);

/* Properties: "state" (GlowJobState), "phase" (GlowPhase), "fraction" (double 0..1).
 * Signals: "progress" (no arguments; read get_progress()), "log" (const char *line),
 * "finished" (no arguments; emitted once, after state has changed). */
GlowFlashJob *glow_flash_job_new (GlowFlashPlan *plan);
void glow_flash_job_start (GlowFlashJob *self);
void glow_flash_job_cancel (GlowFlashJob *self);
void glow_flash_job_skip_boot (GlowFlashJob *self);
void glow_flash_job_abort (GlowFlashJob *self, const GError *reason); /* e.g. PORT_GONE */

GlowFlashPlan *glow_flash_job_get_plan (GlowFlashJob *self);
GlowJobState glow_flash_job_get_state (GlowFlashJob *self);
void glow_flash_job_get_progress (GlowFlashJob *self, GlowProgressState *state);
GlowFlashResult *
glow_flash_job_get_result (GlowFlashJob *self); /* (nullable) before the end; also
                                                 * there after a failure */
const GError *glow_flash_job_get_error (GlowFlashJob *self); /* (nullable) */

G_END_DECLS
