/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files that were put together wrongly or hold a piece of a flash only. */

#include "merged-maker.h"

/* A bootloader that its chip would never find; the table says where the file starts. */
static void
test_bootloader_at_a_wrong_place (void)
{
  static const MergedPlan plans[] = {
    { 0, 0xff, 0x1000, 0x8000, 0x10000, &merged_c3_bootloader, &maker_c3_app },
    { 0, 0x00, 0x2000, 0x8000, 0x10000, &merged_c3_bootloader, &maker_c3_app },
    { 0, 0xff, 0, 0x8000, 0x10000, &maker_esp32_bootloader, &maker_esp32_app },
    { 0, 0xff, 0, 0x8000, 0x10000, &merged_p4_bootloader, &merged_p4_app },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++) {
    g_autoptr (GByteArray) bytes = merged_make (&plans[i]);
    g_autoptr (GlowImage) image = maker_open (bytes, "factory.bin");
    guint32 offset = 1;

    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
    g_assert_cmphex (glow_image_get_problems (image), ==,
                     GLOW_IMAGE_PROBLEM_BOOTLOADER_PLACE);
    g_assert_cmpuint (glow_image_get_n_parts (image), ==, 3);
    merged_assert_part (image, 2, GLOW_IMAGE_APP, plans[i].app_at, "app0");
    g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
    g_assert_cmphex (offset, ==, 0);
  }
}

/* Without a table nothing vouches for such a bootloader. */
static void
test_chance_bootloader (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  maker_fill (bytes, 0x5a, 0x1000);
  maker_put_image (bytes, &merged_c3_bootloader);
  image = maker_open (bytes, "data.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_DATA);
}

/* From the table on: the applications say where that is. */
static void
test_from_the_table_on (void)
{
  static const gsize places[] = { 0x8000, 0xc000 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    MergedPlan plan = {
      0, 0xff, 0x1000, 0, 0x20000, &maker_esp32_bootloader, &maker_esp32_app
    };
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;
    guint32 offset = 1;

    plan.table_at = places[i];
    bytes = merged_make (&plan);
    g_byte_array_remove_range (bytes, 0, (guint) places[i]);
    image = maker_open (bytes, "rest.bin");
    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
    g_assert_cmphex (glow_image_get_problems (image), ==, 0);
    merged_assert_part (image, 0, GLOW_IMAGE_PARTITION_TABLE, 0, "");
    merged_assert_part (image, 1, GLOW_IMAGE_APP, 0x20000 - places[i], "app0");
    g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
    g_assert_cmphex (offset, ==, places[i]);
  }
}

/* A dump whose bootloader is erased, or encrypted. */
static void
test_without_a_bootloader (void)
{
  g_autoptr (GByteArray) bytes = merged_make (&merged_esp32_plan);
  g_autoptr (GlowImage) image = NULL;
  guint32 offset = 1;

  memset (bytes->data, 0x7e, TABLE_AT);
  image = maker_open (bytes, "dump.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
  merged_assert_part (image, 0, GLOW_IMAGE_PARTITION_TABLE, TABLE_AT, "");
  merged_assert_part (image, 1, GLOW_IMAGE_APP, APP_AT, "app0");
  g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
  g_assert_cmphex (offset, ==, 0);
}

/* A table padded to more than its sector is still just a table. */
static void
test_padded_table (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  merged_put_table (bytes, APP_AT);
  maker_fill (bytes, 0xff, 0x8000);
  image = maker_open (bytes, "partitions.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_PARTITION_TABLE);
  g_assert_cmpuint (glow_partition_table_get_n_partitions (
                      glow_image_get_partition_table (image)),
                    ==, 5);
}

/* An application padded to its place. */
static void
test_padded_app (void)
{
  static const guint8 fillings[] = { 0xff, 0x00 };

  for (gsize i = 0; i < G_N_ELEMENTS (fillings); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GlowImage) image = NULL;
    guint32 offset = 1;

    maker_fill (bytes, fillings[i], APP_AT);
    maker_put_image (bytes, &maker_c3_app);
    image = maker_open (bytes, "app.bin");
    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
    g_assert_cmphex (glow_image_get_problems (image), ==, 0);
    g_assert_cmpuint (glow_image_get_n_parts (image), ==, 1);
    merged_assert_part (image, 0, GLOW_IMAGE_APP, APP_AT, "");
    g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
    g_assert_cmphex (offset, ==, 0);
  }
}

/* The RTOS SDK's: a table without MD5, an application with a digest nobody announces. */
static void
test_esp8266_rtos (void)
{
  static const MakerImage boot = {
    .entry = 0x40100004,
    .n_segments = 1,
    .segments = { { 0x40100000, 0x124, "2nd stage bootloader", 0 } },
  };
  MakerImage app = maker_esp8266_v1;
  g_autoptr (GByteArray) bytes = maker_new (&boot);
  g_autoptr (GByteArray) alone = NULL;
  g_autoptr (GlowImage) image = NULL;

  app.n_segments = 3;
  app.segments[2] = (MakerSegment){ 0x40210010, 0x200, NULL, 0 };
  alone = maker_new (&app);
  maker_put_hash (alone, 0, G_CHECKSUM_SHA256);
  maker_fill (bytes, 0xff, TABLE_AT);
  maker_put_partition (bytes, 1, 2, 0x9000, 0x4000, "nvs");
  maker_put_partition (bytes, 0, 0, APP_AT, 0xf0000, "factory");
  maker_fill (bytes, 0xff, APP_AT);
  g_byte_array_append (bytes, alone->data, alone->len);
  maker_fill (bytes, 0xff, bytes->len + 0x800);
  image = maker_open (bytes, "merged.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_MERGED);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  merged_assert_part (image, 0, GLOW_IMAGE_BOOTLOADER, 0, "");
  merged_assert_part (image, 1, GLOW_IMAGE_PARTITION_TABLE, TABLE_AT, "");
  merged_assert_part (image, 2, GLOW_IMAGE_APP, APP_AT, "factory");
  g_assert_true (glow_image_get_part (image, 2)->header.has_digest);
  g_assert_true (glow_image_get_part (image, 2)->header.digest_valid);
  g_assert_cmpint (glow_image_get_part (image, 2)->tail, ==, GLOW_IMAGE_TAIL_BLANK);
}

/* Cut off, padded, or with something else behind it: three different things. */
static void
test_ends (void)
{
  static const struct {
    gint extra; /* bytes; less than 0: missing */
    guint8 fill;
    GlowImageTail tail;
    GlowImageProblem problems;
  } cases[] = {
    { 0, 0, GLOW_IMAGE_TAIL_NONE, 0 },
    { -1, 0, GLOW_IMAGE_TAIL_NONE, GLOW_IMAGE_PROBLEM_TRUNCATED },
    { -200, 0, GLOW_IMAGE_TAIL_NONE, GLOW_IMAGE_PROBLEM_TRUNCATED },
    { 1, 0xff, GLOW_IMAGE_TAIL_BLANK, 0 },
    { 5000, 0xff, GLOW_IMAGE_TAIL_BLANK, 0 },
    { 5000, 0x00, GLOW_IMAGE_TAIL_ZERO, 0 },
    { 5000, 0x5a, GLOW_IMAGE_TAIL_DATA, GLOW_IMAGE_PROBLEM_TAIL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);
    g_autoptr (GlowImage) image = NULL;
    gsize size = (gsize) ((gint) bytes->len + cases[i].extra);
    const GlowImagePart *part;

    if (cases[i].extra < 0)
      g_byte_array_set_size (bytes, (guint) size);
    else
      maker_fill (bytes, cases[i].fill, size);
    image = maker_open (bytes, "app.bin");
    part = glow_image_get_part (image, 0);
    g_assert_cmphex (glow_image_get_problems (image), ==, cases[i].problems);
    g_assert_cmpint (part->tail, ==, cases[i].tail);
    g_assert_cmpuint (part->tail_size, ==, MAX (cases[i].extra, 0));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-pieces/bootloader-at-a-wrong-place",
                   test_bootloader_at_a_wrong_place);
  g_test_add_func ("/image-pieces/chance-bootloader", test_chance_bootloader);
  g_test_add_func ("/image-pieces/from-the-table-on", test_from_the_table_on);
  g_test_add_func ("/image-pieces/without-a-bootloader", test_without_a_bootloader);
  g_test_add_func ("/image-pieces/padded-table", test_padded_table);
  g_test_add_func ("/image-pieces/padded-app", test_padded_app);
  g_test_add_func ("/image-pieces/esp8266-rtos", test_esp8266_rtos);
  g_test_add_func ("/image-pieces/ends", test_ends);
  return g_test_run ();
}
