/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * flasher_args.json, which ESP-IDF leaves beside what it built (linux-desktop.md 7.3).
 * Any thread. */

#pragma once

#include "glow-set-recipe.h"

G_BEGIN_DECLS

gboolean glow_flasher_args_recognise (const char *data, gsize size);
GlowRecipe *glow_flasher_args_parse (const char *data, gsize size, GError **error);

G_END_DECLS
