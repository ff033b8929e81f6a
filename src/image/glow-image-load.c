/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files into images. GIO's errors end here. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-error.h"
#include "glow-image-private.h"

#define MAX_SIZE   (32u * 1024 * 1024) /* bytes; the largest flash of any chip here */
#define CHUNK_SIZE (256u * 1024)

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

/* Opening a pipe would wait for a writer, so ask first. */
static gboolean
check_type (GFile *file, char **name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = g_file_get_parse_name (file);
  g_autoptr (GFileInfo) info =
    g_file_query_info (file,
                       G_FILE_ATTRIBUTE_STANDARD_TYPE
                       "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                       G_FILE_QUERY_INFO_NONE, cancellable, &cause);

  if (!info) {
    set_file_error (error, file, cause);
    return FALSE;
  }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s is a directory, not a file",
                 path);
    return FALSE;
  }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s is not a regular file", path);
    return FALSE;
  }
  *name = g_strdup (g_file_info_get_display_name (info));
  return TRUE;
}

/* Reads at most one chunk more than the limit, whatever size the file claims. */
static GBytes *
read_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  gssize got;

  while (content->len <= MAX_SIZE) {
    got = g_input_stream_read (stream, chunk, CHUNK_SIZE, cancellable, error);
    if (got < 0)
      return NULL;
    if (got == 0)
      break;
    g_byte_array_append (content, chunk, (guint) got);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  stream = g_file_read (file, cancellable, &cause);
  if (stream)
    bytes = read_stream (G_INPUT_STREAM (stream), cancellable, &cause);
  if (!bytes) {
    set_file_error (error, file, cause);
    return NULL;
  }
  if (g_bytes_get_size (bytes) > MAX_SIZE) {
    g_autofree char *path = g_file_get_parse_name (file);

    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "%s is larger than %u MiB, more than any flash", path,
                 MAX_SIZE / 1024 / 1024);
    return NULL;
  }
  return g_steal_pointer (&bytes);
}

/**
 * glow_image_new_from_file:
 * @file: what to read
 * @cancellable: (nullable): stops the reading
 * @error: %GLOW_ERROR_FILE, or %G_IO_ERROR_CANCELLED
 *
 * Reads a file and finds out what it is. Blocks: for the worker and the command line;
 * the window uses glow_image_load_async().
 *
 * Returns: (transfer full): the image, or %NULL with @error set
 */
GlowImage *
glow_image_new_from_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  if (!check_type (file, &name, cancellable, error))
    return NULL;
  bytes = read_file (file, cancellable, error);
  if (!bytes)
    return NULL;
  return glow_image_new_full (bytes, name, file, error);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GlowImage *image = glow_image_new_from_file (data, cancellable, &error);

  if (image)
    g_task_return_pointer (task, image, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * glow_image_load_async:
 * @file: what to read
 * @cancellable: (nullable): stops the reading
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * glow_image_new_from_file() in a thread of its own.
 */
void
glow_image_load_async (GFile *file,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, glow_image_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * glow_image_load_finish:
 * @result: what the callback was given
 * @error: as with glow_image_new_from_file()
 *
 * Returns: (transfer full): the image, or %NULL with @error set
 */
GlowImage *
glow_image_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, glow_image_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
