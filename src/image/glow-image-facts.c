/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image-facts.h"

#include "glow-content.h"
#include "glow-image-descriptor.h"

#define MIN_FLASH_SIZE    0x80000 /* bytes: the smallest flash of any board */
#define CIPHER_BLOCK_SIZE 16      /* bytes, AES */

static GlowImagePart *
get_part (GlowImageLayout *layout, guint index)
{
  return &g_array_index (layout->parts, GlowImagePart, index);
}

/* A part may be followed by its signature and its padding, but not go into the next, and
 * an application not beyond its partition. */
static gsize
get_limit (GlowImageLayout *layout, guint index, gsize size)
{
  const GlowImagePart *part = get_part (layout, index);

  if (layout->kind == GLOW_IMAGE_MERGED && part->kind == GLOW_IMAGE_APP)
    return part->file_offset + part->size;
  if (index + 1 < layout->parts->len)
    return get_part (layout, index + 1)->file_offset;
  return size;
}

/* Where the rest begins: code lies at the next sector. */
static gboolean
is_code_behind (const GlowImagePart *part, const guint8 *data, gsize size)
{
  const GlowChip *esp8266 = glow_chip_get (GLOW_CHIP_ESP8266);
  gsize end = part->header.file_offset + part->header.size;

  return part->header.chip == esp8266 &&
         glow_content_is_esp8266_code (data + end, size - end);
}

static GlowImageTail
name_tail (const GlowImagePart *part, const guint8 *data, gsize size, gsize pos)
{
  if (pos == size)
    return GLOW_IMAGE_TAIL_NONE;
  if (glow_content_is_filled (data + pos, size - pos, 0xff))
    return GLOW_IMAGE_TAIL_BLANK;
  if (glow_content_is_filled (data + pos, size - pos, 0x00))
    return GLOW_IMAGE_TAIL_ZERO;
  return is_code_behind (part, data, size) ? GLOW_IMAGE_TAIL_CODE : GLOW_IMAGE_TAIL_DATA;
}

/* The whole flash of an ESP8266 holds file systems and settings that nothing lists. */
static gboolean
is_dump (const GlowImageHeader *header, gsize size)
{
  return header->chip == glow_chip_get (GLOW_CHIP_ESP8266) && size >= MIN_FLASH_SIZE &&
         (size & (size - 1)) == 0;
}

/* A signature of 68 bytes ends within a block of the cipher; whoever decrypted a flash
 * has the rest of that block, too. */
static gboolean
is_cipher_fill (const GlowImagePart *part)
{
  return part->signature.scheme == GLOW_SIGNATURE_V1 &&
         part->tail_size < CIPHER_BLOCK_SIZE;
}

static void
read_end (GlowImageLayout *layout, guint index, const guint8 *data, gsize size)
{
  GlowImagePart *part = get_part (layout, index);
  gsize limit = get_limit (layout, index, size);
  const GlowImageHeader *header = &part->header;
  gsize end = header->file_offset + header->size;

  if (!header->complete || end > limit)
    return;
  if (header->format == GLOW_IMAGE_FORMAT_ESP32 &&
      glow_signature_read (&part->signature, data, limit, header->file_offset, end))
    end = part->signature.file_offset + part->signature.size;
  if (part->signature.n_valid < part->signature.n_blocks)
    layout->problems |= GLOW_IMAGE_PROBLEM_SIGNATURE;
  if (layout->parts->len > 1)
    part->size = end - part->file_offset;
  /* what lies before another image is for that to explain */
  if (index + 1 < layout->parts->len &&
      (layout->kind != GLOW_IMAGE_MERGED || part->kind == GLOW_IMAGE_BOOTLOADER))
    return;
  part->tail = name_tail (part, data, limit, end);
  part->tail_size = limit - end;
  if (part->tail == GLOW_IMAGE_TAIL_DATA && !is_dump (header, size) &&
      !is_cipher_fill (part))
    layout->problems |= GLOW_IMAGE_PROBLEM_TAIL;
}

static void
read_image (GlowImagePart *part, const guint8 *data, gsize size)
{
  part->has_app_descriptor =
    part->kind == GLOW_IMAGE_APP &&
    glow_app_descriptor_read (&part->app_descriptor, &part->header, data, size);
  part->has_bootloader_descriptor =
    part->kind == GLOW_IMAGE_BOOTLOADER &&
    glow_bootloader_descriptor_read (&part->bootloader_descriptor, &part->header, data,
                                     size);
}

static GlowImageProblem
read_table (GlowImagePart *part, const guint8 *bytes, gboolean is_whole_file)
{
  part->table = glow_partition_table_new (bytes, part->size, NULL);
  return GLOW_IMAGE_PROBLEM_NONE;
}

static GlowImageProblem
read_otadata (GlowImagePart *part, const guint8 *bytes, gboolean is_whole_file)
{
  glow_otadata_read (&part->otadata, bytes, part->size);
  return part->otadata.chosen < 0 ? GLOW_IMAGE_PROBLEM_OTADATA : GLOW_IMAGE_PROBLEM_NONE;
}

static GlowImageProblem
read_nvs (GlowImagePart *part, const guint8 *bytes, gboolean is_whole_file)
{
  glow_nvs_read (&part->nvs, bytes, part->size);
  return part->nvs.n_damaged > 0 ? GLOW_IMAGE_PROBLEM_SETTINGS : GLOW_IMAGE_PROBLEM_NONE;
}

/* A merged file may leave out the end where only 0xff would follow. */
static GlowImageProblem
read_filesystem (GlowImagePart *part, const guint8 *bytes, gboolean is_whole_file)
{
  glow_filesystem_read (&part->filesystem, bytes, part->size);
  return is_whole_file && part->filesystem.size > part->size
           ? GLOW_IMAGE_PROBLEM_SHORT_DATA
           : GLOW_IMAGE_PROBLEM_NONE;
}

static GlowImageProblem
note_encrypted (GlowImagePart *part, const guint8 *bytes, gboolean is_whole_file)
{
  return GLOW_IMAGE_PROBLEM_ENCRYPTED;
}

/* In the place of an application it is the graver problem that none is there. */
static GlowImageProblem
note_text (GlowImagePart *part, const guint8 *bytes, gboolean is_whole_file)
{
  return part->app_missing ? GLOW_IMAGE_PROBLEM_NONE : GLOW_IMAGE_PROBLEM_TEXT;
}

static GlowImageProblem
read_data (GlowImagePart *part, const guint8 *data, gsize size)
{
  static const struct {
    GlowImageKind kind;
    GlowImageProblem (*read) (GlowImagePart *part,
                              const guint8 *bytes,
                              gboolean is_whole_file);
  } readers[] = {
    { GLOW_IMAGE_PARTITION_TABLE, read_table },
    { GLOW_IMAGE_OTADATA, read_otadata },
    { GLOW_IMAGE_NVS, read_nvs },
    { GLOW_IMAGE_SPIFFS, read_filesystem },
    { GLOW_IMAGE_LITTLEFS, read_filesystem },
    { GLOW_IMAGE_FAT, read_filesystem },
    { GLOW_IMAGE_ENCRYPTED, note_encrypted },
    { GLOW_IMAGE_TEXT, note_text },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++) {
    if (readers[i].kind == part->kind)
      return readers[i].read (part, data + part->file_offset, part->size == size);
  }
  return GLOW_IMAGE_PROBLEM_NONE;
}

/**
 * glow_image_facts_read:
 * @layout: knows the parts; gets their facts and the warnings that follow from them
 * @data: (array length=size): the file
 * @size: bytes
 *
 * Any thread.
 */
void
glow_image_facts_read (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  for (guint i = 0; i < layout->parts->len; i++) {
    GlowImagePart *part = get_part (layout, i);

    if (!part->has_header) {
      layout->problems |= read_data (part, data, size);
      continue;
    }
    read_image (part, data, size);
    read_end (layout, i, data, size);
    if (part->header.complete && !part->header.places_valid)
      layout->problems |= GLOW_IMAGE_PROBLEM_PLACES;
  }
}

/**
 * glow_image_facts_clear:
 * @part: a part that is not needed any more
 *
 * Any thread.
 */
void
glow_image_facts_clear (GlowImagePart *part)
{
  g_clear_pointer (&part->table, glow_partition_table_unref);
}
