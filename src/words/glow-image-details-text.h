/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Everything that is known of a file, as a list for people. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

/* One line. */
typedef struct {
  char *label; /* owned, translated; names of partitions and files as they are */
  char
    *value; /* owned (nullable): NULL: @label is the heading of the lines that follow */
} GlowImageDetail;

GPtrArray *glow_image_details_text_dup (GlowImage *image); /* of GlowImageDetail */
void glow_image_detail_free (GlowImageDetail *detail);

G_END_DECLS
