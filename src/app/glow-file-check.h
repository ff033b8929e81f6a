/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Says of every file in the list why it can't be flashed as it stands. The plan checks
 * all of it again; here it is told while there is time to correct it. Main thread. */

#pragma once

#include "glow-chip-info.h"
#include "glow-file-item.h"

G_BEGIN_DECLS

typedef struct {
  guint n_enabled;
  guint64 total_size;    /* bytes of all enabled files */
  GlowFileItem *loading; /* (nullable) borrowed: the first still being read */
  GlowFileItem *problem; /* (nullable) borrowed: the first that can't be flashed */
} GlowFileCheck;

void
glow_file_check_run (GListModel *items, const GlowChipInfo *info, GlowFileCheck *check);

G_END_DECLS
