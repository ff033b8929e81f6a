/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One row of the firmware list: a file, where it goes, and what is wrong with that; or
 * the heading over the files of one set. Main thread. */

#pragma once

#include "glow-image.h"
#include "glow-item-finding.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FILE_ITEM (glow_file_item_get_type ())
G_DECLARE_FINAL_TYPE (GlowFileItem, glow_file_item, GLOW, FILE_ITEM, GObject)

/**
 * GlowFileItemKind:
 * @GLOW_FILE_ITEM_SINGLE: a file that stands for itself
 * @GLOW_FILE_ITEM_HEADING: a set; its files follow
 * @GLOW_FILE_ITEM_PART: a file of a set
 */
typedef enum {
  GLOW_FILE_ITEM_SINGLE,
  GLOW_FILE_ITEM_HEADING,
  GLOW_FILE_ITEM_PART,
} GlowFileItemKind;

/* Properties: "name", "summary" strings for people; "kind"; "offset-text", "enabled" read
 * and write; "image" (nullable); "loading"; "findings"; "n-choices";
 * "overrides". */
GlowFileItem *glow_file_item_new (GlowFileItemKind kind, const char *name);

GObject *glow_file_item_get_source (GlowFileItem *self); /* (nullable): GlowFileSource */
void glow_file_item_set_source (GlowFileItem *self, GObject *source);
GlowFileItemKind glow_file_item_get_kind (GlowFileItem *self);
void glow_file_item_set_kind (GlowFileItem *self, GlowFileItemKind kind);
const char *glow_file_item_get_name (GlowFileItem *self);
void glow_file_item_set_name (GlowFileItem *self, const char *name);
const char *glow_file_item_get_summary (GlowFileItem *self);
guint glow_file_item_get_n_choices (GlowFileItem *self);
void
glow_file_item_set_heading (GlowFileItem *self, const char *summary, guint n_choices);

gboolean glow_file_item_is_loading (GlowFileItem *self);
void glow_file_item_set_loading (GlowFileItem *self, gboolean loading);
GlowImage *glow_file_item_get_image (GlowFileItem *self);    /* (nullable) */
const GError *glow_file_item_get_error (GlowFileItem *self); /* (nullable): not loaded */
void glow_file_item_set_image (GlowFileItem *self, GlowImage *image);
void glow_file_item_set_error (GlowFileItem *self, const GError *error);

void glow_file_item_set_given_offset (GlowFileItem *self, gboolean given, guint32 offset);
gboolean glow_file_item_get_given_offset (GlowFileItem *self, guint32 *offset);
const char *glow_file_item_get_offset_text (GlowFileItem *self);
void glow_file_item_set_offset_text (GlowFileItem *self, const char *text);
void glow_file_item_reset_offset (GlowFileItem *self);
gboolean glow_file_item_parse_offset (GlowFileItem *self, guint32 *offset);
gboolean glow_file_item_offset_is_typed (GlowFileItem *self);
void glow_file_item_suggest_offset (GlowFileItem *self, guint32 offset);
void glow_file_item_drop_suggestion (GlowFileItem *self);

gboolean glow_file_item_get_enabled (GlowFileItem *self);
void glow_file_item_set_enabled (GlowFileItem *self, gboolean enabled);
guint glow_file_item_get_overrides (GlowFileItem *self);
const char *glow_file_item_get_typed_chip (GlowFileItem *self); /* (nullable) */
void glow_file_item_set_overrides (GlowFileItem *self,
                                   guint overrides,
                                   const char *typed_chip);

GPtrArray *glow_file_item_get_findings (GlowFileItem *self); /* of GlowItemFinding */
void glow_file_item_take_findings (GlowFileItem *self, GPtrArray *findings);
const char *glow_file_item_get_problem (GlowFileItem *self); /* (nullable) */
gboolean glow_file_item_has_offset_problem (GlowFileItem *self);

G_END_DECLS
