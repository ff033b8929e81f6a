/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * flash_args: arguments of esptool's write-flash in a file (linux-desktop.md 7.3). Any
 * thread. */

#pragma once

#include "glow-set-recipe.h"

G_BEGIN_DECLS

gboolean glow_flash_args_recognise (const char *data, gsize size, const char *name);
GlowRecipe *glow_flash_args_parse (const char *data, gsize size, GError **error);

G_END_DECLS
