/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Offsets as lists have them, and what else people write there. Any thread. */

#pragma once

#include "glow-set-recipe.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean glow_set_offset_read (GlowRecipeBuild *build,
                               const char *subject,
                               const char *text,
                               guint32 *offset);
gboolean glow_set_offset_read_node (GlowRecipeBuild *build,
                                    const char *subject,
                                    JsonNode *node,
                                    guint32 *offset);

G_END_DECLS
