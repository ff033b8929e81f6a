/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the bootloader of the ESP32 and its successors does. */

#pragma once

#include "glow-board-boot.h"
#include "glow-board-image.h"

G_BEGIN_DECLS

void glow_board_second_stage (GlowBoardBoot *self,
                              const GlowBoardChip *chip,
                              const guint8 *flash,
                              gsize flash_size,
                              const GlowBoardImage *loader);

G_END_DECLS
