/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The row of one firmware file. */

#pragma once

#include "glow-file-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_ROW (glow_file_row_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileRow, glow_file_row, GLOW, FILE_ROW, GtkListBoxRow)

/* Property "item" (construct only). Signals: "remove", "move" (int: rows down),
 * "reset-offset", "act" (string: "details", "choose", "override"). */
GtkWidget *glow_file_row_new (GlowFileItem *item);
GlowFileItem *glow_file_row_get_item (GlowFileRow *self);

G_END_DECLS
