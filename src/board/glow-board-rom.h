/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * State of the boot ROM's serial loader (protocol.md 1). */

#pragma once

#include "glow-board-inflate.h"

G_BEGIN_DECLS

/* Longest reply data, of READ_FLASH_SLOW, and its status (protocol.md 1.6). */
#define GLOW_BOARD_ROM_REPLY_SIZE (64 + 4)

typedef struct {
  guint8 op;     /* last known opcode; an unknown one is answered with it */
  guint32 value; /* last register read or sync word; every reply carries it */
  guint8 reply[GLOW_BOARD_ROM_REPLY_SIZE]; /* keeps what earlier replies left */
  guint32 limit;                           /* bytes of flash, from SPI_SET_PARAMS */

  /* flash session, protocol.md 1.7 */
  gboolean in_session;
  gboolean is_deflated;
  gboolean is_encrypted;
  guint32 erase_size; /* bytes */
  guint32 num_blocks;
  guint32 block_size; /* bytes */
  guint32 seq;
  guint32 offset;    /* next byte to program */
  guint32 written;   /* bytes */
  gboolean overflow; /* more came than the flash holds */
  GlowBoardInflate inflate;
} GlowBoardRom;

G_END_DECLS
