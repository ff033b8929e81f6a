/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The chip's own USB, straps, and the watchdog. */

#include "board-host.h"

#define MS       ((gint64) 1000)
#define WDT_KEY  0x50d83aa1u
#define WDT_RUNS (1u << 31 | 5u << 28 | 1u << 8 | 2u) /* protocol.md 2.8 */

static void
lines (Host *host, gboolean dtr, gboolean rts, gint64 wait_us)
{
  glow_board_set_lines (host->board, dtr, rts, host->now_us);
  host->now_us += wait_us;
}

/* protocol.md 2.2 */
static void
reset_jtag (Host *host)
{
  lines (host, FALSE, FALSE, 100 * MS);
  lines (host, TRUE, FALSE, 100 * MS);
  lines (host, TRUE, TRUE, 0);
  lines (host, FALSE, TRUE, 100 * MS);
  lines (host, FALSE, FALSE, 0);
}

static void
reset_classic (Host *host)
{
  lines (host, FALSE, TRUE, 100 * MS);
  lines (host, TRUE, TRUE, 0);
  lines (host, TRUE, FALSE, 50 * MS);
  lines (host, FALSE, FALSE, 0);
}

static void
reset_hard (Host *host)
{
  lines (host, FALSE, TRUE, 200 * MS);
  lines (host, FALSE, FALSE, 200 * MS);
}

/* Whether the ROM's loader or a stub answers SYNC within a second. */
static gboolean
answers (Host *host)
{
  static const guint8 head[] = { 0x07, 0x07, 0x12, 0x20 };
  g_autoptr (GByteArray) log = host_read (host, 100 * MS);
  g_autoptr (GByteArray) replies = NULL;
  guint8 payload[36];

  memset (payload, 0x55, sizeof payload);
  memcpy (payload, head, sizeof head);
  host_send (host, 0x08, 0, payload, sizeof payload);
  replies = host_read (host, 100 * MS);
  return replies->len >= 8 * 12 && replies->data[0] == 0xc0 && replies->data[1] == 0x01;
}

static void
reset_watchdog (Host *host, guint32 config0, guint32 protect)
{
  host_write_reg (host, protect, WDT_KEY);
  host_write_reg (host, config0 + 4, 2000);
  host_write_reg (host, config0, WDT_RUNS);
  host_write_reg (host, protect, 0);
  host->now_us += 500 * MS;
}

static void
test_jtag_sequences (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32c3");
  config.usb = GLOW_BOARD_USB_JTAG;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  host_init (&host, &config);
  reset_classic (&host);
  g_assert_false (answers (&host));
  reset_jtag (&host);
  g_assert_true (answers (&host));
  reset_hard (&host);
  g_assert_false (answers (&host));
}

/* A board entered by hand: what resets cores only keeps it in the loader. */
static void
test_strap_is_kept (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32c3");
  config.usb = GLOW_BOARD_USB_JTAG;
  config.strap_held = TRUE;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  host_start (&host, &config);
  reset_hard (&host);
  g_assert_true (answers (&host));
  reset_watchdog (&host, 0x60008090, 0x600080a8);
  g_assert_false (answers (&host));
}

/* protocol.md 2.8: a finger that stays on BOOT beats the watchdog. */
static void
test_boot_is_held (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32s3");
  config.usb = GLOW_BOARD_USB_JTAG;
  host_start (&host, &config);
  glow_board_hold_boot (host.board, TRUE, host.now_us);
  reset_watchdog (&host, 0x60008098, 0x600080b0);
  g_assert_true (answers (&host));
  glow_board_hold_boot (host.board, FALSE, host.now_us);
  reset_watchdog (&host, 0x60008098, 0x600080b0);
  g_assert_false (answers (&host));
}

static void
test_watchdog_resets (void)
{
  static const struct {
    const char *chip;
    guint32 config0;
    guint32 protect;
  } cases[] = {
    { "esp32s2", 0x3f408094, 0x3f4080ac }, { "esp32s3", 0x60008098, 0x600080b0 },
    { "esp32c3", 0x60008090, 0x600080a8 }, { "esp32c2", 0x60008084, 0x6000809c },
    { "esp32c5", 0x600b1c00, 0x600b1c18 }, { "esp32c61", 0x600b1c00, 0x600b1c18 },
    { "esp32p4", 0x50116000, 0x50116018 }, { "esp32s31", 0x20801000, 0x20801018 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, cases[i].chip);
    host_start (&host, &config);
    reset_watchdog (&host, cases[i].config0, cases[i].protect);
    g_assert_false (answers (&host));
    host_assert_violations (&host, FALSE);
  }
}

static void
test_watchdog_is_locked (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32c3");
  host_start (&host, &config);
  host_write_reg (&host, 0x60008094, 2000);
  host_write_reg (&host, 0x60008090, WDT_RUNS);
  host.now_us += 500 * MS;
  g_assert_true (answers (&host));
  host_assert_violations (&host, TRUE);
}

/* protocol.md 2.8: the ESP32-C6 may lose its port. */
static void
test_watchdog_strands (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32c6");
  config.usb = GLOW_BOARD_USB_JTAG;
  host_start (&host, &config);
  reset_watchdog (&host, 0x600b1c00, 0x600b1c18);
  reset_jtag (&host);
  host_assert_violations (&host, TRUE);
}

/* An ESP32-C3 that runs an application: one segment of 4 bytes. */
static void
load_app (Host *host)
{
  guint8 image[48] = { 0xe9, 1, 2, 0 };
  guint8 table[32] = { 0xaa, 0x50, 0, 0, 0, 0, 1, 0, 0, 0, 0x10 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) partitions = NULL;

  image[12] = 5;
  glow_put_le32 (image + 4, 0x40380000);
  glow_put_le32 (image + 24, 0x40380000);
  glow_put_le32 (image + 28, 4);
  image[47] = 0xef;
  bytes = g_bytes_new (image, sizeof image);
  partitions = g_bytes_new (table, sizeof table);
  glow_board_load_flash (host->board, 0, bytes);
  glow_board_load_flash (host->board, 0x8000, partitions);
  glow_board_load_flash (host->board, 0x10000, bytes);
}

/* protocol.md 2.7: the application's watchdog bites, unless somebody stops it. */
static void
test_watchdog_left_running (void)
{
  for (guint stopped = 0; stopped < 2; stopped++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, "esp32c3");
    config.usb = GLOW_BOARD_USB_JTAG;
    config.mode = GLOW_BOARD_MODE_RUNNING_APP;
    host_init (&host, &config);
    load_app (&host);
    reset_jtag (&host);
    g_assert_true (answers (&host));
    if (stopped) {
      host_write_reg (&host, 0x600080a8, WDT_KEY);
      host_write_reg (&host, 0x60008090, 0);
      host_write_reg (&host, 0x600080a8, 0);
    }
    host.now_us += 10 * G_USEC_PER_SEC;
    g_assert_true (answers (&host) == (stopped == 1));
  }
}

static void
send_mem (Host *host, gsize len)
{
  g_autofree guint8 *data = g_malloc0 (len);

  HOST_SEND (host, 0x05, (guint32) len, 1, (guint32) len, 0x3fcb2dc0);
  g_assert_cmphex (host_expect_status (host, 0x05), ==, 0);
  host_send_data (host, 0x07, 0, data, len);
}

static void
test_otg_limit (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32s3");
  config.usb = GLOW_BOARD_USB_OTG;
  host_start (&host, &config);
  send_mem (&host, 0x800);
  g_assert_cmphex (host_expect_status (&host, 0x07), ==, 0);
  host_assert_violations (&host, FALSE);
  send_mem (&host, 0x804);
  g_assert_false (answers (&host));
  host_assert_violations (&host, TRUE);
}

/* protocol.md 2.8, 3.5: forced download survives a reset until the host takes it back,
 * but for the ESP32-S2. */
static void
test_force_download (void)
{
  static const struct {
    const char *chip;
    guint32 addr;
    guint32 mask;
    gboolean stays;
  } cases[] = {
    { "esp32s2", 0x3f408128, 1, FALSE },
    { "esp32s3", 0x6000812c, 1, TRUE },
    { "esp32p4", 0x50110008, 4, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, cases[i].chip);
    config.usb = GLOW_BOARD_USB_OTG;
    host_start (&host, &config);
    g_assert_cmphex (host_read_reg (&host, cases[i].addr), ==, cases[i].mask);
    reset_hard (&host);
    g_assert_true (answers (&host) == cases[i].stays);
    if (!cases[i].stays)
      continue;
    host_write_reg (&host, cases[i].addr, 0);
    reset_hard (&host);
    g_assert_false (answers (&host));
  }
}

static void
test_otg_classic (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32s2");
  config.usb = GLOW_BOARD_USB_OTG;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  host_init (&host, &config);
  g_assert_false (answers (&host));
  reset_classic (&host);
  g_assert_true (answers (&host));
}

/* protocol.md 3.5 */
static void
test_strap_register (void)
{
  g_auto (Host) held = { 0 };
  g_auto (Host) free_ = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32s2");
  config.usb = GLOW_BOARD_USB_OTG;
  host_start (&free_, &config);
  g_assert_cmphex (host_read_reg (&free_, 0x3f404038) & 8, ==, 8);
  config.strap_held = TRUE;
  host_start (&held, &config);
  g_assert_cmphex (host_read_reg (&held, 0x3f404038) & 8, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board-usb/jtag/sequences", test_jtag_sequences);
  g_test_add_func ("/board-usb/strap/kept", test_strap_is_kept);
  g_test_add_func ("/board-usb/strap/held", test_boot_is_held);
  g_test_add_func ("/board-usb/strap/register", test_strap_register);
  g_test_add_func ("/board-usb/watchdog/resets", test_watchdog_resets);
  g_test_add_func ("/board-usb/watchdog/locked", test_watchdog_is_locked);
  g_test_add_func ("/board-usb/watchdog/strands", test_watchdog_strands);
  g_test_add_func ("/board-usb/watchdog/left-running", test_watchdog_left_running);
  g_test_add_func ("/board-usb/otg/limit", test_otg_limit);
  g_test_add_func ("/board-usb/otg/force-download", test_force_download);
  g_test_add_func ("/board-usb/otg/classic", test_otg_classic);
  return g_test_run ();
}
