/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the tests of whole runs share: a practice board on a virtual clock, files to write
 * and a stub that the board takes for one. */

#pragma once

#include "glow-board.h"
#include "glow-flasher.h"
#include "tap-target.h"

G_BEGIN_DECLS

/* A board and the run on it. */
typedef struct {
  GlowBoard *board;        /* owned */
  GlowTarget *target;      /* owned */
  GlowFlashPlan *plan;     /* owned */
  GlowFlashResult *result; /* owned, after a run */
  GError *error;           /* owned, after a run that failed */
} FlowRun;

void flow_stubs_init (void);
void flow_stubs_clear (void);
void flow_use_stubs (gboolean use);
gboolean flow_has_stub (const char *chip);

FlowRun *flow_run_new (const GlowBoardConfig *config, GlowOperation operation);
void flow_run_again (FlowRun *self, GlowOperation operation);
void flow_run_tap (FlowRun *self, Tap *tap);
void flow_run_free (FlowRun *self);
gboolean
flow_run (FlowRun *self, const GlowFlasherHooks *hooks, GCancellable *cancellable);
void flow_run_set_options (FlowRun *self, const GlowFlashOptions *options);

GBytes *flow_make_content (gsize size, guint32 seed);
GlowImage *flow_make_image (gsize size, guint32 seed);
GlowImage *flow_load_firmware (const char *name);

void flow_assert_flash (FlowRun *self, guint32 offset, GBytes *content);
void flow_assert_flash_blank (FlowRun *self, guint32 offset, gsize size);
void flow_assert_no_violations (FlowRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlowRun, flow_run_free)

G_END_DECLS
