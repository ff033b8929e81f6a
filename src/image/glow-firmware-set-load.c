/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files and folders into sets. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-archive.h"
#include "glow-error.h"
#include "glow-file-read.h"
#include "glow-firmware-set-private.h"
#include "glow-set-folder.h"
#include "glow-set-loader.h"

#include <string.h>

#define MAX_ARCHIVE (256u * 1024 * 1024) /* bytes of a packed file */
#define HEAD_SIZE   512                  /* bytes that tell an archive */

static GlowSetSource *
new_neighbours (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  const char *path = folder ? g_file_peek_path (folder) : NULL;

  return path ? glow_set_source_new_folder (path) : glow_set_source_new_empty ();
}

static GlowFirmwareSet *
new_set (GFile *file, GFileInfo *info)
{
  GlowFirmwareSet *set =
    glow_firmware_set_new (GLOW_FIRMWARE_SET_FILE, g_file_info_get_display_name (info));

  glow_firmware_set_set_file (set, file);
  return set;
}

/* Archives may be larger than any flash, so they are not read as an image. A file that
 * can't be read is none: what reads it then says why. */
static gboolean
is_archive (GFile *file, GFileInfo *info, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = NULL;
  guint8 head[HEAD_SIZE];
  gsize size = 0;

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return FALSE;
  stream = g_file_read (file, cancellable, NULL);
  if (!stream || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head,
                                           &size, cancellable, NULL))
    return FALSE;
  return glow_archive_is_gzip (head, size) || glow_archive_recognise (head, size);
}

static GlowFirmwareSet *
load_file (GFile *file, GFileInfo *info, GCancellable *cancellable, GError **error)
{
  g_autoptr (GlowFirmwareSet) set = new_set (file, info);
  g_autoptr (GlowSetSource) source = new_neighbours (file);
  g_autoptr (GBytes) bytes = NULL;

  if (is_archive (file, info, cancellable))
    bytes = glow_file_read (file, MAX_ARCHIVE, "an archive may be", cancellable, error);
  else
    bytes = glow_file_read (file, GLOW_IMAGE_MAX_SIZE, "any flash", cancellable, error);
  if (!bytes ||
      !glow_set_loader_add_content (set, bytes, g_file_info_get_display_name (info), file,
                                    source, cancellable, error))
    return NULL;
  return g_steal_pointer (&set);
}

static GlowFirmwareSet *
load_folder (GFile *file, GFileInfo *info, GCancellable *cancellable, GError **error)
{
  g_autoptr (GlowFirmwareSet) set = new_set (file, info);
  const char *path = g_file_peek_path (file);

  if (!path) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s is no folder of this computer",
                 g_file_info_get_display_name (info));
    return NULL;
  }
  glow_firmware_set_set_kind (set, GLOW_FIRMWARE_SET_FOLDER);
  if (!glow_set_folder_load (set, path, cancellable, error))
    return NULL;
  return g_steal_pointer (&set);
}

/**
 * glow_firmware_set_load:
 * @file: a file or a folder
 * @cancellable: (nullable): stops the loading
 * @error: %GLOW_ERROR_FILE if it can't be read or holds nothing that can be flashed,
 * %GLOW_ERROR_IMAGE if it is damaged, %G_IO_ERROR_CANCELLED
 *
 * Finds out what a dropped thing is and opens everything in it. What is wrong with one
 * build is that build's problem and no error. Blocks, for seconds with large archives:
 * for workers and the command line; the window uses glow_firmware_set_load_async().
 *
 * Returns: (transfer full): the set, with at least one build, or %NULL with @error set
 */
GlowFirmwareSet *
glow_firmware_set_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  info = glow_file_query (file, cancellable, error);
  if (!info)
    return NULL;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return load_folder (file, info, cancellable, error);
  return load_file (file, info, cancellable, error);
}
