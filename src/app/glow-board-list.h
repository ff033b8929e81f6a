/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Every board that can be chosen: the ports as they come and go, then the practice
 * boards. Main thread. */

#pragma once

#include "glow-board-item.h"
#include "glow-port-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_LIST (glow_board_list_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardList, glow_board_list, GLOW, BOARD_LIST, GObject)

/* A GListModel of GlowBoardItem. */
GlowBoardList *glow_board_list_new (GlowPortList *ports);
GlowPortList *glow_board_list_get_ports (GlowBoardList *self);
GlowBoardItem *glow_board_list_add_practice (GlowBoardList *self,
                                             const char *chip,
                                             gboolean pace,
                                             GError **error); /* (transfer none) */
gboolean glow_board_list_contains (GlowBoardList *self, GlowBoardItem *item);

G_END_DECLS
