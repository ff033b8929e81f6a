/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A window with everything that is known of a file. Main thread. */

#pragma once

#include "glow-file-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_DETAILS (glow_file_details_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileDetails, glow_file_details, GLOW, FILE_DETAILS, AdwWindow)

GtkWindow *glow_file_details_new (GtkWindow *parent, GlowFileItem *item);

G_END_DECLS
