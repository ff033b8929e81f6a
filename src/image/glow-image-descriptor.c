/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image-descriptor.h"

#include "glow-bytes.h"

#include <string.h>

/* protocol.md 5.3; bytes from the start of the descriptor */
#define APP_MAGIC         0xabcd5432
#define APP_SIZE          256
#define APP_SECURE_AT     0x04
#define APP_VERSION_AT    0x10
#define APP_PROJECT_AT    0x30
#define APP_TIME_AT       0x50
#define APP_DATE_AT       0x60
#define APP_IDF_AT        0x70
#define APP_ELF_DIGEST_AT 0x90
#define APP_MIN_EFUSE_AT  0xb0
#define APP_MAX_EFUSE_AT  0xb2
#define APP_PAGE_AT       0xb4

/* protocol.md 5.4 */
#define BOOT_MAGIC      0x50
#define BOOT_SIZE       80
#define BOOT_SECURE_AT  0x03
#define BOOT_VERSION_AT 0x04
#define BOOT_IDF_AT     0x08
#define BOOT_DATE_AT    0x28

static void
read_text (char *text, const guint8 *bytes, gsize size)
{
  memset (text, 0, size + 1);
  for (gsize i = 0; i < size && g_ascii_isprint ((char) bytes[i]); i++)
    text[i] = (char) bytes[i];
  g_strstrip (text);
}

/* (nullable): the data of a segment if it is in the file and at least @min bytes long */
static const guint8 *
peek_segment (const GlowImageSegment *segment,
              const guint8 *data,
              gsize size,
              gsize min_size)
{
  if (segment->size < min_size || segment->file_offset > size ||
      size - segment->file_offset < min_size)
    return NULL;
  return data + segment->file_offset;
}

static void
read_app (GlowAppDescriptor *descriptor, const guint8 *bytes)
{
  read_text (descriptor->version, bytes + APP_VERSION_AT, 32);
  read_text (descriptor->project, bytes + APP_PROJECT_AT, 32);
  read_text (descriptor->time, bytes + APP_TIME_AT, 16);
  read_text (descriptor->date, bytes + APP_DATE_AT, 16);
  read_text (descriptor->idf_version, bytes + APP_IDF_AT, 32);
  descriptor->secure_version = glow_get_le32 (bytes + APP_SECURE_AT);
  memcpy (descriptor->elf_digest, bytes + APP_ELF_DIGEST_AT,
          sizeof descriptor->elf_digest);
  descriptor->min_efuse_block = glow_get_le16 (bytes + APP_MIN_EFUSE_AT);
  descriptor->max_efuse_block = glow_get_le16 (bytes + APP_MAX_EFUSE_AT);
  descriptor->mmu_page_size_log2 = bytes[APP_PAGE_AT];
}

/**
 * glow_app_descriptor_read:
 * @descriptor: (out caller-allocates): what it says
 * @header: a parsed header
 * @data: (array length=size): the file
 * @size: bytes
 *
 * On the ESP32 family the descriptor starts the first segment, on the ESP8266 (RTOS SDK)
 * a later one. Any thread.
 *
 * Returns: %TRUE if the image has one
 */
gboolean
glow_app_descriptor_read (GlowAppDescriptor *descriptor,
                          const GlowImageHeader *header,
                          const guint8 *data,
                          gsize size)
{
  for (guint i = 0; i < header->n_segments; i++) {
    const guint8 *bytes = peek_segment (&header->segments[i], data, size, APP_SIZE);

    if (!bytes || glow_get_le32 (bytes) != APP_MAGIC)
      continue;
    read_app (descriptor, bytes);
    return TRUE;
  }
  return FALSE;
}

/**
 * glow_bootloader_descriptor_read:
 * @descriptor: (out caller-allocates): what it says
 * @header: a parsed header
 * @data: (array length=size): the file
 * @size: bytes
 *
 * Bootloaders have one since ESP-IDF 5.2. Its magic is one byte, so the version must look
 * like one too. Any thread.
 *
 * Returns: %TRUE if the image has one
 */
gboolean
glow_bootloader_descriptor_read (GlowBootloaderDescriptor *descriptor,
                                 const GlowImageHeader *header,
                                 const guint8 *data,
                                 gsize size)
{
  const guint8 *bytes;

  if (header->format != GLOW_IMAGE_FORMAT_ESP32 || header->n_segments == 0)
    return FALSE;
  bytes = peek_segment (&header->segments[0], data, size, BOOT_SIZE);
  if (!bytes || bytes[0] != BOOT_MAGIC)
    return FALSE;
  read_text (descriptor->idf_version, bytes + BOOT_IDF_AT, 32);
  read_text (descriptor->date_time, bytes + BOOT_DATE_AT, 24);
  descriptor->secure_version = bytes[BOOT_SECURE_AT];
  descriptor->version = glow_get_le32 (bytes + BOOT_VERSION_AT);
  return descriptor->idf_version[0] == 'v' ||
         g_ascii_isdigit (descriptor->idf_version[0]);
}
