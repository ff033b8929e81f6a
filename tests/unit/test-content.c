/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is no program: settings, file systems, text, encryption. */

#include "data-maker.h"

static void
assert_kind (GByteArray *bytes, GlowImageKind kind, GlowImageProblem problems)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "file.bin");

  g_assert_cmpint (glow_image_get_kind (image), ==, kind);
  g_assert_cmphex (glow_image_get_problems (image), ==, problems);
}

static void
test_nvs (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;
  const GlowNvs *nvs;

  maker_put_nvs_page (bytes, 0, 126);
  maker_put_nvs_page (bytes, 1, 5);
  maker_fill (bytes, 0xff, 5 * MAKER_PAGE_SIZE);
  assert_kind (bytes, GLOW_IMAGE_NVS, 0);
  image = maker_open (bytes, "nvs.bin");
  nvs = &glow_image_get_part (image, 0)->nvs;
  g_assert_cmpuint (nvs->version, ==, 2);
  g_assert_cmpuint (nvs->n_pages, ==, 5);
  g_assert_cmpuint (nvs->n_used, ==, 2);
  g_assert_cmpuint (nvs->n_damaged, ==, 0);
  g_assert_cmpuint (nvs->n_entries, ==, 131);
}

/* The header of a page as ESP-IDF's generator writes it: sequence 0, version 2. */
static void
test_nvs_vector (void)
{
  static const guint8 head[] = { 0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xfe };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  maker_put_nvs_page (bytes, 0, 1);
  g_assert_cmpmem (bytes->data, sizeof head, head, sizeof head);
  /* zlib.crc32 (bytes 4 to 27, 0xffffffff) */
  g_assert_cmphex (bytes->data[28] | bytes->data[29] << 8 | bytes->data[30] << 16, ==,
                   0xba2d84);
}

static void
test_nvs_damage (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 3; i++)
    maker_put_nvs_page (bytes, i, 3);
  bytes->data[MAKER_PAGE_SIZE + 4] ^= 1;
  assert_kind (bytes, GLOW_IMAGE_NVS, GLOW_IMAGE_PROBLEM_SETTINGS);
  bytes->data[4] ^= 1;
  assert_kind (bytes, GLOW_IMAGE_DATA, 0);
  g_byte_array_set_size (bytes, 0x800);
  assert_kind (bytes, GLOW_IMAGE_DATA, 0);
}

static void
assert_filesystem (GByteArray *bytes,
                   GlowImageKind kind,
                   guint32 block_size,
                   guint64 size,
                   GlowImageProblem problems)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "data.bin");
  const GlowFilesystem *filesystem = &glow_image_get_part (image, 0)->filesystem;

  g_assert_cmpint (glow_image_get_kind (image), ==, kind);
  g_assert_cmphex (filesystem->block_size, ==, block_size);
  g_assert_cmphex (filesystem->size, ==, size);
  g_assert_cmphex (glow_image_get_problems (image), ==, problems);
}

static void
test_spiffs (void)
{
  static const struct {
    guint32 block_size;
    guint n_blocks;
    gboolean counted;
  } cases[] = {
    { 4096, 2, TRUE },
    { 4096, 75, TRUE },
    { 8192, 125, TRUE },
    { 4096, 64, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    maker_put_spiffs (bytes, cases[i].block_size, cases[i].n_blocks, cases[i].counted);
    assert_filesystem (bytes, GLOW_IMAGE_SPIFFS, cases[i].block_size,
                       cases[i].counted ? bytes->len : 0, 0);
  }
}

/* A block between erase and use has no magic; the file's end may be missing. */
static void
test_spiffs_in_use (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  maker_put_spiffs (bytes, 4096, 16, TRUE);
  memset (bytes->data + 5 * 4096, 0xff, 4096);
  assert_filesystem (bytes, GLOW_IMAGE_SPIFFS, 4096, 0x10000, 0);
  g_byte_array_set_size (bytes, 0xc000);
  assert_filesystem (bytes, GLOW_IMAGE_SPIFFS, 4096, 0x10000,
                     GLOW_IMAGE_PROBLEM_SHORT_DATA);
}

static void
test_littlefs (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  maker_put_littlefs (bytes, 4096, 16);
  assert_filesystem (bytes, GLOW_IMAGE_LITTLEFS, 4096, 0x10000, 0);
  image = maker_open (bytes, "littlefs.bin");
  g_assert_cmphex (glow_image_get_part (image, 0)->filesystem.version, ==, 0x20001);
  g_byte_array_set_size (bytes, 0x8000);
  assert_filesystem (bytes, GLOW_IMAGE_LITTLEFS, 4096, 0x10000,
                     GLOW_IMAGE_PROBLEM_SHORT_DATA);
  bytes->data[9] ^= 1;
  assert_kind (bytes, GLOW_IMAGE_DATA, 0);
}

/* The first superblock erased, the second one counts. */
static void
test_littlefs_second_superblock (void)
{
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  maker_put_littlefs (first, 4096, 16);
  maker_fill (bytes, 0xff, 4096);
  g_byte_array_append (bytes, first->data, 15 * 4096);
  assert_filesystem (bytes, GLOW_IMAGE_LITTLEFS, 4096, 0x10000, 0);
}

static void
test_fat (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) levelled = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;

  maker_put_fat (bytes, 32);
  assert_filesystem (bytes, GLOW_IMAGE_FAT, 4096, 0x20000, 0);
  image = maker_open (bytes, "fat.bin");
  g_assert_cmpuint (glow_image_get_part (image, 0)->filesystem.version, ==, 12);
  g_assert_false (glow_image_get_part (image, 0)->filesystem.wear_levelled);
  g_clear_object (&image);
  maker_fill (levelled, 0xff, 4096);
  g_byte_array_append (levelled, bytes->data, bytes->len);
  image = maker_open (levelled, "fat.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_FAT);
  g_assert_true (glow_image_get_part (image, 0)->filesystem.wear_levelled);
}

static void
test_radio (void)
{
  static const guint8 start[] = { 5, 8, 4, 2, 5, 5, 5, 2, 5, 0, 4, 5, 5, 4, 5, 5 };
  g_autoptr (GByteArray) init = g_byte_array_new ();
  g_autoptr (GByteArray) phy = g_byte_array_new ();

  g_byte_array_append (init, start, sizeof start);
  maker_fill (init, 0x00, 128);
  assert_kind (init, GLOW_IMAGE_INIT_DATA, 0);
  maker_fill (init, 0xff, 4096);
  assert_kind (init, GLOW_IMAGE_INIT_DATA, 0);
  init->data[2000] = 1;
  assert_kind (init, GLOW_IMAGE_DATA, 0);
  g_byte_array_append (phy, (const guint8 *) "PHYINIT", 8);
  maker_fill (phy, 0x03, 136);
  g_byte_array_append (phy, (const guint8 *) "PHYINIT", 8);
  assert_kind (phy, GLOW_IMAGE_PHY_INIT, 0);
}

static void
test_encrypted (void)
{
  static const gsize paddings[] = { 0, 0x1000, 0x2000 };

  for (gsize i = 0; i < G_N_ELEMENTS (paddings); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    maker_fill (bytes, 0xff, paddings[i]);
    maker_put_noise (bytes, 0x6000);
    assert_kind (bytes, GLOW_IMAGE_ENCRYPTED, GLOW_IMAGE_PROBLEM_ENCRYPTED);
    /* ciphers give whole blocks */
    g_byte_array_append (bytes, (const guint8 *) "x", 1);
    assert_kind (bytes, GLOW_IMAGE_DATA, 0);
  }
}

/* Much of it has structure, though its values look wild. */
static void
test_not_encrypted (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 0x2000; i++)
    maker_put (bytes, 0x40200000 + i * 2654435761u % 0x100000, 4);
  assert_kind (bytes, GLOW_IMAGE_DATA, 0);
}

static void
test_text (void)
{
  static const struct {
    const char *content;
    gsize size;
    gboolean is_text;
  } cases[] = {
    { "404: Not Found", 14, TRUE },
    { "Zugriff verweigert für Sie\n", 28, TRUE },
    { "# Name, Type, SubType\nnvs, data, nvs,,0x6000\n", 45, TRUE },
    { "padded\n\xff\xff\xff\xff", 11, TRUE },
    { "abc", 3, FALSE },
    { "ZZZZZZZZ", 8, FALSE },
    { "with\x01"
      "control",
      12, FALSE },
    { "\xc3\xc3\xc3\xc3\xc3", 5, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    g_byte_array_append (bytes, (const guint8 *) cases[i].content, (guint) cases[i].size);
    assert_kind (bytes, cases[i].is_text ? GLOW_IMAGE_TEXT : GLOW_IMAGE_DATA,
                 cases[i].is_text ? GLOW_IMAGE_PROBLEM_TEXT : 0);
  }
}

/* Functions as the ESP8266's compiler makes them: stack, work, return. */
static void
put_code (GByteArray *out, gsize size, guint32 place)
{
  static const guint8 prologue[] = { 0x12, 0xc1, 0xf0, 0x09, 0x01 };
  static const guint8 epilogue[] = { 0x08, 0x01, 0x12, 0xc1, 0x10, 0x0d, 0xf0, 0x00 };
  gsize start = out->len;

  for (guint i = 0; out->len - start < size; i++) {
    maker_put (out, 0x40200000 + place + i * 64 % (guint32) size, 4);
    g_byte_array_append (out, prologue, sizeof prologue);
    maker_fill (out, (guint8) (i % 251), out->len + 43);
    g_byte_array_append (out, epilogue, sizeof epilogue);
  }
}

static void
test_irom (void)
{
  static const guint32 places[] = { 0x10000, 0x9000, 0x40000 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GlowImage) image = NULL;
    guint32 offset = 1;

    put_code (bytes, 0x6000, places[i]);
    assert_kind (bytes, GLOW_IMAGE_IROM, 0);
    image = maker_open (bytes, "0x10000.bin");
    g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
    g_assert_cmphex (offset, ==, places[i]);
  }
}

/* Both files of the pair in one, as people publish them. */
static void
test_pair_in_one (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp8266_v1);
  g_autoptr (GlowImage) image = NULL;
  guint32 offset = 1;

  maker_fill (bytes, 0xff, 0x10000);
  put_code (bytes, 0x6000, 0x10000);
  image = maker_open (bytes, "nodemcu.bin");
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_APP);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, 2);
  g_assert_cmpint (glow_image_get_part (image, 1)->kind, ==, GLOW_IMAGE_IROM);
  g_assert_cmphex (glow_image_get_part (image, 1)->file_offset, ==, 0x10000);
  g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
  g_assert_cmphex (offset, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/nvs", test_nvs);
  g_test_add_func ("/content/nvs-vector", test_nvs_vector);
  g_test_add_func ("/content/nvs-damage", test_nvs_damage);
  g_test_add_func ("/content/spiffs", test_spiffs);
  g_test_add_func ("/content/spiffs-in-use", test_spiffs_in_use);
  g_test_add_func ("/content/littlefs", test_littlefs);
  g_test_add_func ("/content/littlefs-second-superblock",
                   test_littlefs_second_superblock);
  g_test_add_func ("/content/fat", test_fat);
  g_test_add_func ("/content/radio", test_radio);
  g_test_add_func ("/content/encrypted", test_encrypted);
  g_test_add_func ("/content/not-encrypted", test_not_encrypted);
  g_test_add_func ("/content/text", test_text);
  g_test_add_func ("/content/irom", test_irom);
  g_test_add_func ("/content/pair-in-one", test_pair_in_one);
  return g_test_run ();
}
