/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-eboot.h"

#include "glow-bytes.h"
#include "glow-image-header.h"

/* The core's elf2bin.py (release 3) puts the length and a CRC-32 of the whole file into
 * the first 8 bytes of the application's first segment, after the checksum was taken over
 * zeros there; the ROM never looks at that checksum. The CRC goes most significant bit
 * first, is not inverted and counts those 8 bytes as zeros. */
#define LENGTH_AT      0x1010 /* bytes from the start of the file */
#define CRC_AT         0x1014
#define WORDS_SIZE     8
#define CRC_POLYNOMIAL 0x04c11db7u

/**
 * glow_eboot_is_app:
 * @eboot: the image at 0
 * @app: the image in the second sector
 *
 * Any thread.
 *
 * Returns: %TRUE if the two were built as one file by the Arduino core
 */
gboolean
glow_eboot_is_app (const GlowImageHeader *eboot, const GlowImageHeader *app)
{
  guint32 place;

  return eboot->format == GLOW_IMAGE_FORMAT_ESP8266_V1 &&
         app->format == GLOW_IMAGE_FORMAT_ESP8266_V1 &&
         glow_image_header_get_flash_place (app, &place) && place == 0;
}

static guint32
update_crc (guint32 crc, guint8 byte)
{
  crc ^= (guint32) byte << 24;
  for (guint bit = 0; bit < 8; bit++)
    crc = crc & 0x80000000u ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1;
  return crc;
}

static guint32
crc_of_file (const guint8 *data, gsize size)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < size; i++) {
    gboolean own_words = i >= LENGTH_AT && i < LENGTH_AT + WORDS_SIZE;

    crc = update_crc (crc, own_words ? 0 : data[i]);
  }
  return crc;
}

/**
 * glow_eboot_explains_checksum:
 * @app: the image in the second sector, with a wrong checksum
 * @data: (array length=size): the file
 * @size: bytes
 *
 * Tells a checksum that is wrong by design from a damaged file: either it fits once the
 * two words are taken back, or the CRC fits. The first holds as well when the flash size
 * in the header was changed later, the second when the application was. Any thread.
 *
 * Returns: %TRUE if the wrong checksum means nothing
 */
gboolean
glow_eboot_explains_checksum (const GlowImageHeader *app, const guint8 *data, gsize size)
{
  guint8 sum;

  if (!app->complete || app->n_segments == 0 ||
      app->segments[0].file_offset != LENGTH_AT || app->segments[0].size < WORDS_SIZE)
    return FALSE;
  if (glow_get_le32 (data + LENGTH_AT) != size)
    return FALSE;
  sum = glow_image_header_sum (app, data);
  for (gsize i = 0; i < WORDS_SIZE; i++)
    sum ^= data[LENGTH_AT + i];
  return sum == data[app->file_offset + app->size - 1] ||
         crc_of_file (data, size) == glow_get_le32 (data + CRC_AT);
}
