/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Asks for the address of a firmware and loads it: the only use of the network. Main
 * thread. */

#pragma once

#include "glow-firmware-set.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_WEB_DIALOG (glow_web_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GlowWebDialog, glow_web_dialog, GLOW, WEB_DIALOG, AdwWindow)

/* Signal "loaded" (GlowFirmwareSet): then the window closes itself. */
GtkWindow *glow_web_dialog_new (GtkWindow *parent);

G_END_DECLS
