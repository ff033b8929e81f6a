/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Between the files of GlowImage only. */

#pragma once

#include "glow-firmware.h"
#include "glow-image-layout.h"

G_BEGIN_DECLS

struct _GlowImage {
  GObject parent_instance;

  /* owned; nothing changes after construction */
  GBytes *bytes;
  GFile *file; /* (nullable) */
  char *name;
  GlowImageLayout layout;
  GlowFirmware firmware;
};

GlowImage *
glow_image_new_full (GBytes *bytes, const char *name, GFile *file, GError **error);

G_END_DECLS
