/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image-recognise.h"

#include "glow-bytes.h"
#include "glow-memory-map.h"

/* protocol.md 5.1 and 5.2 */
#define MAGIC       0xe9
#define MAGIC_V2    0xea
#define V2_SEGMENTS 4          /* byte 1 of every v2 image, not a count */
#define MAX_MODE    5          /* dout is 3; 4 and 5 exist in ESP-IDF only */
#define ADDR_FLOOR  0x10000000 /* no chip has memory for programs below */

/* Inside lies a whole v1 image. Of the 16 segments there is room for, the code for flash
 * takes one. @avail covers the outer header and its segment's. */
static gboolean
v2_inner_is_sane (const guint8 *head, gsize avail)
{
  guint32 flash_size;
  const guint8 *inner;

  flash_size = glow_get_le32 (head + GLOW_IMAGE_COMMON_SIZE + 4);
  avail -= GLOW_IMAGE_COMMON_SIZE + GLOW_IMAGE_SEGMENT_HEADER_SIZE;
  if (flash_size >= avail || avail - flash_size < 2)
    return TRUE;
  inner = head + GLOW_IMAGE_COMMON_SIZE + GLOW_IMAGE_SEGMENT_HEADER_SIZE + flash_size;
  return inner[0] == MAGIC && inner[1] > 0 && inner[1] < GLOW_IMAGE_MAX_SEGMENTS;
}

static GlowRecognition
recognise_v2 (const guint8 *head, gsize avail, GlowImageHeader *header)
{
  if (avail >= 2 && head[1] != V2_SEGMENTS)
    return GLOW_RECOGNITION_NONE;
  if (avail < GLOW_IMAGE_COMMON_SIZE + GLOW_IMAGE_SEGMENT_HEADER_SIZE)
    return GLOW_RECOGNITION_TOO_SHORT;
  if (glow_get_le32 (head + GLOW_IMAGE_COMMON_SIZE) != 0)
    return GLOW_RECOGNITION_NONE;
  if (!v2_inner_is_sane (head, avail))
    return GLOW_RECOGNITION_NONE;
  header->format = GLOW_IMAGE_FORMAT_ESP8266_V2;
  header->chip = glow_chip_get (GLOW_CHIP_ESP8266);
  return GLOW_RECOGNITION_IMAGE;
}

/* The ESP32 maps flash to where the ESP8266 has RAM and flash, but it never starts there:
 * its entry lies in its own RAM below. */
static gboolean
is_esp8266_v3 (guint16 chip_id, guint32 entry, guint32 first_addr)
{
  const GlowChip *esp8266 = glow_chip_get (GLOW_CHIP_ESP8266);

  return chip_id == 0 && glow_memory_map_has (esp8266, entry) &&
         glow_memory_map_has (esp8266, first_addr);
}

static gboolean
fields_are_strict (const guint8 *head, guint32 entry, guint32 first_addr)
{
  gboolean reserved_zero = glow_get_le32 (head + 19) == 0;

  return reserved_zero && head[23] <= 1 && entry >= ADDR_FLOOR &&
         (first_addr == 0 || first_addr >= ADDR_FLOOR);
}

static GlowRecognition
recognise_extended (const guint8 *head, GlowImageHeader *header)
{
  guint16 chip_id = glow_get_le16 (head + 12);
  guint32 entry = glow_get_le32 (head + 4);
  guint32 first_addr = glow_get_le32 (head + GLOW_IMAGE_EXTENDED_SIZE);
  const GlowChip *chip = glow_chip_find_by_image_id (chip_id);
  gboolean places_fit;

  if (is_esp8266_v3 (chip_id, entry, first_addr)) {
    header->format = GLOW_IMAGE_FORMAT_ESP8266_V3;
    header->chip = glow_chip_get (GLOW_CHIP_ESP8266);
    return GLOW_RECOGNITION_IMAGE;
  }
  places_fit = chip && glow_memory_map_has (chip, entry) &&
               (first_addr == 0 || glow_memory_map_has (chip, first_addr));
  if (!places_fit && !fields_are_strict (head, entry, first_addr))
    return GLOW_RECOGNITION_NONE;
  header->format = GLOW_IMAGE_FORMAT_ESP32;
  header->chip = chip;
  header->chip_id = chip_id;
  return GLOW_RECOGNITION_IMAGE;
}

/**
 * glow_image_recognise:
 * @head: (array length=avail): what may be an image
 * @avail: bytes up to the end of the file, at least 1
 * @header: gets format, chip and chip id
 *
 * The magic alone misleads (firmware-files.md trap 9), and so does the chip id: on the
 * ESP8266 a segment lies there (trap 10). Addresses decide. Any thread.
 *
 * Returns: whether an image starts at @head
 */
GlowRecognition
glow_image_recognise (const guint8 *head, gsize avail, GlowImageHeader *header)
{
  if (head[0] == MAGIC_V2)
    return recognise_v2 (head, avail, header);
  if (head[0] != MAGIC)
    return GLOW_RECOGNITION_NONE;
  if (avail >= 2 && (head[1] == 0 || head[1] > GLOW_IMAGE_MAX_SEGMENTS))
    return GLOW_RECOGNITION_NONE;
  if (avail >= 3 && head[2] > MAX_MODE)
    return GLOW_RECOGNITION_NONE;
  if (avail < GLOW_IMAGE_COMMON_SIZE + 4)
    return GLOW_RECOGNITION_TOO_SHORT;
  if (glow_memory_map_has (glow_chip_get (GLOW_CHIP_ESP8266),
                           glow_get_le32 (head + GLOW_IMAGE_COMMON_SIZE))) {
    header->format = GLOW_IMAGE_FORMAT_ESP8266_V1;
    header->chip = glow_chip_get (GLOW_CHIP_ESP8266);
    return GLOW_RECOGNITION_IMAGE;
  }
  if (avail < GLOW_IMAGE_EXTENDED_SIZE + 4)
    return GLOW_RECOGNITION_TOO_SHORT;
  return recognise_extended (head, header);
}
