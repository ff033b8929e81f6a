/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What READ_REG and WRITE_REG reach: eFuses, the UART divider, and the SPI controller
 * with the flash behind it (protocol.md 3.3, 3.4, 3.7). Everything else is plain memory.
 */

#pragma once

#include "glow-board-chip.h"
#include "glow-board-flash.h"
#include "glow-board-traits.h"

G_BEGIN_DECLS

#define GLOW_BOARD_SPI_WORDS 64 /* 0x100 bytes of registers */

typedef struct {
  const GlowBoardChip *chip;     /* borrowed, static */
  const GlowBoardTraits *traits; /* borrowed */
  GlowBoardFlash *flash;         /* borrowed */
  GHashTable *words;             /* owned: addr → value */
  guint32 spi[GLOW_BOARD_SPI_WORDS];
  gboolean attached; /* the pins of the flash are connected to the controller */
} GlowBoardRegs;

GlowBoardRegs *glow_board_regs_new (const GlowBoardChip *chip,
                                    const GlowBoardTraits *traits,
                                    GlowBoardFlash *flash);
void glow_board_regs_free (GlowBoardRegs *self);
void glow_board_regs_reset (GlowBoardRegs *self, gboolean strap_low, gboolean cores_only);
guint32 glow_board_regs_clock (GlowBoardRegs *self);
guint32 glow_board_regs_real_baud (GlowBoardRegs *self, guint32 baud);
guint32 glow_board_regs_read (GlowBoardRegs *self, guint32 addr, guint baud);
void
glow_board_regs_write (GlowBoardRegs *self, guint32 addr, guint32 value, guint32 mask);

G_END_DECLS
