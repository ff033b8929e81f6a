/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-chip-header.h"
#include "glow-chip-info.h"
#include "glow-chip-table.h"
#include "glow-spi-flash.h"

static void
test_table_is_complete (void)
{
  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    const GlowChip *chip = glow_chip_get ((GlowChipId) i);

    g_assert_cmpint ((gint) glow_chip_get_id (chip), ==, (gint) i);
    g_assert_nonnull (glow_chip_get_name (chip));
    g_assert_true (glow_chip_find_by_name (glow_chip_get_name (chip)) == chip);
    g_assert_true (glow_chip_find_by_name (glow_chip_get_tool_name (chip)) == chip);
    g_assert_cmphex (chip->spi_base, !=, 0);
    g_assert_cmphex (chip->efuse_base, !=, 0);
    g_assert_cmphex (chip->bootloader_offset % 0x1000, ==, 0);
    if (chip->image_id != GLOW_CHIP_NO_IMAGE_ID)
      g_assert_true (glow_chip_find_by_image_id (chip->image_id) == chip);
    g_assert_cmpint (glow_chip_encode_flash_freq (chip, 40) >= 0 ||
                       glow_chip_encode_flash_freq (chip, 24) >= 0 ||
                       glow_chip_encode_flash_freq (chip, 30) >= 0,
                     ==, TRUE);
  }
}

static void
test_no_two_chips_look_alike (void)
{
  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    for (guint j = 0; j < i; j++) {
      const GlowChip *a = glow_chip_get ((GlowChipId) i);
      const GlowChip *b = glow_chip_get ((GlowChipId) j);

      g_assert_cmpuint (a->image_id, !=, b->image_id);
      g_assert_cmpstr (a->name, !=, b->name);
      for (guint k = 0; k < GLOW_CHIP_MAX_MAGICS && a->magics[k]; k++) {
        for (guint l = 0; l < GLOW_CHIP_MAX_MAGICS && b->magics[l]; l++)
          g_assert_cmphex (a->magics[k], !=, b->magics[l]);
      }
    }
  }
}

static void
test_unknown_ids_stay_unknown (void)
{
  /* 14 is a beta chip that some tools take for an ESP8266; protocol.md 3.1 */
  static const guint16 unknown[] = { 1, 4, 6, 7, 10, 14, 17, 99, GLOW_CHIP_NO_IMAGE_ID };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_null (glow_chip_find_by_image_id (unknown[i]));
  g_assert_null (glow_chip_find_by_name ("esp"));
}

static void
test_header_codes (void)
{
  const GlowChip *esp8266 = glow_chip_get (GLOW_CHIP_ESP8266);
  const GlowChip *esp32 = glow_chip_get (GLOW_CHIP_ESP32);
  const GlowChip *h2 = glow_chip_get (GLOW_CHIP_ESP32H2);
  const guint64 mib = 1024 * 1024;

  g_assert_cmpint (glow_chip_encode_flash_size (esp8266, 4 * mib), ==, 4);
  g_assert_cmpint (glow_chip_encode_flash_size (esp8266, mib / 2), ==, 0);
  g_assert_cmpint (glow_chip_encode_flash_size (esp8266, 16 * mib), ==, 9);
  g_assert_cmpint (glow_chip_encode_flash_size (esp8266, 32 * mib), ==, -1);
  g_assert_cmpint (glow_chip_encode_flash_size (esp32, 4 * mib), ==, 2);
  g_assert_cmpint (glow_chip_encode_flash_size (esp32, mib / 2), ==, -1);
  g_assert_cmpuint (glow_chip_decode_flash_size (esp32, 4), ==, 16 * mib);
  g_assert_cmpuint (glow_chip_decode_flash_size (esp8266, 7), ==, 0);
  g_assert_cmpuint (glow_chip_decode_flash_size (esp32, 15), ==, 0);
  g_assert_cmpint (glow_chip_encode_flash_freq (esp32, 80), ==, 15);
  g_assert_cmpint (glow_chip_encode_flash_freq (h2, 48), ==, 15);
  g_assert_cmpint (glow_chip_encode_flash_freq (h2, 80), ==, -1);
  g_assert_cmpuint (glow_chip_decode_flash_freq (esp32, 1), ==, 26);
  g_assert_cmpuint (glow_chip_decode_flash_freq (esp32, 9), ==, 0);
  g_assert_cmpstr (glow_chip_get_flash_mode_name (3), ==, "dout");
  g_assert_cmpstr (glow_chip_get_flash_mode_name (4), ==, "unknown");
}

static void
test_flash_ids (void)
{
  static const struct {
    guint32 flash_id;
    guint64 size;
  } cases[] = {
    { 0x1640c8, 0x400000 },  { 0x1340ef, 0x80000 },   { 0x1840ef, 0x1000000 },
    { 0x3a25c2, 0x4000000 }, { 0x20ba20, 0x4000000 }, { 0x01441f, 0x80000 },
    { 0x01471f, 0x400000 },  { 0x01431f, 0 },         { 0xffffff, 0 },
    { 0x1140ef, 0 },         { 0x3b40ef, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("0x%06x", cases[i].flash_id);
    g_assert_cmpuint (glow_spi_flash_size_of_id (cases[i].flash_id), ==, cases[i].size);
  }
}

static void
test_erase_size (void)
{
  /* protocol.md 4.7 */
  static const struct {
    guint32 offset;
    guint32 size;
    guint32 erase_size;
  } cases[] = {
    { 0x0, 0x1000, 0x1000 },
    { 0x0, 0x10000, 0x8000 },
    { 0x0, 0x20000, 0x10000 },
    { 0x1000, 0x3000, 0x2000 },
    { 0x1000, 0xf000, 0x8000 },
    { 0x1000, 0x10000, 0x8000 },
    { 0x1000, 0x1f000, 0x10000 },
    { 0x10000, 0x80000, 0x70000 },
    { 0xf000, 0x1000, 0x1000 },
    { 0xf000, 0x2000, 0x1000 },
    { 0x0, 0x0, 0x0 },
  };
  const GlowChip *esp8266 = glow_chip_get (GLOW_CHIP_ESP8266);
  const GlowChip *esp32 = glow_chip_get (GLOW_CHIP_ESP32);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint32 offset = cases[i].offset;
    guint32 size = cases[i].size;

    g_test_message ("0x%x at 0x%x", size, offset);
    g_assert_cmphex (glow_spi_flash_erase_size (esp8266, FALSE, offset, size), ==,
                     cases[i].erase_size);
    g_assert_cmphex (glow_spi_flash_erase_size (esp8266, TRUE, offset, size), ==, size);
    g_assert_cmphex (glow_spi_flash_erase_size (esp32, FALSE, offset, size), ==, size);
  }
}

/* what the ROM makes of our figure: never less than what is written */
static void
test_erase_size_always_covers (void)
{
  const GlowChip *esp8266 = glow_chip_get (GLOW_CHIP_ESP8266);

  for (guint32 first = 0; first < 16; first++) {
    for (guint32 n = 1; n < 300; n++) {
      guint32 offset = first * 0x1000;
      guint32 told =
        glow_spi_flash_erase_size (esp8266, FALSE, offset, n * 0x1000) / 0x1000;
      guint32 erased = MIN (16 - first % 16, told) + told;

      g_assert_cmpuint (erased, >=, n);
      g_assert_cmpuint (erased, <=, n + 1);
      g_assert_cmpuint (glow_spi_flash_erased_size (esp8266, FALSE, offset, n * 0x1000),
                        ==, erased * 0x1000);
    }
  }
}

static void
test_info_texts (void)
{
  g_autoptr (GlowChipInfo) info = glow_chip_info_new (glow_chip_get (GLOW_CHIP_ESP32));
  g_autofree char *no_revision = glow_chip_info_dup_revision (info);
  g_autofree char *revision = NULL;
  g_autofree char *mac = NULL;

  g_assert_null (no_revision);
  info->has_revision = TRUE;
  info->revision = 301;
  for (guint i = 0; i < 6; i++)
    info->mac[i] = (guint8) (0x10 * i + 0xa);
  info->has_mac = TRUE;
  info->flash_id = 0x1640c8;
  revision = glow_chip_info_dup_revision (info);
  mac = glow_chip_info_dup_mac (info);
  g_assert_cmpstr (revision, ==, "v3.1");
  g_assert_cmpstr (mac, ==, "0a:1a:2a:3a:4a:5a");
  g_assert_cmpstr (glow_chip_info_get_flash_maker (info), ==, "GigaDevice");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chip/table/complete", test_table_is_complete);
  g_test_add_func ("/chip/table/unique", test_no_two_chips_look_alike);
  g_test_add_func ("/chip/table/unknown", test_unknown_ids_stay_unknown);
  g_test_add_func ("/chip/header-codes", test_header_codes);
  g_test_add_func ("/chip/flash-ids", test_flash_ids);
  g_test_add_func ("/chip/erase-size", test_erase_size);
  g_test_add_func ("/chip/erase-size/covers", test_erase_size_always_covers);
  g_test_add_func ("/chip/info-texts", test_info_texts);
  return g_test_run ();
}
