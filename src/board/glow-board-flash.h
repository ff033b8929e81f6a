/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A serial NOR flash: programming only clears bits, erasing works by sector and block,
 * and both take time. It answers the common SPI commands. */

#pragma once

#include "glow-board-report.h"

G_BEGIN_DECLS

#define GLOW_BOARD_PAGE_SIZE   256u                /* bytes, protocol.md 4.1 */
#define GLOW_BOARD_SECTOR_SIZE 4096u               /* bytes, protocol.md 4.1 */
#define GLOW_BOARD_BLOCK_SIZE  65536u              /* bytes, protocol.md 4.1 */
#define GLOW_BOARD_REACH_24    (16u * 1024 * 1024) /* bytes of 24-bit addresses */

typedef struct {
  guint8 *mem;             /* owned */
  gsize size;              /* bytes */
  GlowBoardReport *report; /* borrowed */

  guint md5_rate;  /* bytes per ms */
  guint64 work_us; /* time that the work since the last look would have taken */
  guint8 status[3];
  gboolean write_enabled;
  gboolean reset_armed;
  gboolean powered_down;
  gboolean is_off;  /* has no power */
  gboolean touched; /* something was put in or erased */
  guint n_wipes;    /* how often all of it was erased */
  gsize reach;      /* bytes that the loader can address; 0: all */
} GlowBoardFlash;

GlowBoardFlash *glow_board_flash_new (gsize size, GlowBoardReport *report);
void glow_board_flash_free (GlowBoardFlash *self);
void glow_board_flash_read (GlowBoardFlash *self, gsize offset, guint8 *buf, gsize len);
void glow_board_flash_program (GlowBoardFlash *self,
                               gsize offset,
                               const guint8 *data,
                               gsize len);
void glow_board_flash_erase_sector (GlowBoardFlash *self, gsize offset);
void glow_board_flash_erase_block (GlowBoardFlash *self, gsize offset);
void glow_board_flash_erase_chip (GlowBoardFlash *self);
void glow_board_flash_md5 (GlowBoardFlash *self, gsize offset, gsize len, guint8 md5[16]);
void glow_board_flash_command (GlowBoardFlash *self,
                               guint8 command,
                               guint32 addr,
                               const guint8 *out,
                               gsize out_len,
                               guint8 *in,
                               gsize in_len);
gint64 glow_board_flash_take_work_us (GlowBoardFlash *self);

G_END_DECLS
