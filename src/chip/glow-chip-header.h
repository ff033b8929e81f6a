/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the flash bytes of an image header mean on which chip (protocol.md 3.10). Any
 * thread. */

#pragma once

#include "glow-chip.h"

G_BEGIN_DECLS

gint glow_chip_encode_flash_size (const GlowChip *chip, guint64 size);
guint64 glow_chip_decode_flash_size (const GlowChip *chip, guint nibble);
gint glow_chip_encode_flash_freq (const GlowChip *chip, guint mhz);
guint glow_chip_decode_flash_freq (const GlowChip *chip, guint nibble);
const char *glow_chip_get_flash_mode_name (guint mode);

G_END_DECLS
