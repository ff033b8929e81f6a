/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What single chips need: their own USB, watchdogs, locked states, clocks that are off,
 * flash that is large or switched off. */

#include "flow-fixture.h"
#include "glow-error.h"

#include <json-glib/json-glib.h>

#define OFFSET 0x10000

static GlowBoardConfig
config_for (const char *chip)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = chip;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  return config;
}

static FlowRun *
run_flash (const GlowBoardConfig *config, const GlowFlashOptions *options, guint32 offset)
{
  FlowRun *run = flow_run_new (config, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = flow_make_image (70001, 5);

  if (options)
    flow_run_set_options (run, options);
  glow_flash_plan_add_image (run->plan, image, offset);
  flow_run (run, NULL, NULL);
  if (!run->error) {
    flow_assert_flash (run, offset, glow_image_get_bytes (image));
    flow_assert_no_violations (run);
  }
  return run;
}

static void
test_native_usb (void)
{
  static const struct {
    const char *chip;
    GlowBoardUsb usb;
  } cases[] = {
    { "esp32c3", GLOW_BOARD_USB_JTAG },  { "esp32s3", GLOW_BOARD_USB_JTAG },
    { "esp32c5", GLOW_BOARD_USB_JTAG },  { "esp32c6", GLOW_BOARD_USB_JTAG },
    { "esp32c61", GLOW_BOARD_USB_JTAG }, { "esp32h2", GLOW_BOARD_USB_JTAG },
    { "esp32h21", GLOW_BOARD_USB_JTAG }, { "esp32h4", GLOW_BOARD_USB_JTAG },
    { "esp32p4", GLOW_BOARD_USB_JTAG },  { "esp32s31", GLOW_BOARD_USB_JTAG },
    { "esp32s2", GLOW_BOARD_USB_OTG },   { "esp32s3", GLOW_BOARD_USB_OTG },
    { "esp32p4", GLOW_BOARD_USB_OTG },   { "esp32s31", GLOW_BOARD_USB_OTG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (guint no_stub = 0; no_stub < 2; no_stub++) {
      GlowBoardConfig config = config_for (cases[i].chip);
      GlowFlashOptions options = { .no_stub = no_stub != 0 };
      g_autoptr (FlowRun) run = NULL;

      g_test_message ("%s, usb %d, no stub %u", cases[i].chip, (gint) cases[i].usb,
                      no_stub);
      config.usb = cases[i].usb;
      /* the ROM's USB device is only there in download mode */
      if (config.usb == GLOW_BOARD_USB_OTG)
        config.mode = GLOW_BOARD_MODE_DOWNLOAD;
      run = run_flash (&config, &options, OFFSET);
      g_assert_no_error (run->error);
      g_assert_cmpint (glow_flash_result_get_verified (run->result), ==,
                       GLOW_VERDICT_YES);
    }
  }
}

/* what the board does a while after the run */
static char *
dup_loader (FlowRun *run)
{
  const gint64 later_us = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  guint8 said[256];
  g_autofree char *report = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();

  glow_board_transmit (run->board, said, sizeof said, later_us);
  report = glow_board_dup_report (run->board);
  g_assert_true (json_parser_load_from_data (parser, report, -1, NULL));
  return g_strdup (json_object_get_string_member_with_default (
    json_node_get_object (json_parser_get_root (parser)), "loader", ""));
}

/* the pins are sampled anew only by the watchdog, so a chip that has one for it is not
 * left in "waiting for download" */
static void
test_held_boot_button (void)
{
  static const char *const chips[] = { "esp32c3", "esp32s3", "esp32c5", "esp32c61",
                                       "esp32p4" };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    GlowBoardConfig config = config_for (chips[i]);
    g_autoptr (FlowRun) run = NULL;
    g_autofree char *loader = NULL;

    config.usb = GLOW_BOARD_USB_JTAG;
    config.strap_held = TRUE;
    config.mode = GLOW_BOARD_MODE_DOWNLOAD;
    run = run_flash (&config, NULL, OFFSET);
    g_assert_no_error (run->error);
    g_assert_false (glow_flash_result_left_in_loader (run->result));
    loader = dup_loader (run);
    g_test_message ("%s: %s", chips[i], loader);
    g_assert_cmpstr (loader, !=, "rom");
    g_assert_cmpstr (loader, !=, "stub");
  }
}

static void
test_secure_download (void)
{
  static const char *const chips[] = { "esp32s2", "esp32s3", "esp32c3", "esp32c6",
                                       "esp32p4" };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    GlowBoardConfig config = config_for (chips[i]);
    g_autoptr (FlowRun) run = NULL;

    g_test_message ("%s", chips[i]);
    config.secure_download = TRUE;
    run = run_flash (&config, NULL, OFFSET);
    g_assert_no_error (run->error);
    g_assert_cmpint (glow_flash_result_get_written (run->result), ==, GLOW_VERDICT_YES);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==,
                     GLOW_VERDICT_NOT_CHECKED);
    g_assert_false (glow_flash_result_used_stub (run->result));
    g_assert_true (glow_flash_result_get_chip_info (run->result)->secure_download);
    g_assert_cmpstr (glow_chip_get_tool_name (
                       glow_flash_result_get_chip_info (run->result)->chip),
                     ==, chips[i]);
  }
}

/* what could end a locked board is refused before anything is sent */
static void
test_locked_boards (void)
{
  static const char *const chips[] = { "esp32", "esp32s2", "esp32s3", "esp32c3",
                                       "esp32c2" };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    GlowBoardConfig encrypted = config_for (chips[i]);
    GlowBoardConfig secure = config_for (chips[i]);
    g_autoptr (FlowRun) run_encrypted = NULL;
    g_autoptr (FlowRun) run_boot = NULL;
    g_autoptr (FlowRun) run_app = NULL;

    g_test_message ("%s", chips[i]);
    encrypted.flash_encryption = TRUE;
    run_encrypted = run_flash (&encrypted, NULL, OFFSET);
    g_assert_error (run_encrypted->error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
    g_assert_false (glow_flash_result_flash_touched (run_encrypted->result));

    secure.secure_boot = TRUE;
    run_boot = run_flash (&secure, NULL, 0x1000);
    g_assert_error (run_boot->error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
    g_assert_false (glow_flash_result_flash_touched (run_boot->result));
    run_app = run_flash (&secure, NULL, OFFSET);
    g_assert_no_error (run_app->error);
  }
}

static void
test_clocks_that_are_off (void)
{
  static const struct {
    const char *chip;
    guint crystal_mhz;
    guint rom_crystal_mhz;
    gint rc_drift;
  } cases[] = {
    { "esp32c2", 26, 0, 0 },  { "esp32c2", 40, 0, 0 }, { "esp32c5", 48, 40, 0 },
    { "esp32c5", 40, 48, 0 }, { "esp32", 0, 0, 60 },   { "esp32", 0, 0, -60 },
    { "esp32", 26, 0, 0 },
  };
  static const guint bauds[] = { 0, 230400, 460800 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (bauds); j++) {
      GlowBoardConfig config = config_for (cases[i].chip);
      GlowFlashOptions options = { .no_stub = TRUE, .baud = bauds[j] };
      g_autoptr (FlowRun) run = NULL;

      g_test_message ("%s, crystal %u, drift %d, %u baud", cases[i].chip,
                      cases[i].crystal_mhz, cases[i].rc_drift, bauds[j]);
      config.crystal_mhz = cases[i].crystal_mhz;
      config.rom_crystal_mhz = cases[i].rom_crystal_mhz;
      config.rc_drift = cases[i].rc_drift;
      run = run_flash (&config, &options, OFFSET);
      g_assert_no_error (run->error);
      /* not by falling back */
      g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==,
                        bauds[j] ? bauds[j] : 921600);
    }
  }
}

static void
test_large_flash (void)
{
  static const char *const chips[] = { "esp32s3", "esp32c5", "esp32c61", "esp32p4",
                                       "esp32s31" };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    GlowBoardConfig config = config_for (chips[i]);
    GlowFlashOptions no_stub = { .no_stub = TRUE };
    g_autoptr (FlowRun) run = NULL;
    g_autoptr (FlowRun) refused = NULL;

    g_test_message ("%s", chips[i]);
    config.flash_size = 32 * 1024 * 1024;
    run = run_flash (&config, NULL, 0x1200000);
    g_assert_no_error (run->error);
    refused = run_flash (&config, &no_stub, 0x1200000);
    g_assert_error (refused->error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
    g_assert_false (glow_flash_result_flash_touched (refused->result));
  }
}

static void
test_flash_that_needs_power (void)
{
  static const gint revisions[] = { 100, 300, 301, 302 };

  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++) {
    for (guint no_stub = 0; no_stub < 2; no_stub++) {
      GlowBoardConfig config =
        config_for (revisions[i] < 300 ? "esp32p4" : "esp32p4-rev3");
      GlowFlashOptions options = { .no_stub = no_stub != 0 };
      g_autoptr (FlowRun) run = NULL;

      g_test_message ("revision %d, no stub %u", revisions[i], no_stub);
      config.revision = revisions[i];
      run = run_flash (&config, &options, OFFSET);
      g_assert_no_error (run->error);
    }
  }
}

/* a stub that was left running is used again, not loaded again */
static void
test_running_stub (void)
{
  GlowBoardConfig config = config_for ("esp32");
  GlowFlashOptions stay = { .after = GLOW_AFTER_NO_RESET };
  GlowFlashOptions again = { .no_reset_before = TRUE, .no_stub = TRUE };
  g_autoptr (FlowRun) run = run_flash (&config, &stay, OFFSET);
  g_autoptr (GlowImage) image = flow_make_image (5000, 6);

  g_assert_no_error (run->error);
  g_assert_true (glow_flash_result_left_in_loader (run->result));
  flow_run_again (run, GLOW_OPERATION_FLASH);
  flow_run_set_options (run, &again);
  glow_flash_plan_add_image (run->plan, image, 0x80000);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  g_assert_true (glow_flash_result_used_stub (run->result));
  flow_assert_flash (run, 0x80000, glow_image_get_bytes (image));
}

/* without the reset line: by the watchdog, or by the ROM loader's own command */
static void
test_run_without_reset (void)
{
  static const struct {
    const char *chip;
    gboolean no_stub;
    gboolean stays;
  } cases[] = {
    { "esp8266", TRUE, FALSE }, { "esp8266", FALSE, TRUE },  { "esp32", TRUE, FALSE },
    { "esp32", FALSE, TRUE },   { "esp32c3", FALSE, FALSE }, { "esp32s3", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GlowBoardConfig config = config_for (cases[i].chip);
    GlowFlashOptions options = { .after = GLOW_AFTER_RUN, .no_stub = cases[i].no_stub };
    g_autoptr (FlowRun) run = run_flash (&config, &options, OFFSET);
    g_autofree char *loader = NULL;

    g_assert_no_error (run->error);
    loader = dup_loader (run);
    g_test_message ("%s, no stub %d: %s", cases[i].chip, cases[i].no_stub, loader);
    g_assert_true (glow_flash_result_left_in_loader (run->result) == cases[i].stays);
    if (cases[i].stays) {
      g_assert_cmpstr (loader, ==, "stub");
    } else {
      g_assert_cmpstr (loader, !=, "rom");
      g_assert_cmpstr (loader, !=, "stub");
    }
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/chips/native-usb", test_native_usb);
  g_test_add_func ("/chips/held-boot-button", test_held_boot_button);
  g_test_add_func ("/chips/secure-download", test_secure_download);
  g_test_add_func ("/chips/locked", test_locked_boards);
  g_test_add_func ("/chips/clocks", test_clocks_that_are_off);
  g_test_add_func ("/chips/large-flash", test_large_flash);
  g_test_add_func ("/chips/flash-power", test_flash_that_needs_power);
  g_test_add_func ("/chips/running-stub", test_running_stub);
  g_test_add_func ("/chips/run-without-reset", test_run_without_reset);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
