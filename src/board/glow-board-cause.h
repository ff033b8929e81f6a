/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Why a chip starts, in the words of its ROM (protocol.md 2.4). */

#pragma once

#include "glow-board-chip.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_BOARD_CAUSE_POWER,    /* new power, or the reset pin */
  GLOW_BOARD_CAUSE_SOFTWARE, /* an application restarts, or has panicked */
  GLOW_BOARD_CAUSE_SYSTEM,   /* an application resets everything it can */
  GLOW_BOARD_CAUSE_TASK_WATCHDOG,
  GLOW_BOARD_CAUSE_CODE_WATCHDOG, /* that of the interrupts */
  GLOW_BOARD_CAUSE_RTC_WATCHDOG,
  GLOW_BOARD_CAUSE_USB, /* the chip's own port */
  GLOW_BOARD_N_CAUSES,
} GlowBoardCause;

const char *glow_board_cause_name (GlowBoardCause self, const GlowBoardChip *chip);
GlowBoardCause glow_board_cause_of_failure (const GlowBoardChip *chip);
char *glow_board_cause_dup_banner (GlowBoardCause self, const GlowBoardChip *chip);

G_END_DECLS
