/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash chip behind the chip: attaching it and finding its size. Worker thread. */

#pragma once

#include "glow-chip-info.h"
#include "glow-loader.h"

G_BEGIN_DECLS

gboolean
glow_spi_flash_attach (GlowLoader *loader, const GlowChipInfo *info, GError **error);
gboolean glow_spi_flash_identify (GlowLoader *loader, GlowChipInfo *info, GError **error);
guint64 glow_spi_flash_size_of_id (guint32 flash_id);
guint32 glow_spi_flash_erase_size (const GlowChip *chip,
                                   gboolean stub,
                                   guint32 offset,
                                   guint32 size);

guint32 glow_spi_flash_erased_size (const GlowChip *chip,
                                    gboolean stub,
                                    guint32 offset,
                                    guint32 size);

G_END_DECLS
