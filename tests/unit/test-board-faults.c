/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "board-host.h"

#include "glow-board-fault.h"
#include "glow-error.h"
#include "glow-target.h"

#define N_REQUESTS 4000

static void
start (Host *host, GlowBoardFault fault, guint64 seed, double rate)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  config.fault = fault;
  config.fault_seed = seed;
  config.fault_rate = rate;
  host_init (host, &config);
  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
}

/* What a board with that fault says to the same questions, @step_us after one another. */
static char *
ask (GlowBoardFault fault, guint64 seed, double rate, gint64 step_us)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) all = g_byte_array_new ();

  start (&host, fault, seed, rate);
  for (guint i = 0; i < N_REQUESTS; i++) {
    g_autoptr (GByteArray) reply = NULL;

    HOST_SEND (&host, 0x0a, 0x40001000);
    reply = host_read (&host, step_us);
    g_byte_array_append (all, reply->data, reply->len);
  }
  return host_hex (all->data, all->len);
}

static const struct {
  const char *name;
  GlowBoardFault fault;
} faults[] = {
  { "/board/faults/drop", GLOW_BOARD_FAULT_DROP },
  { "/board/faults/flip", GLOW_BOARD_FAULT_FLIP },
  { "/board/faults/duplicate", GLOW_BOARD_FAULT_DUPLICATE },
  { "/board/faults/stall", GLOW_BOARD_FAULT_STALL },
  { "/board/faults/close", GLOW_BOARD_FAULT_CLOSE },
};

/* The same seed does the same, another seed something else. (A lost byte can turn a
 * request into FLASH_END: after that the time counts as well.) */
static void
test_seeds (gconstpointer data)
{
  GlowBoardFault fault = faults[GPOINTER_TO_SIZE (data)].fault;
  g_autofree char *whole = ask (GLOW_BOARD_FAULT_NONE, 1, 0, 700);
  g_autofree char *first = ask (fault, 1, 0, 700);
  g_autofree char *again = ask (fault, 1, 0, 700);
  g_autofree char *other = ask (fault, 2, 0, 700);

  g_assert_true (strcmp (first, again) == 0);
  g_assert_true (strcmp (first, other) != 0);
  g_assert_true (strcmp (first, whole) != 0);
  g_assert_cmpuint (strlen (first), >, 1000);
}

static guint
count_events (GlowBoardFault fault, guint64 seed, double rate, guint n_bytes)
{
  GlowBoardFaulter faulter;
  guint n_events = 0;

  glow_board_faulter_init (&faulter, fault, seed, rate);
  for (guint i = 0; i < n_bytes; i++) {
    guint8 byte = 0x55;

    if (glow_board_faulter_pass (&faulter, i % 2, &byte) != 1 || byte != 0x55)
      n_events++;
  }
  return n_events;
}

static void
test_rate (void)
{
  static const double rates[] = { 1e-4, 1e-3, 1e-2 };
  const guint n_bytes = 4000000;

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    guint want = (guint) (rates[i] * n_bytes);

    for (guint64 seed = 0; seed < 3; seed++) {
      guint n_drops = count_events (GLOW_BOARD_FAULT_DROP, seed, rates[i], n_bytes);
      guint n_flips = count_events (GLOW_BOARD_FAULT_FLIP, seed, rates[i], n_bytes);

      g_assert_cmpuint (n_drops, >, want * 80 / 100);
      g_assert_cmpuint (n_drops, <, want * 120 / 100);
      g_assert_cmpuint (n_flips, ==, n_drops);
    }
  }
  g_assert_cmpuint (count_events (GLOW_BOARD_FAULT_NONE, 1, 1, n_bytes), ==, 0);
}

/* Once for every seed; after a reset the board answers again. */
static void
test_stall_ends_with_reset (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) rest = NULL;

  start (&host, GLOW_BOARD_FAULT_STALL, 7, 0);
  for (guint i = 0; i < 10000; i++) {
    g_autoptr (GByteArray) reply = NULL;

    HOST_SEND (&host, 0x0a, 0x40001000);
    reply = host_read (&host, 0);
  }
  HOST_SEND (&host, 0x0a, 0x40001000);
  rest = host_read (&host, 0);
  g_assert_cmpuint (rest->len, ==, 0);
  glow_board_set_lines (host.board, FALSE, TRUE, host.now_us);
  glow_board_set_lines (host.board, TRUE, FALSE, host.now_us);
  g_clear_pointer (&rest, g_byte_array_unref);
  rest = host_read (&host, 100000);
  g_assert_cmpuint (rest->len, >, 0);
  host_sync (&host);
}

/* The transport loses its port; opening it again plugs the board in. */
static void
test_close (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GlowTarget) target = NULL;
  g_autoptr (GlowTransport) transport = NULL;
  g_autoptr (GlowTransport) again = NULL;
  g_autoptr (GError) error = NULL;
  guint8 buf[64] = { 0xc0 };
  gssize len = 0;

  start (&host, GLOW_BOARD_FAULT_CLOSE, 3, 0);
  target = glow_board_target_new (host.board, FALSE);
  transport = glow_target_open (target, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 10000 && len >= 0; i++)
    if (glow_transport_write (transport, buf, sizeof buf, 1000, NULL, &error))
      len = glow_transport_read (transport, buf, sizeof buf, 1000, NULL, &error);
    else
      len = -1;
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_assert_true (glow_board_is_closed (host.board));
  g_clear_error (&error);
  glow_transport_close (transport);
  again = glow_target_open (target, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (glow_transport_write (again, buf, sizeof buf, 1000, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    g_test_add_data_func (faults[i].name, GSIZE_TO_POINTER (i), test_seeds);
  g_test_add_func ("/board/faults/rate", test_rate);
  g_test_add_func ("/board/faults/stall-reset", test_stall_ends_with_reset);
  g_test_add_func ("/board/faults/close-transport", test_close);
  return g_test_run ();
}
