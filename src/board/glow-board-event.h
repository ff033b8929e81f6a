/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board does by itself after a reset: the lines it prints and the moments at which
 * its loader or its application is ready. */

#pragma once

#include "glow-board-cause.h"
#include "glow-board.h"

G_BEGIN_DECLS

void glow_board_plan_download (GlowBoard *self, gint64 at_us);
void glow_board_plan_boot (GlowBoard *self,
                           gint64 at_us,
                           GlowBoardCause cause,
                           gboolean long_ago);
gint64 glow_board_next_event_us (GlowBoard *self);
void glow_board_run_event (GlowBoard *self);
void glow_board_clear_events (GlowBoard *self);

G_END_DECLS
