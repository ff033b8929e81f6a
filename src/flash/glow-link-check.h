/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Goes through everything between this program and the chip, in order, and stops at the
 * first thing that is in the way: USB, driver, node, permission, lock, bootloader. The
 * first four open nothing; the last resets the board into its bootloader and, when that
 * has answered, back. Every function and every signal on the main context that called
 * start().
 *
 * Signals: "changed" (no arguments): a mark has changed; "finished" (no arguments): once,
 * after the last "changed". */

#pragma once

#include "glow-flash-job.h"
#include "glow-port-problem.h"

G_BEGIN_DECLS

/**
 * GlowLinkStage:
 * @GLOW_LINK_USB: the device is on the bus
 * @GLOW_LINK_DRIVER: a serial driver takes care of it
 * @GLOW_LINK_NODE: there is a node in /dev
 * @GLOW_LINK_PERMISSION: this user may open it
 * @GLOW_LINK_LOCK: nobody else has it; it was opened for us alone
 * @GLOW_LINK_BOOTLOADER: the chip's bootloader answers
 */
typedef enum {
  GLOW_LINK_USB,
  GLOW_LINK_DRIVER,
  GLOW_LINK_NODE,
  GLOW_LINK_PERMISSION,
  GLOW_LINK_LOCK,
  GLOW_LINK_BOOTLOADER,
} GlowLinkStage;

#define GLOW_LINK_N_STAGES   6
#define GLOW_TYPE_LINK_STAGE (glow_link_stage_get_type ())
GType glow_link_stage_get_type (void);

/**
 * GlowLinkMark:
 * @GLOW_LINK_PENDING: not reached yet
 * @GLOW_LINK_RUNNING: being tried
 * @GLOW_LINK_PASSED: it is as it should be
 * @GLOW_LINK_FAILED: here it ends
 * @GLOW_LINK_SKIPPED: there is no such thing with this kind of port, or it was not
 * reached
 */
typedef enum {
  GLOW_LINK_PENDING,
  GLOW_LINK_RUNNING,
  GLOW_LINK_PASSED,
  GLOW_LINK_FAILED,
  GLOW_LINK_SKIPPED,
} GlowLinkMark;

#define GLOW_TYPE_LINK_MARK (glow_link_mark_get_type ())
GType glow_link_mark_get_type (void);

#define GLOW_TYPE_LINK_CHECK (glow_link_check_get_type ())
G_DECLARE_FINAL_TYPE (GlowLinkCheck, glow_link_check, GLOW, LINK_CHECK, GObject)

GlowLinkCheck *glow_link_check_new (GlowPort *port, GlowTarget *target);
GlowLinkCheck *glow_link_check_new_for_plan (GlowPort *port, GlowFlashPlan *plan);
void glow_link_check_start (GlowLinkCheck *self);
void glow_link_check_cancel (GlowLinkCheck *self);

GlowPort *glow_link_check_get_port (GlowLinkCheck *self); /* (nullable) */
gboolean glow_link_check_is_finished (GlowLinkCheck *self);
GlowLinkMark glow_link_check_get_mark (GlowLinkCheck *self, GlowLinkStage stage);
gboolean glow_link_check_get_failed_stage (GlowLinkCheck *self, GlowLinkStage *stage);
GlowPortProblem *glow_link_check_get_problem (GlowLinkCheck *self);      /* (nullable) */
const GError *glow_link_check_get_error (GlowLinkCheck *self);           /* (nullable) */
const GlowChipInfo *glow_link_check_get_chip_info (GlowLinkCheck *self); /* (nullable) */
const char *glow_link_check_get_detail (GlowLinkCheck *self, GlowLinkStage stage);
GlowFlashJob *glow_link_check_get_job (GlowLinkCheck *self); /* (nullable) */

G_END_DECLS
