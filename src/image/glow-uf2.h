/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * UF2: blocks of 512 bytes with addresses (protocol.md 5.10). Any thread. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

gboolean glow_uf2_recognise (const guint8 *data, gsize size);
gboolean glow_uf2_add_builds (GlowFirmwareSet *set,
                              GBytes *bytes,
                              const char *name,
                              GError **error);

G_END_DECLS
