/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The structures that ESP-IDF puts into images to say what they are. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

gboolean glow_app_descriptor_read (GlowAppDescriptor *descriptor,
                                   const GlowImageHeader *header,
                                   const guint8 *data,
                                   gsize size);
gboolean glow_bootloader_descriptor_read (GlowBootloaderDescriptor *descriptor,
                                          const GlowImageHeader *header,
                                          const guint8 *data,
                                          gsize size);

G_END_DECLS
