/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which firmware a file is, in the words of its makers. Any thread. */

#pragma once

#include "glow-image-layout.h"

G_BEGIN_DECLS

typedef struct {
  char *name;           /* owned (nullable) "MicroPython" */
  char *version;        /* owned (nullable) "1.22.1" */
  char *idf_version;    /* owned (nullable) "v5.2.2" */
  char *build_date;     /* owned (nullable) "Jul 25 2024" */
  gboolean update_only; /* see glow_image_is_update_only() */
} GlowFirmware;

void glow_firmware_read (GlowFirmware *firmware,
                         const GlowImageLayout *layout,
                         const char *file_name,
                         const guint8 *data,
                         gsize size);
void glow_firmware_clear (GlowFirmware *firmware);

G_END_DECLS
