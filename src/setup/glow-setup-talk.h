/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A recipe followed on a board: each line is sent when the one before was answered. One
 * thread, blocking. */

#pragma once

#include "glow-setup-link.h"
#include "glow-setup-result.h"

G_BEGIN_DECLS

gboolean glow_setup_talk_find (GlowSetupLink *link,
                               GlowSetupRecipe *recipe,
                               gint64 limit_us,
                               gboolean *found,
                               GError **error);
gboolean glow_setup_talk_run (GlowSetupLink *link,
                              GlowSetupRecipe *recipe,
                              GlowSetupValues *values,
                              GlowSetupResult *result,
                              GError **error);

G_END_DECLS
