/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The speed of a console: automatic, one of the usual ones, or any other. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BAUD_CHOOSER (glow_baud_chooser_get_type ())
G_DECLARE_FINAL_TYPE (GlowBaudChooser, glow_baud_chooser, GLOW, BAUD_CHOOSER, AdwBin)

/* Property: "baud" (guint; 0: automatic). */
guint glow_baud_chooser_get_baud (GlowBaudChooser *self);
void glow_baud_chooser_set_baud (GlowBaudChooser *self, guint baud);
void glow_baud_chooser_show_found (GlowBaudChooser *self, guint baud);

G_END_DECLS
