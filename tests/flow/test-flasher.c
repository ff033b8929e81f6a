/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whole runs against the practice board, on every chip and both loaders. */

#include "flow-fixture.h"
#include "glow-error.h"

#include <string.h>

typedef struct {
  char *chip;
  gboolean stub;
  gboolean no_compress;
} Case;

static void
free_case (gpointer data)
{
  Case *c = data;

  g_free (c->chip);
  g_free (c);
}

static GlowBoardConfig
config_for (const char *chip, GlowBoardMode mode)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = chip;
  config.mode = mode;
  return config;
}

static GlowFlashOptions
options_for (const Case *c)
{
  return (GlowFlashOptions){ .no_stub = !c->stub, .no_compress = c->no_compress };
}

/* sizes around every block and sector border */
static void
test_flash (gconstpointer data)
{
  static const gsize sizes[] = {
    1, 4, 1023, 1024, 4096, 4097, 16384, 65536, 65537, 200001
  };
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_FLASH);
    g_autoptr (GlowImage) image = flow_make_image (sizes[i], i + 1);
    gboolean can_verify = c->stub || !g_str_equal (c->chip, "esp8266");

    g_test_message ("%" G_GSIZE_FORMAT " bytes", sizes[i]);
    flow_run_set_options (run, &options);
    glow_flash_plan_add_image (run->plan, image, 0x10000);
    flow_run (run, NULL, NULL);
    g_assert_no_error (run->error);
    flow_assert_flash (run, 0x10000, glow_image_get_bytes (image));
    flow_assert_no_violations (run);
    g_assert_cmpint (glow_flash_result_get_written (run->result), ==, GLOW_VERDICT_YES);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==,
                     can_verify ? GLOW_VERDICT_YES : GLOW_VERDICT_NOT_CHECKED);
    g_assert_true (glow_flash_result_used_stub (run->result) == c->stub);
    g_assert_false (glow_flash_result_left_in_loader (run->result));
  }
}

/* The ESP8266's ROM can't erase an odd number of sectors: it takes the next one along,
 * which is said. */
static gboolean
erases_one_more (const Case *c)
{
  return !c->stub && g_str_equal (c->chip, "esp8266");
}

/* what lay there before is erased, what lies beside it stays */
static void
test_flash_over_old_content (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  g_autoptr (GBytes) old = flow_make_content (0x40000, 77);
  g_autoptr (GBytes) before = g_bytes_new_from_bytes (old, 0, 0x11000);
  guint32 end = erases_one_more (c) ? 0x1b000 : 0x1a000;
  g_autoptr (GBytes) after = g_bytes_new_from_bytes (old, end, 0x40000 - end);
  g_autoptr (GlowImage) image = flow_make_image (0x8234, 5);

  glow_board_load_flash (run->board, 0, old);
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, 0x11000);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_flash (run, 0x11000, glow_image_get_bytes (image));
  flow_assert_flash (run, 0, before);
  flow_assert_flash (run, end, after);
  g_assert_cmpuint (glow_flash_result_get_n_notes (run->result), ==,
                    erases_one_more (c) ? 1 : 0);
  flow_assert_no_violations (run);
}

static void
test_several_files (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  static const guint32 offsets[] = { 0x90000, 0x8000, 0x10000 };
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);

  flow_run_set_options (run, &options);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
    g_ptr_array_add (images, flow_make_image (3000 + 9000 * i, 20 + i));
    glow_flash_plan_add_image (run->plan, g_ptr_array_index (images, i), offsets[i]);
  }
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    flow_assert_flash (run, offsets[i],
                       glow_image_get_bytes (g_ptr_array_index (images, i)));
  flow_assert_no_violations (run);
}

static void
test_read_back (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_READ);
  g_autoptr (GBytes) content = flow_make_content (9004, 3);

  glow_board_load_flash (run->board, 0x20000, content);
  flow_run_set_options (run, &options);
  glow_flash_plan_set_range (run->plan, 0x20000, 9004);
  if (!flow_run (run, NULL, NULL)) {
    g_assert_false (c->stub);
    g_assert_cmpstr (c->chip, ==, "esp8266");
    g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
    return;
  }
  g_assert_true (g_bytes_equal (glow_flash_result_get_data (run->result), content));
  flow_assert_no_violations (run);
}

static void
test_erase_region (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_ERASE);
  g_autoptr (GBytes) old = flow_make_content (0x60000, 9);
  g_autoptr (GBytes) before = g_bytes_new_from_bytes (old, 0, 0x10000);
  g_autoptr (GBytes) after = g_bytes_new_from_bytes (old, 0x30000, 0x30000);

  glow_board_load_flash (run->board, 0, old);
  flow_run_set_options (run, &options);
  glow_flash_plan_set_range (run->plan, 0x10000, 0x20000);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_flash_blank (run, 0x10000, 0x20000);
  flow_assert_flash (run, 0, before);
  flow_assert_flash (run, 0x30000, after);
  flow_assert_no_violations (run);
}

static void
test_erase_all_before_writing (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  g_autoptr (GBytes) old = flow_make_content (0x60000, 9);
  g_autoptr (GlowImage) image = flow_make_image (5000, 31);
  gsize flash_size;

  glow_board_load_flash (run->board, 0x100000, old);
  options.erase_all = TRUE;
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, 0x10000);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  glow_board_peek_flash (run->board, &flash_size);
  flow_assert_flash (run, 0x10000, glow_image_get_bytes (image));
  flow_assert_flash_blank (run, 0, 0x10000);
  flow_assert_flash_blank (run, 0x12000, flash_size - 0x12000);
  flow_assert_no_violations (run);
}

static void
test_verify (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  GlowFlashOptions options = options_for (c);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_VERIFY);
  g_autoptr (GlowImage) image = flow_make_image (20000, 31);
  g_autoptr (GBytes) spoiler = g_bytes_new_static ("\0", 1);

  glow_board_load_flash (run->board, 0x10000, glow_image_get_bytes (image));
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, 0x10000);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  g_assert_false (glow_flash_result_flash_touched (run->result));
  if (glow_flash_result_get_verified (run->result) == GLOW_VERDICT_NOT_CHECKED) {
    g_assert_nonnull (glow_flash_result_get_verify_reason (run->result));
    return;
  }
  glow_board_load_flash (run->board, 0x10000 + 10001, spoiler);
  flow_run_again (run, GLOW_OPERATION_VERIFY);
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, 0x10000);
  flow_run (run, NULL, NULL);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_VERIFY);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), !=, GLOW_VERDICT_YES);
}

/* protocol.md 3.4; the board's own choice where a chip has two */
static guint
crystal_of (const char *chip)
{
  if (g_str_equal (chip, "esp8266"))
    return 26;
  if (g_str_has_prefix (chip, "esp32h"))
    return 32;
  return g_str_equal (chip, "esp32c5") ? 48 : 40;
}

static void
test_identify (gconstpointer data)
{
  const Case *c = data;
  GlowBoardConfig config = config_for (c->chip, GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (FlowRun) run = NULL;
  const GlowChipInfo *info;
  g_autofree char *name = NULL;
  g_autofree char *mac = NULL;
  static const guint8 address[] = { 0x18, 0xfe, 0x34, 0x01, 0x02, 0x03 };

  memmove (config.mac, address, sizeof address);
  run = flow_run_new (&config, GLOW_OPERATION_IDENTIFY);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  info = glow_flash_result_get_chip_info (run->result);
  name = g_strndup (c->chip, strcspn (c->chip, "-"));
  g_assert_cmpstr (glow_chip_get_tool_name (info->chip), ==, name);
  mac = glow_chip_info_dup_mac (info);
  g_assert_cmpstr (mac, ==, "18:fe:34:01:02:03");
  g_assert_cmpuint (info->flash_size, ==, config.flash_size);
  g_assert_cmpuint (info->crystal_mhz, ==, crystal_of (name));
  g_assert_false (glow_flash_result_flash_touched (run->result));
  flow_assert_no_violations (run);
}

static void
assert_refused (const char *chip, const char *firmware, guint32 offset, GlowError code)
{
  GlowBoardConfig config = config_for (chip, GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = flow_load_firmware (firmware);
  gsize flash_size;

  if (!image)
    return;
  glow_flash_plan_add_image (run->plan, image, offset);
  flow_run (run, NULL, NULL);
  g_test_message ("%s", run->error ? run->error->message : "not refused");
  g_assert_error (run->error, GLOW_ERROR, (gint) code);
  g_assert_false (glow_flash_result_flash_touched (run->result));
  glow_board_peek_flash (run->board, &flash_size);
  flow_assert_flash_blank (run, 0, flash_size);
}

static void
test_wrong_chip (void)
{
  /* both directions, merged images included */
  assert_refused ("esp8266", "esp32/esp32spiram-idf4-20200902-v1.13.bin", 0x1000,
                  GLOW_ERROR_WRONG_CHIP);
  assert_refused ("esp8266",
                  "esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin", 0,
                  GLOW_ERROR_WRONG_CHIP);
  assert_refused ("esp32", "esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin", 0,
                  GLOW_ERROR_WRONG_CHIP);
  assert_refused ("esp32", "esp32c3/tasmota32c3_14.3.0.4_de.factory.bin", 0,
                  GLOW_ERROR_WRONG_CHIP);
}

static void
test_beyond_the_flash (void)
{
  GlowBoardConfig config = config_for ("esp32", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) image = flow_make_image (8192, 1);

  glow_flash_plan_add_image (run->plan, image, config.flash_size - 4096);
  flow_run (run, NULL, NULL);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_TOO_BIG);
  g_assert_false (glow_flash_result_flash_touched (run->result));
}

static void
test_expected_chip (void)
{
  GlowBoardConfig config = config_for ("esp32", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (FlowRun) run = flow_run_new (&config, GLOW_OPERATION_IDENTIFY);
  GlowFlashOptions options = { .expected_chip = glow_chip_find_by_name ("esp8266") };

  flow_run_set_options (run, &options);
  flow_run (run, NULL, NULL);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_WRONG_CHIP);
}

/* the real files; on the ESP8266 only the header's size may differ, and it is said */
static void
test_real_firmware (void)
{
  GlowBoardConfig esp32 = config_for ("esp32", GLOW_BOARD_MODE_RUNNING_APP);
  GlowBoardConfig esp8266 = config_for ("esp8266", GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (FlowRun) run32 = flow_run_new (&esp32, GLOW_OPERATION_FLASH);
  g_autoptr (FlowRun) run8266 = flow_run_new (&esp8266, GLOW_OPERATION_FLASH);
  g_autoptr (GlowImage) easy =
    flow_load_firmware ("esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin");
  g_autoptr (GlowImage) python =
    flow_load_firmware ("esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin");
  g_autofree guint8 *expected = NULL;
  g_autoptr (GBytes) expected_bytes = NULL;
  const guint8 *published;
  gsize size;

  if (!easy || !python)
    return;
  glow_flash_plan_add_image (run32->plan, easy, 0);
  flow_run (run32, NULL, NULL);
  g_assert_no_error (run32->error);
  flow_assert_flash (run32, 0, glow_image_get_bytes (easy));
  g_assert_cmpint (glow_flash_result_get_verified (run32->result), ==, GLOW_VERDICT_YES);
  flow_assert_no_violations (run32);

  glow_flash_plan_add_image (run8266->plan, python, 0);
  flow_run (run8266, NULL, NULL);
  g_assert_no_error (run8266->error);
  published = g_bytes_get_data (glow_image_get_bytes (python), &size);
  expected = g_memdup2 (published, size);
  /* 4 MiB on the ESP8266 is 4; protocol.md 3.10 */
  expected[3] = (guint8) (0x40 | (expected[3] & 0x0f));
  expected_bytes = g_bytes_new (expected, size);
  flow_assert_flash (run8266, 0, expected_bytes);
  g_assert_cmpint (glow_flash_result_get_verified (run8266->result), ==,
                   GLOW_VERDICT_YES);
  g_assert_cmpuint (glow_flash_result_get_n_notes (run8266->result), >=, 1);
  flow_assert_no_violations (run8266);
}

static void
add_case (const char *chip,
          gboolean stub,
          gboolean plain,
          const char *name,
          GTestDataFunc func)
{
  g_autofree char *path =
    g_strdup_printf ("/flasher/%s/%s%s/%s", chip, stub ? "stub" : "rom",
                     plain ? "-plain" : "", name);
  Case *c;

  if (stub && !flow_has_stub (chip))
    return;
  c = g_new (Case, 1);
  *c = (Case){ g_strdup (chip), stub, plain };
  g_test_add_data_func_full (path, c, func, free_case);
}

static void
add_case_tests (void)
{
  static const struct {
    const char *name;
    GTestDataFunc func;
  } tests[] = {
    { "flash", test_flash },
    { "flash-over-old", test_flash_over_old_content },
    { "several-files", test_several_files },
    { "read-back", test_read_back },
    { "erase-region", test_erase_region },
    { "erase-all", test_erase_all_before_writing },
    { "verify", test_verify },
    { "identify", test_identify },
  };

  const char *const *chips = glow_board_get_chip_names ();

  for (guint i = 0; chips[i]; i++) {
    for (guint way = 0; way < 4; way++) {
      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        add_case (chips[i], (way & 1) != 0, (way & 2) != 0, tests[j].name, tests[j].func);
    }
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  add_case_tests ();
  g_test_add_func ("/flasher/refuse/wrong-chip", test_wrong_chip);
  g_test_add_func ("/flasher/refuse/beyond-the-flash", test_beyond_the_flash);
  g_test_add_func ("/flasher/refuse/expected-chip", test_expected_chip);
  g_test_add_func ("/flasher/real-firmware", test_real_firmware);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
