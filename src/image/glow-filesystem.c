/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-filesystem.h"

/**
 * glow_filesystem_read:
 * @filesystem: (out caller-allocates): what it says
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if @data is a file system; else its type is %GLOW_FILESYSTEM_NONE
 */
gboolean
glow_filesystem_read (GlowFilesystem *filesystem, const guint8 *data, gsize size)
{
  return glow_littlefs_read (filesystem, data, size) ||
         glow_fat_read (filesystem, data, size) ||
         glow_spiffs_read (filesystem, data, size);
}
