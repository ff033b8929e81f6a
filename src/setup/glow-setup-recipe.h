/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a firmware is told its settings over its serial console, as data: which fields it
 * takes, which lines to send, what it answers. glowplug-recipe(5) describes the format.
 * Immutable, any thread. */

#pragma once

#include "glow-setup-field.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GlowSetupRecipe GlowSetupRecipe;

GlowSetupRecipe *
glow_setup_recipe_new_from_data (const char *name, GBytes *data, GError **error);
GlowSetupRecipe *glow_setup_recipe_ref (GlowSetupRecipe *self);
void glow_setup_recipe_unref (GlowSetupRecipe *self);
const char *glow_setup_recipe_get_id (GlowSetupRecipe *self);
const char *glow_setup_recipe_get_name (GlowSetupRecipe *self);
gboolean glow_setup_recipe_is_for_firmware (GlowSetupRecipe *self, const char *firmware);
gboolean glow_setup_recipe_is_boot_line (GlowSetupRecipe *self, const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetupRecipe, glow_setup_recipe_unref)

G_END_DECLS
