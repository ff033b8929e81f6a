/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The cable is pulled, at points of each phase that a seed chooses. Where the board comes
 * back the run ends as if nothing had happened; where it does not, the run says what
 * state the flash is in, and the next one repairs it. The flash is compared byte for
 * byte. GLOWPLUG_FAULT_SEEDS sets how many points of each phase are tried. */

#include "flow-fixture.h"
#include "glow-error.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_SEEDS 2
#define CONTENT_SIZE  70000
#define OFFSET_1      0x20000
#define OFFSET_2      0x80000

typedef struct {
  const char *chip;
  gboolean stub;
  gboolean erase_all;
  GlowPhase phase;
} Case;

/* Where the cable is pulled, and what happens then. */
typedef struct {
  Tap tap;
  GlowBoard *board; /* borrowed: the one that comes back */
  GlowPhase phase;  /* to be pulled in */
  GlowPhase now;
  guint n_seen;  /* requests of that phase so far */
  guint pull_at; /* which of them is not sent any more; 0: never */
  guint n_pulled;
  guint n_looks;     /* of the finder since then */
  GlowTarget *other; /* borrowed (nullable): another board comes back in its place */
  gboolean waited;   /* the progress said so */
} Cable;

static const char *const chips[] = { "esp8266", "esp32", "esp32c3", "esp32s3" };

static const struct {
  GlowPhase phase;
  const char *name;
} phases[] = {
  { GLOW_PHASE_CONNECT, "connect" }, { GLOW_PHASE_IDENTIFY, "identify" },
  { GLOW_PHASE_STUB, "stub" },       { GLOW_PHASE_SPEED, "speed" },
  { GLOW_PHASE_CHECK, "check" },     { GLOW_PHASE_ERASE, "erase" },
  { GLOW_PHASE_WRITE, "write" },     { GLOW_PHASE_VERIFY, "verify" },
};

static guint
n_seeds (void)
{
  const char *text = g_getenv ("GLOWPLUG_FAULT_SEEDS");

  return text ? (guint) strtoul (text, NULL, 10) : DEFAULT_SEEDS;
}

static TapVerdict
request_cb (Tap *tap, GByteArray *frame, gpointer user_data)
{
  Cable *cable = user_data;

  if (cable->now != cable->phase || cable->n_pulled > 0)
    return TAP_PASS;
  cable->n_seen++;
  if (cable->pull_at == 0 || cable->n_seen != cable->pull_at)
    return TAP_PASS;
  cable->n_pulled++;
  return TAP_BREAK;
}

/* without power it forgets the loader and starts its firmware when it is plugged in */
static char *
find_cb (gpointer user_data)
{
  Cable *cable = user_data;

  if (++cable->n_looks < cable->pull_at % 2 + 1)
    return NULL;
  if (cable->other)
    cable->tap.target = cable->other;
  glow_board_reset (cable->board, 0);
  return g_strdup ("tap");
}

static void
progress_cb (const GlowProgressState *state, gpointer user_data)
{
  Cable *cable = user_data;

  cable->now = state->phase;
  cable->waited |= state->waits_for_port;
}

/* without @may_return nobody looks for the board any more: it is gone for longer */
static void
use_cable (FlowRun *run, Cable *cable, const Case *c, gboolean may_return)
{
  GlowOperation operation = glow_flash_plan_get_operation (run->plan);
  GlowFlashOptions options = { .no_stub = !c->stub, .erase_all = c->erase_all };
  g_autoptr (GlowTarget) target =
    tap_target_new (&cable->tap, glow_target_get_usb (run->target));

  if (may_return)
    glow_target_set_finder (target, find_cb, cable, NULL);
  cable->tap.target = run->target;
  cable->tap.request = request_cb;
  cable->tap.user_data = cable;
  cable->board = run->board;
  cable->now = GLOW_PHASE_CONNECT;
  g_object_unref (run->plan);
  run->plan = glow_flash_plan_new (operation, target);
  flow_run_set_options (run, &options);
}

static void
add_files (FlowRun *run)
{
  g_autoptr (GlowImage) first = flow_make_image (CONTENT_SIZE, 41);
  g_autoptr (GlowImage) second = flow_make_image (CONTENT_SIZE / 2, 42);

  glow_flash_plan_add_image (run->plan, first, OFFSET_1);
  glow_flash_plan_add_image (run->plan, second, OFFSET_2);
}

static FlowRun *
new_run (const Case *c, Cable *cable, gboolean may_return)
{
  GlowBoardConfig config;
  FlowRun *run;

  glow_board_config_init (&config);
  config.chip = c->chip;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  use_cable (run, cable, c, may_return);
  add_files (run);
  return run;
}

static gboolean
run_over (FlowRun *run, Cable *cable)
{
  GlowFlasherHooks hooks = { progress_cb, NULL, cable };

  return flow_run (run, &hooks, NULL);
}

static void
assert_content (FlowRun *run)
{
  g_autoptr (GBytes) first = flow_make_content (CONTENT_SIZE, 41);
  g_autoptr (GBytes) second = flow_make_content (CONTENT_SIZE / 2, 42);

  flow_assert_flash (run, OFFSET_1, first);
  flow_assert_flash (run, OFFSET_2, second);
  flow_assert_flash_blank (run, 0, OFFSET_1);
  flow_assert_flash_blank (run, OFFSET_1 + 0x12000, OFFSET_2 - OFFSET_1 - 0x12000);
}

/* how many requests the phase has when nothing happens */
static guint
count_requests (const Case *c)
{
  Cable cable = { .phase = c->phase };
  g_autoptr (FlowRun) run = new_run (c, &cable, TRUE);

  run_over (run, &cable);
  g_assert_no_error (run->error);
  tap_clear (&cable.tap);
  return cable.n_seen;
}

static void
test_comes_back (gconstpointer data)
{
  const Case *c = data;
  guint n = count_requests (c);

  if (n == 0) {
    g_test_skip ("this way asks the board for nothing in this phase");
    return;
  }
  for (guint seed = 1; seed <= n_seeds (); seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    Cable cable = { .phase = c->phase,
                    .pull_at = 1 + (guint) g_rand_int_range (random, 0, (gint32) n) };
    g_autoptr (FlowRun) run = new_run (c, &cable, TRUE);

    run_over (run, &cable);
    g_test_message ("seed %u: request %u of %u, %s", seed, cable.pull_at, n,
                    run->error ? run->error->message : "done");
    g_assert_cmpuint (cable.n_pulled, ==, 1);
    g_assert_true (cable.waited);
    g_assert_no_error (run->error);
    g_assert_cmpint (glow_flash_result_get_written (run->result), ==, GLOW_VERDICT_YES);
    if (c->stub || !g_str_equal (c->chip, "esp8266"))
      g_assert_cmpint (glow_flash_result_get_verified (run->result), ==,
                       GLOW_VERDICT_YES);
    assert_content (run);
    tap_clear (&cable.tap);
  }
}

/* another plan could be run over the same board: the next press of Flash */
static void
repair (FlowRun *run, Cable *cable, const Case *c)
{
  *cable = (Cable){ .phase = c->phase };
  flow_run_again (run, GLOW_OPERATION_FLASH);
  glow_board_reset (run->board, 0);
  use_cable (run, cable, c, TRUE);
  add_files (run);
  run_over (run, cable);
  g_assert_no_error (run->error);
  assert_content (run);
}

/* It does not come back: the run ends with the truth. */
static void
test_stays_away (gconstpointer data)
{
  const Case *c = data;
  guint n = count_requests (c);
  Cable cable = { .phase = c->phase, .pull_at = n / 2 + 1 };
  g_autoptr (FlowRun) run = NULL;
  gboolean touched = c->phase >= GLOW_PHASE_ERASE;

  if (n == 0) {
    g_test_skip ("this way asks the board for nothing in this phase");
    return;
  }
  run = new_run (c, &cable, FALSE);
  run_over (run, &cable);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), !=, GLOW_VERDICT_YES);
  g_assert_true (glow_flash_result_flash_touched (run->result) == touched);
  if (!touched)
    flow_assert_flash_blank (run, 0, 0x100000);
  tap_clear (&cable.tap);
  repair (run, &cable, c);
  tap_clear (&cable.tap);
}

/* Another board on the same cable is left alone. */
static void
test_other_board (void)
{
  const Case c = { "esp32", TRUE, FALSE, GLOW_PHASE_WRITE };
  Cable cable = { .phase = c.phase, .pull_at = 2 };
  g_autoptr (FlowRun) run = new_run (&c, &cable, TRUE);
  g_autoptr (GlowBoard) other = NULL;
  g_autoptr (GlowTarget) other_target = NULL;
  g_autoptr (GError) error = NULL;
  GlowBoardConfig config;
  const guint8 *flash;
  gsize size;

  glow_board_config_init (&config);
  config.chip = "esp32";
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  config.mac[0] = 0x24;
  config.mac[5] = 0x77;
  other = glow_board_new (&config, &error);
  g_assert_no_error (error);
  other_target = glow_board_target_new (other, FALSE);
  cable.board = other;
  cable.other = other_target;
  run_over (run, &cable);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_assert_nonnull (strstr (run->error->message, "another board"));
  g_assert_true (glow_flash_result_flash_touched (run->result));
  flash = glow_board_peek_flash (other, &size);
  for (gsize i = 0; i < size; i++)
    g_assert_cmphex (flash[i], ==, 0xff);
  tap_clear (&cable.tap);
}

static void
add_case (const char *chip, gboolean stub, gboolean erase_all, guint phase)
{
  g_autofree char *way = g_strdup_printf ("%s/%s%s/%s", chip, stub ? "stub" : "rom",
                                          erase_all ? "-erase" : "", phases[phase].name);
  g_autofree char *back = g_strconcat ("/replug/back/", way, NULL);
  g_autofree char *away = g_strconcat ("/replug/away/", way, NULL);
  Case *c = g_new (Case, 1);

  *c = (Case){ chip, stub, erase_all, phases[phase].phase };
  g_test_add_data_func_full (back, g_memdup2 (c, sizeof *c), test_comes_back, g_free);
  g_test_add_data_func_full (away, c, test_stays_away, g_free);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (phases); j++) {
      add_case (chips[i], TRUE, phases[j].phase == GLOW_PHASE_ERASE, j);
      add_case (chips[i], FALSE, phases[j].phase == GLOW_PHASE_ERASE, j);
    }
    add_case (chips[i], TRUE, TRUE, 6);
  }
  g_test_add_func ("/replug/other-board", test_other_board);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
