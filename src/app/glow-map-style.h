/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How the flash map draws the kinds of content. Main thread. */

#pragma once

#include "glow-flash-map-part.h"
#include "glow-image.h"

G_BEGIN_DECLS

GlowMapStyle glow_map_style_for_kind (GlowImageKind kind);
GlowMapStyle glow_map_style_for_partition (const GlowPartition *partition);

G_END_DECLS
