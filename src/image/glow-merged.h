/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files that hold a bootloader, a partition table and what the table names. Any thread.
 */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_MERGED_FOUND = 1 << 0,       /* more than the bootloader is there */
  GLOW_MERGED_BAD_TABLE = 1 << 1,   /* at the table's place lies a damaged one */
  GLOW_MERGED_APP_MISSING = 1 << 2, /* an app partition holds something else */
  GLOW_MERGED_BAD_PLACE = 1 << 3,   /* the bootloader lies where its chip never looks */
} GlowMergedFlags;

gboolean
glow_merged_find_bootloader (GlowImageHeader *header, const guint8 *data, gsize size);
GlowMergedFlags glow_merged_collect (GArray *parts,
                                     const GlowImageHeader *bootloader,
                                     guint32 *base,
                                     const guint8 *data,
                                     gsize size);
gboolean
glow_merged_find_table (gsize *table_at, guint32 *base, const guint8 *data, gsize size);
GlowMergedFlags glow_merged_collect_from_table (GArray *parts,
                                                gsize table_at,
                                                guint32 base,
                                                const guint8 *data,
                                                gsize size);

G_END_DECLS
