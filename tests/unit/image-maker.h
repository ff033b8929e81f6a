/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Makes image files for tests, from protocol.md 5 and without the code under test. */

#pragma once

#include "glow-image.h"

#include <string.h>

#define MAKER_MAX_SEGMENTS 17

typedef struct {
  guint32 addr;
  guint32 size;
  const char *text; /* (nullable): starts the data; the rest is a pattern */
  gsize text_size;  /* 0: its length and the NUL */
} MakerSegment;

typedef struct {
  gboolean extended; /* 24 bytes of header */
  guint16 chip_id;
  guint32 entry;
  guint8 mode;
  guint8 size_freq;
  guint8 min_old;
  guint16 min_full;
  guint16 max_full;
  gboolean digest;
  guint n_segments;
  MakerSegment segments[MAKER_MAX_SEGMENTS];
} MakerImage;

/* Segments of the usual places; the second byte of sizes is what tests count on. */
static const MakerImage maker_esp32_app G_GNUC_UNUSED = {
  .extended = TRUE,
  .chip_id = 0,
  .entry = 0x40081234,
  .mode = 2,
  .size_freq = 0x2f,
  .max_full = 399,
  .digest = TRUE,
  .n_segments = 3,
  .segments = { { 0x3f400020, 0x300, NULL, 0 },
                { 0x3ffb0000, 0x104, NULL, 0 },
                { 0x400d0020, 0x250, NULL, 0 } },
};

static const MakerImage maker_esp32_bootloader G_GNUC_UNUSED = {
  .extended = TRUE,
  .chip_id = 0,
  .entry = 0x40080400,
  .mode = 2,
  .size_freq = 0x20,
  .digest = TRUE,
  .n_segments = 2,
  .segments = { { 0x3fff0030, 0x140, NULL, 0 }, { 0x40078000, 0x80, NULL, 0 } },
};

static const MakerImage maker_c3_app G_GNUC_UNUSED = {
  .extended = TRUE,
  .chip_id = 5,
  .entry = 0x40380000,
  .mode = 2,
  .size_freq = 0x2f,
  .max_full = 65535,
  .n_segments = 2,
  .segments = { { 0x3c000020, 0x200, NULL, 0 }, { 0x42000020, 0x40, NULL, 0 } },
};

static const MakerImage maker_esp8266_v1 G_GNUC_UNUSED = {
  .entry = 0x40100004,
  .size_freq = 0x20,
  .n_segments = 2,
  .segments = { { 0x40100000, 0x124, NULL, 0 }, { 0x3ffe8000, 0x30, NULL, 0 } },
};

static inline void
maker_put (GByteArray *out, guint32 value, guint size)
{
  for (guint i = 0; i < size; i++) {
    guint8 byte = (guint8) (value >> (8 * i));

    g_byte_array_append (out, &byte, 1);
  }
}

static inline void
maker_fill (GByteArray *out, guint8 value, gsize until)
{
  g_assert_cmpuint (out->len, <=, until);
  while (out->len < until)
    g_byte_array_append (out, &value, 1);
}

static inline void
maker_put_header (GByteArray *out, const MakerImage *image)
{
  maker_put (out, 0xe9, 1);
  maker_put (out, image->n_segments, 1);
  maker_put (out, image->mode, 1);
  maker_put (out, image->size_freq, 1);
  maker_put (out, image->entry, 4);
  if (!image->extended)
    return;
  maker_put (out, 0xee, 4);
  maker_put (out, image->chip_id, 2);
  maker_put (out, image->min_old, 1);
  maker_put (out, image->min_full, 2);
  maker_put (out, image->max_full, 2);
  maker_put (out, 0, 4);
  maker_put (out, image->digest ? 1 : 0, 1);
}

/* Returns the exclusive or of the segment's data. */
static inline guint8
maker_put_segment (GByteArray *out, const MakerSegment *segment)
{
  gsize text_size = segment->text_size;
  guint8 sum = 0;
  gsize at;

  if (segment->text && text_size == 0)
    text_size = strlen (segment->text) + 1;
  g_assert_cmpuint (text_size, <=, segment->size);
  maker_put (out, segment->addr, 4);
  maker_put (out, segment->size, 4);
  at = out->len;
  if (text_size > 0)
    g_byte_array_append (out, (const guint8 *) segment->text, (guint) text_size);
  for (gsize i = text_size; i < segment->size; i++)
    maker_put (out, (guint32) (i * 7 + segment->addr), 1);
  for (gsize i = at; i < out->len; i++)
    sum ^= out->data[i];
  return sum;
}

static inline void
maker_put_hash (GByteArray *out, gsize start, GChecksumType type)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, out->data + start, (gssize) (out->len - start));
  g_checksum_get_digest (checksum, digest, &size);
  g_byte_array_append (out, digest, (guint) size);
}

/* Appends a whole image whose padding is counted from @start. */
static inline void
maker_put_image_from (GByteArray *out, const MakerImage *image, gsize start)
{
  guint8 sum = 0xef;

  maker_put_header (out, image);
  for (guint i = 0; i < image->n_segments; i++)
    sum ^= maker_put_segment (out, &image->segments[i]);
  while ((out->len - start) % 16 != 15)
    maker_put (out, 0, 1);
  maker_put (out, sum, 1);
  if (image->digest)
    maker_put_hash (out, start, G_CHECKSUM_SHA256);
}

static inline void
maker_put_image (GByteArray *out, const MakerImage *image)
{
  maker_put_image_from (out, image, out->len);
}

/* The CRC-32 of zlib without the inversions before and after. */
static inline guint32
maker_crc32_from (guint32 crc, const guint8 *data, gsize size)
{

  for (gsize i = 0; i < size; i++) {
    crc ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
  }
  return crc;
}

static inline guint32
maker_crc32 (const guint8 *data, gsize size)
{
  return ~maker_crc32_from (0xffffffff, data, size);
}

/* Format v2 of protocol.md 5.2: code for flash, a v1 image, a CRC-32. @entry goes to the
 * outer header, where it only changes the CRC. */
static inline void
maker_put_v2_with_entry (GByteArray *out, guint32 entry)
{
  static const MakerSegment flash = { 0, 0x220, NULL, 0 };
  gsize start = out->len;
  guint32 crc;

  maker_put (out, 0x010004ea, 4);
  maker_put (out, entry, 4);
  maker_put_segment (out, &flash);
  maker_put_image_from (out, &maker_esp8266_v1, start);
  crc = maker_crc32 (out->data + start, out->len - start);
  maker_put (out, crc & 0x80000000 ? crc ^ 0xffffffff : crc + 1, 4);
}

static inline void
maker_put_v2 (GByteArray *out)
{
  maker_put_v2_with_entry (out, 0x11111111);
}

static inline GByteArray *
maker_new (const MakerImage *image)
{
  GByteArray *out = g_byte_array_new ();

  maker_put_image (out, image);
  return out;
}

static inline void
maker_put_partition (GByteArray *out,
                     guint8 type,
                     guint8 subtype,
                     guint32 offset,
                     guint32 size,
                     const char *label)
{
  char field[17] = { 0 };

  g_strlcpy (field, label, sizeof field);
  maker_put (out, 0x50aa, 2);
  maker_put (out, type, 1);
  maker_put (out, subtype, 1);
  maker_put (out, offset, 4);
  maker_put (out, size, 4);
  g_byte_array_append (out, (const guint8 *) field, 16);
  maker_put (out, 0, 4);
}

/* The MD5 entry over all entries from @start on. */
static inline void
maker_put_table_end (GByteArray *out, gsize start)
{
  g_autoptr (GByteArray) entry = g_byte_array_new ();

  g_byte_array_append (entry, out->data + start, (guint) (out->len - start));
  maker_put (out, 0xebeb, 2);
  maker_fill (out, 0xff, start + entry->len + 16);
  maker_put_hash (entry, 0, G_CHECKSUM_MD5);
  g_byte_array_append (out, entry->data + entry->len - 16, 16);
}

static inline GlowImage *
maker_open (GByteArray *array, const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);
  g_autoptr (GError) error = NULL;
  GlowImage *image = glow_image_new (bytes, name, &error);

  g_assert_no_error (error);
  return image;
}
