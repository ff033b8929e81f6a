/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board in the list to choose from: the symbol of its state, its name, what and where
 * it is, and a mark at the one that is chosen. Main thread. */

#pragma once

#include "glow-board-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_ROW (glow_board_row_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardRow, glow_board_row, GLOW, BOARD_ROW, AdwBin)

GtkWidget *glow_board_row_new (void);
void glow_board_row_set_item (GlowBoardRow *self, GlowBoardItem *item); /* (nullable) */
void glow_board_row_set_chosen (GlowBoardRow *self, gboolean chosen);
GlowBoardItem *glow_board_row_get_item (GlowBoardRow *self); /* (nullable) */

G_END_DECLS
