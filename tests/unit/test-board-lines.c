/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-board.h"
#include "glow-error.h"
#include "glow-target.h"

#include <string.h>

#define S ((gint64) G_USEC_PER_SEC)

static const guint8 sync_frame[] = {
  0xc0, 0x00, 0x08, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07, 0x07, 0x12,
  0x20, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55,
  0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55,
  0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xc0,
};

static GlowBoard *
board_new (const char *chip, GlowBoardMode mode)
{
  g_autoptr (GError) error = NULL;
  GlowBoardConfig config;
  GlowBoard *board;

  glow_board_config_init (&config);
  config.chip = chip;
  config.mode = mode;
  board = glow_board_new (&config, &error);
  g_assert_no_error (error);
  return board;
}

static GlowTransport *
open_board (GlowBoard *board)
{
  g_autoptr (GlowTarget) target = glow_board_target_new (board, FALSE);
  g_autoptr (GError) error = NULL;
  GlowTransport *transport = glow_target_open (target, NULL, &error);

  g_assert_no_error (error);
  return transport;
}

static void
lines (GlowTransport *transport, gboolean dtr, gboolean rts)
{
  g_autoptr (GError) error = NULL;

  glow_transport_set_lines (transport, dtr, rts, &error);
  g_assert_no_error (error);
}

static void
pause_us (GlowTransport *transport, gint64 us)
{
  g_autoptr (GError) error = NULL;

  glow_transport_sleep (transport, us, NULL, &error);
  g_assert_no_error (error);
}

/* protocol.md 2.2: each write moves both lines, the second passes through (1,1) */
static void
reset_classic (GlowTransport *transport)
{
  lines (transport, FALSE, TRUE);
  pause_us (transport, S / 10);
  lines (transport, TRUE, TRUE);
  lines (transport, TRUE, FALSE);
  pause_us (transport, S / 20);
  lines (transport, FALSE, FALSE);
}

static void
reset_tight (GlowTransport *transport)
{
  lines (transport, FALSE, FALSE);
  lines (transport, TRUE, TRUE);
  lines (transport, FALSE, TRUE);
  pause_us (transport, S / 10);
  lines (transport, TRUE, FALSE);
  pause_us (transport, S / 20);
  lines (transport, FALSE, FALSE);
}

/* The lines never pull the boot pin low while the chip looks. */
static void
reset_late (GlowTransport *transport)
{
  lines (transport, FALSE, TRUE);
  pause_us (transport, S / 10);
  lines (transport, FALSE, FALSE);
  pause_us (transport, S / 100);
  lines (transport, TRUE, FALSE);
  pause_us (transport, S / 20);
  lines (transport, FALSE, FALSE);
}

static void
reset_run (GlowTransport *transport)
{
  lines (transport, FALSE, TRUE);
  pause_us (transport, S / 10);
  lines (transport, FALSE, FALSE);
}

static char *
read_all (GlowTransport *transport, gint64 timeout_us)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  gint64 end_us = glow_transport_now (transport) + timeout_us;
  guint8 buf[256];
  gssize len;

  while ((len = glow_transport_read (transport, buf, sizeof buf,
                                     end_us - glow_transport_now (transport), NULL,
                                     &error)) > 0)
    g_string_append_len (text, (const char *) buf, len);
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static gboolean
answers_sync (GlowTransport *transport)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[256];
  gssize len;

  glow_transport_discard_input (transport, &error);
  glow_transport_write (transport, sync_frame, sizeof sync_frame, S, NULL, &error);
  g_assert_no_error (error);
  len = glow_transport_read (transport, buf, sizeof buf, S / 10, NULL, &error);
  g_assert_no_error (error);
  return len >= 12 && buf[0] == 0xc0 && buf[1] == 0x01 && buf[2] == 0x08;
}

static const struct {
  const char *name;
  void (*reset) (GlowTransport *transport);
  gboolean download;
} resets[] = {
  { "/board/lines/classic", reset_classic, TRUE },
  { "/board/lines/tight", reset_tight, TRUE },
  { "/board/lines/late", reset_late, FALSE },
  { "/board/lines/run", reset_run, FALSE },
};

static void
test_reset (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (GlowTransport) transport = open_board (board);
  g_autofree char *log = NULL;

  g_assert_false (answers_sync (transport));
  glow_transport_discard_input (transport, NULL);
  resets[i].reset (transport);
  log = read_all (transport, S / 10);
  g_assert_true (answers_sync (transport) == resets[i].download);
  g_assert_true ((strstr (log, "waiting for download") != NULL) == resets[i].download);
  g_assert_true ((strstr (log, "boot:0x13 (SPI_FAST_FLASH_BOOT)") != NULL) !=
                 resets[i].download);
}

static void
test_log_rate (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp8266", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (GlowTransport) transport = open_board (board);
  g_autofree char *at_115200 = NULL;
  g_autofree char *at_74880 = NULL;

  reset_classic (transport);
  at_115200 = read_all (transport, S / 10);
  g_assert_cmpuint (strlen (at_115200), >, 0);
  for (const char *c = at_115200; *c; c++)
    g_assert_false (g_ascii_isprint (*c));
  glow_transport_set_baud (transport, 74880, NULL);
  reset_classic (transport);
  at_74880 = read_all (transport, S / 10);
  g_assert_nonnull (strstr (at_74880, "boot mode:(1,"));
}

static void
test_autobaud (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp8266", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (GlowTransport) transport = open_board (board);

  glow_transport_set_baud (transport, 230400, NULL);
  reset_tight (transport);
  g_assert_true (answers_sync (transport));
  glow_transport_set_baud (transport, 115200, NULL);
  g_assert_false (answers_sync (transport));
  glow_transport_set_baud (transport, 235000, NULL); /* 2 % */
  g_assert_true (answers_sync (transport));
}

static void
test_silent (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_SILENT);
  g_autoptr (GlowTransport) transport = open_board (board);
  g_autofree char *log = NULL;

  reset_tight (transport);
  log = read_all (transport, 10 * S);
  g_assert_cmpstr (log, ==, "");
  g_assert_false (answers_sync (transport));
}

static void
test_empty_flash (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (GlowTransport) transport = open_board (board);
  g_autofree char *log = read_all (transport, 2 * S);

  g_assert_nonnull (strstr (log, "invalid header: 0xffffffff"));
  g_assert_nonnull (strstr (log, "rst:0x10 (RTCWDT_RTC_RESET)"));
}

static void
test_busy (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_DOWNLOAD);
  g_autoptr (GlowTarget) target = glow_board_target_new (board, FALSE);
  g_autoptr (GlowTransport) first = glow_target_open (target, NULL, NULL);
  g_autoptr (GlowTransport) second = NULL;
  g_autoptr (GError) error = NULL;
  guint8 byte;

  second = glow_target_open (target, NULL, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_BUSY);
  g_assert_null (second);
  g_clear_error (&error);
  glow_transport_close (first);
  g_assert_cmpint (glow_transport_read (first, &byte, 1, 0, NULL, &error), ==, -1);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  second = glow_target_open (target, NULL, NULL);
  g_assert_true (answers_sync (second));
}

static void
test_cancel (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_DOWNLOAD);
  g_autoptr (GlowTransport) transport = open_board (board);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint8 byte;

  g_cancellable_cancel (cancellable);
  g_assert_cmpint (glow_transport_read (transport, &byte, 1, S, cancellable, &error), ==,
                   -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (glow_transport_sleep (transport, S, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_virtual_clock (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_DOWNLOAD);
  g_autoptr (GlowTransport) transport = open_board (board);
  g_autoptr (GError) error = NULL;
  gint64 start_us = glow_transport_now (transport);
  gint64 real_us = g_get_monotonic_time ();
  guint8 byte;

  g_assert_cmpint (glow_transport_read (transport, &byte, 1, 3600 * S, NULL, &error), ==,
                   0);
  pause_us (transport, 60 * S);
  g_assert_cmpint (glow_transport_now (transport) - start_us, ==, 3660 * S);
  g_assert_cmpint (g_get_monotonic_time () - real_us, <, 60 * S);
}

static gpointer
cancel_it (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* The clock is the real one, and a cancellation from elsewhere ends a wait of a minute.
 */
static void
test_real_time (void)
{
  g_autoptr (GlowBoard) board = board_new ("esp32", GLOW_BOARD_MODE_DOWNLOAD);
  g_autoptr (GlowTarget) target = glow_board_target_new (board, TRUE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowTransport) transport = glow_target_open (target, NULL, &error);
  gint64 start_us = g_get_monotonic_time ();
  GThread *thread;
  guint8 byte;

  g_assert_no_error (error);
  g_assert_true (answers_sync (transport));
  thread = g_thread_new ("cancel", cancel_it, cancellable);
  glow_transport_discard_input (transport, NULL);
  g_assert_cmpint (glow_transport_read (transport, &byte, 1, 60 * S, cancellable, &error),
                   ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 30 * S);
  g_assert_cmpint (glow_transport_now (transport), >=, start_us);
}

static void
test_bad_config (void)
{
  g_autoptr (GError) error = NULL;
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = "esp31";
  g_assert_null (glow_board_new (&config, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
  g_clear_error (&error);
  glow_board_config_init (&config);
  config.flash_size = 3 * 1024 * 1024;
  g_assert_null (glow_board_new (&config, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (resets); i++)
    g_test_add_data_func (resets[i].name, GSIZE_TO_POINTER (i), test_reset);
  g_test_add_func ("/board/lines/log-rate", test_log_rate);
  g_test_add_func ("/board/lines/autobaud", test_autobaud);
  g_test_add_func ("/board/lines/silent", test_silent);
  g_test_add_func ("/board/lines/empty-flash", test_empty_flash);
  g_test_add_func ("/board/transport/busy", test_busy);
  g_test_add_func ("/board/transport/cancel", test_cancel);
  g_test_add_func ("/board/transport/virtual-clock", test_virtual_clock);
  g_test_add_func ("/board/transport/real-time", test_real_time);
  g_test_add_func ("/board/config", test_bad_config);
  return g_test_run ();
}
