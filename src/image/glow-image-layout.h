/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What lies where in a file. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

typedef struct {
  GlowImageKind kind;
  GlowImageProblem problems;
  const GlowChip *chip;     /* (nullable): any or unknown */
  const char *container;    /* (nullable): static */
  gboolean from_bootloader; /* merged, and its first byte is the bootloader's */
  guint32 base;             /* merged: bytes from the start of flash to the first one */
  gboolean eboot;           /* Arduino core for the ESP8266 */
  GArray *parts;            /* owned, of GlowImagePart, in file order */
} GlowImageLayout;

void glow_image_layout_read (GlowImageLayout *layout, const guint8 *data, gsize size);
void glow_image_layout_clear (GlowImageLayout *layout);

G_END_DECLS
