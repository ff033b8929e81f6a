/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * All sizes in a header are hostile: they are compared with what is left of the file
 * before they are used, never added first. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image-header.h"

#include "glow-bytes.h"
#include "glow-image-recognise.h"
#include "glow-memory-map.h"

#include <string.h>
#include <zlib.h>

/* protocol.md 5.1 and 5.2; bytes */
#define CHECKSUM_SEED       0xef
#define DIGEST_SIZE         32
#define CRC_SIZE            4
#define ESP8266_FLASH_START 0x40200000 /* flash offset 0 as the CPU sees it */
#define NO_MAX_REVISION     65535

typedef struct {
  const guint8 *data;
  gsize size; /* bytes of the whole file */
  gsize pos;
} Reader;

static void
read_common (const guint8 *head, GlowImageHeader *header)
{
  header->n_declared = head[1];
  header->flash_mode = head[2];
  header->flash_size_nibble = head[3] >> 4;
  header->flash_freq_nibble = head[3] & 0xf;
  header->entry_addr = glow_get_le32 (head + 4);
}

/* protocol.md 5.1: the full fields count unless they are absent (old images) or say
 * "any" while the old field says more. The old one is the major revision, on the ESP32-C3
 * the minor one. */
static void
read_revisions (const guint8 *head, GlowImageHeader *header)
{
  guint16 old_min = head[14];
  guint16 min = glow_get_le16 (head + 15);
  guint16 max = glow_get_le16 (head + 17);
  gboolean c3 = header->chip && glow_chip_get_id (header->chip) == GLOW_CHIP_ESP32C3;

  if (max == 0 || (max == NO_MAX_REVISION && min == 0 && old_min != 0)) {
    min = (guint16) (c3 ? old_min : old_min * 100);
    max = NO_MAX_REVISION;
  }
  header->min_revision = min;
  header->max_revision = max;
}

/* The code for flash of format v2 has no address: it runs from where it is written. */
static const char *
name_region (const GlowImageHeader *header, const GlowImageSegment *segment)
{
  if (segment->addr == 0)
    return header->format == GLOW_IMAGE_FORMAT_ESP8266_V2 ? "IROM" : "padding";
  if (!header->chip)
    return NULL;
  return glow_memory_map_get_region (header->chip, segment->addr, segment->size);
}

static gboolean
read_segment (Reader *reader, GlowImageHeader *header)
{
  GlowImageSegment *segment = &header->segments[header->n_segments];

  if (reader->size - reader->pos < GLOW_IMAGE_SEGMENT_HEADER_SIZE)
    return FALSE;
  segment->addr = glow_get_le32 (reader->data + reader->pos);
  segment->size = glow_get_le32 (reader->data + reader->pos + 4);
  reader->pos += GLOW_IMAGE_SEGMENT_HEADER_SIZE;
  segment->file_offset = reader->pos;
  segment->region = name_region (header, segment);
  header->n_segments++;
  if (segment->size > reader->size - reader->pos)
    return FALSE;
  reader->pos += segment->size;
  return TRUE;
}

static gboolean
read_segments (Reader *reader, GlowImageHeader *header)
{
  while (header->n_segments < header->n_declared) {
    if (!read_segment (reader, header))
      return FALSE;
  }
  return TRUE;
}

/* The segment of a v2 image for flash, then the v1 header inside, which wins. */
static gboolean
read_v2_start (Reader *reader, GlowImageHeader *header)
{
  const guint8 *inner;

  if (!read_segment (reader, header))
    return FALSE;
  if (reader->size - reader->pos < GLOW_IMAGE_COMMON_SIZE)
    return FALSE;
  inner = reader->data + reader->pos;
  read_common (inner, header);
  header->n_declared = MIN (header->n_declared + 1u, GLOW_IMAGE_MAX_SEGMENTS);
  reader->pos += GLOW_IMAGE_COMMON_SIZE;
  return TRUE;
}

/**
 * glow_image_header_sum:
 * @header: a parsed header, all of whose segments are in the file
 * @data: the file
 *
 * Any thread.
 *
 * Returns: what the checksum byte should be
 */
guint8
glow_image_header_sum (const GlowImageHeader *header, const guint8 *data)
{
  /* the segment for flash of v2 is not summed */
  guint first = header->format == GLOW_IMAGE_FORMAT_ESP8266_V2 ? 1 : 0;
  guint8 sum = CHECKSUM_SEED;

  for (guint i = first; i < header->n_segments; i++) {
    const guint8 *bytes = data + header->segments[i].file_offset;

    for (guint32 j = 0; j < header->segments[i].size; j++)
      sum ^= bytes[j];
  }
  return sum;
}

/* Moves behind the checksum byte. */
static gboolean
read_checksum (Reader *reader, GlowImageHeader *header)
{
  gsize padding = 15 - (reader->pos - header->file_offset) % 16;

  if (reader->size - reader->pos <= padding)
    return FALSE;
  reader->pos += padding;
  header->checksum = reader->data[reader->pos];
  header->checksum_valid =
    glow_image_header_sum (header, reader->data) == header->checksum;
  reader->pos++;
  return TRUE;
}

static void
keep_digest (const Reader *reader, GlowImageHeader *header, guint8 digest_size)
{
  memcpy (header->digest, reader->data + reader->pos, digest_size);
  header->digest_size = digest_size;
}

static gboolean
digest_matches (const Reader *reader, const GlowImageHeader *header)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_SIZE];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, reader->data + header->file_offset,
                     (gssize) (reader->pos - header->file_offset));
  g_checksum_get_digest (checksum, digest, &digest_size);
  return memcmp (digest, reader->data + reader->pos, DIGEST_SIZE) == 0;
}

static gboolean
read_digest (Reader *reader, GlowImageHeader *header)
{
  header->has_digest = TRUE;
  if (reader->size - reader->pos < DIGEST_SIZE)
    return FALSE;
  keep_digest (reader, header, DIGEST_SIZE);
  header->digest_valid = digest_matches (reader, header);
  reader->pos += DIGEST_SIZE;
  return TRUE;
}

/* v1 has no field for a digest, yet the RTOS SDK appends one to applications
 * (firmware-files.md trap 11). Nothing else is 32 bytes longer than its image and has
 * code for flash in it; where more follows, the digest has to fit. */
static void
read_v1_digest (Reader *reader, GlowImageHeader *header)
{
  gsize rest = reader->size - reader->pos;

  header->digest_valid = TRUE;
  if (rest < DIGEST_SIZE || glow_image_header_is_ram_only (header))
    return;
  if (rest == DIGEST_SIZE || digest_matches (reader, header))
    read_digest (reader, header);
}

/* protocol.md 5.2: zlib's CRC-32, turned into a sign and magnitude. */
static gboolean
read_v2_crc (Reader *reader, GlowImageHeader *header)
{
  gsize size = reader->pos - header->file_offset;
  guint32 crc;

  header->has_digest = TRUE;
  if (reader->size - reader->pos < CRC_SIZE)
    return FALSE;
  crc = (guint32) crc32_z (0, reader->data + header->file_offset, size);
  crc = crc & 0x80000000 ? ~crc : crc + 1;
  keep_digest (reader, header, CRC_SIZE);
  header->digest_valid = crc == glow_get_le32 (reader->data + reader->pos);
  reader->pos += CRC_SIZE;
  return TRUE;
}

static gboolean
read_footer (Reader *reader, GlowImageHeader *header)
{
  gboolean appended;

  if (!read_checksum (reader, header))
    return FALSE;
  if (header->format == GLOW_IMAGE_FORMAT_ESP8266_V2)
    return read_v2_crc (reader, header);
  if (header->format == GLOW_IMAGE_FORMAT_ESP8266_V1) {
    read_v1_digest (reader, header);
    return TRUE;
  }
  appended = reader->data[header->file_offset + 23] == 1;
  header->digest_valid = !appended;
  return !appended || read_digest (reader, header);
}

static gboolean
read_body (Reader *reader, GlowImageHeader *header)
{
  const guint8 *head = reader->data + header->file_offset;
  gboolean extended = header->format == GLOW_IMAGE_FORMAT_ESP8266_V3 ||
                      header->format == GLOW_IMAGE_FORMAT_ESP32;

  read_common (head, header);
  if (header->format == GLOW_IMAGE_FORMAT_ESP32) {
    read_revisions (head, header);
    memcpy (header->pins, head + GLOW_IMAGE_COMMON_SIZE, sizeof header->pins);
  }
  reader->pos =
    header->file_offset + (extended ? GLOW_IMAGE_EXTENDED_SIZE : GLOW_IMAGE_COMMON_SIZE);
  if (header->format == GLOW_IMAGE_FORMAT_ESP8266_V2 && !read_v2_start (reader, header))
    return FALSE;
  return read_segments (reader, header) && read_footer (reader, header);
}

/* Segments of an unknown chip can't be judged. */
static gboolean
places_are_valid (const GlowImageHeader *header)
{
  if (!header->chip)
    return TRUE;
  for (guint i = 0; i < header->n_segments; i++) {
    if (!header->segments[i].region && header->segments[i].size > 0)
      return FALSE;
  }
  return glow_memory_map_has (header->chip, header->entry_addr);
}

/**
 * glow_image_header_parse:
 * @data: (array length=size): the whole file
 * @size: bytes
 * @file_offset: where a header may be, in bytes
 * @header: (out caller-allocates): what it says
 *
 * Reads and checks the image that starts at @file_offset. Where the file ends before the
 * image does, @header has what is there and `complete` is %FALSE. Any thread.
 *
 * Returns: %TRUE if an image starts there, be it damaged
 */
gboolean
glow_image_header_parse (const guint8 *data,
                         gsize size,
                         gsize file_offset,
                         GlowImageHeader *header)
{
  Reader reader = { data, size, file_offset };
  GlowRecognition recognition;

  *header = (GlowImageHeader){ .file_offset = file_offset };
  header->chip_id = GLOW_CHIP_NO_IMAGE_ID;
  header->max_revision = NO_MAX_REVISION;
  if (file_offset >= size)
    return FALSE;
  header->size = size - file_offset;
  recognition = glow_image_recognise (data + file_offset, header->size, header);
  if (recognition != GLOW_RECOGNITION_IMAGE)
    return recognition == GLOW_RECOGNITION_TOO_SHORT;
  header->complete = read_body (&reader, header);
  if (header->complete)
    header->size = reader.pos - file_offset;
  header->places_valid = places_are_valid (header);
  return TRUE;
}

/**
 * glow_image_header_is_ram_only:
 * @header: a parsed header
 *
 * Any thread.
 *
 * Returns: %TRUE if no segment lies in mapped flash, as with bootloaders
 */
gboolean
glow_image_header_is_ram_only (const GlowImageHeader *header)
{
  if (!header->chip || header->format == GLOW_IMAGE_FORMAT_ESP8266_V2)
    return FALSE;
  for (guint i = 0; i < header->n_segments; i++) {
    if (glow_memory_map_has_flash (header->chip, header->segments[i].addr))
      return FALSE;
  }
  return header->n_segments > 0;
}

/**
 * glow_image_header_allows_revision:
 * @header: a parsed header
 * @revision: of a chip, major * 100 + minor
 *
 * The rule of protocol.md 5.1. Any thread.
 *
 * Returns: %TRUE if the image says it runs on that revision
 */
gboolean
glow_image_header_allows_revision (const GlowImageHeader *header, guint revision)
{
  return revision >= header->min_revision && revision <= header->max_revision;
}

/**
 * glow_image_header_get_flash_place:
 * @header: a parsed header
 * @flash_offset: (out): where the first byte of the file belongs, in bytes
 *
 * An ESP8266 image whose code for flash has an address can run from one place only: the
 * chip maps flash from 0 on, without an offset. Any thread.
 *
 * Returns: %TRUE if the image has such code
 */
gboolean
glow_image_header_get_flash_place (const GlowImageHeader *header, guint32 *flash_offset)
{
  const GlowChip *esp8266 = glow_chip_get (GLOW_CHIP_ESP8266);

  if (header->chip != esp8266)
    return FALSE;
  for (guint i = 0; i < header->n_segments; i++) {
    const GlowImageSegment *segment = &header->segments[i];
    guint32 place;

    if (!glow_memory_map_has_flash (esp8266, segment->addr))
      continue;
    place = segment->addr - ESP8266_FLASH_START;
    if (segment->file_offset > place)
      return FALSE;
    *flash_offset = place - (guint32) segment->file_offset;
    return TRUE;
  }
  return FALSE;
}
