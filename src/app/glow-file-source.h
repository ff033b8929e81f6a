/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One thing that was added or dropped (a file, an archive, a folder, a list, an address)
 * and the rows it makes: one for a file that stands for itself, else a heading and the
 * files of the build that is to be flashed. Main thread. */

#pragma once

#include "glow-build-choice.h"
#include "glow-file-item.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_SOURCE (glow_file_source_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileSource, glow_file_source, GLOW, FILE_SOURCE, GObject)

/* Signal "changed": loaded, or another build. Then the items are others, too. */
GlowFileSource *glow_file_source_new (GFile *file);
GlowFileSource *glow_file_source_new_for_set (GlowFirmwareSet *set);
void glow_file_source_remember_build (GlowFileSource *self, const char *label);
void glow_file_source_remember_part (GlowFileSource *self,
                                     const char *name,
                                     const char *offset_text,
                                     gboolean enabled);

void glow_file_source_load (GlowFileSource *self);
gboolean glow_file_source_is_loading (GlowFileSource *self);
GFile *glow_file_source_get_file (GlowFileSource *self);          /* (nullable): a URI */
GlowFirmwareSet *glow_file_source_get_set (GlowFileSource *self); /* (nullable) */
const GError *glow_file_source_get_error (GlowFileSource *self);  /* (nullable) */
GListModel *glow_file_source_get_items (GlowFileSource *self);    /* of GlowFileItem */

void glow_file_source_set_chip (GlowFileSource *self, const GlowChip *chip);
const GlowChip *glow_file_source_get_chip (GlowFileSource *self); /* (nullable) */
GlowBuildChoice glow_file_source_get_choice (GlowFileSource *self);
GlowFirmwareBuild *glow_file_source_get_build (GlowFileSource *self); /* (nullable) */
void glow_file_source_choose_build (GlowFileSource *self, GlowFirmwareBuild *build);
const char *glow_file_source_get_chosen_label (GlowFileSource *self); /* (nullable) */
gboolean glow_file_source_move_item (GlowFileSource *self, GlowFileItem *item, int rows);
gboolean glow_file_source_remove_item (GlowFileSource *self, GlowFileItem *item);

G_END_DECLS
