/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * It runs, and never says a word. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

static void
silent_start (GlowBoardApp *self)
{
}

const GlowBoardAppKind glow_board_app_silent = {
  .name = "silent",
  .baud = 115200,
  .start = silent_start,
};
