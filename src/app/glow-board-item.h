/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One entry of the board picker: a port with whatever hangs on it, or a practice board.
 * Main thread. */

#pragma once

#include "glow-board.h"
#include "glow-boot-report.h"
#include "glow-chip-info.h"
#include "glow-port-monitor.h"
#include "glow-port-problem.h"
#include "glow-port.h"
#include "glow-target.h"

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_ITEM (glow_board_item_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardItem, glow_board_item, GLOW, BOARD_ITEM, GObject)

/* Signals: "changed" (no arguments): anything that is shown of it, or its state; "heard"
 * (GlowBootReport *): how it started. */
GlowBoardItem *glow_board_item_new_port (GlowPort *port);
GlowBoardItem *glow_board_item_new_practice (GlowBoard *board, guint number);

const char *glow_board_item_get_id (GlowBoardItem *self); /* the same at the next start */
const char *glow_board_item_get_title (GlowBoardItem *self);
const char *glow_board_item_get_subtitle (GlowBoardItem *self);
GlowPort *glow_board_item_get_port (GlowBoardItem *self); /* (nullable): practice board */
gboolean glow_board_item_is_practice (GlowBoardItem *self);
gboolean glow_board_item_is_likely (GlowBoardItem *self); /* worth choosing unasked */
gboolean glow_board_item_is_usable (GlowBoardItem *self);
gboolean glow_board_item_is_occupied (GlowBoardItem *self); /* usable when it is let go */
GlowPortProblem *glow_board_item_get_problem (GlowBoardItem *self); /* (nullable) */
GlowPortMonitor *glow_board_item_get_monitor (GlowBoardItem *self); /* (nullable) */
const char *glow_board_item_get_icon_name (GlowBoardItem *self);

/* Its state is looked at afresh as long as somebody watches. */
void glow_board_item_watch (GlowBoardItem *self);
void glow_board_item_unwatch (GlowBoardItem *self);

gboolean glow_board_item_update_port (GlowBoardItem *self, GlowPort *port);
void glow_board_item_set_gone (GlowBoardItem *self);
gboolean glow_board_item_is_gone (GlowBoardItem *self);
char *glow_board_item_dup_name (GlowBoardItem *self); /* (nullable): the user's own */
void glow_board_item_set_name (GlowBoardItem *self, const char *name);
void glow_board_item_set_busy (GlowBoardItem *self, gboolean busy);
void glow_board_item_note_boot (GlowBoardItem *self, GlowBootReport *report);
gboolean glow_board_item_is_busy (GlowBoardItem *self); /* a run has it */
guint glow_board_item_get_proven_baud (GlowBoardItem *self);
void glow_board_item_set_proven_baud (GlowBoardItem *self, guint baud);
void glow_board_item_set_chip_info (GlowBoardItem *self, const GlowChipInfo *info);
const GlowChipInfo *glow_board_item_get_chip_info (GlowBoardItem *self); /* (nullable) */
const char *glow_board_item_get_facts (GlowBoardItem *self);             /* (nullable) */
GlowTarget *glow_board_item_create_target (GlowBoardItem *self);

G_END_DECLS
