/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash commands of the stub. */

#pragma once

#include "glow-board.h"

G_BEGIN_DECLS

/* protocol.md 1.5 */
typedef enum {
  GLOW_BOARD_STUB_OK = 0x00,
  GLOW_BOARD_STUB_BAD_LEN = 0xc0,
  GLOW_BOARD_STUB_BAD_CHECKSUM = 0xc1,
  GLOW_BOARD_STUB_UNKNOWN = 0xc3,
  GLOW_BOARD_STUB_SPI_FAILED = 0xc4,
  GLOW_BOARD_STUB_NO_SESSION = 0xc6,
  GLOW_BOARD_STUB_INFLATE = 0xc7,
  GLOW_BOARD_STUB_TOO_MUCH = 0xc9,
  GLOW_BOARD_STUB_NOT_IMPLEMENTED = 0xff,
} GlowBoardStubStatus;

/* glow-board-stub.c */
void glow_board_stub_reply (GlowBoard *self,
                            const guint8 *data,
                            gsize data_len,
                            GlowBoardStubStatus status);

gboolean glow_board_stub_checksum_fits (GlowBoard *self, const guint8 *p, gsize len);

/* glow-board-stub-flash.c: one command each, with its payload */
void glow_board_stub_flash_begin (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_flash_data (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_deflate_data (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_flash_end (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_erase_chip (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_erase_region (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_md5 (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_read_flash (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_stub_read_ack (GlowBoard *self, const guint8 *p, gsize len);

G_END_DECLS
