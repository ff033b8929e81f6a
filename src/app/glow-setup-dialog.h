/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Tells a board its Wi-Fi and settings: asks what is there, shows the form for it, sends,
 * and says where the board is. Main thread. */

#pragma once

#include "glow-board-item.h"
#include "glow-console.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_DIALOG (glow_setup_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupDialog, glow_setup_dialog, GLOW, SETUP_DIALOG, AdwWindow)

/* Signal "next-board": the user goes on with another one; the window is closed. */
GtkWindow *glow_setup_dialog_new (GtkWindow *parent,
                                  GlowBoardItem *board,
                                  GlowConsole *console,
                                  gboolean fresh);

G_END_DECLS
