/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files with more than one thing in them, and files with no image at all. */

#include "glow-error.h"
#include "merged-maker.h"

static void
assert_merged (GlowImage *image, const MergedPlan *plan)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  g_assert_true (glow_image_check (image, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, 3);
  merged_assert_part (image, 0, GLOW_IMAGE_BOOTLOADER, plan->bootloader_at - plan->first,
                      "");
  merged_assert_part (image, 1, GLOW_IMAGE_PARTITION_TABLE, plan->table_at - plan->first,
                      "");
  merged_assert_part (image, 2, GLOW_IMAGE_APP, plan->app_at - plan->first, "app0");
}

static void
test_shapes (gconstpointer data)
{
  const MergedPlan *plan = data;
  g_autoptr (GByteArray) bytes = merged_make (plan);
  g_autoptr (GlowImage) image = maker_open (bytes, "factory.bin");
  guint32 offset = 1;

  assert_merged (image, plan);
  g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
  g_assert_cmphex (offset, ==, plan->first);
}

static const struct {
  const char *name;
  MergedPlan plan;
} shapes[] = {
  { "padded-ff",
    { 0, 0xff, 0x1000, 0x8000, 0x10000, &maker_esp32_bootloader, &maker_esp32_app } },
  { "padded-00",
    { 0, 0x00, 0x1000, 0x8000, 0x10000, &maker_esp32_bootloader, &maker_esp32_app } },
  { "from-bootloader",
    { 0x1000, 0xff, 0x1000, 0x8000, 0x10000, &maker_esp32_bootloader,
      &maker_esp32_app } },
  { "from-bootloader-p4",
    { 0x2000, 0xff, 0x2000, 0x8000, 0x10000, &merged_p4_bootloader, &merged_p4_app } },
  { "padded-p4",
    { 0, 0xff, 0x2000, 0x8000, 0x10000, &merged_p4_bootloader, &merged_p4_app } },
  { "bootloader-at-0",
    { 0, 0xff, 0, 0x8000, 0x10000, &merged_c3_bootloader, &maker_c3_app } },
  { "table-at-9000",
    { 0, 0xff, 0, 0x9000, 0x20000, &merged_c3_bootloader, &maker_c3_app } },
  { "table-at-c000",
    { 0, 0xff, 0, 0xc000, 0x20000, &merged_c3_bootloader, &maker_c3_app } },
  { "table-at-10000",
    { 0x1000, 0xff, 0x1000, 0x10000, 0x20000, &maker_esp32_bootloader,
      &maker_esp32_app } },
};

static void
test_bootloader_and_table_only (void)
{
  MergedPlan plan = merged_esp32_plan;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;

  plan.app = NULL;
  bytes = merged_make (&plan);
  g_byte_array_set_size (bytes, 0xffff);
  image = maker_open (bytes, "bootloader_v4.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, 2);
}

static void
test_empty_slots (void)
{
  static const guint8 fillings[] = { 0xff, 0x00 };

  for (gsize i = 0; i < G_N_ELEMENTS (fillings); i++) {
    g_autoptr (GByteArray) bytes = merged_make (&merged_esp32_plan);
    g_autoptr (GlowImage) image = NULL;

    maker_fill (bytes, 0xff, APP_AT + 0x8000);
    maker_fill (bytes, fillings[i], APP_AT + 0x18000);
    image = maker_open (bytes, "factory.bin");
    assert_merged (image, &merged_esp32_plan);
  }
}

static void
test_page_instead_of_app (void)
{
  static const char page[] = "<html><body>403 Forbidden</body></html>";
  MergedPlan plan = merged_esp32_plan;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;
  g_autoptr (GError) error = NULL;

  plan.app = NULL;
  bytes = merged_make (&plan);
  g_byte_array_append (bytes, (const guint8 *) page, sizeof page - 1);
  maker_fill (bytes, 0xff, APP_AT + 0x8000);
  maker_put_image (bytes, &maker_esp32_app);
  image = maker_open (bytes, "factory.bin");
  g_assert_cmphex (glow_image_get_problems (image), ==, GLOW_IMAGE_PROBLEM_APP_MISSING);
  g_assert_true (glow_image_check (image, &error));
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, 4);
  merged_assert_part (image, 2, GLOW_IMAGE_TEXT, APP_AT, "app0");
  g_assert_true (glow_image_get_part (image, 2)->app_missing);
  merged_assert_part (image, 3, GLOW_IMAGE_APP, APP_AT + 0x8000, "app1");
  g_assert_false (glow_image_get_part (image, 3)->app_missing);
}

static void
test_data_partitions (void)
{
  MergedPlan plan = merged_esp32_plan;
  g_autoptr (GByteArray) bytes = merged_make (&plan);
  /* sequence 1 with its CRC, protocol.md 5.8 */
  static const guint8 sequence[] = { 1, 0, 0, 0 };
  static const guint8 crc[] = { 0x9a, 0x98, 0x43, 0x47 };
  g_autoptr (GlowImage) image = NULL;

  memcpy (bytes->data + 0xe000, sequence, 4);
  memcpy (bytes->data + 0xe000 + 28, crc, 4);
  maker_fill (bytes, 0xff, SLOT_AT);
  maker_fill (bytes, 0x5a, SLOT_AT + 0x800);
  image = maker_open (bytes, "factory.bin");
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, 5);
  merged_assert_part (image, 2, GLOW_IMAGE_OTADATA, 0xe000, "otadata");
  merged_assert_part (image, 3, GLOW_IMAGE_APP, APP_AT, "app0");
  merged_assert_part (image, 4, GLOW_IMAGE_DATA, SLOT_AT, "spiffs");
  g_assert_cmphex (glow_image_get_part (image, 4)->size, ==, 0x800);
}

static void
assert_error (GByteArray *bytes, GlowImageProblem problem, const char *message)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "factory.bin");
  g_autoptr (GError) error = NULL;

  g_assert_cmphex (glow_image_get_problems (image), ==, problem);
  g_assert_false (glow_image_check (image, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_mixed_chips (void)
{
  MergedPlan plan = merged_esp32_plan;
  g_autoptr (GByteArray) bytes = NULL;

  plan.app = &maker_c3_app;
  bytes = merged_make (&plan);
  assert_error (bytes, GLOW_IMAGE_PROBLEM_MIXED_CHIPS,
                "factory.bin has an image for ESP32 at 0x1000 and one for ESP32-C3 at "
                "0x10000");
}

static void
test_damaged_table (void)
{
  g_autoptr (GByteArray) bytes = merged_make (&merged_esp32_plan);

  bytes->data[TABLE_AT + 5] ^= 1;
  assert_error (bytes, GLOW_IMAGE_PROBLEM_DIGEST,
                "the partition table in factory.bin is damaged");
}

static void
test_damaged_app (void)
{
  g_autoptr (GByteArray) bytes = merged_make (&merged_esp32_plan);
  guint sum = bytes->data[bytes->len - 33];
  g_autofree char *message =
    g_strdup_printf ("the checksum of the image at 0x10000 of factory.bin does not fit "
                     "its 3 segments, whose sum is 0x%02x",
                     sum ^ 0x10);

  bytes->data[APP_AT + 0x100] ^= 0x10;
  assert_error (bytes, GLOW_IMAGE_PROBLEM_CHECKSUM | GLOW_IMAGE_PROBLEM_DIGEST, message);
}

static void
test_cut_off_app (void)
{
  g_autoptr (GByteArray) bytes = merged_make (&merged_esp32_plan);

  g_byte_array_set_size (bytes, APP_AT + 0x200);
  assert_error (bytes, GLOW_IMAGE_PROBLEM_TRUNCATED,
                "segment 1 of 3 ends at 0x10320, the data of factory.bin at 0x10200");
}

static void
test_app_longer_than_its_partition (void)
{
  MakerImage long_app = maker_esp32_app;
  MergedPlan plan = merged_esp32_plan;
  g_autoptr (GByteArray) bytes = NULL;

  long_app.segments[2].size = 0x8000;
  plan.app = &long_app;
  bytes = merged_make (&plan);
  maker_fill (bytes, 0xff, SLOT_AT);
  /* its end lies where the second slot begins */
  assert_error (bytes, GLOW_IMAGE_PROBLEM_TRUNCATED | GLOW_IMAGE_PROBLEM_APP_MISSING,
                "segment 3 of 3 ends at 0x18434, the data of factory.bin at 0x18000");
}

/* A digest of secure boot before the bootloader, as in a dump. */
static void
test_dump_with_a_full_first_sector (void)
{
  g_autoptr (GByteArray) bytes = merged_make (&merged_esp32_plan);
  g_autoptr (GlowImage) image = NULL;

  memset (bytes->data, 0x3c, 0x80);
  image = maker_open (bytes, "dump.bin");
  assert_merged (image, &merged_esp32_plan);
}

/* The magic of an image where no chip looks for one. */
static void
test_chance_magic (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  maker_fill (bytes, 0x5a, 0x1000);
  maker_put_image (bytes, &maker_c3_app);
  image = maker_open (bytes, "data.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_DATA);
}

static const MakerImage eboot = {
  .entry = 0x4010f480,
  .mode = 3,
  .size_freq = 0x40,
  .n_segments = 1,
  .segments = { { 0x4010f000, 0xd60, NULL, 0 } },
};

static const MakerImage eboot_app = {
  .entry = 0x401000c0,
  .mode = 3,
  .size_freq = 0x40,
  .n_segments = 2,
  .segments = { { 0x40201010, 0x400, "\0\0\0\0\0\0\0\0", 8 },
                { 0x40100000, 0x27a, NULL, 0 } },
};

static GByteArray *
make_arduino (void)
{
  GByteArray *out = g_byte_array_new ();

  maker_put_image (out, &eboot);
  maker_fill (out, 0xaa, 0x1000);
  maker_put_image (out, &eboot_app);
  return out;
}

/* Length and CRC, put in after the checksum was taken. */
static void
put_words (GByteArray *bytes, guint32 crc)
{
  for (guint i = 0; i < 4; i++) {
    bytes->data[0x1010 + i] = (guint8) (bytes->len >> (8 * i));
    bytes->data[0x1014 + i] = (guint8) (crc >> (8 * i));
  }
}

static void
test_arduino_core (void)
{
  g_autoptr (GByteArray) bytes = make_arduino ();
  g_autoptr (GlowImage) core2 = maker_open (bytes, "sketch.ino.bin");
  g_autoptr (GlowImage) core3 = NULL;
  g_autoptr (GError) error = NULL;
  guint32 offset = 1;

  g_assert_cmpint (glow_image_get_kind (core2), ==, GLOW_IMAGE_APP);
  g_assert_cmphex (glow_image_get_problems (core2), ==, 0);
  g_assert_true (glow_image_wants_own_flash_size (core2));
  g_assert_true (glow_image_suggest_offset (core2, NULL, &offset));
  g_assert_cmphex (offset, ==, 0);
  merged_assert_part (core2, 0, GLOW_IMAGE_BOOTLOADER, 0, "");
  merged_assert_part (core2, 1, GLOW_IMAGE_APP, 0x1000, "");
  put_words (bytes, 0x12345678);
  core3 = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (core3), ==,
                   GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM);
  g_assert_true (glow_image_check (core3, &error));
}

static void
test_damaged_arduino_core (void)
{
  g_autoptr (GByteArray) bytes = make_arduino ();
  g_autoptr (GlowImage) image = NULL;
  g_autoptr (GError) error = NULL;

  put_words (bytes, 0x12345678);
  bytes->data[0x1100] ^= 1;
  image = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (image), ==, GLOW_IMAGE_PROBLEM_CHECKSUM);
  g_assert_false (glow_image_check (image, &error));
  g_assert_true (
    g_str_has_prefix (error->message, "the checksum of the image at 0x1000 of sketch"));
}

/* most significant bit first, not inverted */
static guint32
sum_crc (GByteArray *bytes)
{
  guint32 crc = 0xffffffff;

  for (guint i = 0; i < bytes->len; i++) {
    for (guint bit = 0x80; bit > 0; bit >>= 1) {
      gboolean one = (crc >> 31 != 0) != ((bytes->data[i] & bit) != 0);

      crc = one ? crc << 1 ^ 0x04c11db7 : crc << 1;
    }
  }
  return crc;
}

/* Another build of the core may start from other words than zeros: then the CRC tells. */
static void
test_arduino_core_by_crc (void)
{
  g_autoptr (GByteArray) bytes = make_arduino ();
  g_autoptr (GlowImage) image = NULL;
  g_autoptr (GlowImage) damaged = NULL;

  bytes->data[bytes->len - 1] ^= 0x55;
  put_words (bytes, sum_crc (bytes));
  image = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (image), ==,
                   GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM);
  bytes->data[0x1100] ^= 1;
  damaged = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (damaged), ==, GLOW_IMAGE_PROBLEM_CHECKSUM);
}

/* The words of the core belong to the file; with another length they explain nothing. */
static void
test_arduino_core_of_another_length (void)
{
  g_autoptr (GByteArray) bytes = make_arduino ();
  g_autoptr (GlowImage) image = NULL;

  put_words (bytes, 0x12345678);
  bytes->data[0x1010] ^= 1;
  image = maker_open (bytes, "sketch.ino.bin");
  g_assert_cmphex (glow_image_get_problems (image), ==, GLOW_IMAGE_PROBLEM_CHECKSUM);
}

static void
test_sdk_pair (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp8266_v1);
  g_autoptr (GlowImage) image = NULL;
  guint32 offset = 1;

  maker_fill (bytes, 0xff, 0x1000);
  maker_put_v2 (bytes);
  image = maker_open (bytes, "boot-and-user1.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
  g_assert_cmphex (offset, ==, 0);
  g_assert_false (glow_image_wants_own_flash_size (image));
}

static void
test_containers (void)
{
  static const struct {
    const char *name; /* NULL: data */
    const char *content;
    gsize size;
  } cases[] = {
    { "gzip", "\x1f\x8b\x08\0\0\0\0\0", 8 },
    { "zip", "PK\3\4rest", 8 },
    { "UF2", "\x55\x46\x32\x0a\x57\x51\x5d\x9e....", 12 },
    { "ELF",
      "\x7f"
      "ELF\1\1\1",
      7 },
    { "Intel HEX", ":020000040000FA\n", 16 },
    { "HTML", "\n <!DOCTYPE HTML><title>404</title>", 35 },
    { "HTML", "<html lang=\"en\">", 16 },
    { "JSON", "{\n  \"name\": \"x\"\n}", 17 },
    { NULL, ":0200", 5 },
    { NULL, "PK\3", 3 },
    { NULL, "{1}", 3 },
    { NULL, "{", 1 },
    { NULL, "<", 1 },
    { NULL, "\x55\x46\x32\x0a", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (cases[i].content, cases[i].size);
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowImage) image = glow_image_new (bytes, "some.bin", &error);

    g_assert_no_error (error);
    if (!cases[i].name)
      g_assert_cmpint (glow_image_get_problems (image) & ~GLOW_IMAGE_PROBLEM_TEXT, ==, 0);
    g_assert_cmpstr (glow_image_get_container (image), ==, cases[i].name);
    g_assert_cmpint (glow_image_check (image, &error), ==, cases[i].name == NULL);
    if (cases[i].name)
      g_assert_nonnull (strstr (error->message, cases[i].name));
  }
}

static void
test_plain_kinds (void)
{
  g_autoptr (GByteArray) blank = g_byte_array_new ();
  g_autoptr (GByteArray) table = g_byte_array_new ();
  g_autoptr (GlowImage) blank_image = NULL;
  g_autoptr (GlowImage) table_image = NULL;
  g_autoptr (GlowImage) bad_table = NULL;
  g_autoptr (GError) error = NULL;
  guint32 offset = 0;

  maker_fill (blank, 0xff, 0x2000);
  blank_image = maker_open (blank, "blank.bin");
  g_assert_cmpint (glow_image_get_kind (blank_image), ==, GLOW_IMAGE_BLANK);
  g_assert_false (glow_image_suggest_offset (blank_image, NULL, &offset));
  merged_put_table (table, APP_AT);
  table_image = maker_open (table, "partitions.bin");
  g_assert_cmpint (glow_image_get_kind (table_image), ==, GLOW_IMAGE_PARTITION_TABLE);
  g_assert_true (glow_image_suggest_offset (table_image, NULL, &offset));
  g_assert_cmphex (offset, ==, TABLE_AT);
  table->data[5] ^= 1;
  bad_table = maker_open (table, "partitions.bin");
  g_assert_cmphex (glow_image_get_problems (bad_table), ==, GLOW_IMAGE_PROBLEM_DIGEST);
  g_assert_false (glow_image_check (bad_table, &error));
  g_assert_cmpstr (error->message, ==,
                   "the MD5 at 0xa0 of the partition table does not fit its 5 entries");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autofree char *path = g_strdup_printf ("/image-merged/shape/%s", shapes[i].name);

    g_test_add_data_func (path, &shapes[i].plan, test_shapes);
  }
  g_test_add_func ("/image-merged/no-app", test_bootloader_and_table_only);
  g_test_add_func ("/image-merged/empty-slots", test_empty_slots);
  g_test_add_func ("/image-merged/page", test_page_instead_of_app);
  g_test_add_func ("/image-merged/data", test_data_partitions);
  g_test_add_func ("/image-merged/mixed-chips", test_mixed_chips);
  g_test_add_func ("/image-merged/damaged-table", test_damaged_table);
  g_test_add_func ("/image-merged/damaged-app", test_damaged_app);
  g_test_add_func ("/image-merged/cut-off-app", test_cut_off_app);
  g_test_add_func ("/image-merged/long-app", test_app_longer_than_its_partition);
  g_test_add_func ("/image-merged/dump", test_dump_with_a_full_first_sector);
  g_test_add_func ("/image-merged/chance-magic", test_chance_magic);
  g_test_add_func ("/image-merged/arduino-core", test_arduino_core);
  g_test_add_func ("/image-merged/damaged-arduino-core", test_damaged_arduino_core);
  g_test_add_func ("/image-merged/arduino-crc", test_arduino_core_by_crc);
  g_test_add_func ("/image-merged/other-length", test_arduino_core_of_another_length);
  g_test_add_func ("/image-merged/sdk-pair", test_sdk_pair);
  g_test_add_func ("/image-merged/containers", test_containers);
  g_test_add_func ("/image-merged/plain-kinds", test_plain_kinds);
  return g_test_run ();
}
