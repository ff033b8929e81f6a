/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Makes plans and boards for tests of the map: files by name, flash from memory. */

#pragma once

#include "glow-chip-table.h"
#include "glow-flash-map.h"
#include "image-maker.h"

#define MAKER_FLASH_SIZE 0x400000u /* bytes, the 4 MiB of most boards */

static inline void
maker_add_bootloader (GByteArray *out, const char *chip)
{
  MakerImage image = maker_esp32_bootloader;
  const GlowChip *found = glow_chip_find_by_name (chip);

  image.chip_id = found->image_id;
  if (g_str_equal (chip, "esp32c3")) {
    image.entry = 0x403cc710;
    image.max_full = 65535;
    image.segments[0].addr = 0x3fcd5820;
    image.segments[1].addr = 0x403cc710;
  }
  maker_put_image (out, &image);
}

/* nvs, otadata, two slots of 0x100000 bytes and a SPIFFS of 0x1f0000, as Arduino has it
 */
static inline void
maker_add_table (GByteArray *out)
{
  gsize start = out->len;

  maker_put_partition (out, 1, 2, 0x9000, 0x5000, "nvs");
  maker_put_partition (out, 1, 0, 0xe000, 0x2000, "otadata");
  maker_put_partition (out, 0, 0x10, 0x10000, 0x100000, "app0");
  maker_put_partition (out, 0, 0x11, 0x110000, 0x100000, "app1");
  maker_put_partition (out, 1, 0x82, 0x210000, 0x1f0000, "spiffs");
  maker_put_table_end (out, start);
}

/* as boot_app0.bin: @sequence 1 is app0, 2 is app1 */
static inline void
maker_add_otadata (GByteArray *out, guint32 sequence)
{
  guint8 bytes[4] = { (guint8) sequence, 0, 0, 0 };
  gsize start = out->len;
  guint32 crc = 0;

  maker_put (out, sequence, 4);
  maker_fill (out, 0xff, start + 28);
  /* the CRC of protocol.md 5.8 starts from zeros, so to say */
  for (guint i = 0; i < 4; i++) {
    crc ^= bytes[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
  }
  maker_put (out, ~crc, 4);
  maker_fill (out, 0xff, start + 0x2000);
}

/* Files for tests, by what they are; a number behind a colon is a size in bytes. */
static inline GlowImage *
maker_file (const char *what)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_auto (GStrv) fields = g_strsplit (what, ":", 2);
  const char *kind = fields[0];

  if (g_str_equal (kind, "app"))
    maker_put_image (out, &maker_esp32_app);
  else if (g_str_equal (kind, "c3-app"))
    maker_put_image (out, &maker_c3_app);
  else if (g_str_equal (kind, "8266-app"))
    maker_put_image (out, &maker_esp8266_v1);
  else if (g_str_equal (kind, "bootloader"))
    maker_add_bootloader (out, "esp32");
  else if (g_str_equal (kind, "c3-bootloader"))
    maker_add_bootloader (out, "esp32c3");
  else if (g_str_equal (kind, "table"))
    maker_add_table (out);
  else if (g_str_equal (kind, "otadata"))
    maker_add_otadata (out, 1);
  else if (g_str_equal (kind, "otadata-app1"))
    maker_add_otadata (out, 2);
  else if (g_str_equal (kind, "html"))
    g_byte_array_append (out, (const guint8 *) "<!DOCTYPE html><html>no</html>\n", 31);
  else if (g_str_equal (kind, "text"))
    g_byte_array_append (out, (const guint8 *) "Forbidden access, sorry\n", 24);
  else
    g_assert_cmpstr (kind, ==, "data");
  if (fields[1]) {
    gsize size = (gsize) g_ascii_strtoull (fields[1], NULL, 0);
    guint32 state = 7;

    /* no tail is blank, and nothing looks encrypted */
    while (out->len < size) {
      state = state * 1664525u + 1013904223u;
      maker_put (out, state >> 28, 1);
    }
  }
  return maker_open (out, what);
}

/* A flash in memory. */
typedef struct {
  guint8 *data; /* owned */
  gsize size;
  guint n_bytes_read;
} MakerFlash;

static inline void
maker_flash_init (MakerFlash *flash)
{
  flash->size = MAKER_FLASH_SIZE;
  flash->data = g_malloc (flash->size);
  flash->n_bytes_read = 0;
  memset (flash->data, 0xff, flash->size);
}

static inline void
maker_flash_clear (MakerFlash *flash)
{
  g_free (flash->data);
}

static inline void
maker_flash_put (MakerFlash *flash, guint32 offset, const char *what)
{
  g_autoptr (GlowImage) image = maker_file (what);

  memmove (flash->data + offset, g_bytes_get_data (glow_image_get_bytes (image), NULL),
           glow_image_get_size (image));
}

static inline GBytes *
maker_flash_read (guint32 offset, guint32 size, gpointer user_data, GError **error)
{
  MakerFlash *flash = user_data;

  g_assert_cmpuint (offset % 4, ==, 0);
  g_assert_cmpuint (size % 4, ==, 0);
  g_assert_cmpuint (offset + (guint64) size, <=, flash->size);
  flash->n_bytes_read += size;
  return g_bytes_new (flash->data + offset, size);
}

static inline GlowChipInfo *
maker_chip_info (const char *chip)
{
  GlowChipInfo *info = glow_chip_info_new (glow_chip_find_by_name (chip));

  info->flash_size = MAKER_FLASH_SIZE;
  return info;
}

static inline GlowBoardContents *
maker_look (MakerFlash *flash, const GlowChipInfo *info)
{
  g_autoptr (GError) error = NULL;
  GlowBoardContents *contents =
    glow_board_contents_read (info, maker_flash_read, flash, &error);

  g_assert_no_error (error);
  return contents;
}

/* "esp32:bootloader@0x1000 table@0x8000": what is on a board of which chip; "" is blank
 */
static inline GlowBoardContents *
maker_board (const char *what, const GlowChipInfo *info)
{
  g_auto (GStrv) items = g_strsplit (what, " ", -1);
  MakerFlash flash;
  GlowBoardContents *contents;

  maker_flash_init (&flash);
  for (guint i = 0; items[i] && *items[i]; i++) {
    g_auto (GStrv) fields = g_strsplit (items[i], "@", 2);

    maker_flash_put (&flash, (guint32) g_ascii_strtoull (fields[1], NULL, 0), fields[0]);
  }
  contents = maker_look (&flash, info);
  maker_flash_clear (&flash);
  return contents;
}
