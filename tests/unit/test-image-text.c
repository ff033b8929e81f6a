/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What files are called in the window and on the command line. */

#include "glow-image-text.h"
#include "image-maker.h"

static void
assert_text (GByteArray *bytes, const char *summary, const char *problem)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "file.bin");
  g_autofree char *summary_text = glow_image_text_dup_summary (image);
  g_autofree char *problem_text = glow_image_text_dup_problem (image);

  g_assert_cmpstr (summary_text, ==, summary);
  g_assert_cmpstr (problem_text, ==, problem);
}

static GByteArray *
make_plain (const char *content)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) content, (guint) strlen (content));
  return bytes;
}

static void
test_named (void)
{
  static const struct {
    const char *text;
    const char *summary;
  } cases[] = {
    { "MicroPython v1.22.1 on ",
      "MicroPython 1.22.1 for ESP32 · application for updates only · 1.7 KiB" },
    { "OK - WLED v0.15.0", "WLED 0.15.0 for ESP32 · application · 1.7 KiB" },
    { "tasmota/discovery/",
      "Tasmota for ESP32 · application for updates only · 1.7 KiB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage app = maker_esp32_app;
    g_autoptr (GByteArray) bytes = NULL;

    app.segments[1].text = cases[i].text;
    bytes = maker_new (&app);
    assert_text (bytes, cases[i].summary, NULL);
  }
}

static void
test_unnamed (void)
{
  g_autoptr (GByteArray) app = maker_new (&maker_c3_app);
  g_autoptr (GByteArray) boot = maker_new (&maker_esp32_bootloader);
  g_autoptr (GByteArray) table = g_byte_array_new ();
  g_autoptr (GByteArray) blank = g_byte_array_new ();
  g_autoptr (GByteArray) data = make_plain ("\x01something else");

  maker_put_partition (table, 1, 2, 0x9000, 0x6000, "nvs");
  maker_fill (table, 0xff, 0xc00);
  maker_fill (blank, 0xff, 0x2000);
  assert_text (app, "Application for ESP32-C3 · 624 B", NULL);
  assert_text (boot, "Bootloader for ESP32 · 528 B", NULL);
  assert_text (table, "Partition table · 3 KiB", NULL);
  assert_text (blank, "Blank, only 0xff · 8 KiB", NULL);
  assert_text (data, "Unknown data · 15 B", NULL);
}

static GByteArray *
make_merged (guint n_apps, const MakerImage *app)
{
  GByteArray *bytes = maker_new (&maker_esp32_bootloader);

  maker_fill (bytes, 0xff, 0x7000);
  maker_put_partition (bytes, 0, 0x10, 0x10000, 0x1000, "app0");
  maker_put_partition (bytes, 0, 0x11, 0x11000, 0x1000, "app1");
  for (guint i = 0; i < n_apps; i++) {
    maker_fill (bytes, 0xff, 0xf000 + i * 0x1000);
    maker_put_image (bytes, app);
  }
  return bytes;
}

static void
test_merged (void)
{
  g_autoptr (GByteArray) none = make_merged (0, NULL);
  g_autoptr (GByteArray) one = make_merged (1, &maker_esp32_app);
  g_autoptr (GByteArray) two = make_merged (2, &maker_esp32_app);

  assert_text (none, "Firmware for ESP32 · bootloader, partitions · 28.1 KiB", NULL);
  assert_text (one, "Firmware for ESP32 · bootloader, partitions, application · 61.7 KiB",
               NULL);
  assert_text (two,
               "Firmware for ESP32 · bootloader, partitions, 2 applications · 65.7 KiB",
               NULL);
}

static void
test_containers (void)
{
  g_autoptr (GByteArray) zip = make_plain ("PK\3\4....");
  g_autoptr (GByteArray) gzip = make_plain ("\x1f\x8b\x08....");
  g_autoptr (GByteArray) page = make_plain ("<html>");

  assert_text (zip, "Archive (zip) · 8 B",
               "This is an archive. Unpack it and add the firmware in it.");
  assert_text (gzip, "Compressed file (gzip) · 7 B",
               "This file is compressed. Unpack it and add what is in it.");
  assert_text (page, "Web page · 6 B",
               "This is a web page, not firmware. Download the file again.");
}

static void
test_unknown_chip (void)
{
  MakerImage app = maker_c3_app;
  g_autoptr (GByteArray) bytes = NULL;

  app.chip_id = 14;
  bytes = maker_new (&app);
  assert_text (bytes, "Application · 624 B",
               "This file is for a chip that Glowplug doesn't know (number 14).");
}

static void
test_damage (void)
{
  g_autoptr (GByteArray) cut = maker_new (&maker_c3_app);
  g_autoptr (GByteArray) sum = maker_new (&maker_c3_app);
  g_autoptr (GByteArray) hash = maker_new (&maker_esp32_bootloader);

  g_byte_array_set_size (cut, cut->len - 1);
  sum->data[100] ^= 1;
  hash->data[hash->len - 1] ^= 1;
  assert_text (cut, "Application for ESP32-C3 · 623 B",
               "The end of this file is missing. Download it again.");
  assert_text (sum, "Application for ESP32-C3 · 624 B",
               "This file is damaged: its checksum is wrong. Download it again.");
  assert_text (hash, "Bootloader for ESP32 · 528 B",
               "This file is damaged: its content is not what its hash says. Download it "
               "again.");
}

static void
test_mixed_chips (void)
{
  g_autoptr (GByteArray) bytes = make_merged (1, &maker_c3_app);

  assert_text (bytes,
               "Firmware for ESP32 · bootloader, partitions, application · 60.6 KiB",
               "One part of this file is for ESP32, another for ESP32-C3. Use a file for "
               "one chip.");
}

static void
test_missing_app (void)
{
  g_autoptr (GByteArray) bytes = make_merged (0, NULL);

  maker_fill (bytes, 0xff, 0xf000);
  maker_fill (bytes, 0x11, 0x10000);
  assert_text (
    bytes, "Firmware for ESP32 · bootloader, partitions · 64 KiB",
    "The place for the application “app0” holds something else, so the firmware "
    "may not start. Ask its makers for another build.");
}

static void
test_page_instead_of_app (void)
{
  g_autoptr (GByteArray) bytes = make_merged (0, NULL);

  maker_fill (bytes, 0xff, 0xf000);
  g_byte_array_append (bytes, (const guint8 *) "<html>404</html>", 16);
  maker_fill (bytes, 0xff, 0x10000);
  assert_text (
    bytes, "Firmware for ESP32 · bootloader, partitions · 64 KiB",
    "Where the application “app0” should be, this file has text, such as an error page "
    "of a server. It may not start. Ask its makers for another build.");
}

/* Each problem has its words, and the worst comes first. */
static void
test_all_problems (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);
  g_autoptr (GlowImage) image = NULL;
  g_auto (GStrv) problems = NULL;

  bytes->data[0x40] ^= 1;
  maker_fill (bytes, 0x5a, bytes->len + 0x40);
  image = maker_open (bytes, "file.bin");
  problems = glow_image_text_dup_problems (image);
  g_assert_cmpuint (g_strv_length (problems), ==, 3);
  g_assert_true (g_str_has_prefix (problems[0], "This file is damaged: its checksum"));
  g_assert_true (g_str_has_prefix (problems[1], "This file is damaged: its content"));
  g_assert_cmpstr (problems[2], ==,
                   "Behind the program in this file follow 64 B of unknown data.");
}

static void
test_damaged_table (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  maker_put_partition (bytes, 1, 2, 0x9000, 0x6000, "nvs");
  maker_fill (bytes, 0x00, 0xc00);
  assert_text (bytes, "Partition table · 3 KiB",
               "The partition table in this file is damaged. Download it again.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-text/named", test_named);
  g_test_add_func ("/image-text/unnamed", test_unnamed);
  g_test_add_func ("/image-text/merged", test_merged);
  g_test_add_func ("/image-text/containers", test_containers);
  g_test_add_func ("/image-text/unknown-chip", test_unknown_chip);
  g_test_add_func ("/image-text/damage", test_damage);
  g_test_add_func ("/image-text/mixed-chips", test_mixed_chips);
  g_test_add_func ("/image-text/missing-app", test_missing_app);
  g_test_add_func ("/image-text/page-instead-of-app", test_page_instead_of_app);
  g_test_add_func ("/image-text/all-problems", test_all_problems);
  g_test_add_func ("/image-text/damaged-table", test_damaged_table);
  return g_test_run ();
}
