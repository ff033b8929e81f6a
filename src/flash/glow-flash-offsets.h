/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where in flash a file belongs, by its content, the chip and the partition table that
 * will be in place. Any thread. */

#pragma once

#include "glow-board-contents.h"

G_BEGIN_DECLS

/* Who says where a file belongs, or why nobody does. */
typedef enum {
  GLOW_OFFSET_GIVEN,
  GLOW_OFFSET_BY_CONTENT,
  GLOW_OFFSET_BY_TABLE_IN_FILES,
  GLOW_OFFSET_BY_TABLE_ON_BOARD,
  GLOW_OFFSET_USUAL, /* where such files usually lie; the board's table may differ */

  /* and no offset */
  GLOW_OFFSET_UNKNOWN_CONTENT,
  GLOW_OFFSET_NO_PARTITION, /* the table has none for such a file */
  GLOW_OFFSET_AMBIGUOUS,    /* the table has several, and nothing tells which */
  GLOW_OFFSET_NEEDS_TABLE,
  GLOW_OFFSET_NEEDS_CHIP,
  GLOW_OFFSET_NEEDS_FLASH_SIZE,
  GLOW_OFFSET_RAM_ONLY, /* a program for RAM: for no place in flash */
} GlowOffsetSource;

#define GLOW_OFFSET_IS_KNOWN(source) ((source) <= GLOW_OFFSET_USUAL)

typedef struct {
  const GlowChip *chip;       /* (nullable): the image's own is preferred */
  guint64 flash_size;         /* bytes; 0: unknown */
  GlowPartitionTable *table;  /* (nullable): in place after the write */
  gboolean table_from_files;  /* @table is written with it, else it is on the board */
  const GlowOtadata *otadata; /* (nullable): in place after the write */
  guint32 table_offset;       /* of the board's table; 0: none is known */
  guint nth_app;              /* how many applications without offset come before */
} GlowOffsetContext;

GlowOffsetSource glow_flash_offset_find (GlowImage *image,
                                         const GlowOffsetContext *context,
                                         guint32 *offset);
const GlowPartition *glow_flash_offset_find_partition (GlowPartitionTable *table,
                                                       GlowImage *image,
                                                       GlowOffsetSource *source);

G_END_DECLS
