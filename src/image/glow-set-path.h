/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Paths inside of a folder or an archive, as foreign lists have them. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *glow_set_path_resolve (const char *folder, const char *path);
char *glow_set_path_dup_folder (const char *path);
char *glow_set_path_dup_stem (const char *path);
gboolean glow_set_path_is_hidden (const char *path);
gboolean glow_set_path_is_archive (const char *path);
gboolean glow_set_path_is_image (const char *path);
gboolean glow_set_path_is_list (const char *path);
gboolean glow_set_path_is_wanted (const char *path);

G_END_DECLS
