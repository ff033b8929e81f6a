/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which chip answers, and what it says of itself. Worker thread. */

#pragma once

#include "glow-chip-info.h"
#include "glow-loader.h"

G_BEGIN_DECLS

GlowChipInfo *
glow_chip_detect (GlowLoader *loader, const GlowChip *likely, GError **error);
gboolean glow_chip_read_facts (GlowChipInfo *info, GlowLoader *loader, GError **error);
gboolean glow_chip_get_baud_to_say (const GlowChipInfo *info,
                                    GlowLoader *loader,
                                    guint baud,
                                    guint *baud_to_say,
                                    GError **error);

G_END_DECLS
