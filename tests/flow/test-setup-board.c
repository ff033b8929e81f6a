/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Settings sent to the simulated firmwares, which know our code as little as it knows
 * theirs: each way it can go, and lines that are bad. */

#include "glow-board.h"
#include "glow-error.h"
#include "glow-setup-run.h"

#include <string.h>

#define KEY     "GLOWsecretKEY-wifi"
#define WRONG   "GLOWsecretKEY-wrong"

#define N_SEEDS 12

typedef struct {
  const char *app;
  const char *kind;
  const char *ssid;
  const char *key;
  int code; /* of GlowError; -1: goes well */
} Row;

static const Row rows[] = {
  { "espeasy", "espeasy", "Workshop", KEY, -1 },
  { "espeasy", "espeasy", "Workshop", WRONG, GLOW_ERROR_WIFI },
  { "espeasy", "espeasy", "Nowhere", KEY, GLOW_ERROR_WIFI },
  { "tasmota", "tasmota", "Workshop", KEY, -1 },
  { "tasmota", "tasmota", "Café Nord", NULL, -1 },
  { "tasmota", "tasmota", "Workshop", WRONG, GLOW_ERROR_WIFI },
  { "tasmota", "improv", "Workshop", KEY, -1 },
  { "improv", "improv", "Workshop", KEY, -1 },
  { "improv", "improv", "Café Nord", NULL, -1 },
  { "improv", "improv", "Workshop", WRONG, GLOW_ERROR_WIFI },
  { "wled", "improv", "Workshop", KEY, -1 },
  { "wled", "improv", "Nowhere", KEY, GLOW_ERROR_WIFI },
  { "silent", "improv", "Workshop", KEY, GLOW_ERROR_NO_SETUP },
  { "silent", "espeasy", "Workshop", KEY, GLOW_ERROR_SETUP_SILENT },
  { "micropython", "espeasy", "Workshop", KEY, GLOW_ERROR_SETUP_SILENT },
  { "tasmota", "espeasy", "Workshop", KEY, GLOW_ERROR_SETUP_SILENT },
};

static void
heard_cb (const char *line, gpointer user_data)
{
  g_string_append_printf (user_data, "%s\n", line);
}

static GlowBoard *
new_board (const char *app, GlowBoardFault fault, guint seed, double rate)
{
  GlowBoardConfig config;
  g_autoptr (GError) error = NULL;
  GlowBoard *board;

  glow_board_config_init (&config);
  config.chip = "esp32";
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  config.app = app;
  config.fault = fault;
  config.fault_seed = seed;
  config.fault_rate = rate;
  board = glow_board_new (&config, &error);
  g_assert_no_error (error);
  return board;
}

/* nobody was shown more of a key than the beginning of a damaged one */
static void
assert_lacks_secrets (const char *text)
{
  g_assert_null (strstr (text, "GLOWse"));
  g_assert_null (strstr (text, "secret"));
}

static GlowSetupResult *
run (const Row *row, GlowBoard *board, GError **error)
{
  g_autoptr (GlowSetupKinds) kinds =
    glow_setup_kinds_new_for_dirs ((const char *const[]){ NULL });
  g_autoptr (GlowTarget) target = glow_board_target_new (board, FALSE);
  g_autoptr (GlowTransport) transport = glow_target_open (target, NULL, NULL);
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autofree char *report = NULL;
  GlowSetupHooks hooks = { .heard = heard_cb, .user_data = heard };
  GlowSetupResult *result = NULL;

  glow_setup_values_set (values, GLOW_SETUP_SSID, row->ssid);
  glow_setup_values_set (values, GLOW_SETUP_KEY, row->key);
  g_assert_nonnull (transport);
  glow_setup_run (transport, glow_setup_kinds_find (kinds, row->kind), values, &hooks,
                  NULL, &result, error);
  assert_lacks_secrets (heard->str);
  if (*error)
    assert_lacks_secrets ((*error)->message);
  report = glow_board_dup_report (board);
  assert_lacks_secrets (report);
  return result;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GlowBoard) board = new_board (row->app, GLOW_BOARD_FAULT_NONE, 0, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowSetupResult) result = run (row, board, &error);

  if (row->code >= 0) {
    g_assert_error (error, GLOW_ERROR, row->code);
    g_assert_null (result);
    return;
  }
  g_assert_no_error (error);
  g_assert_true (result->connected);
  g_assert_true (g_str_has_prefix (result->url, "http://1"));
}

static void
test_detect (void)
{
  static const struct {
    const char *app;
    const char *kind; /* NULL: none */
    gboolean improv;
  } found[] = {
    { "espeasy", "espeasy", FALSE }, { "tasmota", "tasmota", TRUE },
    { "improv", "improv", TRUE },    { "wled", "improv", TRUE },
    { "micropython", NULL, FALSE },  { "counter", NULL, FALSE },
    { "silent", NULL, FALSE },       { "panic", NULL, FALSE },
  };
  g_autoptr (GlowSetupKinds) kinds =
    glow_setup_kinds_new_for_dirs ((const char *const[]){ NULL });

  for (guint i = 0; i < G_N_ELEMENTS (found); i++) {
    g_autoptr (GlowBoard) board = new_board (found[i].app, GLOW_BOARD_FAULT_NONE, 0, 0);
    g_autoptr (GlowTarget) target = glow_board_target_new (board, FALSE);
    g_autoptr (GlowTransport) transport = glow_target_open (target, NULL, NULL);
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", found[i].app);
    glow_setup_detect (transport, kinds, NULL, NULL, &result, &error);
    if (!found[i].kind) {
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_NO_SETUP);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpstr (glow_setup_kind_get_id (result->kind), ==, found[i].kind);
    g_assert_cmpint (result->improv, ==, found[i].improv);
  }
}

/* It may fail, but with an error that is ours, and a success is one. */
static void
test_faults (gconstpointer data)
{
  static const struct {
    GlowBoardFault fault;
    double rate;
  } faults[] = {
    { GLOW_BOARD_FAULT_DROP, 0.004 },      { GLOW_BOARD_FAULT_FLIP, 0.004 },
    { GLOW_BOARD_FAULT_DUPLICATE, 0.004 }, { GLOW_BOARD_FAULT_STALL, 0 },
    { GLOW_BOARD_FAULT_CLOSE, 0 },
  };
  const Row *row = data;
  guint n_ok = 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    for (guint seed = 1; seed <= N_SEEDS; seed++) {
      g_autoptr (GlowBoard) board =
        new_board (row->app, faults[i].fault, seed, faults[i].rate);
      g_autoptr (GError) error = NULL;
      g_autoptr (GlowSetupResult) result = NULL;

      g_test_message ("fault %u, seed %u", (guint) faults[i].fault, seed);
      result = run (row, board, &error);
      g_assert_cmpint (result != NULL, ==, error == NULL);
      if (error) {
        g_assert_cmpuint (error->domain, ==, GLOW_ERROR);
        g_assert_cmpint (error->code, !=, GLOW_ERROR_FAILED);
        continue;
      }
      n_ok++;
      g_assert_true (result->connected);
    }
  }
  g_test_message ("%u of %u runs went well", n_ok,
                  (guint) (G_N_ELEMENTS (faults) * N_SEEDS));
  g_assert_cmpuint (n_ok, >=, N_SEEDS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
      g_strdup_printf ("/setup-board/%s/%s/%u", rows[i].app, rows[i].kind, i);
    g_autofree char *faults =
      g_strdup_printf ("/setup-board/faults/%s/%s", rows[i].app, rows[i].kind);

    g_test_add_data_func (path, &rows[i], test_row);
    if (rows[i].code < 0 && rows[i].key)
      g_test_add_data_func (faults, &rows[i], test_faults);
  }
  g_test_add_func ("/setup-board/detect", test_detect);
  return g_test_run ();
}
