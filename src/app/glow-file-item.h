/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One firmware file of the list: the file, where it goes, and what is wrong with that.
 * Main thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_ITEM (glow_file_item_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileItem, glow_file_item, GLOW, FILE_ITEM, GObject)

/* Properties: "name", "summary", "problem" (nullable) strings for people; "offset-text",
 * "enabled" read and write; "image" (nullable), "loading". */
GlowFileItem *glow_file_item_new (GFile *file, const char *offset_text, gboolean enabled);

void glow_file_item_load (GlowFileItem *self);
GFile *glow_file_item_get_file (GlowFileItem *self);
const char *glow_file_item_get_name (GlowFileItem *self);
GlowImage *glow_file_item_get_image (GlowFileItem *self); /* (nullable) */
gboolean glow_file_item_is_loading (GlowFileItem *self);
const GError *glow_file_item_get_error (GlowFileItem *self); /* (nullable): not loaded */

const char *glow_file_item_get_offset_text (GlowFileItem *self);
void glow_file_item_set_offset_text (GlowFileItem *self, const char *text);
gboolean glow_file_item_parse_offset (GlowFileItem *self, guint32 *offset);
void glow_file_item_suggest_offset (GlowFileItem *self, const GlowChip *chip);
void glow_file_item_reset_offset (GlowFileItem *self, const GlowChip *chip);

gboolean glow_file_item_get_enabled (GlowFileItem *self);
void glow_file_item_set_enabled (GlowFileItem *self, gboolean enabled);
const char *glow_file_item_get_problem (GlowFileItem *self); /* (nullable) */
gboolean glow_file_item_has_offset_problem (GlowFileItem *self);
void glow_file_item_set_problem (GlowFileItem *self,
                                 const char *problem,
                                 gboolean about_offset);

G_END_DECLS
