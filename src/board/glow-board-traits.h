/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What sets one board with a chip apart from another with the same: the part of its
 * configuration that its registers and its ROM show, with the defaults filled in. */

#pragma once

#include "glow-board.h"

#include "glow-board-chip.h"

G_BEGIN_DECLS

typedef struct {
  guint8 mac[6];
  guint revision; /* major × 100 + minor */
  guint package;
  guint flash_cap; /* codes of protocol.md 3.8 */
  guint psram_cap;
  guint crystal_mhz;     /* what is on the board */
  guint rom_crystal_mhz; /* what the ROM takes it for */
  gint rc_drift;         /* ‰ */
  GlowBoardUsb usb;
  gboolean secure_download;
  gboolean secure_boot;
  gboolean flash_encryption;
} GlowBoardTraits;

gboolean glow_board_traits_fill (GlowBoardTraits *self,
                                 const GlowBoardChip *chip,
                                 const GlowBoardConfig *config,
                                 GError **error);

G_END_DECLS
