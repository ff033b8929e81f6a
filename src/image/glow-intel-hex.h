/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Intel HEX: lines of bytes with addresses (protocol.md 5.11). Any thread. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

gboolean glow_intel_hex_recognise (const char *data, gsize size);
gboolean glow_intel_hex_add_build (GlowFirmwareSet *set,
                                   GBytes *bytes,
                                   const char *name,
                                   GError **error);

G_END_DECLS
