/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Signatures of secure boot behind an image. Whether a key is the right one is the chip's
 * business; here only what can be told without it. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GLOW_SIGNATURE_MAX_BLOCKS 3

/**
 * GlowSignatureScheme:
 * @GLOW_SIGNATURE_NONE: not signed
 * @GLOW_SIGNATURE_V1: secure boot v1 of the ESP32: 68 bytes behind the image
 * @GLOW_SIGNATURE_V2_RSA: secure boot v2, RSA-3072: a sector of its own
 * @GLOW_SIGNATURE_V2_ECDSA: secure boot v2, ECDSA: a sector of its own
 */
typedef enum {
  GLOW_SIGNATURE_NONE,
  GLOW_SIGNATURE_V1,
  GLOW_SIGNATURE_V2_RSA,
  GLOW_SIGNATURE_V2_ECDSA,
} GlowSignatureScheme;

typedef struct {
  GlowSignatureScheme scheme;
  gsize file_offset; /* of the first block */
  gsize size;        /* bytes of all blocks; v2: the sector */
  guint n_blocks;    /* v1: 1 */
  guint n_valid;     /* blocks whose CRC and image digest fit; v1 has neither: 1 */
} GlowSignature;

gboolean glow_signature_read (GlowSignature *signature,
                              const guint8 *data,
                              gsize size,
                              gsize image_start,
                              gsize image_end);

G_END_DECLS
