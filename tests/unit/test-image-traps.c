/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The traps of real files (firmware-files.md, section 5) that a single file can set, each
 * under its number there. Trap 1 is the stub's and 5 and 6 are manifests'. */

#include "data-maker.h"
#include "glow-chip-header.h"
#include "merged-maker.h"

/* 2: a server's error page where the table promises an application */
static void
test_page_in_factory_image (void)
{
  static const char page[] =
    "<!DOCTYPE html>\n<html><body>\n<h1>Forbidden access</h1>\n</body></html>\n";
  MergedPlan plan = merged_esp32_plan;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;
  const GlowImagePart *part;

  plan.app = NULL;
  bytes = merged_make (&plan);
  g_byte_array_append (bytes, (const guint8 *) page, sizeof page - 1);
  maker_fill (bytes, 0xff, SLOT_AT);
  image = maker_open (bytes, "factory.bin");
  part = glow_image_get_part (image, 2);
  g_assert_cmphex (glow_image_get_problems (image), ==, GLOW_IMAGE_PROBLEM_APP_MISSING);
  g_assert_true (part->app_missing);
  g_assert_cmpint (part->kind, ==, GLOW_IMAGE_TEXT);
  g_assert_cmpstr (part->label, ==, "app0");
  g_assert_cmphex (part->file_offset, ==, APP_AT);
}

/* 3 and 4: where a merged file belongs */
static void
test_padding_and_place (void)
{
  static const struct {
    MergedPlan plan;
    guint32 offset;
  } cases[] = {
    { { 0, 0x00, 0x1000, 0x8000, 0x10000, &maker_esp32_bootloader, &maker_esp32_app },
      0 },
    { { 0, 0xff, 0x1000, 0x8000, 0x10000, &maker_esp32_bootloader, &maker_esp32_app },
      0 },
    { { 0, 0xff, 0, 0x8000, 0x10000, &merged_c3_bootloader, &maker_c3_app }, 0 },
    /* MicroPython: the table at 0x7000 of the file, the application at 0xf000 */
    { { 0x1000, 0xff, 0x1000, 0x8000, 0x10000, &maker_esp32_bootloader,
        &maker_esp32_app },
      0x1000 },
    { { 0x2000, 0xff, 0x2000, 0x8000, 0x10000, &merged_p4_bootloader, &merged_p4_app },
      0x2000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = merged_make (&cases[i].plan);
    g_autoptr (GlowImage) image = maker_open (bytes, "firmware.bin");
    guint32 offset = 1;

    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
    g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
    g_assert_cmphex (offset, ==, cases[i].offset);
  }
}

/* 7: Matter builds have the table at 0xc000 and applications from 0x20000 on */
static void
test_table_elsewhere (void)
{
  static const MergedPlan plan = {
    0, 0xff, 0, 0xc000, 0x20000, &merged_c3_bootloader, &maker_c3_app
  };
  g_autoptr (GByteArray) bytes = merged_make (&plan);
  g_autoptr (GlowImage) image = maker_open (bytes, "matter.bin");

  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  merged_assert_part (image, 1, GLOW_IMAGE_PARTITION_TABLE, 0xc000, "");
  merged_assert_part (image, 2, GLOW_IMAGE_APP, 0x20000, "app0");
  g_assert_nonnull (glow_image_get_partition_table (image));
}

/* 8: a checksum that is wrong by design is a warning; one that is wrong by damage is not
 */
static void
test_arduino_checksum (void)
{
  static const MakerImage eboot = {
    .entry = 0x4010f480,
    .n_segments = 1,
    .segments = { { 0x4010f000, 0xd60, NULL, 0 } },
  };
  static const MakerImage app = {
    .entry = 0x401000c0,
    .n_segments = 1,
    .segments = { { 0x40201010, 0x400, "\0\0\0\0\0\0\0\0", 8 } },
  };
  g_autoptr (GByteArray) bytes = maker_new (&eboot);
  g_autoptr (GlowImage) known = NULL;
  g_autoptr (GlowImage) damaged = NULL;

  maker_fill (bytes, 0xaa, 0x1000);
  maker_put_image (bytes, &app);
  bytes->data[0x1010] = (guint8) (bytes->len & 0xff);
  bytes->data[0x1011] = (guint8) (bytes->len >> 8);
  bytes->data[0x1014] = 0x77;
  known = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (known), ==,
                   GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM);
  g_assert_true (glow_image_check (known, NULL));
  bytes->data[0x1200] ^= 1;
  damaged = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (damaged), ==, GLOW_IMAGE_PROBLEM_CHECKSUM);
  g_assert_false (glow_image_check (damaged, NULL));
}

/* 9: what starts with the magic by chance */
static void
test_magic_by_chance (void)
{
  static const MergedPlan plan = {
    0, 0xff, 0, 0x8000, 0x10000, &merged_c3_bootloader, &maker_c3_app
  };
  g_autoptr (GByteArray) bytes = merged_make (&plan);
  g_autoptr (GByteArray) noise = g_byte_array_new ();
  g_autoptr (GlowImage) merged = NULL;
  g_autoptr (GlowImage) encrypted = NULL;

  bytes->data[0x2000] = 0xe9;
  bytes->data[0x2001] = 0x02;
  merged = maker_open (bytes, "factory.bin");
  g_assert_cmpuint (glow_image_get_n_parts (merged), ==, 3);
  g_assert_true (glow_image_get_chip (merged) == glow_chip_get (GLOW_CHIP_ESP32C3));
  maker_put_noise (noise, 0x8000);
  noise->data[0] = 0xe9;
  noise->data[1] = 0x04;
  encrypted = maker_open (noise, "app.bin");
  g_assert_cmpint (glow_image_get_kind (encrypted), ==, GLOW_IMAGE_ENCRYPTED);
  g_assert_null (glow_image_get_chip (encrypted));
}

static void
put_otadata (GByteArray *out)
{
  maker_put (out, 1, 4);
  maker_fill (out, 0xff, 28);
  maker_put (out, 0x4743989a, 4);
  maker_fill (out, 0xff, 0x2000);
}

static void
put_spiffs (GByteArray *out)
{
  maker_put_spiffs (out, 4096, 32, TRUE);
}

static void
put_littlefs (GByteArray *out)
{
  maker_put_littlefs (out, 4096, 32);
}

static void
put_init_data (GByteArray *out)
{
  static const guint8 start[] = { 5, 0, 4, 2, 5, 5, 5, 2, 5, 0, 4, 5, 5, 4, 5, 5 };

  g_byte_array_append (out, start, sizeof start);
  maker_fill (out, 0x00, 128);
}

static void
put_nvs (GByteArray *out)
{
  maker_put_nvs_page (out, 0, 20);
}

/* 9: the first byte tells nothing: 0x01 starts three of these */
static void
test_first_byte (void)
{
  static const struct {
    void (*put) (GByteArray *out);
    GlowImageKind kind;
  } cases[] = {
    { put_otadata, GLOW_IMAGE_OTADATA },     { put_spiffs, GLOW_IMAGE_SPIFFS },
    { put_littlefs, GLOW_IMAGE_LITTLEFS },   { put_nvs, GLOW_IMAGE_NVS },
    { put_init_data, GLOW_IMAGE_INIT_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GlowImage) image = NULL;

    cases[i].put (bytes);
    image = maker_open (bytes, "app.bin");
    g_assert_cmpint (glow_image_get_kind (image), ==, cases[i].kind);
    g_assert_cmphex (glow_image_get_problems (image), ==, 0);
    g_assert_null (glow_image_get_chip (image));
  }
}

/* 10: an unknown chip id is unknown, not an ESP8266; a code byte is no chip id */
static void
test_chip_ids (void)
{
  MakerImage beta = maker_c3_app;
  MakerImage boot = maker_esp8266_v1;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) unknown = NULL;
  g_autoptr (GlowImage) old = NULL;

  beta.chip_id = 14;
  bytes = maker_new (&beta);
  unknown = maker_open (bytes, "h2beta2.bin");
  g_assert_null (glow_image_get_chip (unknown));
  g_assert_cmphex (glow_image_get_problems (unknown), ==,
                   GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP);
  g_clear_pointer (&bytes, g_byte_array_unref);
  /* the length of the first segment lies where others have the id 32 */
  boot.segments[0].size = 0x0a20;
  bytes = maker_new (&boot);
  old = maker_open (bytes, "boot_v1.7.bin");
  g_assert_true (glow_image_get_chip (old) == glow_chip_get (GLOW_CHIP_ESP8266));
}

/* 11: the RTOS SDK's application has a digest that its header does not announce */
static void
test_rtos_digest (void)
{
  MakerImage app = maker_esp8266_v1;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;
  const GlowImageHeader *header;

  app.n_segments = 3;
  app.segments[2] = (MakerSegment){ 0x40210010, 0x200, NULL, 0 };
  bytes = maker_new (&app);
  maker_put_hash (bytes, 0, G_CHECKSUM_SHA256);
  image = maker_open (bytes, "hello-world.bin");
  header = &glow_image_get_part (image, 0)->header;
  g_assert_true (header->has_digest);
  g_assert_true (header->digest_valid);
  g_assert_cmpuint (header->digest_size, ==, 32);
  g_assert_cmpint (glow_image_get_part (image, 0)->tail, ==, GLOW_IMAGE_TAIL_NONE);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
}

/* 11: of the two headers of format v2 the inner one counts */
static void
test_two_headers (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;
  const GlowImageHeader *header;

  maker_put_v2 (bytes);
  image = maker_open (bytes, "user1.bin");
  header = &glow_image_get_part (image, 0)->header;
  g_assert_cmphex (bytes->data[3], ==, 0x01);
  g_assert_cmphex (header->flash_size_nibble << 4 | header->flash_freq_nibble, ==, 0x20);
  g_assert_cmphex (header->entry_addr, ==, 0x40100004);
  g_assert_true (header->digest_valid);
  g_assert_cmpstr (header->segments[0].region, ==, "IROM");
}

/* 12: any length, and one byte short of where the application would be */
static void
test_odd_sizes (void)
{
  static const gsize sizes[] = { 0xffff, 0xfffe, 0xfffd, 0x8c01 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    MergedPlan plan = merged_esp32_plan;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;

    plan.app = NULL;
    bytes = merged_make (&plan);
    g_byte_array_set_size (bytes, (guint) sizes[i]);
    image = maker_open (bytes, "bootloader_v4.bin");
    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
    g_assert_cmphex (glow_image_get_problems (image), ==, 0);
    g_assert_cmpuint (glow_image_get_n_parts (image), ==, 2);
  }
}

/* 13: SPIFFS is told by the mark in each block; none of them is blank */
static void
test_spiffs_marks (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  maker_put_spiffs (bytes, 4096, 150, TRUE);
  for (guint i = 0; i < 150; i++)
    g_assert_cmphex (bytes->data[i * 4096], !=, 0xff);
  image = maker_open (bytes, "web_storage.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_SPIFFS);
}

/* 14: what the nibbles mean depends on the chip */
static void
test_flash_nibbles (void)
{
  static const struct {
    GlowChipId id;
    guint8 size_freq;
    guint mhz;
    guint64 size;
  } cases[] = {
    { GLOW_CHIP_ESP32, 0x2f, 80, 0x400000 },
    { GLOW_CHIP_ESP32C6, 0x20, 80, 0x400000 },
    { GLOW_CHIP_ESP32H2, 0x2f, 48, 0x400000 },
    { GLOW_CHIP_ESP32C2, 0x1f, 60, 0x200000 },
    { GLOW_CHIP_ESP32P4, 0x5f, 80, 0x2000000 },
    { GLOW_CHIP_ESP32C61, 0x6f, 80, 0x4000000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage app = maker_esp32_app;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;
    const GlowImageHeader *header;

    app.chip_id = glow_chip_get_image_id (glow_chip_get (cases[i].id));
    app.size_freq = cases[i].size_freq;
    bytes = maker_new (&app);
    image = maker_open (bytes, "app.bin");
    header = &glow_image_get_part (image, 0)->header;
    g_assert_cmpuint (glow_chip_decode_flash_freq (header->chip,
                                                   header->flash_freq_nibble),
                      ==, cases[i].mhz);
    g_assert_cmpuint (glow_chip_decode_flash_size (header->chip,
                                                   header->flash_size_nibble),
                      ==, cases[i].size);
  }
}

/* 15: the right name, the wrong format */
static void
test_uf2_by_another_name (void)
{
  static const guint8 magic[] = { 0x55, 0x46, 0x32, 0x0a, 0x57, 0x51, 0x5d, 0x9e };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  g_byte_array_append (bytes, magic, sizeof magic);
  maker_fill (bytes, 0x00, 512);
  image = maker_open (bytes, "firmware.bin");
  g_assert_cmpstr (glow_image_get_container (image), ==, "UF2");
  g_assert_cmphex (glow_image_get_problems (image), ==, GLOW_IMAGE_PROBLEM_COMPRESSED);
  g_assert_false (glow_image_check (image, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-traps/2/page-in-factory-image", test_page_in_factory_image);
  g_test_add_func ("/image-traps/3-4/padding-and-place", test_padding_and_place);
  g_test_add_func ("/image-traps/7/table-elsewhere", test_table_elsewhere);
  g_test_add_func ("/image-traps/8/arduino-checksum", test_arduino_checksum);
  g_test_add_func ("/image-traps/9/magic-by-chance", test_magic_by_chance);
  g_test_add_func ("/image-traps/9/first-byte", test_first_byte);
  g_test_add_func ("/image-traps/10/chip-ids", test_chip_ids);
  g_test_add_func ("/image-traps/11/rtos-digest", test_rtos_digest);
  g_test_add_func ("/image-traps/11/two-headers", test_two_headers);
  g_test_add_func ("/image-traps/12/odd-sizes", test_odd_sizes);
  g_test_add_func ("/image-traps/13/spiffs-marks", test_spiffs_marks);
  g_test_add_func ("/image-traps/14/flash-nibbles", test_flash_nibbles);
  g_test_add_func ("/image-traps/15/uf2-by-another-name", test_uf2_by_another_name);
  return g_test_run ();
}
