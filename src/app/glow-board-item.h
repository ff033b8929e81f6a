/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One entry of the board picker: a port with whatever hangs on it, or a practice board.
 * Main thread. */

#pragma once

#include "glow-board.h"
#include "glow-chip-info.h"
#include "glow-port.h"
#include "glow-target.h"

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_ITEM (glow_board_item_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardItem, glow_board_item, GLOW, BOARD_ITEM, GObject)

/* Properties: "title", "subtitle", "facts" (strings for people, the last one nullable),
 * "busy" (a run uses it). */
GlowBoardItem *glow_board_item_new_port (GlowPort *port);
GlowBoardItem *glow_board_item_new_practice (GlowBoard *board, guint number);

const char *glow_board_item_get_id (GlowBoardItem *self); /* the same at the next start */
const char *glow_board_item_get_title (GlowBoardItem *self);
const char *glow_board_item_get_subtitle (GlowBoardItem *self);
GlowPort *glow_board_item_get_port (GlowBoardItem *self); /* (nullable): practice board */
gboolean glow_board_item_is_practice (GlowBoardItem *self);
gboolean glow_board_item_is_likely (GlowBoardItem *self); /* worth choosing unasked */
gboolean glow_board_item_is_usable (GlowBoardItem *self);
gboolean glow_board_item_update_port (GlowBoardItem *self, GlowPort *port);
void glow_board_item_set_busy (GlowBoardItem *self, gboolean busy);
void glow_board_item_set_chip_info (GlowBoardItem *self, const GlowChipInfo *info);
const GlowChipInfo *glow_board_item_get_chip_info (GlowBoardItem *self); /* (nullable) */
const char *glow_board_item_get_facts (GlowBoardItem *self);             /* (nullable) */
GlowTarget *glow_board_item_create_target (GlowBoardItem *self);

G_END_DECLS
