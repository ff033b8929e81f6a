/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files of a folder or an archive into builds: by the lists among them, else by what they
 * are. Any thread but the main one. */

#pragma once

#include "glow-set-source.h"

G_BEGIN_DECLS

gboolean glow_set_tree_load (GlowFirmwareSet *set,
                             GPtrArray *paths,
                             const char *name,
                             GlowSetSource *source,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
