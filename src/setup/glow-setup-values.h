/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is to be told to a board. Changed by one thread; a copy is what is handed to
 * another. The secrets leave the memory with it. */

#pragma once

#include "glow-redactor.h"
#include "glow-setup-field.h"

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_VALUES (glow_setup_values_get_type ())

typedef struct _GlowSetupValues GlowSetupValues;

GType glow_setup_values_get_type (void);
GlowSetupValues *glow_setup_values_new (void);
GlowSetupValues *glow_setup_values_copy (GlowSetupValues *self);
GlowSetupValues *glow_setup_values_ref (GlowSetupValues *self);
void glow_setup_values_unref (GlowSetupValues *self);
void
glow_setup_values_set (GlowSetupValues *self, GlowSetupFieldId id, const char *value);
const char *glow_setup_values_get (GlowSetupValues *self, GlowSetupFieldId id);
gboolean glow_setup_values_is_empty (GlowSetupValues *self);
void glow_setup_values_add_secrets (GlowSetupValues *self, GlowRedactor *redactor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetupValues, glow_setup_values_unref)

G_END_DECLS
