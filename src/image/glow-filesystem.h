/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The file systems that firmware keeps in flash, told by their own marks. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GLOW_FILESYSTEM_NONE,
  GLOW_FILESYSTEM_SPIFFS,
  GLOW_FILESYSTEM_LITTLEFS,
  GLOW_FILESYSTEM_FAT,
} GlowFilesystemType;

typedef struct {
  GlowFilesystemType type;
  guint version;      /* FAT: 12, 16 or 32; LittleFS: major << 16 | minor; SPIFFS: 0 */
  guint32 block_size; /* bytes; FAT: of a sector */
  guint32 page_size;  /* bytes; SPIFFS only */
  guint64 size;       /* bytes by its own account; SPIFFS: 0 where it does not tell */
  gboolean wear_levelled; /* FAT behind a spare sector */
} GlowFilesystem;

gboolean
glow_filesystem_read (GlowFilesystem *filesystem, const guint8 *data, gsize size);
gboolean glow_spiffs_read (GlowFilesystem *filesystem, const guint8 *data, gsize size);
gboolean glow_littlefs_read (GlowFilesystem *filesystem, const guint8 *data, gsize size);
gboolean glow_fat_read (GlowFilesystem *filesystem, const guint8 *data, gsize size);

G_END_DECLS
