/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A way in which firmware takes settings: Improv, or a recipe. Immutable, any thread. */

#pragma once

#include "glow-setup-problem.h"
#include "glow-setup-recipe.h"
#include "glow-setup-values.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_KIND (glow_setup_kind_get_type ())

typedef struct _GlowSetupKind GlowSetupKind;

GType glow_setup_kind_get_type (void);
GlowSetupKind *glow_setup_kind_new_improv (void);
GlowSetupKind *glow_setup_kind_new_recipe (GlowSetupRecipe *recipe);
GlowSetupKind *glow_setup_kind_ref (GlowSetupKind *self);
void glow_setup_kind_unref (GlowSetupKind *self);
const char *glow_setup_kind_get_id (GlowSetupKind *self);
const char *glow_setup_kind_get_name (GlowSetupKind *self);
GlowSetupRecipe *glow_setup_kind_get_recipe (GlowSetupKind *self); /* (nullable) */
gboolean glow_setup_kind_can_scan (GlowSetupKind *self);
const GlowSetupField *glow_setup_kind_get_field (GlowSetupKind *self,
                                                 GlowSetupFieldId id);
GArray *glow_setup_kind_check (GlowSetupKind *self, GlowSetupValues *values);
gboolean
glow_setup_kind_accepts (GlowSetupKind *self, GlowSetupValues *values, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetupKind, glow_setup_kind_unref)

G_END_DECLS
