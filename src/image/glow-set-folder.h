/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Looks through a folder for firmware. Any thread but the main one. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

gboolean glow_set_folder_load (GlowFirmwareSet *set,
                               const char *root,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
