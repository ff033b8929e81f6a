/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-signature.h"

#include "glow-bytes.h"

#include <string.h>
#include <zlib.h>

/* protocol.md 5.9; bytes */
#define V1_SIZE           68
#define V1_VERSION        0
#define V1_PADDING        12 /* before the signature of an application padded to 64 KiB */
#define CIPHER_BLOCK_SIZE 16
#define SECTOR_SIZE       0x1000
#define MAX_PADDING       0x10000 /* applications are padded to this */
#define BLOCK_SIZE        1216
#define BLOCK_MAGIC       0xe7
#define BLOCK_RSA         2
#define BLOCK_ECDSA       3
#define BLOCK_CRC_AT      1196
#define BLOCK_DIGEST_AT   4
#define BLOCK_CURVE_AT    36
#define DIGEST_SIZE       32
#define LONG_DIGEST_SIZE  48 /* SHA-384, for ECDSA with P-384; the curve follows it */
#define LONG_CURVE_AT     52
#define CURVE_P384        3

typedef struct {
  guint8 sha256[DIGEST_SIZE];
  guint8 sha384[LONG_DIGEST_SIZE];
} Digests;

static void
digest_bytes (GChecksumType type,
              const guint8 *data,
              gsize size,
              guint8 *digest,
              gsize len)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &len);
}

static gboolean
is_fill (const guint8 *data, gsize size)
{
  return size == 0 ||
         ((data[0] == 0x00 || data[0] == 0xff) && memcmp (data, data + 1, size - 1) == 0);
}

static gboolean
is_block (const guint8 *block)
{
  return block[0] == BLOCK_MAGIC && (block[1] == BLOCK_RSA || block[1] == BLOCK_ECDSA);
}

static gboolean
block_is_valid (const guint8 *block, const Digests *digests)
{
  gboolean is_long =
    block[1] == BLOCK_ECDSA && block[LONG_CURVE_AT] == CURVE_P384 &&
    memcmp (block + BLOCK_DIGEST_AT, digests->sha384, LONG_DIGEST_SIZE) == 0;

  if (crc32_z (0, block, BLOCK_CRC_AT) != glow_get_le32 (block + BLOCK_CRC_AT))
    return FALSE;
  return is_long || memcmp (block + BLOCK_DIGEST_AT, digests->sha256, DIGEST_SIZE) == 0;
}

static void
read_blocks (GlowSignature *signature, const guint8 *data, gsize image_start)
{
  const guint8 *sector = data + signature->file_offset;
  gsize signed_size = signature->file_offset - image_start;
  Digests digests;

  digest_bytes (G_CHECKSUM_SHA256, data + image_start, signed_size, digests.sha256,
                sizeof digests.sha256);
  digest_bytes (G_CHECKSUM_SHA384, data + image_start, signed_size, digests.sha384,
                sizeof digests.sha384);
  for (gsize i = 0; i < GLOW_SIGNATURE_MAX_BLOCKS && is_block (sector + i * BLOCK_SIZE);
       i++) {
    signature->n_blocks++;
    signature->n_valid += block_is_valid (sector + i * BLOCK_SIZE, &digests) ? 1 : 0;
  }
}

/* The sector lies on a boundary behind the image, with padding in between. */
static gboolean
find_sector (const guint8 *data,
             gsize size,
             gsize image_start,
             gsize image_end,
             gsize *sector)
{
  gsize past = (image_end - image_start) % SECTOR_SIZE;
  gsize pos = past ? image_end + SECTOR_SIZE - past : image_end;

  if (pos > size || !is_fill (data + image_end, MIN (pos, size) - image_end))
    return FALSE;
  for (; pos < size && size - pos >= SECTOR_SIZE && pos - image_end <= MAX_PADDING;
       pos += SECTOR_SIZE) {
    *sector = pos;
    if (is_block (data + pos))
      return TRUE;
    if (!is_fill (data + pos, SECTOR_SIZE))
      return FALSE;
  }
  return FALSE;
}

static gboolean
read_v2 (GlowSignature *signature,
         const guint8 *data,
         gsize size,
         gsize image_start,
         gsize image_end)
{
  gsize sector;

  if (!find_sector (data, size, image_start, image_end, &sector))
    return FALSE;
  signature->scheme =
    data[sector + 1] == BLOCK_RSA ? GLOW_SIGNATURE_V2_RSA : GLOW_SIGNATURE_V2_ECDSA;
  signature->file_offset = sector;
  signature->size = SECTOR_SIZE;
  read_blocks (signature, data, image_start);
  return TRUE;
}

/* No magic here: a version of 0 and 64 bytes that are no padding, then nothing else but
 * what encryption fills its last block with. */
static gboolean
read_v1_at (GlowSignature *signature, const guint8 *data, gsize size, gsize pos)
{
  const guint8 *bytes = data + pos;

  if (size < pos || size - pos < V1_SIZE || glow_get_le32 (bytes) != V1_VERSION ||
      is_fill (bytes + 4, V1_SIZE - 4) || is_fill (bytes + 4, V1_PADDING))
    return FALSE;
  if (!is_fill (bytes + V1_SIZE, size - pos - V1_SIZE) &&
      size - pos - V1_SIZE >= CIPHER_BLOCK_SIZE)
    return FALSE;
  *signature = (GlowSignature){ GLOW_SIGNATURE_V1, pos, V1_SIZE, 1, 1 };
  return TRUE;
}

static gboolean
read_v1 (GlowSignature *signature, const guint8 *data, gsize size, gsize image_end)
{
  if (read_v1_at (signature, data, size, image_end))
    return TRUE;
  return size - image_end >= V1_PADDING && is_fill (data + image_end, V1_PADDING) &&
         read_v1_at (signature, data, size, image_end + V1_PADDING);
}

/**
 * glow_signature_read:
 * @signature: (out caller-allocates): what it says
 * @data: (array length=size): the file, or its part up to the end of a partition
 * @size: bytes
 * @image_start: where the image begins, in bytes
 * @image_end: where its checksum and digest end, in bytes, at most @size
 *
 * Looks for a signature behind an image of the ESP32 family. Time in proportion to the
 * image. Any thread.
 *
 * Returns: %TRUE if there is one
 */
gboolean
glow_signature_read (GlowSignature *signature,
                     const guint8 *data,
                     gsize size,
                     gsize image_start,
                     gsize image_end)
{
  *signature = (GlowSignature){ GLOW_SIGNATURE_NONE, 0, 0, 0, 0 };
  g_return_val_if_fail (image_start <= image_end && image_end <= size, FALSE);

  return read_v2 (signature, data, size, image_start, image_end) ||
         read_v1 (signature, data, size, image_end);
}
