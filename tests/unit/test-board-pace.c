/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "board-host.h"

#include "glow-board-pace.h"

#define READ_REG_REQUEST_LEN 14 /* bytes on the wire: header, address, delimiters */
#define READ_REG_REPLY_LEN   14 /* of an ESP32's ROM */
#define STUB_REPLY_LEN       12

static void
start (Host *host, guint turnaround_us)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  config.pace = TRUE;
  config.turnaround_us = turnaround_us;
  host_init (host, &config);
}

/* µs from now until the last byte of what comes has arrived. */
static gint64
measure_us (Host *host)
{
  gint64 start_us = host->now_us;
  gint64 last_us = start_us;
  gint64 next_us;
  guint8 buf[64];

  while ((next_us = glow_board_next_output_us (host->board, host->now_us)) >= 0) {
    host->now_us = next_us;
    while (glow_board_transmit (host->board, buf, sizeof buf, host->now_us) > 0)
      last_us = host->now_us;
  }
  host->now_us = last_us;
  return last_us - start_us;
}

static gint64
line_us (guint baud, gsize len)
{
  return (gint64) len * 10 * G_USEC_PER_SEC / baud;
}

static void
assert_within_1_percent (gint64 got_us, gint64 want_us)
{
  g_assert_cmpint (got_us, >=, want_us * 99 / 100);
  g_assert_cmpint (got_us, <=, want_us * 101 / 100);
}

static void
test_line (void)
{
  static const guint rates[] = { 9600, 115200, 921600 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_auto (Host) host = { 0 };
    gint64 total_us = 0;

    start (&host, 0);
    glow_board_set_host_baud (host.board, rates[i], 0);
    host_sync (&host);
    measure_us (&host);
    for (guint n = 0; n < 100; n++) {
      HOST_SEND (&host, 0x0a, 0x40001000);
      total_us += measure_us (&host);
    }
    assert_within_1_percent (total_us, 100 * line_us (rates[i], READ_REG_REQUEST_LEN +
                                                                  READ_REG_REPLY_LEN));
  }
}

static void
test_turnaround (void)
{
  static const guint turnarounds_us[] = { 1000, 2000, 16000 };

  for (gsize i = 0; i < G_N_ELEMENTS (turnarounds_us); i++) {
    g_auto (Host) host = { 0 };

    start (&host, turnarounds_us[i]);
    host_sync (&host);
    measure_us (&host);
    HOST_SEND (&host, 0x0a, 0x40001000);
    assert_within_1_percent (measure_us (&host),
                             turnarounds_us[i] + line_us (115200, READ_REG_REQUEST_LEN +
                                                                    READ_REG_REPLY_LEN));
  }
}

/* The ROM programs before it answers. */
static void
test_rom_write (void)
{
  g_auto (Host) host = { 0 };
  guint8 data[0x400];

  memset (data, 0x11, sizeof data);
  start (&host, 0);
  host_sync (&host);
  HOST_SEND (&host, 0x0d, 0, 0);
  measure_us (&host);
  HOST_SEND (&host, 0x02, 0x11000, 0x44, 0x400, 0x10000);
  /* a block and a sector */
  assert_within_1_percent (measure_us (&host),
                           150000 + 45000 +
                             line_us (115200, 10 + 16 + READ_REG_REPLY_LEN));
  host_send_data (&host, 0x03, 0, data, sizeof data);
  assert_within_1_percent (measure_us (&host),
                           4 * 700 +
                             line_us (115200, 10 + 16 + 0x400 + READ_REG_REPLY_LEN));
}

/* The stub answers first, and then the next block has to wait: one spare buffer. */
static void
test_stub_write (void)
{
  g_auto (Host) host = { 0 };
  g_autofree guint8 *data = g_malloc (0x4000);
  gint64 wire_us = line_us (921600, 10 + 16 + 0x4000 + STUB_REPLY_LEN);
  gint64 flash_us = 4 * 45000 + 64 * 700;

  memset (data, 0x11, 0x4000);
  start (&host, 0);
  host_start_stub (&host);
  glow_board_set_host_baud (host.board, 115200, host.now_us);
  HOST_SEND (&host, 0x0f, 921600, 115200);
  measure_us (&host);
  glow_board_set_host_baud (host.board, 921600, host.now_us);
  HOST_SEND (&host, 0x02, 0xc000, 3, 0x4000, 0);
  measure_us (&host);
  host_send_data (&host, 0x03, 0, data, 0x4000);
  assert_within_1_percent (measure_us (&host), wire_us);
  host_send_data (&host, 0x03, 1, data, 0x4000);
  assert_within_1_percent (measure_us (&host),
                           MAX (wire_us, flash_us + line_us (921600, STUB_REPLY_LEN)));
}

/* The delay of a WRITE_REG comes before its write. */
static void
test_register_delay (void)
{
  g_auto (Host) host = { 0 };

  start (&host, 0);
  host_sync (&host);
  measure_us (&host);
  HOST_SEND (&host, 0x09, 0x60000078, 0, 0, 50000);
  assert_within_1_percent (measure_us (&host),
                           50000 + line_us (115200, 10 + 16 + READ_REG_REPLY_LEN));
}

static void
test_md5 (void)
{
  g_auto (Host) host = { 0 };

  start (&host, 0);
  host_start_stub (&host);
  HOST_SEND (&host, 0x13, 0, 0x100000, 0, 0);
  assert_within_1_percent (measure_us (&host), 0x100000 / 2 + line_us (115200, 26 + 28));
}

static void
test_md5_rate (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  config.pace = TRUE;
  config.md5_rate = 500;
  host_init (&host, &config);
  host_start_stub (&host);
  HOST_SEND (&host, 0x13, 0, 0x100000, 0, 0);
  assert_within_1_percent (measure_us (&host), 0x100000 * 2 + line_us (115200, 26 + 28));
}

static gint64
report_number (Host *host, const char *member)
{
  g_autofree char *text = glow_board_dup_report (host->board);
  g_autofree char *key = g_strdup_printf ("\"%s\" : ", member);
  const char *at = strstr (text, key);

  g_assert_nonnull (at);
  return g_ascii_strtoll (at + strlen (key), NULL, 10);
}

/* What the bench reads: while the chip works, the line is idle. */
static void
test_report (void)
{
  g_auto (Host) host = { 0 };
  gint64 busy_us, flash_us, span_us, n_bytes;

  start (&host, 0);
  host_start_stub (&host);
  measure_us (&host);
  busy_us = report_number (&host, "line_busy_us");
  flash_us = report_number (&host, "flash_busy_us");
  n_bytes = report_number (&host, "bytes_in") + report_number (&host, "bytes_out");
  HOST_SEND (&host, 0x13, 0, 0x100000, 0, 0);
  span_us = measure_us (&host);
  n_bytes =
    report_number (&host, "bytes_in") + report_number (&host, "bytes_out") - n_bytes;
  busy_us = report_number (&host, "line_busy_us") - busy_us;
  flash_us = report_number (&host, "flash_busy_us") - flash_us;
  assert_within_1_percent (busy_us, line_us (115200, (gsize) n_bytes));
  g_assert_cmpint (flash_us, ==, 0x100000 / 2);
  assert_within_1_percent (span_us, busy_us + flash_us);
  g_assert_cmpint (report_number (&host, "last_us"), ==, host.now_us);
}

/* A cable that is not up to it loses bytes at the high rate and none at the low one. */
static void
test_clean_rate (void)
{
  static const guint rates[] = { 115200, 230400 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;
    guint n_answers = 0;

    glow_board_config_init (&config);
    config.mode = GLOW_BOARD_MODE_DOWNLOAD;
    config.pace = TRUE;
    config.fault = GLOW_BOARD_FAULT_DROP;
    config.fault_rate = 0.05;
    config.clean_baud = 115200;
    host_init (&host, &config);
    glow_board_set_host_baud (host.board, rates[i], 0);
    host_sync (&host);
    measure_us (&host);
    for (guint n = 0; n < 50; n++) {
      HOST_SEND (&host, 0x0a, 0x40001000);
      n_answers +=
        measure_us (&host) == glow_board_pace_line_us (rates[i], READ_REG_REQUEST_LEN) +
                                glow_board_pace_line_us (rates[i], READ_REG_REPLY_LEN);
    }
    if (i == 0)
      g_assert_cmpuint (n_answers, ==, 50);
    else
      g_assert_cmpuint (n_answers, <, 50);
  }
}

/* The host must wait for each answer; the board notices when it does not. */
static void
test_window (void)
{
  g_auto (Host) host = { 0 };

  start (&host, 0);
  host_start_stub (&host);
  host_assert_violations (&host, FALSE);
  host_send (&host, 0xd0, 0, NULL, 0);
  HOST_SEND (&host, 0x0a, 0x40001000);
  measure_us (&host);
  host_assert_violations (&host, TRUE);
}

/* Without pace everything is there at once. */
static void
test_no_pace (void)
{
  g_auto (Host) host = { 0 };

  host_init_download (&host, "esp32");
  host_start_stub (&host);
  host_send (&host, 0xd0, 0, NULL, 0);
  g_assert_cmpint (measure_us (&host), ==, 0);
}

/* What the boot log and a loader do together on one clock repeats exactly. */
static void
test_repeatable (void)
{
  gint64 first_us = -1;

  for (guint i = 0; i < 2; i++) {
    g_auto (Host) host = { 0 };

    start (&host, 1000);
    host_start_stub (&host);
    host_send (&host, 0xd0, 0, NULL, 0);
    measure_us (&host);
    if (first_us >= 0)
      g_assert_cmpint (host.now_us, ==, first_us);
    first_us = host.now_us;
  }
  /* 64 blocks */
  g_assert_cmpint (first_us, >, 64 * 150000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/pace/line", test_line);
  g_test_add_func ("/board/pace/turnaround", test_turnaround);
  g_test_add_func ("/board/pace/rom-write", test_rom_write);
  g_test_add_func ("/board/pace/stub-write", test_stub_write);
  g_test_add_func ("/board/pace/register-delay", test_register_delay);
  g_test_add_func ("/board/pace/md5", test_md5);
  g_test_add_func ("/board/pace/md5-rate", test_md5_rate);
  g_test_add_func ("/board/pace/report", test_report);
  g_test_add_func ("/board/pace/clean-rate", test_clean_rate);
  g_test_add_func ("/board/pace/window", test_window);
  g_test_add_func ("/board/pace/none", test_no_pace);
  g_test_add_func ("/board/pace/repeatable", test_repeatable);
  return g_test_run ();
}
