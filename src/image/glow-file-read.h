/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The files of this system, read as far as a limit. GIO's errors end here. Any thread;
 * blocks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GFileInfo *glow_file_query (GFile *file, GCancellable *cancellable, GError **error);
GBytes *glow_file_read (GFile *file,
                        gsize max_size,
                        const char *limit_name,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
