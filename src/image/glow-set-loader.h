/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * From one file's content to builds. Any thread but the main one. */

#pragma once

#include "glow-set-recipe.h"
#include "glow-set-source.h"

G_BEGIN_DECLS

gboolean glow_set_loader_add_content (GlowFirmwareSet *set,
                                      GBytes *bytes,
                                      const char *name,
                                      GFile *file,
                                      GlowSetSource *source,
                                      GCancellable *cancellable,
                                      GError **error);
gboolean glow_set_loader_add_recipe (GlowFirmwareSet *set,
                                     GlowRecipe *recipe,
                                     const char *name,
                                     GlowSetSource *source,
                                     const char *folder,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean glow_set_loader_add_blocks (GlowFirmwareSet *set,
                                     GBytes *bytes,
                                     const char *name,
                                     GError **error);
GlowRecipe *glow_set_loader_parse_list (GBytes *bytes, const char *path, GError **error);

G_END_DECLS
