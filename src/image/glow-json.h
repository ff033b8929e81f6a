/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * JSON that somebody else wrote, and nothing of it believed. Any thread. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *glow_json_parse (const char *data, gsize size, GError **error);
JsonObject *glow_json_node_get_object (JsonNode *node);
JsonArray *glow_json_get_array (JsonObject *object, const char *name);
JsonObject *glow_json_get_object (JsonObject *object, const char *name);
const char *glow_json_get_string (JsonObject *object, const char *name);
gboolean glow_json_get_boolean (JsonObject *object, const char *name);

G_END_DECLS
