/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Every board there is, with its state, to choose one. Main thread. */

#pragma once

#include "glow-board-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_POPOVER (glow_board_popover_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardPopover,
                      glow_board_popover,
                      GLOW,
                      BOARD_POPOVER,
                      GtkPopover)

/* Property: "show-all" (legacy ports as well). Signal: "chosen" (GlowBoardItem *item). */
void glow_board_popover_set_list (GlowBoardPopover *self, GlowBoardList *list); /* once */
void glow_board_popover_mark (GlowBoardPopover *self,
                              GlowBoardItem *item); /* (nullable) */
gboolean glow_board_popover_get_show_all (GlowBoardPopover *self);
void glow_board_popover_set_show_all (GlowBoardPopover *self, gboolean show_all);

G_END_DECLS
