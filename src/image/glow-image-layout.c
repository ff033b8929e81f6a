/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files of the field, from protocol.md 5.6 and the traps of firmware-files.md: one image;
 * everything from the start of flash, padded with 0xff or 0x00; everything from the
 * bootloader on; the two-in-one of the ESP8266. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image-layout.h"

#include "glow-container.h"
#include "glow-content.h"
#include "glow-eboot.h"
#include "glow-image-descriptor.h"
#include "glow-image-facts.h"
#include "glow-image-header.h"
#include "glow-merged.h"
#include "glow-otadata.h"
#include "glow-partition-table.h"

#include <string.h>

#define TABLE_SECTOR_SIZE   0x1000 /* bytes */
#define BOOTLOADER_MAX_SIZE 0x8000 /* bytes; the partition table follows */
#define NONOS_BOOT_MAX_SIZE 0x1000 /* bytes; the application follows */

static GlowImagePart *
add_part (GlowImageLayout *layout, GlowImageKind kind, gsize file_offset, gsize size)
{
  GlowImagePart part = { .kind = kind, .file_offset = file_offset, .size = size };

  g_array_append_val (layout->parts, part);
  return &g_array_index (layout->parts, GlowImagePart, layout->parts->len - 1);
}

static void
add_image (GlowImageLayout *layout, GlowImageKind kind, const GlowImageHeader *header)
{
  GlowImagePart *part = add_part (layout, kind, header->file_offset, header->size);

  part->has_header = TRUE;
  part->header = *header;
}

static void
read_plain (GlowImageLayout *layout, GlowImageKind kind, gsize size)
{
  layout->kind = kind;
  add_part (layout, kind, 0, size);
}

static gboolean
contains (const guint8 *data, gsize size, const char *text)
{
  return memmem (data, size, text, strlen (text)) != NULL;
}

/* No segment for flash: a bootloader, or on the ESP8266 an application whose code for
 * flash follows the image or is a second file. */
static GlowImageKind
kind_of_image (const GlowImageHeader *header, const guint8 *data, gsize size)
{
  GlowBootloaderDescriptor descriptor;
  gboolean small;

  if (!glow_image_header_is_ram_only (header))
    return GLOW_IMAGE_APP;
  if (header->format != GLOW_IMAGE_FORMAT_ESP32)
    small =
      size <= NONOS_BOOT_MAX_SIZE ||
      (size <= BOOTLOADER_MAX_SIZE && contains (data, size, "2nd stage bootloader"));
  else
    small = header->size <= BOOTLOADER_MAX_SIZE ||
            glow_bootloader_descriptor_read (&descriptor, header, data, size);
  return small ? GLOW_IMAGE_BOOTLOADER : GLOW_IMAGE_APP;
}

static void
read_one_image (GlowImageLayout *layout,
                const GlowImageHeader *header,
                const guint8 *data,
                gsize size)
{
  layout->kind = kind_of_image (header, data, size);
  add_image (layout, layout->kind, header);
  g_array_index (layout->parts, GlowImagePart, 0).size = size;
}

/* The Arduino core's file is one application for people, whatever lies in it; the SDK's
 * boot.bin with an application behind was put together by someone. */
static gboolean
read_esp8266_pair (GlowImageLayout *layout,
                   const GlowImageHeader *first,
                   const guint8 *data,
                   gsize size)
{
  GlowImageHeader second;

  if (first->chip != glow_chip_get (GLOW_CHIP_ESP8266) || !first->complete ||
      first->size > GLOW_EBOOT_APP_OFFSET || !glow_image_header_is_ram_only (first))
    return FALSE;
  if (!glow_image_header_parse (data, size, GLOW_EBOOT_APP_OFFSET, &second) ||
      second.chip != first->chip)
    return FALSE;
  layout->eboot = glow_eboot_is_app (first, &second);
  layout->kind = layout->eboot ? GLOW_IMAGE_APP : GLOW_IMAGE_MERGED;
  add_image (layout, GLOW_IMAGE_BOOTLOADER, first);
  add_image (layout, GLOW_IMAGE_APP, &second);
  return TRUE;
}

/* The old pair of files in one: what the ROM loads, and behind it the bare code that runs
 * from flash. */
static gboolean
read_esp8266_split (GlowImageLayout *layout,
                    const GlowImageHeader *first,
                    const guint8 *data,
                    gsize size)
{
  gsize pos = (first->size + TABLE_SECTOR_SIZE - 1) / TABLE_SECTOR_SIZE;

  if (first->format != GLOW_IMAGE_FORMAT_ESP8266_V1 || !first->complete ||
      !glow_image_header_is_ram_only (first))
    return FALSE;
  for (pos *= TABLE_SECTOR_SIZE; pos < size; pos += TABLE_SECTOR_SIZE) {
    if (!glow_content_is_filled (data + pos, MIN (size - pos, TABLE_SECTOR_SIZE), 0xff))
      break;
  }
  if (pos >= size || !glow_content_is_esp8266_code (data + pos, size - pos))
    return FALSE;
  layout->kind = GLOW_IMAGE_APP;
  add_image (layout, GLOW_IMAGE_APP, first);
  add_part (layout, GLOW_IMAGE_IROM, pos, size - pos);
  return TRUE;
}

static void
note_flags (GlowImageLayout *layout, GlowMergedFlags flags)
{
  if (flags & GLOW_MERGED_BAD_TABLE)
    layout->problems |= GLOW_IMAGE_PROBLEM_DIGEST;
  if (flags & GLOW_MERGED_APP_MISSING)
    layout->problems |= GLOW_IMAGE_PROBLEM_APP_MISSING;
  if (flags & GLOW_MERGED_BAD_PLACE)
    layout->problems |= GLOW_IMAGE_PROBLEM_BOOTLOADER_PLACE;
  layout->kind = GLOW_IMAGE_MERGED;
}

static gboolean
read_merged (GlowImageLayout *layout,
             const GlowImageHeader *bootloader,
             const guint8 *data,
             gsize size)
{
  gboolean padded = bootloader->file_offset > 0;
  GlowMergedFlags flags;

  if (!padded && !glow_image_header_is_ram_only (bootloader))
    return FALSE;
  if (!padded && bootloader->chip)
    layout->base = glow_chip_get_bootloader_offset (bootloader->chip);
  flags = glow_merged_collect (layout->parts, bootloader, &layout->base, data, size);
  if (!(flags & GLOW_MERGED_FOUND) && !padded)
    return FALSE;
  note_flags (layout, flags);
  layout->from_bootloader = !padded && !(flags & GLOW_MERGED_BAD_PLACE);
  return TRUE;
}

static gboolean
read_images (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  GlowImageHeader header;

  if (!glow_image_header_parse (data, size, 0, &header) &&
      !glow_merged_find_bootloader (&header, data, size))
    return FALSE;
  if (!read_esp8266_pair (layout, &header, data, size) &&
      !read_merged (layout, &header, data, size) &&
      !read_esp8266_split (layout, &header, data, size))
    read_one_image (layout, &header, data, size);
  return TRUE;
}

/* A piece of a flash's content without its bootloader: the table tells what is where. */
static gboolean
read_piece (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  gsize table_at;

  if (!glow_merged_find_table (&table_at, &layout->base, data, size))
    return FALSE;
  note_flags (layout, glow_merged_collect_from_table (layout->parts, table_at,
                                                      layout->base, data, size));
  return TRUE;
}

/* One image in the place where it belongs, everything before it is padding. */
static gboolean
read_padded_image (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  GlowImageHeader header;
  GlowImageKind kind;
  gsize pos = glow_content_count_fill (data, size);

  if (pos == 0 || pos >= size || pos % TABLE_SECTOR_SIZE != 0 ||
      !glow_image_header_parse (data, size, pos, &header) || !header.complete)
    return FALSE;
  kind = kind_of_image (&header, data, size);
  add_image (layout, kind, &header);
  g_array_index (layout->parts, GlowImagePart, 0).size = size - pos;
  note_flags (layout, GLOW_MERGED_FOUND);
  if (kind == GLOW_IMAGE_BOOTLOADER)
    layout->problems |= GLOW_IMAGE_PROBLEM_BOOTLOADER_PLACE;
  return TRUE;
}

static gboolean
starts_like_table (const guint8 *data, gsize size)
{
  return size >= 2 && data[0] == 0xaa && data[1] == 0x50 &&
         (size <= TABLE_SECTOR_SIZE ||
          glow_content_is_filled (data + TABLE_SECTOR_SIZE, size - TABLE_SECTOR_SIZE,
                                  0xff));
}

static void
read_table (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  g_autoptr (GlowPartitionTable) table = glow_partition_table_new (data, size, NULL);

  read_plain (layout, GLOW_IMAGE_PARTITION_TABLE, size);
  if (!table)
    layout->problems |= GLOW_IMAGE_PROBLEM_DIGEST;
}

static GlowImageProblem
problems_of_header (const GlowImageHeader *header, gboolean checksum_explained)
{
  GlowImageProblem problems = GLOW_IMAGE_PROBLEM_NONE;

  if (!header->chip && header->chip_id != GLOW_CHIP_NO_IMAGE_ID)
    problems |= GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP;
  if (!header->complete)
    return problems | GLOW_IMAGE_PROBLEM_TRUNCATED;
  if (!header->checksum_valid)
    problems |= checksum_explained ? GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM
                                   : GLOW_IMAGE_PROBLEM_CHECKSUM;
  if (!header->digest_valid)
    problems |= GLOW_IMAGE_PROBLEM_DIGEST;
  return problems;
}

static void
judge_headers (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  for (guint i = 0; i < layout->parts->len; i++) {
    const GlowImagePart *part = &g_array_index (layout->parts, GlowImagePart, i);
    gboolean explained = FALSE;

    if (!part->has_header)
      continue;
    if (layout->eboot && part->kind == GLOW_IMAGE_APP)
      explained = glow_eboot_explains_checksum (&part->header, data, size);
    layout->problems |= problems_of_header (&part->header, explained);
    if (layout->chip && part->header.chip && part->header.chip != layout->chip)
      layout->problems |= GLOW_IMAGE_PROBLEM_MIXED_CHIPS;
    if (!layout->chip)
      layout->chip = part->header.chip;
  }
}

static void
clear_part (gpointer data)
{
  glow_image_facts_clear (data);
}

static void
read_content (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  layout->container = glow_container_recognise (data, size);
  if (layout->container) {
    layout->problems = GLOW_IMAGE_PROBLEM_COMPRESSED;
    read_plain (layout,
                glow_content_is_text (data, size) ? GLOW_IMAGE_TEXT : GLOW_IMAGE_DATA,
                size);
  } else if (starts_like_table (data, size)) {
    read_table (layout, data, size);
  } else if (glow_otadata_recognise (data, size)) {
    read_plain (layout, GLOW_IMAGE_OTADATA, size);
  } else if (!read_images (layout, data, size) &&
             !read_padded_image (layout, data, size) &&
             !read_piece (layout, data, size)) {
    read_plain (layout, glow_content_recognise (data, size), size);
  }
}

/**
 * glow_image_layout_read:
 * @layout: (out caller-allocates): to be cleared with glow_image_layout_clear()
 * @data: (array length=size): a whole file, not empty
 * @size: bytes
 *
 * Finds out what a file is. Takes time in proportion to @size, whatever is in it. Any
 * thread.
 */
void
glow_image_layout_read (GlowImageLayout *layout, const guint8 *data, gsize size)
{
  *layout = (GlowImageLayout){ .kind = GLOW_IMAGE_DATA };
  layout->parts = g_array_new (FALSE, FALSE, sizeof (GlowImagePart));
  g_array_set_clear_func (layout->parts, clear_part);
  read_content (layout, data, size);
  judge_headers (layout, data, size);
  glow_image_facts_read (layout, data, size);
}

/**
 * glow_image_layout_clear:
 * @layout: a layout that was read
 *
 * Any thread.
 */
void
glow_image_layout_clear (GlowImageLayout *layout)
{
  g_clear_pointer (&layout->parts, g_array_unref);
}
