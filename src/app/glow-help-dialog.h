/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What to do about a port that can't be used: the rule for udev and the commands, to
 * copy and to save. It follows the port and says when all is well. Main thread. */

#pragma once

#include "glow-board-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_HELP_DIALOG (glow_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GlowHelpDialog, glow_help_dialog, GLOW, HELP_DIALOG, AdwWindow)

GlowHelpDialog *glow_help_dialog_new (GtkWindow *parent, GlowBoardItem *item);

G_END_DECLS
