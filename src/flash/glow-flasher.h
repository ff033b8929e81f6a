/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The blocking run of one plan. Worker thread; glow-flash-job.c brings it to the main
 * loop. */

#pragma once

#include "glow-boot-report.h"
#include "glow-chip-info.h"
#include "glow-connect.h"
#include "glow-flash-plan.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_PHASE_CONNECT,
  GLOW_PHASE_IDENTIFY,
  GLOW_PHASE_STUB,
  GLOW_PHASE_SPEED,
  GLOW_PHASE_CHECK,
  GLOW_PHASE_ERASE,
  GLOW_PHASE_WRITE,
  GLOW_PHASE_READ,
  GLOW_PHASE_VERIFY,
  GLOW_PHASE_RESET,
  GLOW_PHASE_BOOT,
  GLOW_PHASE_DONE,
} GlowPhase;

#define GLOW_TYPE_PHASE (glow_phase_get_type ())
GType glow_phase_get_type (void);

/* What is known to be true, never what is hoped for. */
typedef enum {
  GLOW_VERDICT_NO, /* it failed, or was not reached */
  GLOW_VERDICT_YES,
  GLOW_VERDICT_NOT_CHECKED, /* this loader can't tell; see the reason */
} GlowVerdict;

typedef struct {
  GlowPhase phase;
  double fraction;         /* 0..1 over the whole run; never goes down */
  guint64 bytes_done;      /* of the phase, bytes of flash */
  guint64 bytes_total;     /* of the phase; 0: not counted in bytes */
  double rate;             /* bytes of flash per second in this phase; 0: unknown */
  double seconds_left;     /* of the whole run; negative: unknown */
  guint item;              /* which image of the plan, from 0 */
  gboolean needs_hand;     /* waits for somebody to hold BOOT and tap RESET */
  GlowHeard heard;         /* what the board says meanwhile */
  gboolean waits_for_port; /* unplugged: it may come back within 10 s */
  gboolean asks_for_reset; /* is listened to, but somebody has to press RESET */
} GlowProgressState;

/* Called on the worker's thread, at any rate. */
typedef struct {
  void (*progress) (const GlowProgressState *state, gpointer user_data);
  void (*log) (const char *line, gpointer user_data);
  gpointer user_data;
  GCancellable *skip_boot; /* (nullable) borrowed: ends GLOW_PHASE_BOOT, and only that */
} GlowFlasherHooks;

#define GLOW_TYPE_FLASH_RESULT (glow_flash_result_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashResult, glow_flash_result, GLOW, FLASH_RESULT, GObject)

/* Immutable once the run has returned it; any thread. */
GlowVerdict glow_flash_result_get_written (GlowFlashResult *self);
GlowVerdict glow_flash_result_get_verified (GlowFlashResult *self);
const char *glow_flash_result_get_verify_reason (
  GlowFlashResult *self); /* (nullable) why not checked */
const GlowChipInfo *
glow_flash_result_get_chip_info (GlowFlashResult *self); /* (nullable) not reached */
guint64 glow_flash_result_get_bytes (
  GlowFlashResult *self); /* bytes of flash written, read or erased */
guint64 glow_flash_result_get_bytes_same (
  GlowFlashResult *self); /* of them, those in flash already */
gint64 glow_flash_result_get_duration_us (GlowFlashResult *self);
guint glow_flash_result_get_baud (GlowFlashResult *self); /* rate of the data phase */
gboolean glow_flash_result_used_stub (GlowFlashResult *self);
gboolean
glow_flash_result_left_in_loader (GlowFlashResult *self); /* no line to reset it */
gboolean
glow_flash_result_flash_touched (GlowFlashResult *self); /* erased or written anything */
GlowBootReport *
glow_flash_result_get_boot (GlowFlashResult *self); /* (nullable) it was not watched */
GBytes *glow_flash_result_get_data (
  GlowFlashResult *self); /* (nullable) of GLOW_OPERATION_READ */
GlowBoardContents *glow_flash_result_get_board_contents (
  GlowFlashResult *self); /* (nullable) nobody had to look */
GlowFlashMap *
glow_flash_result_get_map (GlowFlashResult *self); /* (nullable) the check */
guint glow_flash_result_get_n_notes (
  GlowFlashResult *self); /* what was changed on purpose etc. */
const char *glow_flash_result_get_note (GlowFlashResult *self, guint index);

gboolean glow_flasher_run (GlowFlashPlan *plan,
                           const GlowFlasherHooks *hooks,
                           GCancellable *cancellable,
                           GlowFlashResult **result,
                           GError **error);

G_END_DECLS
