/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What Espressif's Flash Download Tool saves: configure/CHIP/spi_download.conf and its
 * like. Any thread. */

#pragma once

#include "glow-set-recipe.h"

G_BEGIN_DECLS

gboolean glow_download_tool_recognise (const char *data, gsize size);
GlowRecipe *
glow_download_tool_parse (const char *data, gsize size, const char *path, GError **error);

G_END_DECLS
