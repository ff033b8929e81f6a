/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a run is going and how it ended, for people. Any thread. */

#pragma once

#include "glow-flash-job.h"

G_BEGIN_DECLS

const char *glow_job_text_get_phase (GlowPhase phase); /* "Writing" */
char *glow_job_text_dup_progress (
  const GlowProgressState *state); /* "Writing · 62 % · 88 kB/s · 7 s left" */
const char *glow_job_text_get_heard (GlowHeard heard); /* "Its program is running ..." */
char *glow_job_text_dup_chip (
  const GlowChipInfo *info); /* "ESP32-D0WD-V3 rev 3.1 · 4 MiB · 24:6f:…" */
char *glow_job_text_dup_flash_state (
  GlowFlashResult *result); /* (nullable) what an ended run left in flash */

G_END_DECLS
