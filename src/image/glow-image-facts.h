/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the parts of a file say about themselves, once it is known where they lie. Any
 * thread. */

#pragma once

#include "glow-image-layout.h"

G_BEGIN_DECLS

void glow_image_facts_read (GlowImageLayout *layout, const guint8 *data, gsize size);
void glow_image_facts_clear (GlowImagePart *part);

G_END_DECLS
