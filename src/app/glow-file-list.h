/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The firmware files with their rows. Main thread. */

#pragma once

#include "glow-file-check.h"
#include "glow-file-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_LIST (glow_file_list_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileList, glow_file_list, GLOW, FILE_LIST, AdwBin)

/* Signal "changed": a file, its content, offset or tick is another one now. */
GListModel *glow_file_list_get_model (GlowFileList *self); /* of GlowFileItem */
void glow_file_list_add (GlowFileList *self,
                         GFile *file,
                         const char *offset_text,
                         gboolean enabled);
void glow_file_list_reload (GlowFileList *self);
void
glow_file_list_check (GlowFileList *self, const GlowChipInfo *info, GlowFileCheck *check);

G_END_DECLS
