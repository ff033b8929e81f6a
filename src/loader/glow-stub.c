/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-stub.h"

#include "glow-error.h"
#include "glow-stub-search.h"

#include <json-glib/json-glib.h>

/* The largest published file has 17 KB (protocol.md 6.4). */
#define MAX_FILE_SIZE    (256 * 1024) /* bytes */
#define MAX_SEGMENT_SIZE (64 * 1024)  /* bytes, decoded */

/**
 * glow_stub_free:
 * @self: (transfer full): the stub
 */
void
glow_stub_free (GlowStub *self)
{
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->path);
  g_free (self);
}

static gboolean
read_addr (JsonObject *object, const char *member, guint32 *addr, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 value;

  if (node && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64) {
    value = json_node_get_int (node);
    if (value >= 0 && value <= G_MAXUINT32) {
      *addr = (guint32) value;
      return TRUE;
    }
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB, "the stub file has no address \"%s\"",
               member);
  return FALSE;
}

static GBytes *
read_segment (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text = NULL;
  g_autofree guchar *data = NULL;
  gsize len = 0;

  if (node && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_get_string (node);
  if (text && *text)
    data = g_base64_decode (text, &len);
  if (len == 0 || len > MAX_SEGMENT_SIZE) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB, "the stub file has no usable \"%s\"",
                 member);
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&data), len);
}

static gboolean
fill (GlowStub *self, JsonObject *object, GError **error)
{
  guint32 text_end;

  self->text = read_segment (object, "text", error);
  if (!self->text || !read_addr (object, "text_start", &self->text_addr, error) ||
      !read_addr (object, "entry", &self->entry_addr, error))
    return FALSE;
  if (json_object_has_member (object, "data")) {
    self->data = read_segment (object, "data", error);
    if (!self->data || !read_addr (object, "data_start", &self->data_addr, error))
      return FALSE;
  }
  text_end = self->text_addr + (guint32) g_bytes_get_size (self->text);
  if (self->entry_addr < self->text_addr || self->entry_addr >= text_end) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB,
                 "the stub's entry 0x%08x is not in its code 0x%08x to 0x%08x",
                 self->entry_addr, self->text_addr, text_end);
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_stub_new_from_json:
 * @json: content of a stub file
 * @len: bytes, or -1 up to the NUL
 * @error: %GLOW_ERROR_STUB
 *
 * Returns: (transfer full): the stub, checked as far as a file can be
 */
GlowStub *
glow_stub_new_from_json (const char *json, gssize len, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GlowStub) self = g_new0 (GlowStub, 1);
  g_autoptr (GError) local_error = NULL;
  JsonNode *root;

  if (!json_parser_load_from_data (parser, json, len, &local_error)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB, "the stub file is no JSON: %s",
                 local_error->message);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB, "the stub file holds no object");
    return NULL;
  }
  if (!fill (self, json_node_get_object (root), error))
    return NULL;
  return g_steal_pointer (&self);
}

static GlowStub *
load_file (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *json = NULL;
  GlowStub *self;
  gsize len = 0;

  if (!g_file_get_contents (path, &json, &len, &local_error) || len > MAX_FILE_SIZE) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB, "%s can't be read: %s", path,
                 local_error ? local_error->message : "too large");
    return NULL;
  }
  self = glow_stub_new_from_json (json, (gssize) len, error);
  if (self)
    self->path = g_strdup (path);
  else
    g_prefix_error (error, "%s: ", path);
  return self;
}

/**
 * glow_stub_find:
 * @name: file name without ".json", such as "esp32"
 * @error: %GLOW_ERROR_STUB when there is none, or the first that is there is damaged
 *
 * Looks into $GLOWPLUG_STUBS_DIR, else where this build was told they are, else where the
 * installed program has them, else for an installed esptool. $GLOWPLUG_STUBS_DIR turns
 * all the others off, and empty it turns stubs off.
 *
 * Returns: (transfer full): the stub
 */
GlowStub *
glow_stub_find (const char *name, GError **error)
{
  const char *environment = g_getenv ("GLOWPLUG_STUBS_DIR");
  const char *dirs[] = { environment ? environment : GLOW_BUILD_STUBSDIR,
                         environment ? "" : GLOW_PKGDATADIR "/stubs" };
  g_autofree char *file_name = g_strconcat (name, ".json", NULL);
  g_autofree char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (dirs); i++) {
    g_autofree char *path = g_build_filename (dirs[i], file_name, NULL);

    if (*dirs[i] && g_file_test (path, G_FILE_TEST_EXISTS))
      return load_file (path, error);
  }
  found = environment ? NULL : glow_stub_search ("/", g_get_home_dir (), name);
  if (found)
    return load_file (found, error);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB, "no stub image %s is installed",
               file_name);
  return NULL;
}
