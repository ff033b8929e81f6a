/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The list of everything that is known of a file. */

#include "glow-image-details-text.h"
#include "image-maker.h"

/* (nullable): the value behind a label, after a heading if one is given */
static const char *
find_value (GPtrArray *details, const char *heading, const char *label)
{
  gboolean inside = heading == NULL;

  for (guint i = 0; i < details->len; i++) {
    const GlowImageDetail *detail = g_ptr_array_index (details, i);

    if (!detail->value)
      inside = heading != NULL && g_str_equal (detail->label, heading);
    else if (inside && g_str_equal (detail->label, label))
      return detail->value;
  }
  return NULL;
}

static void
assert_value (GByteArray *bytes,
              const char *heading,
              const char *label,
              const char *value)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "file.bin");
  g_autoptr (GPtrArray) details = glow_image_details_text_dup (image);

  g_assert_cmpstr (find_value (details, heading, label), ==, value);
}

static void
test_header (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

  assert_value (bytes, NULL, "File", "file.bin");
  assert_value (bytes, NULL, "Content", "Application");
  assert_value (bytes, NULL, "Place in flash", "0x10000");
  assert_value (bytes, NULL, "Size", "1.7 KiB (1712 bytes)");
  assert_value (bytes, NULL, "Chip", "ESP32 (number 0)");
  assert_value (bytes, NULL, "Chip revisions", "from 0.0 to 3.99");
  assert_value (bytes, NULL, "Flash mode", "DIO");
  assert_value (bytes, NULL, "Flash size", "4 MiB");
  assert_value (bytes, NULL, "Flash frequency", "80 MHz");
  assert_value (bytes, NULL, "Entry point", "0x40081234");
  assert_value (bytes, NULL, "Segment 1", "0x3f400020, 768 bytes, DROM");
  assert_value (bytes, NULL, "Segment 2", "0x3ffb0000, 260 bytes, DRAM");
  assert_value (bytes, NULL, "Segment 3", "0x400d0020, 592 bytes, IROM");
  assert_value (bytes, NULL, "Segment 4", NULL);
  assert_value (bytes, NULL, "After its end", NULL);
  maker_fill (bytes, 0xff, bytes->len + 0x400);
  assert_value (bytes, NULL, "After its end", "1 KiB of padding with 0xff");
}

static void
test_damage (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_c3_app);
  g_autofree char *wrong = NULL;

  wrong = g_strdup_printf ("0x%02x, wrong", bytes->data[bytes->len - 1]);
  bytes->data[0x40] ^= 1;
  assert_value (bytes, NULL, "Checksum", wrong);
  g_byte_array_set_size (bytes, 0x200);
  assert_value (bytes, NULL, "Checksum", NULL);
  assert_value (bytes, NULL, "Problem",
                "The end of this file is missing. Download it again.");
  assert_value (bytes, NULL, "Missing segments", "1");
  /* not even the first segment's header */
  g_byte_array_set_size (bytes, 3);
  assert_value (bytes, NULL, "Missing segments", NULL);
  assert_value (bytes, NULL, "Problem",
                "The end of this file is missing. Download it again.");
}

/* A segment that begins outside of memory, one that ends there, an entry point there. */
static void
test_places (void)
{
  static const struct {
    guint32 addr;
    guint32 size;
    guint32 entry;
    const char *value;
  } cases[] = {
    { 0x60000000, 0x40, 0x40380000, "0x60000000, 64 bytes, no memory of this chip" },
    { 0x3fcdfff0, 0x40, 0x40380000, "0x3fcdfff0, 64 bytes, no memory of this chip" },
    { 0x42000020, 0x40, 0x60000000, "0x42000020, 64 bytes, IROM" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage app = maker_c3_app;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;

    app.entry = cases[i].entry;
    app.segments[1].addr = cases[i].addr;
    app.segments[1].size = cases[i].size;
    bytes = maker_new (&app);
    image = maker_open (bytes, "app.bin");
    g_assert_cmphex (glow_image_get_problems (image), ==, GLOW_IMAGE_PROBLEM_PLACES);
    g_assert_true (glow_image_check (image, NULL));
    assert_value (bytes, NULL, "Segment 2", cases[i].value);
  }
}

/* Each chip names its memory; the table is protocol.md 3.11. */
static void
test_regions (void)
{
  static const struct {
    GlowChipId id;
    guint32 addr;
    const char *region;
  } cases[] = {
    { GLOW_CHIP_ESP32, 0x40078000, "cache" },
    { GLOW_CHIP_ESP32, 0x50000200, "RTC slow" },
    { GLOW_CHIP_ESP32S2, 0x40022000, "IRAM" },
    { GLOW_CHIP_ESP32S3, 0x600fe000, "RTC fast" },
    { GLOW_CHIP_ESP32C2, 0x3fca0000, "DRAM" },
    { GLOW_CHIP_ESP32C6, 0x42008020, "IROM/DROM" },
    { GLOW_CHIP_ESP32C6, 0x40800000, "RAM" },
    { GLOW_CHIP_ESP32H2, 0x50000000, "LP RAM" },
    { GLOW_CHIP_ESP32P4, 0x30100000, "TCM" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage app = maker_esp32_app;
    g_autoptr (GByteArray) bytes = NULL;
    g_autofree char *value =
      g_strdup_printf ("0x%08x, 260 bytes, %s", cases[i].addr, cases[i].region);

    app.chip_id = glow_chip_get_image_id (glow_chip_get (cases[i].id));
    app.segments[1].addr = cases[i].addr;
    bytes = maker_new (&app);
    assert_value (bytes, NULL, "Segment 2", value);
  }
}

static void
test_app_descriptor (void)
{
  MakerImage app = maker_c3_app;
  char text[256] = { 0 };
  g_autoptr (GByteArray) bytes = NULL;

  memcpy (text, "\x32\x54\xcd\xab\x07", 5);
  memcpy (text + 0x10, "1.2.3", 5);
  memcpy (text + 0x30, "blinker", 7);
  memcpy (text + 0x50, "16:23:40", 8);
  memcpy (text + 0x60, "Jul 25 2024", 11);
  memcpy (text + 0x70, "v5.2.2", 6);
  text[0x90] = 0x5a;
  text[0xb2] = 99;
  text[0xb4] = 16;
  app.segments[0].text = text;
  app.segments[0].text_size = sizeof text;
  bytes = maker_new (&app);
  assert_value (bytes, NULL, "Project", "blinker");
  assert_value (bytes, NULL, "Project version", "1.2.3");
  assert_value (bytes, NULL, "Compiled", "Jul 25 2024 16:23:40");
  assert_value (bytes, NULL, "ESP-IDF", "v5.2.2");
  assert_value (bytes, NULL, "Secure version", "7");
  assert_value (bytes, NULL, "SHA-256 of the ELF file",
                "5a00000000000000000000000000000000000000000000000000000000000000");
  assert_value (bytes, NULL, "eFuse block revisions", "from 0.0 to 0.99");
  assert_value (bytes, NULL, "Page size of mapped flash", "64 KiB (65536 bytes)");
}

static void
test_parts (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);
  static const guint8 sequence[] = { 2, 0, 0, 0 };
  static const guint8 crc[] = { 0x74, 0x37, 0xf6, 0x55 };
  gsize start;

  maker_fill (bytes, 0xff, 0x7000);
  start = bytes->len;
  maker_put_partition (bytes, 1, 0, 0xe000, 0x2000, "otadata");
  maker_put_partition (bytes, 0, 0x10, 0x10000, 0x1000, "app0");
  maker_put_partition (bytes, 0, 0x11, 0x11000, 0x1000, "app1");
  maker_put_table_end (bytes, start);
  maker_fill (bytes, 0xff, 0xf000);
  memcpy (bytes->data + 0xd000, sequence, 4);
  memcpy (bytes->data + 0xd000 + 28, crc, 4);
  maker_put_image (bytes, &maker_esp32_app);
  assert_value (bytes, NULL, "Place in flash", "0x1000");
  assert_value (bytes, "Bootloader at 0x0", "Entry point", "0x40080400");
  assert_value (bytes, "Partition table at 0x7000", "app0", "0x10000, 4 KiB, app, ota_0");
  assert_value (bytes, "Partition table at 0x7000", "MD5", "valid");
  assert_value (bytes, "Choice of the application to boot “otadata” at 0xd000", "Entry 1",
                "number 2");
  assert_value (bytes, "Choice of the application to boot “otadata” at 0xd000", "Boots",
                "app1");
  assert_value (bytes, "Application “app0” at 0xf000", "Entry point", "0x40081234");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-details/header", test_header);
  g_test_add_func ("/image-details/damage", test_damage);
  g_test_add_func ("/image-details/places", test_places);
  g_test_add_func ("/image-details/regions", test_regions);
  g_test_add_func ("/image-details/app-descriptor", test_app_descriptor);
  g_test_add_func ("/image-details/parts", test_parts);
  return g_test_run ();
}
