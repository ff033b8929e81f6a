/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the eFuses of a board say (protocol.md 3.7 to 3.9). */

#pragma once

#include "glow-board-traits.h"

G_BEGIN_DECLS

void glow_board_efuse_fill (GHashTable *words,
                            const GlowBoardChip *chip,
                            const GlowBoardTraits *traits);

G_END_DECLS
