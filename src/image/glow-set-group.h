/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which of some loose files belong together. For one thread, not the main one. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

typedef struct _GlowSetGroup GlowSetGroup;

GlowSetGroup *glow_set_group_new (GlowFirmwareSet *set);
void glow_set_group_free (GlowSetGroup *group);
gboolean glow_set_group_add (GlowSetGroup *group,
                             const char *path,
                             GlowImage *image,
                             GCancellable *cancellable,
                             GError **error);
void glow_set_group_finish (GlowSetGroup *group, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetGroup, glow_set_group_free)

G_END_DECLS
