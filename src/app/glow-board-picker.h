/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Shows the chosen board and lets another be chosen. Follows the list: the newest board
 * is taken unless the user has chosen one that is still there. Main thread. */

#pragma once

#include "glow-board-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_PICKER (glow_board_picker_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardPicker, glow_board_picker, GLOW, BOARD_PICKER, AdwBin)

/* Properties: "selected" (GlowBoardItem, nullable), "preferred" (id of the board to take
 * as soon as it is there), "show-all" (legacy ports too).
 * Signal "gone" (GlowBoardItem): the selected board was unplugged. */
void glow_board_picker_set_list (GlowBoardPicker *self, GlowBoardList *list);
void glow_board_picker_choose (GlowBoardPicker *self, GlowBoardItem *item);
GlowBoardItem *glow_board_picker_get_selected (GlowBoardPicker *self); /* (nullable) */
gboolean glow_board_picker_is_empty (GlowBoardPicker *self); /* no board to choose */
void glow_board_picker_set_locked (GlowBoardPicker *self, gboolean locked);
void glow_board_picker_focus_facts (GlowBoardPicker *self);

G_END_DECLS
