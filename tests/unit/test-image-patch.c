/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Other flash settings in a header, and nothing else. */

#include "image-maker.h"

static const GlowImagePatch keep = { -1, -1, -1 };

/* Everything but the two bytes and the digest of the image at @at is as before. */
static void
assert_only_changed (GByteArray *before,
                     GBytes *after,
                     gsize at,
                     gsize digest_at,
                     gsize digest_size)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (after, &size);

  g_assert_cmpuint (size, ==, before->len);
  for (gsize i = 0; i < size; i++) {
    gboolean may_change =
      i == at + 2 || i == at + 3 || (i >= digest_at && i < digest_at + digest_size);

    if (!may_change)
      g_assert_cmphex (bytes[i], ==, before->data[i]);
  }
}

static void
test_bytes (void)
{
  static const struct {
    GlowImagePatch patch;
    guint8 mode;
    guint8 size_freq;
  } cases[] = {
    { { -1, -1, -1 }, 0, 0x20 },  { { 3, -1, -1 }, 3, 0x20 }, { { -1, 4, -1 }, 0, 0x40 },
    { { -1, -1, 0xf }, 0, 0x2f }, { { 2, 9, 1 }, 2, 0x91 },   { { 0, 0, 0 }, 0, 0x00 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = maker_new (&maker_esp8266_v1);
    g_autoptr (GlowImage) image = maker_open (bytes, "boot.bin");
    g_autoptr (GBytes) patched = glow_image_patch (image, 0, &cases[i].patch);
    const guint8 *data = g_bytes_get_data (patched, NULL);

    g_assert_cmphex (data[2], ==, cases[i].mode);
    g_assert_cmphex (data[3], ==, cases[i].size_freq);
    assert_only_changed (bytes, patched, 0, 0, 0);
  }
}

/* A merged file: the bootloader's header with its digest, and what follows stays. */
static void
test_digest (void)
{
  GlowImagePatch patch = { 0, 4, 0 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowImage) image = NULL;
  g_autoptr (GBytes) patched = NULL;
  g_autoptr (GlowImage) again = NULL;
  gsize end;

  maker_fill (bytes, 0xff, 0x1000);
  maker_put_image (bytes, &maker_esp32_bootloader);
  end = bytes->len;
  maker_fill (bytes, 0xff, 0x8000);
  maker_put_partition (bytes, 0, 0, 0x10000, 0x10000, "factory");
  maker_fill (bytes, 0xff, 0x10000);
  maker_put_image (bytes, &maker_esp32_app);
  image = maker_open (bytes, "factory.bin");
  patched = glow_image_patch (image, 0x1000, &patch);
  g_assert_nonnull (patched);
  assert_only_changed (bytes, patched, 0x1000, end - 32, 32);
  again = glow_image_new (patched, "patched.bin", NULL);
  g_assert_cmphex (glow_image_get_problems (again), ==, 0);
  g_assert_cmpuint (glow_image_get_part (again, 0)->header.flash_mode, ==, 0);
  g_assert_cmpuint (glow_image_get_part (again, 0)->header.flash_size_nibble, ==, 4);
  g_assert_true (glow_image_get_part (again, 0)->header.digest_valid);
  /* the original is untouched, and the application can be asked for as well */
  g_assert_cmpmem (g_bytes_get_data (glow_image_get_bytes (image), NULL), bytes->len,
                   bytes->data, bytes->len);
}

static void
assert_refused (GByteArray *bytes, gsize file_offset)
{
  g_autoptr (GlowImage) image = maker_open (bytes, "file.bin");

  g_assert_null (glow_image_patch (image, file_offset, &keep));
}

static void
test_no_header_there (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);

  assert_refused (bytes, 0x10);
  assert_refused (bytes, bytes->len);
  assert_refused (bytes, G_MAXSIZE);
}

static void
test_damaged (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);

  bytes->data[bytes->len - 1] ^= 1;
  assert_refused (bytes, 0);
  bytes->data[bytes->len - 1] ^= 1;
  bytes->data[40] ^= 1;
  assert_refused (bytes, 0);
  bytes->data[40] ^= 1;
  g_byte_array_set_size (bytes, bytes->len - 1);
  assert_refused (bytes, 0);
}

static void
test_unknown_chip (void)
{
  MakerImage unknown = maker_esp32_bootloader;
  g_autoptr (GByteArray) bytes = NULL;

  unknown.chip_id = 14;
  bytes = maker_new (&unknown);
  assert_refused (bytes, 0);
}

/* protocol.md 5.9 */
static void
test_signed_v2 (void)
{
  static const gsize places[] = { 0x1000, 0x10000 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);

    maker_fill (bytes, 0xff, places[i]);
    maker_put (bytes, 0x02e7, 2);
    maker_fill (bytes, 0x77, places[i] + 1216);
    maker_fill (bytes, 0xff, places[i] + 0x1000);
    assert_refused (bytes, 0);
  }
}

static void
test_signed_v1 (void)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);

  maker_put (bytes, 0, 4);
  maker_fill (bytes, 0x77, bytes->len + 64);
  assert_refused (bytes, 0);
}

static void
test_padding_is_no_signature (void)
{
  static const guint8 paddings[] = { 0x00, 0xff };

  for (gsize i = 0; i < G_N_ELEMENTS (paddings); i++) {
    g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_bootloader);
    g_autoptr (GlowImage) image = NULL;
    g_autoptr (GBytes) patched = NULL;

    maker_fill (bytes, paddings[i], 0x2000);
    image = maker_open (bytes, "bootloader.bin");
    patched = glow_image_patch (image, 0, &keep);
    g_assert_nonnull (patched);
    assert_only_changed (bytes, patched, 0, 0, 0);
  }
}

/* Two headers that may differ: none is touched. */
static void
test_v2 (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  maker_put_v2 (bytes);
  assert_refused (bytes, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-patch/bytes", test_bytes);
  g_test_add_func ("/image-patch/digest", test_digest);
  g_test_add_func ("/image-patch/no-header", test_no_header_there);
  g_test_add_func ("/image-patch/damaged", test_damaged);
  g_test_add_func ("/image-patch/unknown-chip", test_unknown_chip);
  g_test_add_func ("/image-patch/signed-v2", test_signed_v2);
  g_test_add_func ("/image-patch/signed-v1", test_signed_v1);
  g_test_add_func ("/image-patch/padding", test_padding_is_no_signature);
  g_test_add_func ("/image-patch/v2", test_v2);
  return g_test_run ();
}
