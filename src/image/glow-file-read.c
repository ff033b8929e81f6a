/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-file-read.h"

#include "glow-error.h"

#define CHUNK_SIZE (256u * 1024) /* bytes */

static void
set_file_error (GError **error, GFile *file, const GError *cause)
{
  g_autofree char *path = g_file_get_parse_name (file);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "no such file: %s", path);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "no permission to read %s", path);
  else
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "can't read %s: %s", path,
                 cause->message);
}

/**
 * glow_file_query:
 * @file: what to look at
 * @cancellable: (nullable): stops the looking
 * @error: %GLOW_ERROR_FILE, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): type and display name, or %NULL with @error set
 */
GFileInfo *
glow_file_query (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GFileInfo *info;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE
                            "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                            G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  if (!info)
    set_file_error (error, file, cause);
  return info;
}

/* Opening a pipe would wait for a writer, so ask first. */
static gboolean
check_type (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_file_get_parse_name (file);
  g_autoptr (GFileInfo) info = glow_file_query (file, cancellable, error);

  if (!info)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s is a directory, not a file",
                 path);
    return FALSE;
  }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s is not a regular file", path);
    return FALSE;
  }
  return TRUE;
}

/* Reads at most one chunk more than the limit, whatever size the file claims. */
static GBytes *
read_stream (GInputStream *stream,
             gsize max_size,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  gssize got;

  while (content->len <= max_size) {
    got = g_input_stream_read (stream, chunk, CHUNK_SIZE, cancellable, error);
    if (got < 0)
      return NULL;
    if (got == 0)
      break;
    g_byte_array_append (content, chunk, (guint) got);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/**
 * glow_file_read:
 * @file: what to read; only a regular file is
 * @max_size: bytes
 * @limit_name: what has that size at most, such as "any flash"
 * @cancellable: (nullable): stops the reading
 * @error: %GLOW_ERROR_FILE, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the content, or %NULL with @error set
 */
GBytes *
glow_file_read (GFile *file,
                gsize max_size,
                const char *limit_name,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  if (!check_type (file, cancellable, error))
    return NULL;
  stream = g_file_read (file, cancellable, &cause);
  if (stream)
    bytes = read_stream (G_INPUT_STREAM (stream), max_size, cancellable, &cause);
  if (!bytes) {
    set_file_error (error, file, cause);
    return NULL;
  }
  if (g_bytes_get_size (bytes) > max_size) {
    g_autofree char *path = g_file_get_parse_name (file);

    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "%s is larger than %" G_GSIZE_FORMAT " MiB, more than %s", path,
                 max_size / 1024 / 1024, limit_name);
    return NULL;
  }
  return g_steal_pointer (&bytes);
}
