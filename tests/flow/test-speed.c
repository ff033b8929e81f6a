/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The rate of the data: as high as the line is clean, proven, and lowered on trouble
 * without giving up. */

#include "flow-fixture.h"
#include "glow-command.h"

#define OFFSET       0x10000
#define CONTENT_SIZE 150000

static FlowRun *
start (const char *chip, guint clean_baud, GlowBoardFault fault, double fault_rate)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = chip;
  config.pace = TRUE;
  config.turnaround_us = 1000;
  config.clean_baud = clean_baud;
  config.fault = clean_baud > 0 ? fault : GLOW_BOARD_FAULT_NONE;
  config.fault_seed = 11;
  config.fault_rate = fault_rate;
  return flow_run_new (&config, GLOW_OPERATION_FLASH);
}

static void
flash (FlowRun *run, const GlowFlashOptions *options)
{
  g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 8);

  flow_run_set_options (run, options);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_flash (run, OFFSET, glow_image_get_bytes (image));
  g_test_message ("%u baud", glow_flash_result_get_baud (run->result));
}

/* on a clean line the fastest rate that is usual, else the one asked for */
static void
test_clean_line (void)
{
  static const guint asked[] = { 0, 115200, 460800, 2000000 };
  static const char *const chips[] = { "esp32", "esp32c3", "esp8266" };

  for (guint i = 0; i < G_N_ELEMENTS (chips) * G_N_ELEMENTS (asked); i++) {
    guint baud = asked[i % G_N_ELEMENTS (asked)];
    GlowFlashOptions options = { .baud = baud };
    g_autoptr (FlowRun) run =
      start (chips[i / G_N_ELEMENTS (asked)], 0, GLOW_BOARD_FAULT_NONE, 0);

    flash (run, &options);
    g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==,
                      baud > 0 ? baud : 921600);
    flow_assert_no_violations (run);
    g_assert_cmpuint (glow_flash_result_get_n_notes (run->result), ==, 0);
  }
}

/* a cable that is good for so much: that is what it ends at */
static void
test_fastest_clean_rate (void)
{
  static const guint clean[] = { 115200, 230400, 460800, 921600 };
  static const double rates[] = { 0.2, 1e-2, 1e-3 };
  static const GlowBoardFault faults[] = { GLOW_BOARD_FAULT_FLIP, GLOW_BOARD_FAULT_DROP };

  for (guint i = 0; i < G_N_ELEMENTS (clean); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (rates) * G_N_ELEMENTS (faults); j++) {
      GlowFlashOptions options = { 0 };
      g_autoptr (FlowRun) run = start ("esp32", clean[i], faults[j % 2], rates[j / 2]);

      g_test_message ("clean up to %u, %s, %g", clean[i], j % 2 ? "drop" : "flip",
                      rates[j / 2]);
      flash (run, &options);
      g_assert_cmpint (glow_flash_result_get_verified (run->result), ==,
                       GLOW_VERDICT_YES);
      g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==, clean[i]);
    }
  }
}

/* now and then a byte is lost, and nobody can reset the board */
static void
test_trouble_without_lines (void)
{
  GlowFlashOptions options = { .no_reset_before = TRUE };
  guint n_slower = 0;

  for (guint seed = 1; seed <= 8; seed++) {
    GlowBoardConfig config;
    g_autoptr (FlowRun) run = NULL;

    glow_board_config_init (&config);
    config.chip = "esp32c3";
    config.mode = GLOW_BOARD_MODE_DOWNLOAD;
    config.clean_baud = 460800;
    config.fault = GLOW_BOARD_FAULT_DROP;
    config.fault_seed = seed;
    config.fault_rate = 5e-5;
    run = flow_run_new (&config, GLOW_OPERATION_FLASH);
    flash (run, &options);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
    n_slower += glow_flash_result_get_baud (run->result) == 460800 ? 1 : 0;
  }
  g_assert_cmpuint (n_slower, >, 0);
}

/* what was clean last time is where it begins */
static void
test_proven_rate (void)
{
  static const guint proven[] = { 230400, 1500000 };

  for (guint i = 0; i < G_N_ELEMENTS (proven); i++) {
    GlowFlashOptions options = { .proven_baud = proven[i] };
    g_autoptr (FlowRun) run = start ("esp32s3", 0, GLOW_BOARD_FAULT_NONE, 0);

    flash (run, &options);
    g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==, proven[i]);
  }
}

typedef struct {
  GPtrArray *names; /* owned: the commands that matter here, in order */
} Order;

static TapVerdict
order_cb (Tap *tap, GByteArray *frame, gpointer user_data)
{
  Order *self = user_data;

  if (frame->data[1] == GLOW_COMMAND_CHANGE_BAUDRATE)
    g_ptr_array_add (self->names, (gpointer) "baud");
  else if (frame->data[1] == GLOW_COMMAND_MEM_END)
    g_ptr_array_add (self->names, (gpointer) "stub");
  return TAP_PASS;
}

/* the stub itself goes over the line at the high rate */
static void
test_before_the_stub (void)
{
  static const struct {
    const char *chip;
    const char *first;
  } cases[] = {
    { "esp32", "baud" },
    { "esp32c3", "baud" },
    { "esp32p4", "baud" },
    { "esp8266", "stub" }, /* its ROM can't */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    Order order = { .names = names };
    g_auto (Tap) tap = { 0 };
    GlowFlashOptions options = { 0 };
    g_autoptr (FlowRun) run = start (cases[i].chip, 0, GLOW_BOARD_FAULT_NONE, 0);

    tap.request = order_cb;
    tap.user_data = &order;
    flow_run_tap (run, &tap);
    flash (run, &options);
    g_assert_cmpuint (names->len, ==, 2);
    g_assert_cmpstr (g_ptr_array_index (names, 0), ==, cases[i].first);
  }
}

/* the ESP8266's ROM takes the rate of the first SYNC, and without a stub that is all */
static void
test_autobaud (void)
{
  for (guint known = 0; known < 2; known++) {
    GlowFlashOptions options = { .no_stub = TRUE };
    g_autoptr (FlowRun) run = start ("esp8266", 0, GLOW_BOARD_FAULT_NONE, 0);

    if (known)
      options.expected_chip = glow_chip_find_by_name ("esp8266");
    flash (run, &options);
    g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==, 921600);
    g_assert_false (glow_flash_result_used_stub (run->result));
    flow_assert_no_violations (run);
  }
}

/* where it does not prove itself the usual rate does, or a lower one of the ladder */
static void
test_autobaud_on_a_bad_line (void)
{
  for (guint known = 0; known < 2; known++) {
    GlowFlashOptions options = { .no_stub = TRUE };
    g_autoptr (FlowRun) run = start ("esp8266", 115200, GLOW_BOARD_FAULT_FLIP, 0.05);

    if (known)
      options.expected_chip = glow_chip_find_by_name ("esp8266");
    flash (run, &options);
    g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==, 115200);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/speed/clean", test_clean_line);
  g_test_add_func ("/speed/fastest-clean", test_fastest_clean_rate);
  g_test_add_func ("/speed/without-lines", test_trouble_without_lines);
  g_test_add_func ("/speed/proven", test_proven_rate);
  g_test_add_func ("/speed/before-the-stub", test_before_the_stub);
  g_test_add_func ("/speed/autobaud", test_autobaud);
  g_test_add_func ("/speed/autobaud-bad-line", test_autobaud_on_a_bad_line);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
