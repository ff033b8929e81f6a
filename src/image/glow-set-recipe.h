/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a list of files says before any of them is opened. Any thread. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

/* A list that names more than this is none. */
#define GLOW_RECIPE_MAX_PARTS 64
#define GLOW_RECIPE_MAX_SIZE  (1024u * 1024) /* bytes of the list itself */

typedef struct {
  char *path; /* owned: as in the list */
  gboolean has_offset;
  guint32 offset;   /* bytes from the start of flash */
  gboolean foreign; /* a path of another computer: only its end may be of use */
} GlowRecipePart;

typedef struct {
  const GlowChip *chip; /* (nullable) */
  char *label;          /* owned */
  GlowFirmwareOptions options;
  GPtrArray *parts; /* owned, of GlowRecipePart */
  GPtrArray *notes; /* owned, of GlowFirmwareNote */
} GlowRecipeBuild;

typedef struct {
  GlowFirmwareSetKind kind;
  char *name;        /* owned (nullable) */
  char *version;     /* owned (nullable) */
  GPtrArray *builds; /* owned, of GlowRecipeBuild */
} GlowRecipe;

GlowRecipe *glow_recipe_new (GlowFirmwareSetKind kind);
void glow_recipe_free (GlowRecipe *recipe);
GlowRecipeBuild *
glow_recipe_add_build (GlowRecipe *recipe, const GlowChip *chip, const char *label);
GlowRecipePart *glow_recipe_build_add_part (GlowRecipeBuild *build,
                                            const char *path,
                                            const guint32 *offset);
void glow_recipe_build_add_note (GlowRecipeBuild *build,
                                 GlowFirmwareNoteLevel level,
                                 GlowFirmwareNoteCode code,
                                 const char *subject,
                                 const char *given,
                                 guint32 offset);
gboolean glow_recipe_read_mode (const char *text, GlowFirmwareOptions *options);
gboolean glow_recipe_read_freq (const char *text, GlowFirmwareOptions *options);
gboolean glow_recipe_read_size (const char *text, GlowFirmwareOptions *options);
const GlowChip *glow_recipe_find_chip (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowRecipe, glow_recipe_free)

G_END_DECLS
