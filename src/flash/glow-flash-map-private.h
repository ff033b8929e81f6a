/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Between the files that make a map. Before glow_flash_map_new() has returned, only one
 * thread knows it. */

#pragma once

#include "glow-chip-table.h"
#include "glow-flash-map.h"

G_BEGIN_DECLS

#define GLOW_FLASH_SECTOR_SIZE 0x1000u /* bytes; protocol.md 4.3 */

typedef struct {
  /* owned */
  GlowImage *image; /* (nullable) */

  const GlowChip *only_chip;
  const GlowChip *chip;       /* what its file is for, or what was typed */
  const GlowChip *place_chip; /* whose places count for it; NULL: unknown */
  GlowOverride overrides;     /* CHIP only if the name that was typed is a chip's */
  gboolean left_out;          /* for another chip than the one that answered */
  gboolean has_offset;
  guint32 offset;
  GlowOffsetSource source;

  /* the table that will be in place for it */
  GlowPartitionTable *table; /* borrowed (nullable): of an image or of the board */
  guint32 table_offset;
  gint table_row;             /* -1: on the board */
  const GlowOtadata *otadata; /* borrowed (nullable) */
} GlowMapRow;

struct _GlowFlashMap {
  gatomicrefcount ref_count;

  /* owned */
  GArray *rows;             /* of GlowMapRow */
  GArray *regions;          /* of GlowFlashRegion; files first */
  GArray *findings;         /* of GlowFinding, in the order they were found */
  GlowChipInfo *info;       /* (nullable) */
  GlowBoardContents *board; /* (nullable) */

  const GlowChip *chip; /* (nullable) */
  guint64 flash_size;
  gboolean erase_all;
  guint32 header_flash_size;
  gboolean keep_flash_size;
  gboolean compare_only;
};

GlowMapRow *glow_flash_map_peek_row (GlowFlashMap *self, guint row); /* (nullable) */
guint64 glow_map_row_get_end (const GlowMapRow *row);
gboolean glow_map_rows_meet (const GlowMapRow *a, const GlowMapRow *b);
gboolean glow_flash_map_knows_board (GlowFlashMap *self);
void glow_flash_map_add (GlowFlashMap *self, const GlowFinding *finding);
void glow_flash_map_mark (GlowFlashMap *self, guint row, GlowFlashRegionFlags flags);
const GlowPartition *glow_flash_map_find_partition (GlowPartitionTable *table,
                                                    guint64 offset);

void glow_flash_map_find_offsets (GlowFlashMap *self);
void glow_flash_map_check_file (GlowFlashMap *self, guint row);
void glow_flash_map_check_place (GlowFlashMap *self, guint row);
void glow_flash_map_check_start (GlowFlashMap *self, guint row);
void glow_flash_map_add_regions (GlowFlashMap *self);

guint64 glow_flash_choose_header_size (const GlowChip *chip,
                                       GlowImage *image,
                                       guint64 flash_size,
                                       guint32 header_flash_size,
                                       gboolean keep_flash_size);

G_END_DECLS
