/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which of the formats an image has, if it is one. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

/* protocol.md 5.1; bytes */
#define GLOW_IMAGE_COMMON_SIZE         8 /* magic, count, mode, size and frequency, entry */
#define GLOW_IMAGE_EXTENDED_SIZE       24
#define GLOW_IMAGE_SEGMENT_HEADER_SIZE 8

/**
 * GlowRecognition:
 * @GLOW_RECOGNITION_NONE: not an image
 * @GLOW_RECOGNITION_TOO_SHORT: like an image, but it ends too early to tell which
 * @GLOW_RECOGNITION_IMAGE: an image
 */
typedef enum {
  GLOW_RECOGNITION_NONE,
  GLOW_RECOGNITION_TOO_SHORT,
  GLOW_RECOGNITION_IMAGE,
} GlowRecognition;

GlowRecognition
glow_image_recognise (const guint8 *head, gsize avail, GlowImageHeader *header);

G_END_DECLS
