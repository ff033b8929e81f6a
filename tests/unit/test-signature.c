/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Signatures of secure boot behind an image (protocol.md 5.9). */

#include "image-maker.h"

#define SECTOR 0x1000
#define BLOCK  1216 /* bytes */

/* Pads @bytes to @page and appends a sector with that many good blocks. */
static void
sign_v2 (GByteArray *bytes, gsize page, guint8 version, guint n_blocks)
{
  gsize end = (bytes->len + page - 1) / page * page;

  maker_fill (bytes, 0xff, end);
  for (guint i = 0; i < n_blocks; i++) {
    gsize start = bytes->len;
    g_autoptr (GByteArray) hash = g_byte_array_new ();

    g_byte_array_append (hash, bytes->data, (guint) end);
    maker_put_hash (hash, 0, G_CHECKSUM_SHA256);
    maker_put (bytes, 0xe7, 1);
    maker_put (bytes, version, 1);
    maker_put (bytes, 0, 2);
    g_byte_array_append (bytes, hash->data + end, 32);
    maker_fill (bytes, (guint8) (0x30 + i), start + 1196);
    maker_put (bytes, maker_crc32 (bytes->data + start, 1196), 4);
    maker_fill (bytes, 0x00, start + BLOCK);
  }
  maker_fill (bytes, 0xff, end + SECTOR);
}

static void
assert_signature (GByteArray *bytes,
                  GlowSignatureScheme scheme,
                  guint n_blocks,
                  guint n_valid,
                  GlowImageProblem problems)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "signed.bin");
  const GlowImagePart *part = glow_image_get_part (image, 0);
  GlowImagePatch patch = { 0, -1, -1 };
  g_autoptr (GBytes) patched = glow_image_patch (image, 0, &patch);

  g_assert_cmpint (part->signature.scheme, ==, scheme);
  g_assert_cmpuint (part->signature.n_blocks, ==, n_blocks);
  g_assert_cmpuint (part->signature.n_valid, ==, n_valid);
  g_assert_cmphex (glow_image_get_problems (image), ==, problems);
  /* a signed image is never changed */
  g_assert_cmpint (patched == NULL, ==, scheme != GLOW_SIGNATURE_NONE);
}

static void
test_v2 (void)
{
  static const struct {
    gsize page;
    guint8 version;
    GlowSignatureScheme scheme;
  } cases[] = {
    { 0x1000, 2, GLOW_SIGNATURE_V2_RSA },
    { 0x8000, 2, GLOW_SIGNATURE_V2_RSA },
    { 0x10000, 3, GLOW_SIGNATURE_V2_ECDSA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (guint n = 1; n <= 3; n++) {
      g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

      sign_v2 (bytes, cases[i].page, cases[i].version, n);
      assert_signature (bytes, cases[i].scheme, n, n, 0);
    }
  }
}

static void
test_v2_damage (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

  sign_v2 (bytes, SECTOR, 2, 2);
  /* in the key of the second block */
  bytes->data[SECTOR + BLOCK + 100] ^= 1;
  assert_signature (bytes, GLOW_SIGNATURE_V2_RSA, 2, 1, GLOW_IMAGE_PROBLEM_SIGNATURE);
  /* a digest of something else */
  bytes->data[SECTOR + 4] ^= 1;
  assert_signature (bytes, GLOW_SIGNATURE_V2_RSA, 2, 0, GLOW_IMAGE_PROBLEM_SIGNATURE);
}

/* Something in between: then it is no signature of this image. */
static void
test_v2_behind_data (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

  maker_fill (bytes, 0x5a, SECTOR);
  sign_v2 (bytes, SECTOR, 2, 1);
  assert_signature (bytes, GLOW_SIGNATURE_NONE, 0, 0, GLOW_IMAGE_PROBLEM_TAIL);
}

static void
put_v1 (GByteArray *bytes)
{
  maker_put (bytes, 0, 4);
  for (guint i = 0; i < 64; i++)
    maker_put (bytes, 7 + i * 37, 1);
}

static void
test_v1 (void)
{
  static const gsize paddings[] = { 0, 12 };

  for (gsize i = 0; i < G_N_ELEMENTS (paddings); i++) {
    g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

    maker_fill (bytes, 0x00, bytes->len + paddings[i]);
    put_v1 (bytes);
    assert_signature (bytes, GLOW_SIGNATURE_V1, 1, 1, 0);
    maker_fill (bytes, 0xff, SECTOR);
    assert_signature (bytes, GLOW_SIGNATURE_V1, 1, 1, 0);
    maker_fill (bytes, 0x5a, SECTOR + 0x100);
    assert_signature (bytes, GLOW_SIGNATURE_NONE, 0, 0, GLOW_IMAGE_PROBLEM_TAIL);
  }
}

/* What encryption filled its last block with stays when a flash is decrypted. */
static void
test_v1_decrypted (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

  put_v1 (bytes);
  for (guint i = 0; i < 12; i++)
    maker_put (bytes, 0x91 + i * 29, 1);
  assert_signature (bytes, GLOW_SIGNATURE_V1, 1, 1, 0);
  maker_put (bytes, 0x12345678, 4);
  assert_signature (bytes, GLOW_SIGNATURE_NONE, 0, 0, GLOW_IMAGE_PROBLEM_TAIL);
}

/* Padding is no signature, whatever its length. */
static void
test_padding (void)
{
  static const guint8 fillings[] = { 0x00, 0xff };

  for (gsize i = 0; i < G_N_ELEMENTS (fillings); i++) {
    for (gsize size = 1; size < 0x100; size += 11) {
      g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

      maker_fill (bytes, fillings[i], bytes->len + size);
      assert_signature (bytes, GLOW_SIGNATURE_NONE, 0, 0, 0);
    }
  }
}

/* In a merged file the signature belongs to its part. */
static void
test_merged (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);
  g_autoptr (GByteArray) app = maker_new (&maker_esp32_app);
  g_autoptr (GlowImage) image = NULL;
  gsize table;

  sign_v2 (bytes, SECTOR, 2, 1);
  maker_fill (bytes, 0xff, 0x7000);
  table = bytes->len;
  maker_put_partition (bytes, 0, 0, 0x10000, 0x20000, "factory");
  maker_put_table_end (bytes, table);
  maker_fill (bytes, 0xff, 0xf000);
  sign_v2 (app, 0x10000, 2, 2);
  g_byte_array_append (bytes, app->data, app->len);
  image = maker_open (bytes, "merged.bin");
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, 3);
  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  g_assert_cmpuint (glow_image_get_part (image, 0)->signature.n_valid, ==, 1);
  g_assert_cmphex (glow_image_get_part (image, 0)->size, ==, 2 * SECTOR);
  g_assert_cmpuint (glow_image_get_part (image, 2)->signature.n_valid, ==, 2);
  g_assert_cmphex (glow_image_get_part (image, 2)->size, ==, 0x11000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signature/v2", test_v2);
  g_test_add_func ("/signature/v2-damage", test_v2_damage);
  g_test_add_func ("/signature/v2-behind-data", test_v2_behind_data);
  g_test_add_func ("/signature/v1", test_v1);
  g_test_add_func ("/signature/v1-decrypted", test_v1_decrypted);
  g_test_add_func ("/signature/padding", test_padding);
  g_test_add_func ("/signature/merged", test_merged);
  return g_test_run ();
}
