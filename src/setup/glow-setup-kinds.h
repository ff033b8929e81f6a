/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * All kinds of set-up there are: Improv, the recipes that come with Glowplug, and those
 * in the data folders of the system and the user. Loaded once; immutable, any thread. */

#pragma once

#include "glow-setup-kind.h"

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_KINDS (glow_setup_kinds_get_type ())

typedef struct _GlowSetupKinds GlowSetupKinds;

GType glow_setup_kinds_get_type (void);
GlowSetupKinds *glow_setup_kinds_new (void);
GlowSetupKinds *glow_setup_kinds_new_for_dirs (const char *const *dirs);
GlowSetupKinds *glow_setup_kinds_ref (GlowSetupKinds *self);
void glow_setup_kinds_unref (GlowSetupKinds *self);
guint glow_setup_kinds_get_n (GlowSetupKinds *self);
GlowSetupKind *glow_setup_kinds_get (GlowSetupKinds *self, guint i);
GPtrArray *glow_setup_kinds_get_errors (GlowSetupKinds *self);

/* (transfer none) (nullable) */
GlowSetupKind *glow_setup_kinds_find (GlowSetupKinds *self, const char *id);
GlowSetupKind *glow_setup_kinds_find_for_firmware (GlowSetupKinds *self,
                                                   const char *firmware);
GlowSetupKind *glow_setup_kinds_find_for_boot_line (GlowSetupKinds *self,
                                                    const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetupKinds, glow_setup_kinds_unref)

G_END_DECLS
