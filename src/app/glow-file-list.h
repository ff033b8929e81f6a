/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The firmware files with their rows. Main thread. */

#pragma once

#include "glow-file-check.h"
#include "glow-file-source.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_LIST (glow_file_list_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileList, glow_file_list, GLOW, FILE_LIST, AdwBin)

/* Signals: "changed": a file, its content, offset or tick is another one now;
 * "open-details", "choose-build", "override" (GlowFileItem): asked for in its row. */
GListModel *glow_file_list_get_model (GlowFileList *self);   /* of GlowFileItem */
GListModel *glow_file_list_get_sources (GlowFileList *self); /* of GlowFileSource */
void glow_file_list_add (GlowFileList *self, GFile *file);
void glow_file_list_add_source (GlowFileList *self, GlowFileSource *source);
gboolean glow_file_list_is_settled (GlowFileList *self); /* nothing is being read */
void glow_file_list_reload (GlowFileList *self);
void glow_file_list_check (GlowFileList *self,
                           const GlowFileContext *context,
                           GlowFileCheck *check);

G_END_DECLS
