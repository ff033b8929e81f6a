/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The folded options of a flash run, with what is set in one line. Main thread. */

#pragma once

#include "glow-flash-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_OPTIONS_ROW (glow_options_row_get_type ())
G_DECLARE_FINAL_TYPE (GlowOptionsRow, glow_options_row, GLOW, OPTIONS_ROW, AdwExpanderRow)

/* Properties, as the settings keep them: "baud" (uint), "flash-mode", "flash-frequency",
 * "flash-size" (strings, "keep": as the file says), "erase-all". */
void glow_options_row_fill (GlowOptionsRow *self, GlowFlashOptions *options);

G_END_DECLS
