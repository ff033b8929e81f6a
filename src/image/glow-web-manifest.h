/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * manifest.json of ESP Web Tools (linux-desktop.md 7.2). Any thread. */

#pragma once

#include "glow-set-recipe.h"

G_BEGIN_DECLS

gboolean glow_web_manifest_recognise (const char *data, gsize size);
GlowRecipe *glow_web_manifest_parse (const char *data, gsize size, GError **error);

G_END_DECLS
