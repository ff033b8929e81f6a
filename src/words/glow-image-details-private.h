/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Between the files of the details only. */

#pragma once

#include "glow-image-details-text.h"

G_BEGIN_DECLS

void glow_image_details_add (GPtrArray *details, const char *label, char *value);
void
glow_image_details_add_text (GPtrArray *details, const char *label, const char *value);
void glow_image_details_add_size (GPtrArray *details, const char *label, guint64 size);
void glow_image_details_add_header (GPtrArray *details, const GlowImagePart *part);
void glow_image_details_add_data (GPtrArray *details,
                                  GlowImage *image,
                                  const GlowImagePart *part);

G_END_DECLS
