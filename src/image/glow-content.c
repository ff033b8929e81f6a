/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Nothing here has a magic of its own that could be trusted: the order goes from what is
 * certain to what is likely. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-content.h"

#include <string.h>

#define TEXT_LOOK_SIZE 512 /* bytes at the start that must be text */
#define MIN_TEXT_SIZE  4   /* bytes; less is text by chance */

/* ESP32's phy_init_data: a magic on either side of the values */
#define PHY_MAGIC      "PHYINIT"
#define PHY_MAGIC_SIZE 8

/* ESP8266's esp_init_data_default: 128 values, of which the second is the version and
 * people change those from 107 on (linux-desktop.md 7.4; NONOS SDK, bin/) */
#define INIT_DATA_SIZE 128
#define SECTOR_SIZE    0x1000

static const guint8 init_data_start[] = { 0x04, 0x02, 0x05, 0x05, 0x05,
                                          0x02, 0x05, 0x00, 0x04 };
#define INIT_DATA_START_AT 2

/* Uniform bytes: the sum of squared differences over expectation has a mean of 255 and a
 * deviation of 23. Program code is beyond 10000; the better kinds of compression lie in
 * between, mostly above. */
#define WINDOW_SIZE       1024
#define CIPHER_BLOCK_SIZE 16 /* bytes */
#define MAX_N_WINDOWS     64
#define MAX_CHI_SQUARE    380
#define MIN_N_WINDOWS     4

/**
 * glow_content_is_filled:
 * @data: (array length=size): bytes
 * @size: how many
 * @value: a byte
 *
 * Any thread.
 *
 * Returns: %TRUE if there is nothing but @value
 */
gboolean
glow_content_is_filled (const guint8 *data, gsize size, guint8 value)
{
  return size == 0 || (data[0] == value && memcmp (data, data + 1, size - 1) == 0);
}

/**
 * glow_content_count_fill:
 * @data: (array length=size): bytes
 * @size: how many
 *
 * Any thread.
 *
 * Returns: how many bytes at the start are all 0xff or all 0x00
 */
gsize
glow_content_count_fill (const guint8 *data, gsize size)
{
  gsize n = 0;

  if (size == 0 || (data[0] != 0xff && data[0] != 0x00))
    return 0;
  while (n < size && data[n] == data[0])
    n++;
  return n;
}

/**
 * glow_content_is_text:
 * @data: (array length=size): bytes
 * @size: how many
 *
 * Any thread.
 *
 * Returns: %TRUE if @data starts as UTF-8 text without control characters, up to its end
 * or padding
 */
gboolean
glow_content_is_text (const guint8 *data, gsize size)
{
  gsize len = MIN (size, TEXT_LOOK_SIZE);
  const char *end;

  while (len > 0 && (data[len - 1] == 0xff || data[len - 1] == 0x00))
    len--;
  if (len < MIN_TEXT_SIZE || glow_content_is_filled (data, len, data[0]))
    return FALSE;
  for (gsize i = 0; i < len; i++) {
    if (data[i] == 0x7f || (data[i] < 0x20 && !g_ascii_isspace ((char) data[i])))
      return FALSE;
  }
  /* the last character may be cut */
  return g_utf8_validate ((const char *) data, (gssize) len, &end) ||
         (len == TEXT_LOOK_SIZE && end > (const char *) data + len - 4);
}

static gboolean
window_is_random (const guint8 *data)
{
  guint counts[256] = { 0 };
  guint sum = 0;

  for (gsize i = 0; i < WINDOW_SIZE; i++)
    counts[data[i]]++;
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    sum += counts[i] * counts[i];
  return sum / (WINDOW_SIZE / 256) < MAX_CHI_SQUARE + WINDOW_SIZE;
}

/**
 * glow_content_is_encrypted:
 * @data: (array length=size): bytes from where a header would be
 * @size: how many
 *
 * Any thread.
 *
 * Returns: %TRUE if there is no structure in it, as in encrypted firmware
 */
gboolean
glow_content_is_encrypted (const guint8 *data, gsize size)
{
  gsize n = MIN (size / WINDOW_SIZE, MAX_N_WINDOWS);
  guint n_random = 0;

  if (n < MIN_N_WINDOWS || size % CIPHER_BLOCK_SIZE != 0 || !window_is_random (data))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    n_random += window_is_random (data + i * WINDOW_SIZE) ? 1 : 0;
  /* without a tweak by address, padding gives the same block again and again */
  return n_random * 2 >= n;
}

/* In a file for the whole flash, padding comes first. */
static gboolean
is_encrypted_behind_padding (const guint8 *data, gsize size)
{
  gsize pos = glow_content_count_fill (data, size) / SECTOR_SIZE * SECTOR_SIZE;

  return glow_content_is_encrypted (data + pos, size - pos);
}

static gboolean
is_phy_init (const guint8 *data, gsize size)
{
  return size >= 2 * PHY_MAGIC_SIZE && memcmp (data, PHY_MAGIC, PHY_MAGIC_SIZE) == 0;
}

static gboolean
is_init_data (const guint8 *data, gsize size)
{
  return size >= INIT_DATA_SIZE && size <= SECTOR_SIZE && data[0] == 5 &&
         memcmp (data + INIT_DATA_START_AT, init_data_start, sizeof init_data_start) ==
           0 &&
         (glow_content_is_filled (data + INIT_DATA_SIZE, size - INIT_DATA_SIZE, 0xff) ||
          glow_content_is_filled (data + INIT_DATA_SIZE, size - INIT_DATA_SIZE, 0x00));
}

static GlowImageKind
recognise_filesystem (const guint8 *data, gsize size)
{
  GlowFilesystem filesystem;

  glow_filesystem_read (&filesystem, data, size);
  switch (filesystem.type) {
  case GLOW_FILESYSTEM_SPIFFS:
    return GLOW_IMAGE_SPIFFS;
  case GLOW_FILESYSTEM_LITTLEFS:
    return GLOW_IMAGE_LITTLEFS;
  case GLOW_FILESYSTEM_FAT:
    return GLOW_IMAGE_FAT;
  case GLOW_FILESYSTEM_NONE:
  default:
    return GLOW_IMAGE_DATA;
  }
}

/**
 * glow_content_recognise:
 * @data: (array length=size): a file without an image of a program at its start, or the
 * content of a partition
 * @size: bytes, at least 1
 *
 * Time in proportion to @size. Any thread.
 *
 * Returns: its kind; %GLOW_IMAGE_DATA if nothing is known
 */
GlowImageKind
glow_content_recognise (const guint8 *data, gsize size)
{
  GlowImageKind kind;
  GlowNvs nvs;

  if (glow_content_is_filled (data, size, 0xff))
    return GLOW_IMAGE_BLANK;
  if (glow_otadata_recognise (data, size))
    return GLOW_IMAGE_OTADATA;
  if (glow_nvs_read (&nvs, data, size))
    return GLOW_IMAGE_NVS;
  if (is_phy_init (data, size))
    return GLOW_IMAGE_PHY_INIT;
  if (is_init_data (data, size))
    return GLOW_IMAGE_INIT_DATA;
  kind = recognise_filesystem (data, size);
  if (kind != GLOW_IMAGE_DATA)
    return kind;
  if (glow_content_is_text (data, size))
    return GLOW_IMAGE_TEXT;
  if (is_encrypted_behind_padding (data, size))
    return GLOW_IMAGE_ENCRYPTED;
  return glow_content_is_esp8266_code (data, size) ? GLOW_IMAGE_IROM : GLOW_IMAGE_DATA;
}
