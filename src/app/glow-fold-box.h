/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A text with its buttons beside it where there is room, below it where there is not. The
 * first child is the text. Main thread.
 *
 * Property: "min-text-width": in px; a text that needs more and would be given less has
 * its buttons below. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FOLD_BOX (glow_fold_box_get_type ())
G_DECLARE_FINAL_TYPE (GlowFoldBox, glow_fold_box, GLOW, FOLD_BOX, GtkWidget)

G_END_DECLS
