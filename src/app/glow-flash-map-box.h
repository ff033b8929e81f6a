/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash map with its buttons, the line that tells of one part, and what its colours
 * mean. Main thread. */

#pragma once

#include "glow-flash-map-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FLASH_MAP_BOX (glow_flash_map_box_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashMapBox, glow_flash_map_box, GLOW, FLASH_MAP_BOX, AdwBin)

GlowFlashMapView *glow_flash_map_box_get_view (GlowFlashMapBox *self);
void glow_flash_map_box_set_summary (GlowFlashMapBox *self, const char *summary);

G_END_DECLS
