/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a plan would make of a flash: what lies where, and what is wrong with it. The
 * window, the command line and the run itself ask the same map, so all say the same.
 * Immutable: safe on any thread. */

#pragma once

#include "glow-board-contents.h"
#include "glow-finding.h"
#include "glow-flash-offsets.h"

G_BEGIN_DECLS

/* One row of the plan. */
typedef struct {
  GlowImage *image; /* (nullable) borrowed: not loaded, which counts as not there */
  gboolean has_offset;
  guint32 offset;            /* only with has_offset; else found out */
  const GlowChip *only_chip; /* (nullable): written only if this chip answers */
  GlowOverride overrides;
  const char *typed_chip; /* (nullable) borrowed: for GLOW_OVERRIDE_CHIP */
} GlowFlashMapRow;

/* All borrowed; kept by the map as far as it needs it. */
typedef struct {
  const GlowFlashMapRow *rows;
  guint n_rows;
  const GlowChip *chip;      /* (nullable): expected; @info decides over it */
  const GlowChipInfo *info;  /* (nullable): the chip that answered */
  guint64 flash_size;        /* bytes; 0: that of @info, or unknown */
  GlowBoardContents *board;  /* (nullable): nobody has looked */
  gboolean erase_all;        /* nothing that is on the board stays */
  guint32 header_flash_size; /* as in GlowFlashOptions */
  gboolean keep_flash_size;  /* as in GlowFlashOptions */
  gboolean compare_only;     /* nothing is written: only what keeps it from working */
} GlowFlashMapInput;

typedef enum {
  GLOW_REGION_FILE,      /* a row: all of its file */
  GLOW_REGION_PART,      /* something inside a file that has several */
  GLOW_REGION_PARTITION, /* of the table that is in place after the write */
  GLOW_REGION_BOARD,     /* a bootloader, a table or an application on the board now */
} GlowFlashRegionKind;

typedef enum {
  GLOW_REGION_OVERLAP = 1 << 0,   /* shares sectors with another file */
  GLOW_REGION_OVERRUN = 1 << 1,   /* beyond its partition or the end of flash */
  GLOW_REGION_OUTSIDE = 1 << 2,   /* in no partition */
  GLOW_REGION_UNALIGNED = 1 << 3, /* not on a sector */
  GLOW_REGION_MISPLACED = 1 << 4, /* the wrong place for its kind */
  GLOW_REGION_REPLACED = 1 << 5,  /* on the board now, and written over */
  GLOW_REGION_BOOTS = 1 << 6,     /* on the board: the one that boots */
} GlowFlashRegionFlags;

typedef struct {
  guint32 offset; /* bytes from the start of flash */
  guint64 size;   /* bytes; 0 on the board: the end is not known */
  GlowFlashRegionKind kind;
  GlowFlashRegionFlags flags;
  gint row;              /* of files and their parts; -1: none */
  gboolean is_partition; /* @partition_type and @partition_subtype count */
  gboolean from_files;   /* partitions: of a table in the files, else on the board */
  guint8 partition_type;
  guint8 partition_subtype;
  GlowImageKind image_kind; /* of files, parts and what is on the board */
  char *label;              /* file name, partition name, project; "" if it has none */
} GlowFlashRegion;

#define GLOW_TYPE_FLASH_MAP (glow_flash_map_get_type ())
typedef struct _GlowFlashMap GlowFlashMap;

GType glow_flash_map_get_type (void);
GlowFlashMap *glow_flash_map_new (const GlowFlashMapInput *input);
GlowFlashMap *glow_flash_map_ref (GlowFlashMap *self);
void glow_flash_map_unref (GlowFlashMap *self);

guint glow_flash_map_get_n_rows (GlowFlashMap *self);
GlowImage *glow_flash_map_get_image (GlowFlashMap *self, guint row); /* (nullable) */
gboolean glow_flash_map_get_offset (GlowFlashMap *self, guint row, guint32 *offset);
GlowOffsetSource glow_flash_map_get_offset_source (GlowFlashMap *self, guint row);
gboolean glow_flash_map_is_left_out (GlowFlashMap *self, guint row);
const GlowChip *glow_flash_map_get_chip (GlowFlashMap *self); /* (nullable) */
guint64 glow_flash_map_get_flash_size (GlowFlashMap *self);   /* 0: unknown */
GlowPartitionTable *glow_flash_map_get_table (GlowFlashMap *self,
                                              guint32 *offset,
                                              gint *row); /* (nullable) */

guint glow_flash_map_get_n_regions (GlowFlashMap *self);
const GlowFlashRegion *glow_flash_map_get_region (GlowFlashMap *self, guint index);
guint glow_flash_map_get_n_findings (GlowFlashMap *self);
const GlowFinding *glow_flash_map_get_finding (GlowFlashMap *self, guint index);
const GlowFinding *glow_flash_map_get_worst (GlowFlashMap *self,
                                             gint row); /* (nullable); -2: of all */
char *glow_flash_map_dup_message (GlowFlashMap *self, const GlowFinding *finding);
gboolean glow_flash_map_check (GlowFlashMap *self, GError **error);

#define GLOW_FLASH_MAP_ALL_ROWS (-2)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowFlashMap, glow_flash_map_unref)

G_END_DECLS
