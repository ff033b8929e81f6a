/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Values put into the lines of a recipe, in quotes where that needs them. What comes out
 * may hold secrets: glow_secret_string_free(). Any thread. */

#pragma once

#include "glow-setup-recipe.h"
#include "glow-setup-values.h"

G_BEGIN_DECLS

gboolean
glow_setup_line_find_quotes (GlowSetupRecipe *recipe, const char *value, char quotes[2]);
GString *glow_setup_line_expand (GlowSetupRecipe *recipe,
                                 const char *text,
                                 GlowSetupValues *values);
GPtrArray *glow_setup_line_dup_commands (GlowSetupValues *values);

G_END_DECLS
