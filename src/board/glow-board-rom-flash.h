/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash commands of the ROM's loader. */

#pragma once

#include "glow-board.h"

G_BEGIN_DECLS

/* glow-board-rom.c */
void glow_board_rom_reply (GlowBoard *self, gsize data_len, guint8 error);
gboolean glow_board_rom_check_data (GlowBoard *self, const guint8 *p, gsize len);

/* glow-board-rom-flash.c: one command each, with its payload */
void glow_board_rom_flash_begin (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_flash_data (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_flash_end (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_deflate_begin (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_deflate_data (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_attach (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_set_params (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_read_slow (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_rom_md5 (GlowBoard *self, const guint8 *p, gsize len);

G_END_DECLS
