/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Shows in the flash map what would be written, the partitions that will be in place, and
 * what is on the board. Main thread. */

#pragma once

#include "glow-flash-map-box.h"
#include "glow-flash-map.h"

G_BEGIN_DECLS

void glow_flash_map_fill (GlowFlashMapBox *box, GlowFlashMap *map);

G_END_DECLS
