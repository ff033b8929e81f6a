/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-json.h"

#include "glow-error.h"

#include <string.h>

/* json-glib calls itself for every bracket, so there may not be any number of them. */
#define MAX_BRACKETS 4096u
#define MAX_SIZE     (1024u * 1024) /* bytes */

static gboolean
check_text (const char *data, gsize size, GError **error)
{
  guint brackets = 0;

  if (size > MAX_SIZE) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "%" G_GSIZE_FORMAT " bytes of JSON are more than %u", size, MAX_SIZE);
    return FALSE;
  }
  if (!g_utf8_validate_len (data, size, NULL)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is not UTF-8 text");
    return FALSE;
  }
  for (gsize i = 0; i < size; i++)
    brackets += data[i] == '[' || data[i] == '{';
  if (brackets > MAX_BRACKETS) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "%u lists and objects are more than %u", brackets, MAX_BRACKETS);
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_json_parse:
 * @data: (array length=size): text, not necessarily ended by a NUL
 * @size: bytes
 * @error: %GLOW_ERROR_FILE
 *
 * Any thread.
 *
 * Returns: (transfer full): the root, or %NULL with @error set
 */
JsonNode *
glow_json_parse (const char *data, gsize size, GError **error)
{
  static const char bom[] = "\xef\xbb\xbf";
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) cause = NULL;

  if (size >= 3 && memcmp (data, bom, 3) == 0) {
    data += 3;
    size -= 3;
  }
  if (size == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is no JSON: nothing is in it");
    return NULL;
  }
  if (!check_text (data, size, error))
    return NULL;
  /* NULL may be the data of nothing, and is refused by newer parsers as a bug */
  if (size > 0 && !json_parser_load_from_data (parser, data, (gssize) size, &cause)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is no JSON: %s", cause->message);
    return NULL;
  }
  if (!json_parser_get_root (parser)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is no JSON: nothing is in it");
    return NULL;
  }
  return json_parser_steal_root (parser);
}

/* (nullable): NULL if it is anything else */
JsonObject *
glow_json_node_get_object (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* (nullable): NULL if it is missing or anything else */
JsonArray *
glow_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* (nullable): NULL if it is missing or anything else */
JsonObject *
glow_json_get_object (JsonObject *object, const char *name)
{
  return glow_json_node_get_object (json_object_get_member (object, name));
}

/* (nullable): NULL if it is missing or anything else */
const char *
glow_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* a boolean, or one in quotes as ESP-IDF writes them */
gboolean
glow_json_get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = glow_json_get_string (object, name);

  if (text)
    return g_str_equal (text, "true");
  return node && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}
