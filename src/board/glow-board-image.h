/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a boot ROM reads an image in flash (protocol.md 5.1): segment after segment, then
 * the checksum, then the digest. */

#pragma once

#include "glow-board-chip.h"

G_BEGIN_DECLS

#define GLOW_BOARD_IMAGE_MAGIC 0xe9

typedef enum {
  GLOW_BOARD_IMAGE_GOOD,
  GLOW_BOARD_IMAGE_NONE, /* no header */
  GLOW_BOARD_IMAGE_WRONG_CHIP,
  GLOW_BOARD_IMAGE_BAD_SEGMENT,
  GLOW_BOARD_IMAGE_BAD_CHECKSUM,
  GLOW_BOARD_IMAGE_BAD_DIGEST,
  GLOW_BOARD_IMAGE_WRONG_MODE, /* the flash can't be read the way the header wants it */
} GlowBoardImageState;

typedef struct {
  guint32 first_word; /* what was there instead of a header, too */
  guint32 entry;
  guint8 checksum;
  guint8 mode;         /* protocol.md 3.10 */
  guint8 freq;         /* code, protocol.md 3.10 */
  guint8 size_code;    /* of the flash, protocol.md 3.10 */
  gsize size;          /* bytes, without what is behind its segments */
  GString *load_lines; /* owned; what the ROM prints while it loads */
} GlowBoardImage;

GlowBoardImageState glow_board_image_load (GlowBoardImage *self,
                                           const GlowBoardChip *chip,
                                           const guint8 *data,
                                           gsize size);
const char *glow_board_image_mode_name (guint8 mode);
gsize glow_board_image_flash_size (const GlowBoardImage *self);
void glow_board_image_clear (GlowBoardImage *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowBoardImage, glow_board_image_clear)

G_END_DECLS
