/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The window: header, menu, pages and what the keyboard does. Main thread. */

#pragma once

#include "glow-board-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_WINDOW (glow_window_get_type ())
G_DECLARE_FINAL_TYPE (GlowWindow, glow_window, GLOW, WINDOW, AdwApplicationWindow)

GlowWindow *glow_window_new (AdwApplication *application, GlowBoardList *boards);
void glow_window_add_file (GlowWindow *self, GFile *file);
void glow_window_choose_board (GlowWindow *self, GlowBoardItem *item);
void glow_window_tell (GlowWindow *self, const char *text);

G_END_DECLS
