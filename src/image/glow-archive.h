/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Unpacks zip, tar and gzip into memory, within limits. Any thread. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

typedef struct {
  char *path;    /* owned: relative, with slashes, nowhere "." or ".." */
  GBytes *bytes; /* owned */
} GlowArchiveEntry;

gboolean glow_archive_is_gzip (const guint8 *data, gsize size);
gboolean glow_archive_recognise (const guint8 *data, gsize size);
GPtrArray *glow_archive_unpack (GBytes *bytes,
                                GlowFirmwareSet *set,
                                GCancellable *cancellable,
                                GError **error);
GBytes *glow_archive_gunzip (GBytes *bytes, GCancellable *cancellable, GError **error);

G_END_DECLS
