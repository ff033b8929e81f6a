/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One image header of a file: what it says and whether it is true. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

gboolean glow_image_header_parse (const guint8 *data,
                                  gsize size,
                                  gsize file_offset,
                                  GlowImageHeader *header);
guint8 glow_image_header_sum (const GlowImageHeader *header, const guint8 *data);
gboolean glow_image_header_is_ram_only (const GlowImageHeader *header);
gboolean glow_image_header_allows_revision (const GlowImageHeader *header,
                                            guint revision);
gboolean glow_image_header_get_flash_place (const GlowImageHeader *header,
                                            guint32 *flash_offset);

G_END_DECLS
