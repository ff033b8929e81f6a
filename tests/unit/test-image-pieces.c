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
  return g_test_run ();
}
