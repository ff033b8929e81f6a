/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files into images. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-file-read.h"
#include "glow-image-private.h"

/**
 * glow_image_new_from_file:
 * @file: what to read
 * @cancellable: (nullable): stops the reading
 * @error: %GLOW_ERROR_FILE, or %G_IO_ERROR_CANCELLED
 *
 * Reads a file and finds out what it is. Blocks: for workers and the command line.
 *
 * Returns: (transfer full): the image, or %NULL with @error set
 */
GlowImage *
glow_image_new_from_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  info = glow_file_query (file, cancellable, error);
  if (info)
    bytes = glow_file_read (file, GLOW_IMAGE_MAX_SIZE, "any flash", cancellable, error);
  if (!bytes)
    return NULL;
  return glow_image_new_full (bytes, g_file_info_get_display_name (info), file, error);
}
