/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a build would make of a flash that nobody has looked at: places and findings.
 * Main thread. */

#pragma once

#include "glow-firmware-build.h"
#include "glow-flash-map.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GlowFlashMap *glow_cli_map_new (GlowFirmwareBuild *build, const GlowChip *chip);
void glow_cli_map_add (JsonBuilder *builder, GlowFlashMap *map);
void glow_cli_map_print (GlowFlashMap *map);

G_END_DECLS
