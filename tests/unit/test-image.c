/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Single images: what their headers say and whether it is true. */

#include "glow-error.h"
#include "glow-image-header.h"
#include "image-maker.h"

static const GlowImageHeader *
get_header (GlowImage *image)
{
  const GlowImagePart *part = glow_image_get_part (image, 0);

  g_assert_true (part->has_header);
  return &part->header;
}

static void
assert_whole (GlowImage *image)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmphex (glow_image_get_problems (image), ==, 0);
  g_assert_true (glow_image_check (image, &error));
  g_assert_no_error (error);
}

static void
assert_broken (GlowImage *image, GlowImageProblem problem, const char *pattern)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmphex (glow_image_get_problems (image), ==, problem);
  g_assert_false (glow_image_check (image, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("\"%s\" is not like \"%s\"", error->message, pattern);
}

static GByteArray *
make_v2 (void)
{
  GByteArray *out = g_byte_array_new ();

  maker_put_v2 (out);
  return out;
}

static GByteArray *
make_v3 (void)
{
  MakerImage v3 = maker_esp8266_v1;

  v3.extended = TRUE;
  v3.digest = TRUE;
  return maker_new (&v3);
}

static GByteArray *
make_v1 (void)
{
  return maker_new (&maker_esp8266_v1);
}

static GByteArray *
make_esp32 (void)
{
  return maker_new (&maker_esp32_app);
}

static GByteArray *
make_c3 (void)
{
  return maker_new (&maker_c3_app);
}

static const struct {
  const char *name;
  GByteArray *(*make) (void);
} formats[] = {
  { "v1", make_v1 },       { "v2", make_v2 }, { "v3", make_v3 },
  { "esp32", make_esp32 }, { "c3", make_c3 },
};

static void
test_esp32_fields (void)
{
  MakerImage app = maker_esp32_app;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;
  const GlowImageHeader *header;

  app.min_full = 101;
  bytes = maker_new (&app);
  image = maker_open (bytes, "app.bin");
  header = get_header (image);
  assert_whole (image);
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_APP);
  g_assert_true (glow_image_get_chip (image) == glow_chip_get (GLOW_CHIP_ESP32));
  g_assert_cmpint (header->format, ==, GLOW_IMAGE_FORMAT_ESP32);
  g_assert_cmpuint (header->chip_id, ==, 0);
  g_assert_cmpuint (header->flash_mode, ==, 2);
  g_assert_cmpuint (header->flash_size_nibble, ==, 2);
  g_assert_cmpuint (header->flash_freq_nibble, ==, 0xf);
  g_assert_cmphex (header->entry_addr, ==, 0x40081234);
  g_assert_cmpuint (header->min_revision, ==, 101);
  g_assert_cmpuint (header->max_revision, ==, 399);
  g_assert_true (header->has_digest && header->digest_valid);
  g_assert_true (header->complete && header->checksum_valid);
  g_assert_cmpuint (header->size, ==, bytes->len);
  g_assert_cmpuint (header->n_segments, ==, 3);
  g_assert_cmpuint (header->n_declared, ==, 3);
  g_assert_cmphex (header->segments[0].addr, ==, 0x3f400020);
  g_assert_cmpuint (header->segments[0].file_offset, ==, 32);
  g_assert_cmpuint (header->segments[1].size, ==, 0x104);
  g_assert_cmpuint (header->segments[1].file_offset, ==, 32 + 0x300 + 8);
  g_assert_false (glow_image_header_is_ram_only (header));
  g_assert_false (glow_image_wants_own_flash_size (image));
}

static void
test_revisions (void)
{
  static const struct {
    const MakerImage *image;
    guint8 min_old;
    guint16 min_full;
    guint16 max_full;
    guint min;
    guint max;
  } cases[] = {
    { &maker_esp32_app, 3, 0, 0, 300, 65535 },     /* full fields are absent */
    { &maker_esp32_app, 1, 0, 65535, 100, 65535 }, /* full fields say "any" */
    { &maker_esp32_app, 1, 301, 399, 301, 399 },
    { &maker_esp32_app, 0, 0, 399, 0, 399 },
    { &maker_c3_app, 3, 0, 0, 3, 65535 }, /* the minor revision on the ESP32-C3 */
    { &maker_c3_app, 3, 4, 199, 4, 199 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage made = *cases[i].image;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;
    const GlowImageHeader *header;

    made.min_old = cases[i].min_old;
    made.min_full = cases[i].min_full;
    made.max_full = cases[i].max_full;
    bytes = maker_new (&made);
    image = maker_open (bytes, "app.bin");
    header = get_header (image);
    g_assert_cmpuint (header->min_revision, ==, cases[i].min);
    g_assert_cmpuint (header->max_revision, ==, cases[i].max);
    g_assert_true (glow_image_header_allows_revision (header, cases[i].min));
    g_assert_true (glow_image_header_allows_revision (header, cases[i].max));
    g_assert_false (glow_image_header_allows_revision (header, cases[i].max + 1));
    if (cases[i].min > 0)
      g_assert_false (glow_image_header_allows_revision (header, cases[i].min - 1));
  }
}

static void
test_v1_fields (void)
{
  g_autoptr (GByteArray) bytes = make_v1 ();
  g_autoptr (GlowImage) image = maker_open (bytes, "boot.bin");
  const GlowImageHeader *header = get_header (image);

  assert_whole (image);
  g_assert_true (glow_image_get_chip (image) == glow_chip_get (GLOW_CHIP_ESP8266));
  g_assert_cmpint (header->format, ==, GLOW_IMAGE_FORMAT_ESP8266_V1);
  g_assert_cmpuint (header->chip_id, ==, GLOW_CHIP_NO_IMAGE_ID);
  g_assert_cmpuint (header->n_segments, ==, 2);
  g_assert_cmpuint (header->segments[0].file_offset, ==, 16);
  g_assert_cmpuint (header->size, ==, bytes->len);
  g_assert_false (header->has_digest);
  g_assert_true (header->digest_valid);
  g_assert_true (glow_image_header_is_ram_only (header));
}

static void
test_v2_fields (void)
{
  g_autoptr (GByteArray) bytes = make_v2 ();
  g_autoptr (GlowImage) image = maker_open (bytes, "user1.bin");
  const GlowImageHeader *header = get_header (image);

  assert_whole (image);
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_APP);
  g_assert_cmpint (header->format, ==, GLOW_IMAGE_FORMAT_ESP8266_V2);
  /* the inner header's */
  g_assert_cmpuint (header->flash_size_nibble, ==, 2);
  g_assert_cmphex (header->entry_addr, ==, 0x40100004);
  g_assert_cmpuint (header->n_segments, ==, 3);
  g_assert_cmphex (header->segments[0].addr, ==, 0);
  g_assert_cmpuint (header->segments[0].size, ==, 0x220);
  g_assert_cmphex (header->segments[1].addr, ==, 0x40100000);
  g_assert_cmpuint (header->size, ==, bytes->len);
}

/* Its sign decides how a CRC is stored: both ways have to come up. */
static void
test_v2_crc_of_both_signs (void)
{
  guint n_negative = 0;

  for (guint32 entry = 0; entry < 16; entry++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GlowImage) image = NULL;

    maker_put_v2_with_entry (bytes, entry);
    n_negative += maker_crc32 (bytes->data, bytes->len - 4) >> 31;
    image = maker_open (bytes, "user1.bin");
    assert_whole (image);
  }
  g_assert_cmpuint (n_negative, >, 0);
  g_assert_cmpuint (n_negative, <, 16);
}

static void
test_v3_fields (void)
{
  g_autoptr (GByteArray) bytes = make_v3 ();
  g_autoptr (GlowImage) image = maker_open (bytes, "app.bin");
  const GlowImageHeader *header = get_header (image);

  assert_whole (image);
  g_assert_true (glow_image_get_chip (image) == glow_chip_get (GLOW_CHIP_ESP8266));
  g_assert_cmpint (header->format, ==, GLOW_IMAGE_FORMAT_ESP8266_V3);
  g_assert_true (header->has_digest && header->digest_valid);
  g_assert_cmpuint (header->segments[0].file_offset, ==, 32);
}

/* boot_v1.7.bin of the SDK has zeros where other chips have an id, and 32 at the id's
 * place when it is read wrongly: esptool takes it for an ESP32-S31 */
static void
test_v1_with_a_chip_id_by_chance (void)
{
  MakerImage boot = maker_esp8266_v1;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;

  boot.segments[0].size = 0x0a20;
  boot.segments[0].text = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
  boot.segments[0].text_size = 16;
  bytes = maker_new (&boot);
  g_assert_cmphex (bytes->data[12], ==, 0x20);
  image = maker_open (bytes, "boot_v1.7.bin");
  assert_whole (image);
  g_assert_true (glow_image_get_chip (image) == glow_chip_get (GLOW_CHIP_ESP8266));
}

static void
test_every_chip_by_its_id (void)
{
  for (guint id = GLOW_CHIP_ESP32; id < GLOW_N_CHIPS; id++) {
    const GlowChip *chip = glow_chip_get (id);
    MakerImage app = maker_esp32_app;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;

    app.chip_id = glow_chip_get_image_id (chip);
    bytes = maker_new (&app);
    image = maker_open (bytes, "app.bin");
    g_assert_true (glow_image_get_chip (image) == chip);
  }
}

static void
test_unknown_chip (void)
{
  MakerImage app = maker_c3_app;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;

  app.chip_id = 14; /* ESP32-H2 beta 2 */
  bytes = maker_new (&app);
  image = maker_open (bytes, "h2beta2.bin");
  g_assert_null (glow_image_get_chip (image));
  g_assert_cmpuint (get_header (image)->chip_id, ==, 14);
  assert_broken (image, GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP, "*at 0x0 of h2beta2.bin*id 14");
}

static void
test_bad_checksum (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GByteArray) bytes = formats[i].make ();
    g_autoptr (GlowImage) whole = maker_open (bytes, "whole.bin");
    const GlowImageHeader *header = get_header (whole);
    g_autoptr (GlowImage) image = NULL;
    GlowImageProblem problems = GLOW_IMAGE_PROBLEM_CHECKSUM;

    /* a digest over the segment gets wrong as well */
    bytes->data[header->segments[header->n_segments - 1].file_offset] ^= 1;
    image = maker_open (bytes, "damaged.bin");
    if (get_header (image)->has_digest)
      problems |= GLOW_IMAGE_PROBLEM_DIGEST;
    assert_broken (image, problems, "the checksum of the image at 0x0 of damaged.bin *");
  }
}

static void
test_bad_digest (void)
{
  static const struct {
    GByteArray *(*make) (void);
    const char *pattern;
  } cases[] = {
    { make_esp32, "the SHA-256 at the end of the image at 0x0 of damaged.bin *" },
    { make_v3, "the SHA-256 at the end of the image at 0x0 of damaged.bin *" },
    { make_v2, "the CRC-32 at the end of the image at 0x0 of damaged.bin *" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = cases[i].make ();
    g_autoptr (GlowImage) image = NULL;

    bytes->data[bytes->len - 1] ^= 0x80;
    image = maker_open (bytes, "damaged.bin");
    assert_broken (image, GLOW_IMAGE_PROBLEM_DIGEST, cases[i].pattern);
  }
}

static void
test_every_truncation (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (GByteArray) whole = formats[index].make ();

  for (guint len = 1; len < whole->len; len++) {
    g_autoptr (GByteArray) cut = g_byte_array_new ();
    g_autoptr (GlowImage) image = NULL;

    g_byte_array_append (cut, whole->data, len);
    image = maker_open (cut, "cut.bin");
    assert_broken (image, GLOW_IMAGE_PROBLEM_TRUNCATED, "*cut.bin*");
    g_assert_cmpuint (get_header (image)->size, ==, len);
  }
}

static void
test_shorter_than_other_chips_headers (void)
{
  g_autoptr (GByteArray) bytes = make_v1 ();
  g_autoptr (GlowImage) image = NULL;

  g_byte_array_set_size (bytes, 20);
  image = maker_open (bytes, "cut.bin");
  g_assert_true (glow_image_get_chip (image) == glow_chip_get (GLOW_CHIP_ESP8266));
  assert_broken (image, GLOW_IMAGE_PROBLEM_TRUNCATED,
                 "segment 1 of 2 ends at 0x134, the data of cut.bin at 0x14");
}

static void
test_oversized_segment (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    static const gsize size_at[] = { 12, 12, 28, 28, 28 };
    g_autoptr (GByteArray) bytes = formats[i].make ();
    g_autoptr (GlowImage) image = NULL;

    memset (bytes->data + size_at[i], 0xff, 4);
    image = maker_open (bytes, "evil.bin");
    assert_broken (image, GLOW_IMAGE_PROBLEM_TRUNCATED,
                   "segment 1 of ? ends at 0x1000000??, *");
  }
}

static MakerImage
make_many (guint n_segments)
{
  MakerImage many = maker_c3_app;

  many.n_segments = n_segments;
  for (guint i = 0; i < n_segments; i++)
    many.segments[i] = (MakerSegment){ 0x3c000020 + i * 16, 8, NULL, 0 };
  return many;
}

static void
test_sixteen_segments (void)
{
  MakerImage many = make_many (16);
  g_autoptr (GByteArray) bytes = maker_new (&many);
  g_autoptr (GlowImage) image = maker_open (bytes, "many.bin");

  assert_whole (image);
  g_assert_cmpuint (get_header (image)->n_segments, ==, 16);
  g_assert_cmphex (get_header (image)->segments[15].addr, ==, 0x3c000020 + 15 * 16);
}

static void
test_not_an_image (void)
{
  MakerImage too_many = make_many (17);
  MakerImage none = make_many (0);
  MakerImage odd_mode = make_many (2);
  MakerImage odd_place = make_many (2);
  const MakerImage *const cases[] = { &too_many, &none, &odd_mode, &odd_place };

  odd_mode.mode = 6;
  odd_place.segments[0].addr = 0x1234;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = maker_new (cases[i]);
    g_autoptr (GlowImage) image = maker_open (bytes, "data.bin");
    guint32 offset;

    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_DATA);
    g_assert_null (glow_image_get_chip (image));
    assert_whole (image);
    g_assert_false (glow_image_suggest_offset (image, NULL, &offset));
  }
}

static void
test_bootloader_or_app (void)
{
  MakerImage ram_app = maker_esp32_bootloader;
  MakerImage described = maker_esp32_bootloader;
  const struct {
    const MakerImage *image;
    GlowImageKind kind;
    gboolean has_offset;
    guint32 offset;
  } cases[] = {
    { &maker_esp32_bootloader, GLOW_IMAGE_BOOTLOADER, TRUE, 0x1000 },
    { &maker_esp32_app, GLOW_IMAGE_APP, TRUE, 0x10000 },
    { &maker_c3_app, GLOW_IMAGE_APP, TRUE, 0x10000 },
    { &ram_app, GLOW_IMAGE_APP, FALSE, 0 },
    { &described, GLOW_IMAGE_BOOTLOADER, TRUE, 0x1000 },
  };

  ram_app.segments[0].size = 0x9000;
  described.segments[0].size = 0x9000;
  described.segments[0].text = "\x50\0\0\0\1\0\0\0v5.4.1";
  described.segments[0].text_size = 15;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = maker_new (cases[i].image);
    g_autoptr (GlowImage) image = maker_open (bytes, "file.bin");
    guint32 offset = 0;

    g_assert_cmpint (glow_image_get_kind (image), ==, cases[i].kind);
    g_assert_cmpint (glow_image_suggest_offset (image, NULL, &offset), ==,
                     cases[i].has_offset);
    if (cases[i].has_offset)
      g_assert_cmphex (offset, ==, cases[i].offset);
  }
}

/* An address for flash says where an ESP8266 image runs. */
static void
test_esp8266_places (void)
{
  static const struct {
    guint32 addr;
    guint32 offset;
  } cases[] = { { 0x40210010, 0x10000 }, { 0x40281010, 0x81000 }, { 0x40200010, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage app = maker_esp8266_v1;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;
    guint32 offset = 1;

    app.segments[0].addr = cases[i].addr;
    bytes = maker_new (&app);
    image = maker_open (bytes, "app.bin");
    g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_APP);
    g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
    g_assert_cmphex (offset, ==, cases[i].offset);
  }
}

static void
test_v2_places (void)
{
  g_autoptr (GByteArray) bytes = make_v2 ();
  g_autoptr (GlowImage) user1 = maker_open (bytes, "user1.1024.new.2.bin");
  g_autoptr (GlowImage) user2 = maker_open (bytes, "user2.1024.new.2.bin");
  guint32 offset = 0;

  g_assert_true (glow_image_suggest_offset (user1, NULL, &offset));
  g_assert_cmphex (offset, ==, 0x1000);
  g_assert_false (glow_image_suggest_offset (user2, NULL, &offset));
}

/* The RTOS SDK appends a digest to applications of format v1. */
static void
test_v1_with_digest (void)
{
  MakerImage app = maker_esp8266_v1;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;
  g_autoptr (GlowImage) damaged = NULL;

  app.segments[0].addr = 0x40210010;
  app.digest = TRUE;
  bytes = maker_new (&app);
  image = maker_open (bytes, "hello-world.bin");
  assert_whole (image);
  g_assert_true (get_header (image)->has_digest);
  bytes->data[bytes->len - 1] ^= 1;
  damaged = maker_open (bytes, "hello-world.bin");
  assert_broken (damaged, GLOW_IMAGE_PROBLEM_DIGEST, "the SHA-256 *");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/esp32-fields", test_esp32_fields);
  g_test_add_func ("/image/revisions", test_revisions);
  g_test_add_func ("/image/v1-fields", test_v1_fields);
  g_test_add_func ("/image/v2-fields", test_v2_fields);
  g_test_add_func ("/image/v2-crc", test_v2_crc_of_both_signs);
  g_test_add_func ("/image/v3-fields", test_v3_fields);
  g_test_add_func ("/image/v1-with-chip-id", test_v1_with_a_chip_id_by_chance);
  g_test_add_func ("/image/v1-with-digest", test_v1_with_digest);
  g_test_add_func ("/image/chips", test_every_chip_by_its_id);
  g_test_add_func ("/image/unknown-chip", test_unknown_chip);
  g_test_add_func ("/image/bad-checksum", test_bad_checksum);
  g_test_add_func ("/image/bad-digest", test_bad_digest);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *path = g_strdup_printf ("/image/truncation/%s", formats[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_every_truncation);
  }
  g_test_add_func ("/image/short", test_shorter_than_other_chips_headers);
  g_test_add_func ("/image/oversized-segment", test_oversized_segment);
  g_test_add_func ("/image/sixteen-segments", test_sixteen_segments);
  g_test_add_func ("/image/not-an-image", test_not_an_image);
  g_test_add_func ("/image/bootloader-or-app", test_bootloader_or_app);
  g_test_add_func ("/image/esp8266-places", test_esp8266_places);
  g_test_add_func ("/image/v2-places", test_v2_places);
  return g_test_run ();
}
