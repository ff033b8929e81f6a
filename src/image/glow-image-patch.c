/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Other flash settings in an image header, as protocol.md 5.5 allows it. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image-private.h"

#include <string.h>

/* protocol.md 5.1 */
#define DIGEST_SIZE 32 /* bytes */
#define MAX_MODE    3  /* dout */

static const GlowImagePart *
find_part (GlowImage *self, gsize file_offset)
{
  for (guint i = 0; i < self->layout.parts->len; i++) {
    const GlowImagePart *part = glow_image_get_part (self, i);

    if (part->has_header && part->header.file_offset == file_offset)
      return part;
  }
  return NULL;
}

static gboolean
can_patch (const GlowImagePart *part)
{
  const GlowImageHeader *header = &part->header;

  /* the settings of format v2 stand in two headers that are allowed to differ */
  return header->chip && header->complete && header->checksum_valid &&
         header->digest_valid && header->format != GLOW_IMAGE_FORMAT_ESP8266_V2 &&
         part->signature.scheme == GLOW_SIGNATURE_NONE;
}

static void
renew_digest (guint8 *data, const GlowImageHeader *header)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize hashed_size = header->size - DIGEST_SIZE;
  gsize digest_size = DIGEST_SIZE;

  g_checksum_update (checksum, data + header->file_offset, (gssize) hashed_size);
  g_checksum_get_digest (checksum, data + header->file_offset + hashed_size,
                         &digest_size);
}

static guint8
merge_nibbles (guint8 byte, const GlowImagePatch *patch)
{
  guint high = patch->size_nibble < 0 ? byte >> 4 : (guint) patch->size_nibble;
  guint low = patch->freq_nibble < 0 ? byte & 0xfu : (guint) patch->freq_nibble;

  return (guint8) (high << 4 | low);
}

/**
 * glow_image_patch:
 * @self: the image
 * @file_offset: of the header to change, in bytes from the start of the file
 * @patch: the settings, coded as in the header
 *
 * Changes flash mode, size and frequency in one header: its bytes 2 and 3, and the
 * SHA-256 of that image where there is one; every other byte stays. The CRC words of the
 * Arduino core for the ESP8266 stay too, see glow_image_wants_own_flash_size().
 *
 * Not allowed: a header that @self does not have, of an unknown chip or of format v2,
 * damaged images and signed ones. Any thread.
 *
 * Returns: (transfer full) (nullable): the changed content, or %NULL if it is not allowed
 */
GBytes *
glow_image_patch (GlowImage *self, gsize file_offset, const GlowImagePatch *patch)
{
  const GlowImagePart *part;
  g_autofree guint8 *copy = NULL;
  const guint8 *data;
  gsize size;

  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);
  g_return_val_if_fail (patch->mode <= MAX_MODE, NULL);
  g_return_val_if_fail (patch->size_nibble <= 0xf && patch->freq_nibble <= 0xf, NULL);

  data = g_bytes_get_data (self->bytes, &size);
  part = find_part (self, file_offset);
  if (!part || !can_patch (part))
    return NULL;
  copy = g_memdup2 (data, size);
  if (patch->mode >= 0)
    copy[file_offset + 2] = (guint8) patch->mode;
  copy[file_offset + 3] = merge_nibbles (copy[file_offset + 3], patch);
  if (part->header.has_digest)
    renew_digest (copy, &part->header);
  return g_bytes_new_take (g_steal_pointer (&copy), size);
}
