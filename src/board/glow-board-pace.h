/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How long things take on a real board (protocol.md 8 and data sheets of common 4 MiB
 * parts, typical values). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GLOW_BOARD_PROGRAM_PAGE_US 700    /* µs per 256 bytes */
#define GLOW_BOARD_ERASE_SECTOR_US 45000  /* µs per 4 KiB */
#define GLOW_BOARD_ERASE_BLOCK_US  150000 /* µs per 64 KiB */
#define GLOW_BOARD_MD5_RATE        2000   /* bytes per ms: 2 MB/s */
#define GLOW_BOARD_BITS_PER_BYTE   10     /* 8N1 */

gint64 glow_board_pace_line_us (guint baud, gsize len);
gsize glow_board_pace_line_bytes (guint baud, gint64 elapsed_us);

G_END_DECLS
