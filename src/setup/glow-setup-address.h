/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a board is now, asked by its recipe. One thread, blocking. */

#pragma once

#include "glow-setup-link.h"
#include "glow-setup-result.h"

G_BEGIN_DECLS

gboolean glow_setup_address_find (GlowSetupLink *link,
                                  GlowSetupRecipe *recipe,
                                  gint64 limit_us,
                                  GlowSetupResult *result,
                                  GError **error);

G_END_DECLS
