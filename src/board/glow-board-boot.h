/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a chip does with its flash when it is reset into run mode: it looks for something
 * that can run, and says so on its serial port. */

#pragma once

#include "glow-board-app.h"

G_BEGIN_DECLS

typedef struct {
  gboolean booted;
  GlowBoardCause cause;         /* of the next start, unless it has booted */
  const GlowBoardAppKind *kind; /* nullable: what the application is */
  gsize app_offset;             /* bytes into the flash */
  gsize app_size;               /* bytes */
  char *rom_log;                /* owned; said at the ROM's rate, after its banner */
  char *boot_log;               /* owned, nullable; second stage, said at 115200 */
  char *app_log; /* owned, nullable; the application's first lines, at 115200 */
  char *title;   /* owned, nullable: what the application calls itself */
  char *summary; /* owned; one line for the report */
} GlowBoardBoot;

GlowBoardBoot *glow_board_boot_new (const GlowBoardChip *chip,
                                    const guint8 *flash,
                                    gsize flash_size,
                                    gboolean needs_dual);
GlowBoardBoot *glow_board_boot_new_usual (const GlowBoardChip *chip, gboolean needs_dual);
void glow_board_boot_free (GlowBoardBoot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBoardBoot, glow_board_boot_free)

G_END_DECLS
