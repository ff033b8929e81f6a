/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Plans against what is on the board: the run looks, decides, and refuses before anything
 * is erased. */

#include "../unit/flash-maker.h"
#include "flow-fixture.h"
#include "glow-error.h"

static FlowRun *
new_run (const char *chip, gboolean stub, GlowOperation operation)
{
  GlowBoardConfig config;
  GlowFlashOptions options = { .no_stub = !stub };
  FlowRun *run;

  glow_board_config_init (&config);
  config.chip = chip;
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  run = flow_run_new (&config, operation);
  flow_run_set_options (run, &options);
  return run;
}

static void
load (FlowRun *run, guint32 offset, const char *what)
{
  g_autoptr (GlowImage) image = maker_file (what);

  glow_board_load_flash (run->board, offset, glow_image_get_bytes (image));
}

static void
load_esp32 (FlowRun *run)
{
  load (run, 0x1000, "bootloader");
  load (run, 0x8000, "table");
  load (run, 0xe000, "otadata-app1");
  load (run, 0x10000, "app");
  load (run, 0x110000, "app");
}

static void
assert_esp32 (GlowBoardContents *board)
{
  g_assert_nonnull (board);
  g_assert_cmpint (glow_board_contents_get_state (board), ==, GLOW_BOARD_CONTENTS_READ);
  g_assert_false (glow_board_contents_is_blank (board));
  g_assert_nonnull (glow_board_contents_get_partition_table (board));
  g_assert_cmphex (glow_board_contents_get_table_offset (board), ==, 0x8000);
  g_assert_cmpuint (glow_board_contents_get_n_slots (board), ==, 2);
  g_assert_cmpint (glow_board_contents_get_boots (board), ==, 1);
  g_assert_true (glow_board_contents_get_slot (board, 0)->has_image);
  g_assert_cmpstr (glow_board_contents_get_slot (board, 1)->partition.label, ==, "app1");
  g_assert_true (glow_board_contents_get_bootloader (board)->has_image);
}

/* by the ROM and by the stub: the same is on the board */
static void
test_identify_tells (gconstpointer data)
{
  g_autoptr (FlowRun) run =
    new_run ("esp32", GPOINTER_TO_INT (data), GLOW_OPERATION_IDENTIFY);

  load_esp32 (run);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  assert_esp32 (glow_flash_result_get_board_contents (run->result));
  g_assert_false (glow_flash_result_flash_touched (run->result));
  flow_assert_no_violations (run);
}

static void
test_identify_esp8266 (void)
{
  g_autoptr (FlowRun) run = new_run ("esp8266", TRUE, GLOW_OPERATION_IDENTIFY);
  g_autoptr (FlowRun) rom = new_run ("esp8266", FALSE, GLOW_OPERATION_IDENTIFY);
  GlowBoardContents *board;

  load (run, 0, "8266-app");
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  board = glow_flash_result_get_board_contents (run->result);
  g_assert_cmpuint (glow_board_contents_get_n_slots (board), ==, 1);
  g_assert_cmpint (glow_board_contents_get_boots (board), ==, 0);
  g_assert_true (glow_board_contents_get_slot (board, 0)->has_image);

  flow_run (rom, NULL, NULL);
  g_assert_no_error (rom->error);
  board = glow_flash_result_get_board_contents (rom->result);
  g_assert_cmpint (glow_board_contents_get_state (board), ==,
                   GLOW_BOARD_CONTENTS_UNREADABLE);
  g_assert_nonnull (glow_board_contents_get_reason (board));
}

static void
test_identify_locked (void)
{
  GlowBoardConfig config;
  g_autoptr (FlowRun) run = NULL;

  glow_board_config_init (&config);
  config.chip = "esp32";
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  config.flash_encryption = TRUE;
  run = flow_run_new (&config, GLOW_OPERATION_IDENTIFY);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  g_assert_cmpint (glow_board_contents_get_state (
                     glow_flash_result_get_board_contents (run->result)),
                   ==, GLOW_BOARD_CONTENTS_ENCRYPTED);
}

/* an update goes where the board boots from, by its own table */
static void
test_lone_app (gconstpointer data)
{
  g_autoptr (FlowRun) run =
    new_run ("esp32", GPOINTER_TO_INT (data), GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = maker_file ("app:0x5000");

  load_esp32 (run);
  glow_flash_plan_add_image (run->plan, image, GLOW_FLASH_OFFSET_AUTO);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_flash (run, 0x110000, glow_image_get_bytes (image));
}

static void
test_lone_app_empty (gconstpointer data)
{
  g_autoptr (FlowRun) run =
    new_run ("esp32", GPOINTER_TO_INT (data), GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = maker_file ("app");
  const GlowFinding *worst;

  glow_flash_plan_add_image (run->plan, image, 0x10000);
  g_assert_false (flow_run (run, NULL, NULL));
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_INCOMPLETE);
  g_assert_false (glow_flash_result_flash_touched (run->result));
  flow_assert_flash_blank (run, 0, 0x100000);
  worst = glow_flash_map_get_worst (glow_flash_result_get_map (run->result), 0);
  g_assert_cmpint (worst->code, ==, GLOW_FINDING_PARTS_MISSING);
  g_assert_cmpint (worst->missing, ==, GLOW_MISSING_BOOTLOADER | GLOW_MISSING_TABLE);
}

static void
test_lone_app_asked_for (void)
{
  g_autoptr (FlowRun) run = new_run ("esp32", TRUE, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = maker_file ("app");

  glow_flash_plan_add_image (run->plan, image, 0x10000);
  glow_flash_plan_set_override (run->plan, 0, GLOW_OVERRIDE_PARTS, NULL);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_flash (run, 0x10000, glow_image_get_bytes (image));
  g_assert_cmpuint (glow_flash_result_get_n_notes (run->result), ==, 1);
}

static void
test_over_table (void)
{
  g_autoptr (FlowRun) run = new_run ("esp32", TRUE, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = maker_file ("data:64");
  g_autoptr (GlowImage) table = maker_file ("table");

  load_esp32 (run);
  glow_flash_plan_add_image (run->plan, image, 0x8000);
  g_assert_false (flow_run (run, NULL, NULL));
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_PLACE);
  g_assert_false (glow_flash_result_flash_touched (run->result));
  flow_assert_flash (run, 0x8000, glow_image_get_bytes (table));
}

/* builds for two chips in one plan: the one that answers decides */
static void
test_variants (gconstpointer data)
{
  g_autoptr (FlowRun) run = new_run (data, TRUE, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) esp32 = maker_file ("app");
  g_autoptr (GlowImage) c3 = maker_file ("c3-app");
  gboolean is_c3 = g_str_equal (data, "esp32c3");
  GlowImage *written = is_c3 ? c3 : esp32;
  const char *note;

  glow_flash_plan_add_image_for (run->plan, esp32, 0x10000,
                                 glow_chip_find_by_name ("esp32"));
  glow_flash_plan_add_image_for (run->plan, c3, 0x10000,
                                 glow_chip_find_by_name ("esp32c3"));
  glow_flash_plan_set_override (run->plan, 0, GLOW_OVERRIDE_PARTS, NULL);
  glow_flash_plan_set_override (run->plan, 1, GLOW_OVERRIDE_PARTS, NULL);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_flash (run, 0x10000, glow_image_get_bytes (written));
  g_assert_cmpuint (glow_flash_result_get_n_notes (run->result), ==, 2);
  note = glow_flash_result_get_note (run->result, 0);
  g_assert_true (g_str_has_prefix (note, "Left out: "));
  g_assert_nonnull (strstr (note, is_c3 ? "app" : "c3-app"));
}

static void
test_no_variant (void)
{
  g_autoptr (FlowRun) run = new_run ("esp32s3", TRUE, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) esp32 = maker_file ("app");

  glow_flash_plan_add_image_for (run->plan, esp32, 0x10000,
                                 glow_chip_find_by_name ("esp32"));
  g_assert_false (flow_run (run, NULL, NULL));
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_WRONG_CHIP);
  flow_assert_flash_blank (run, 0, 0x100000);
}

/* never for chip family without its name, and then for that one only */
static void
test_typed_chip (void)
{
  static const struct {
    const char *board;
    const char *typed;
    gint seal_error;
    gint run_error;
  } cases[] = {
    { "esp32c3", NULL, GLOW_ERROR_ARGUMENT, -1 },
    { "esp32c3", "esp", GLOW_ERROR_ARGUMENT, -1 },
    { "esp32c3", "ESP32-S3", -1, GLOW_ERROR_WRONG_CHIP },
    { "esp32c3", "esp32-c3", -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (FlowRun) run = new_run (cases[i].board, TRUE, GLOW_OPERATION_FLASH);
    g_autoptr (GlowImage) image = maker_file ("app");
    g_autoptr (GError) error = NULL;

    glow_flash_plan_add_image (run->plan, image, 0x10000);
    glow_flash_plan_set_override (run->plan, 0, GLOW_OVERRIDE_CHIP | GLOW_OVERRIDE_PARTS,
                                  cases[i].typed);
    if (cases[i].seal_error >= 0) {
      g_assert_false (glow_flash_plan_seal (run->plan, &error));
      g_assert_error (error, GLOW_ERROR, cases[i].seal_error);
      continue;
    }
    flow_run (run, NULL, NULL);
    if (cases[i].run_error >= 0) {
      g_assert_error (run->error, GLOW_ERROR, cases[i].run_error);
      flow_assert_flash_blank (run, 0, 0x100000);
    } else {
      g_assert_no_error (run->error);
      flow_assert_flash (run, 0x10000, glow_image_get_bytes (image));
    }
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_data_func ("/plan-board/identify/rom", GINT_TO_POINTER (0),
                        test_identify_tells);
  g_test_add_data_func ("/plan-board/identify/stub", GINT_TO_POINTER (1),
                        test_identify_tells);
  g_test_add_func ("/plan-board/identify/esp8266", test_identify_esp8266);
  g_test_add_func ("/plan-board/identify/locked", test_identify_locked);
  g_test_add_data_func ("/plan-board/lone-app/rom", GINT_TO_POINTER (0), test_lone_app);
  g_test_add_data_func ("/plan-board/lone-app/stub", GINT_TO_POINTER (1), test_lone_app);
  g_test_add_data_func ("/plan-board/empty/rom", GINT_TO_POINTER (0),
                        test_lone_app_empty);
  g_test_add_data_func ("/plan-board/empty/stub", GINT_TO_POINTER (1),
                        test_lone_app_empty);
  g_test_add_func ("/plan-board/asked-for", test_lone_app_asked_for);
  g_test_add_func ("/plan-board/over-table", test_over_table);
  g_test_add_data_func ("/plan-board/variants/esp32", "esp32", test_variants);
  g_test_add_data_func ("/plan-board/variants/esp32c3", "esp32c3", test_variants);
  g_test_add_func ("/plan-board/no-variant", test_no_variant);
  g_test_add_func ("/plan-board/typed-chip", test_typed_chip);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
