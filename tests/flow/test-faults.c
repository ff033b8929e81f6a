/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Runs over bad lines, by seed. However it goes, no run claims what is not so: a run that
 * says "verified" left the right flash, and every other one ends in an error with a name.
 * GLOWPLUG_FAULT_SEEDS sets how many seeds each combination gets. */

#include "flow-fixture.h"
#include "glow-error.h"

#include <stdlib.h>

#define DEFAULT_SEEDS 6
#define CONTENT_SIZE  150000
#define OFFSET        0x10000

/* Three runs at most, each with a few commands that are not answered in their time: what
 * goes beyond it hangs. On the board's clock. */
#define MAX_RUN_US (2 * 60 * (gint64) G_USEC_PER_SEC)

typedef struct {
  const char *chip;
  gboolean stub;
  GlowBoardFault fault;
} Case;

static const char *const chips[] = { "esp8266", "esp32", "esp32c3", "esp32s3" };

static const struct {
  GlowBoardFault fault;
  const char *name;
} faults[] = {
  { GLOW_BOARD_FAULT_DROP, "drop" },           { GLOW_BOARD_FAULT_FLIP, "flip" },
  { GLOW_BOARD_FAULT_DUPLICATE, "duplicate" }, { GLOW_BOARD_FAULT_STALL, "stall" },
  { GLOW_BOARD_FAULT_CLOSE, "close" },
};

static guint
n_seeds (void)
{
  const char *text = g_getenv ("GLOWPLUG_FAULT_SEEDS");

  return text ? (guint) strtoul (text, NULL, 10) : DEFAULT_SEEDS;
}

static gboolean
flash_is_right (FlowRun *run, GlowImage *image)
{
  gsize flash_size;
  const guint8 *flash = glow_board_peek_flash (run->board, &flash_size);
  g_autoptr (GBytes) found = g_bytes_new (flash + OFFSET, glow_image_get_size (image));

  return g_bytes_equal (found, glow_image_get_bytes (image));
}

static void
run_seed (const Case *c, guint64 seed)
{
  GlowBoardConfig config;
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run = NULL;
  g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 41);
  GlowFlashOptions options = { .no_stub = !c->stub };
  gboolean done;

  glow_board_config_init (&config);
  config.chip = c->chip;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  config.fault = c->fault;
  config.fault_seed = seed;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  flow_run_tap (run, &tap);
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  done = flow_run (run, NULL, NULL);
  g_test_message ("seed %" G_GUINT64_FORMAT ": %.1f s, %s", seed,
                  (double) tap.total_us / G_USEC_PER_SEC,
                  done ? "done" : run->error->message);
  g_assert_cmpint (tap.total_us, <, MAX_RUN_US);
  if (!done) {
    g_assert_true (run->error->domain == GLOW_ERROR);
    g_assert_cmpint (run->error->code, !=, GLOW_ERROR_FAILED);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), !=, GLOW_VERDICT_YES);
  }
  if (c->fault == GLOW_BOARD_FAULT_CLOSE && !done)
    g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  if (glow_flash_result_get_verified (run->result) == GLOW_VERDICT_YES)
    g_assert_true (flash_is_right (run, image));
}

static void
test_faults (gconstpointer data)
{
  for (guint64 seed = 1; seed <= n_seeds (); seed++)
    run_seed (data, seed);
}

static void
add_case (const char *chip, gboolean stub, guint fault)
{
  g_autofree char *path =
    g_strdup_printf ("/faults/%s/%s/%s", chip, stub ? "stub" : "rom", faults[fault].name);
  Case *c = g_new (Case, 1);

  *c = (Case){ chip, stub, faults[fault].fault };
  g_test_add_data_func_full (path, c, test_faults, g_free);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (faults); j++) {
      add_case (chips[i], TRUE, j);
      add_case (chips[i], FALSE, j);
    }
  }
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
