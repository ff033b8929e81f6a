/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Security states, big and unpowered flash, wrong clocks. */

#include "board-host.h"

#define MS  ((gint64) 1000)
#define MIB (1024u * 1024)

/* protocol.md 1.7: the ROM has eight commands then, and answers all others as unknown,
 * with the opcode of the one before. */
static void
test_secure_download (void)
{
  static const guint8 refused[] = { 0x05, 0x06, 0x07, 0x09, 0x0a,
                                    0x0e, 0x10, 0x11, 0x12, 0x13 };
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32c3");
  config.secure_download = TRUE;
  host_start (&host, &config);
  HOST_SEND (&host, 0x0d, 0, 0);
  g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    HOST_SEND (&host, refused[i], 0, 0, 0, 0);
    g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0x05);
  }
  HOST_SEND (&host, 0x0b, 0, 4 * MIB, 65536, 4096, 256, 0xffff);
  g_assert_cmphex (host_expect_status (&host, 0x0b), ==, 0);
  HOST_SEND (&host, 0x02, 0x1000, 4, 0x400, 0x1000, 0);
  g_assert_cmphex (host_expect_status (&host, 0x02), ==, 0);
}

static void
test_secure_download_info (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) reply = NULL;
  GlowBoardConfig config;

  host_config (&config, "esp32s2");
  config.secure_download = TRUE;
  host_start (&host, &config);
  host_send (&host, 0x14, 0, NULL, 0);
  reply = host_read (&host, 0);
  g_assert_cmphex (reply->data[2], ==, 0x14);
  g_assert_cmphex (reply->data[9], ==, 0x04);
}

/* protocol.md 2.4 */
static void
test_secure_download_is_mute (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) log = NULL;
  GlowBoardConfig config;

  host_config (&config, "esp32c3");
  config.secure_download = TRUE;
  host_init (&host, &config);
  glow_board_set_lines (host.board, FALSE, TRUE, host.now_us);
  glow_board_set_lines (host.board, TRUE, FALSE, host.now_us);
  log = host_read (&host, 100 * MS);
  g_assert_cmpuint (log->len, ==, 0);
  host_sync (&host);
}

/* protocol.md 3.9 */
static void
test_barred_stubs (void)
{
  const GlowBoardConfig cases[] = {
    { .chip = "esp32c3", .revision = 3, .secure_boot = TRUE },
    { .chip = "esp32s3", .revision = 2, .secure_boot = TRUE },
    { .chip = "esp32c2", .revision = 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HostStub *stub = host_find_stub (cases[i].chip);
    g_auto (Host) host = { 0 };
    GlowBoardConfig config = cases[i];

    config.flash_size = 4 * MIB;
    config.mode = GLOW_BOARD_MODE_DOWNLOAD;
    host_start (&host, &config);
    host_upload_stub (&host, stub->text, stub->data);
    g_assert_false (host_is_greeted (&host));
    host_assert_violations (&host, TRUE);
  }
}

/* protocol.md 3.9: the ESP32-S3's way around */
static void
test_hook (void)
{
  const HostStub *stub = host_find_stub ("esp32s3");
  g_autofree guint8 *text = g_malloc0 (0x1000);
  guint8 data[64] = { 1 };
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32s3");
  config.secure_boot = TRUE;
  host_start (&host, &config);
  HOST_SEND (&host, 0x05, 0x1000, 1, 0x1800, stub->text);
  g_assert_cmphex (host_expect_status (&host, 0x05), ==, 0);
  host_send_data (&host, 0x07, 0, text, 0x1000);
  g_assert_cmphex (host_expect_status (&host, 0x07), ==, 0);
  HOST_SEND (&host, 0x05, sizeof data, 1, 0x1800, stub->data);
  g_assert_cmphex (host_expect_status (&host, 0x05), ==, 0);
  host_send_data (&host, 0x07, 0, data, sizeof data);
  g_assert_cmphex (host_expect_status (&host, 0x07), ==, 0);
  HOST_SEND (&host, 0x06, 1, 0);
  g_assert_cmphex (host_expect_status (&host, 0x06), ==, 0);
  host_write_reg (&host, 0x3fcef688, stub->text + 0x10);
  HOST_SEND (&host, 0x0e, 0, 0);
  g_assert_true (host_is_greeted (&host));
  host_assert_violations (&host, FALSE);
}

/* One segment of 4 bytes: an image that an ESP32-C3 starts. */
static void
write_image (Host *host, guint32 encrypted)
{
  guint8 image[0x400] = { 0xe9, 1, 2, 0 };

  image[12] = 5;
  glow_put_le32 (image + 4, 0x40380000);
  glow_put_le32 (image + 24, 0x40380000);
  glow_put_le32 (image + 28, 4);
  image[47] = 0xef;
  HOST_SEND (host, 0x02, sizeof image, 1, sizeof image, 0, encrypted);
  g_assert_cmphex (host_expect_status (host, 0x02), ==, 0);
  host_send_data (host, 0x03, 0, image, sizeof image);
  g_assert_cmphex (host_expect_status (host, 0x03), ==, 0);
}

/* Whether the ROM finds what write_image() wrote; no application follows it. */
static gboolean
rom_starts_it (Host *host)
{
  g_autoptr (GByteArray) log = NULL;
  g_autofree char *text = NULL;

  glow_board_reset (host->board, host->now_us);
  log = host_read (host, 100 * MS);
  text = g_strndup ((const char *) log->data, log->len);
  return strstr (text, "entry 0x40380000") != NULL;
}

/* protocol.md 4.10 */
static void
test_flash_encryption (void)
{
  static const struct {
    gboolean chip_encrypts;
    guint32 host_asks;
    gboolean stub;
    gboolean starts;
  } cases[] = {
    { FALSE, 0, FALSE, TRUE }, { TRUE, 0, FALSE, FALSE }, { TRUE, 1, FALSE, TRUE },
    { TRUE, 0, TRUE, FALSE },  { TRUE, 1, TRUE, TRUE },   { FALSE, 1, TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, "esp32c3");
    config.flash_encryption = cases[i].chip_encrypts;
    host_start (&host, &config);
    HOST_SEND (&host, 0x0d, 0, 0);
    g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0);
    if (cases[i].stub)
      host_start_stub (&host);
    write_image (&host, cases[i].host_asks);
    g_test_message ("case %zu", i);
    g_assert_true (rom_starts_it (&host) == cases[i].starts);
  }
}

/* protocol.md 1.5, 1.7 */
static void
test_encryption_is_refused (void)
{
  static const struct {
    gboolean chip_encrypts;
    gboolean secure_download;
    guint8 op;
    guint expected;
  } cases[] = {
    { TRUE, FALSE, 0x02, 0 },
    { TRUE, FALSE, 0x10, 0x64 },
    { FALSE, FALSE, 0x02, 0x64 },
    { TRUE, TRUE, 0x02, 0x64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, "esp32s3");
    config.flash_encryption = cases[i].chip_encrypts;
    config.secure_download = cases[i].secure_download;
    host_start (&host, &config);
    HOST_SEND (&host, 0x0d, 0, 0);
    g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0);
    HOST_SEND (&host, cases[i].op, 0x400, 1, 0x400, 0, 1);
    g_assert_cmphex (host_expect_status (&host, cases[i].op), ==, cases[i].expected);
  }
}

static void
write_block (Host *host, guint8 fill, guint32 offset)
{
  g_autofree guint8 *data = g_malloc (0x400);

  memset (data, fill, 0x400);
  HOST_SEND (host, 0x02, 0x400, 1, 0x400, offset, 0);
  g_assert_cmphex (host_expect_status (host, 0x02), ==, 0);
  host_send_data (host, 0x03, 0, data, 0x400);
  host_expect_status (host, 0x03);
}

static guint8
flash_at (Host *host, guint32 offset)
{
  gsize size;

  return glow_board_peek_flash (host->board, &size)[offset];
}

/* protocol.md 3.10: where 24 bits end */
static void
test_big_flash (void)
{
  static const struct {
    const char *chip;
    gboolean stub;
    gboolean is_wide;
  } cases[] = {
    { "esp32s3", TRUE, TRUE },   { "esp32c5", TRUE, TRUE },  { "esp32c61", TRUE, TRUE },
    { "esp32p4", TRUE, TRUE },   { "esp32s31", TRUE, TRUE }, { "esp32c3", TRUE, FALSE },
    { "esp32s3", FALSE, FALSE }, { "esp32", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, cases[i].chip);
    config.flash_size = 32 * MIB;
    host_start (&host, &config);
    if (cases[i].stub)
      host_start_stub (&host);
    HOST_SEND (&host, 0x0b, 0, 32 * MIB, 65536, 4096, 256, 0xffff);
    g_assert_cmphex (host_expect_status (&host, 0x0b), ==, 0);
    if (!cases[i].stub) {
      HOST_SEND (&host, 0x0d, 0, 0);
      g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0);
    }
    write_block (&host, 0x5a, 24 * MIB);
    g_assert_cmphex (flash_at (&host, 24 * MIB), ==, cases[i].is_wide ? 0x5a : 0xff);
    g_assert_cmphex (flash_at (&host, 8 * MIB), ==, cases[i].is_wide ? 0xff : 0x5a);
    host_assert_violations (&host, !cases[i].is_wide);
  }
}

/* protocol.md 3.12, with the values a host computes from what it reads */
static void
switch_flash_on (Host *host)
{
  host_write_reg (host, 0x5011010c, 1);
  host_write_reg (host, 0x501151bc, host_read_reg (host, 0x501151bc) | 1u << 27);
  host_write_reg (host, 0x501151b8, host_read_reg (host, 0x501151b8) | 1u << 7);
  host_write_reg (host, 0x501153fc, host_read_reg (host, 0x501153fc) | 3);
  host_write_reg (host, 0x501151bc, host_read_reg (host, 0x501151bc) & ~(1u << 27));
  host_write_reg (host, 0x501151b8, host_read_reg (host, 0x501151b8) & ~(0xffu << 23));
  host_write_reg (host, 0x501151b8, host_read_reg (host, 0x501151b8) | 0x80);
  host_write_reg (host, 0x501151b8, host_read_reg (host, 0x501151b8) & ~(1u << 7));
}

static guint32
flash_id_p4 (Host *host)
{
  host_write_reg (host, 0x5008d028, 23);
  host_write_reg (host, 0x5008d018, 1u << 31 | 1u << 28);
  host_write_reg (host, 0x5008d020, 7u << 28 | 0x9f);
  host_write_reg (host, 0x5008d000, 1u << 18);
  return host_read_reg (host, 0x5008d058) & 0xffffff;
}

static void
test_p4_flash_power (void)
{
  static const struct {
    gint revision;
    gboolean is_on;
  } cases[] = {
    { 103, TRUE }, { 300, TRUE }, { 301, FALSE }, { 302, FALSE }, { 303, TRUE }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, "esp32p4");
    config.revision = cases[i].revision;
    host_start (&host, &config);
    HOST_SEND (&host, 0x0d, 0, 0);
    g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0);
    g_assert_cmphex (flash_id_p4 (&host), ==, cases[i].is_on ? 0x1640c8 : 0xffffff);
    switch_flash_on (&host);
    g_assert_cmphex (flash_id_p4 (&host), ==, 0x1640c8);
  }
}

/* protocol.md 3.4: what the host asks for and what the chip then has */
static void
test_wrong_clocks (void)
{
  static const struct {
    const char *chip;
    guint crystal_mhz;
    guint rom_crystal_mhz;
    gint rc_drift;
    guint32 asked;
    const char *got;
  } cases[] = {
    { "esp32c2", 40, 0, 0, 460800, "\"baud\" : 460800" },
    { "esp32c2", 26, 0, 0, 460800, "\"baud\" : 299520" },
    { "esp32c2", 26, 0, 0, 460800 * 40 / 26, "\"baud\" : 460799" },
    { "esp32c5", 48, 40, 0, 460800 * 40 / 48, "\"baud\" : 460800" },
    { "esp32c5", 40, 48, 0, 460800, "\"baud\" : 384000" },
    { "esp32c5", 48, 0, 0, 460800, "\"baud\" : 460800" },
    { "esp32", 40, 0, 50, 483840, "\"baud\" : 460800" },
    { "esp32", 26, 0, 0, 460800, "\"baud\" : 460800" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    g_autofree char *report = NULL;
    GlowBoardConfig config;

    host_config (&config, cases[i].chip);
    config.crystal_mhz = cases[i].crystal_mhz;
    config.rom_crystal_mhz = cases[i].rom_crystal_mhz;
    config.rc_drift = cases[i].rc_drift;
    host_start (&host, &config);
    HOST_SEND (&host, 0x0f, cases[i].asked, 0);
    g_assert_cmphex (host_expect_status (&host, 0x0f), ==, 0);
    report = glow_board_dup_report (host.board);
    g_test_message ("%s %u", cases[i].chip, cases[i].crystal_mhz);
    g_assert_nonnull (strstr (report, cases[i].got));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board-states/secure-download", test_secure_download);
  g_test_add_func ("/board-states/secure-download/info", test_secure_download_info);
  g_test_add_func ("/board-states/secure-download/mute", test_secure_download_is_mute);
  g_test_add_func ("/board-states/barred-stubs", test_barred_stubs);
  g_test_add_func ("/board-states/hook", test_hook);
  g_test_add_func ("/board-states/flash-encryption", test_flash_encryption);
  g_test_add_func ("/board-states/flash-encryption/refused", test_encryption_is_refused);
  g_test_add_func ("/board-states/big-flash", test_big_flash);
  g_test_add_func ("/board-states/p4-flash-power", test_p4_flash_power);
  g_test_add_func ("/board-states/wrong-clocks", test_wrong_clocks);
  return g_test_run ();
}
