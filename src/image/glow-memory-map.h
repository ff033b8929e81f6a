/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where the chips have memory that a segment may be loaded to or mapped at. Only used to
 * tell images apart, so the regions are generous. Any thread. */

#pragma once

#include "glow-chip.h"

G_BEGIN_DECLS

gboolean glow_memory_map_has_ram (const GlowChip *chip, guint32 addr);
gboolean glow_memory_map_has_flash (const GlowChip *chip, guint32 addr);
gboolean glow_memory_map_has (const GlowChip *chip, guint32 addr);
const char *glow_memory_map_get_region (const GlowChip *chip, guint32 addr, guint32 size);

G_END_DECLS
