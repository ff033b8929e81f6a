/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the host has put into the chip's RAM with MEM_BEGIN and MEM_DATA. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint32 addr;
  guint32 size;       /* bytes announced */
  guint32 num_blocks; /* announced */
  guint32 n_seen;     /* blocks that came and were right */
  gboolean damaged;   /* a block was refused */
  GByteArray *data;   /* owned */
} GlowBoardUpload;

typedef struct {
  GPtrArray *uploads;       /* owned, of GlowBoardUpload */
  GlowBoardUpload *current; /* borrowed from uploads, nullable */
  guint32 seq;              /* of the next block */
} GlowBoardRam;

void glow_board_ram_init (GlowBoardRam *self);
void glow_board_ram_clear (GlowBoardRam *self);
void
glow_board_ram_begin (GlowBoardRam *self, guint32 addr, guint32 size, guint32 num_blocks);
void glow_board_ram_add (GlowBoardRam *self, const guint8 *data, gsize len);
void glow_board_ram_refuse (GlowBoardRam *self);
gboolean glow_board_ram_holds (const GlowBoardRam *self, guint32 entry);
gboolean glow_board_ram_is_stub (const GlowBoardRam *self, guint32 entry);

G_END_DECLS
