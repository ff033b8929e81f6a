/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The page that shows what the selected board says, and talks to it. Gives the port to
 * whoever works with the board, and takes it back. Main thread. */

#pragma once

#include "glow-board-item.h"
#include "glow-console.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_CONSOLE_PAGE (glow_console_page_get_type ())
G_DECLARE_FINAL_TYPE (GlowConsolePage, glow_console_page, GLOW, CONSOLE_PAGE, AdwBin)

void glow_console_page_set_up (GlowConsolePage *self, GSettings *settings);
void glow_console_page_set_board (GlowConsolePage *self, GlowBoardItem *item);
void glow_console_page_set_shown (GlowConsolePage *self, gboolean shown);
void glow_console_page_set_suspended (GlowConsolePage *self, gboolean suspended);
void glow_console_page_hold (GlowConsolePage *self);
void glow_console_page_release (GlowConsolePage *self);
char **glow_console_page_dup_tail (GlowConsolePage *self, guint n_lines);
GlowConsole *glow_console_page_get_console (GlowConsolePage *self); /* (nullable) */

G_END_DECLS
