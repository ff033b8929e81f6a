/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Says of every file in the list where it belongs and what speaks against flashing it as
 * it stands, by the map that the run will ask as well. Main thread. */

#pragma once

#include "glow-file-item.h"
#include "glow-flash-map.h"
#include "glow-flash-plan.h"

G_BEGIN_DECLS

/* What the files are checked against; borrowed. */
typedef struct {
  const GlowChipInfo *info; /* (nullable): nobody has answered yet */
  GlowBoardContents *board; /* (nullable): nobody has looked */
  GlowFlashOptions options;
} GlowFileContext;

typedef struct {
  guint n_enabled;       /* files */
  guint n_sets;          /* headings, whose builds the chip may decide upon */
  guint n_deciding;      /* of them, those whose build is the one for the chip to come */
  guint64 total_size;    /* bytes of all enabled files, without those builds */
  GlowFileItem *loading; /* (nullable) borrowed: the first still being read */
  GlowFileItem *problem; /* (nullable) borrowed: the first that can't be flashed */
  GlowFlashMap *map;     /* owned */
  GPtrArray *rows;       /* owned, of borrowed GlowFileItem: whose are the map's rows */
} GlowFileCheck;

gboolean glow_file_check_is_wanted (GlowFileItem *item);
void glow_file_check_run (GListModel *items,
                          const GlowFileContext *context,
                          GlowFileCheck *check);
void glow_file_check_clear (GlowFileCheck *check);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowFileCheck, glow_file_check_clear)

G_END_DECLS
