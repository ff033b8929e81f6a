/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Lists and firmware from the web, by https alone. For one thread, not the main one. */

#pragma once

#include "glow-set-source.h"

G_BEGIN_DECLS

typedef struct _GlowSetWeb GlowSetWeb;

GlowSetWeb *glow_set_web_new (GTlsDatabase *trust);
void glow_set_web_free (GlowSetWeb *self);
GBytes *glow_set_web_fetch (GlowSetWeb *self,
                            const char *address,
                            gsize limit,
                            GUri **final_uri,
                            GCancellable *cancellable,
                            GError **error);
GlowSetSource *glow_set_web_new_source (GlowSetWeb *self, GUri *base);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetWeb, glow_set_web_free)

G_END_DECLS
