/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Ways into the bootloader that are not the usual ones: a sequence of the user's own,
 * adapters that need DTR kept, a port that goes away at the reset and comes back. */

#include "flow-fixture.h"
#include "glow-error.h"
#include "glow-reset.h"

#include <string.h>

static FlowRun *
new_run (void)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  return flow_run_new (&config, GLOW_OPERATION_IDENTIFY);
}

static void
test_sequences_that_are_none (void)
{
  static const char *const bad[] = { "",     "D",     "D2",     "X0", "D0|", "D0||R1",
                                     "U0",   "U0,2",  "U0,1,0", "W",  "W-1", "W11",
                                     "Wnan", "D0 R1", "W0x1p1", "d0", "R",   "D0|W1s" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowResetSequence) sequence = glow_reset_sequence_parse (bad[i], &error);

    g_test_message ("%s", bad[i]);
    g_assert_null (sequence);
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
  }
}

static void
test_a_sequence_has_an_end (void)
{
  g_autoptr (GString) text = g_string_new ("D0");
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowResetSequence) sequence = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "|R1");
  sequence = glow_reset_sequence_parse (text->str, &error);
  g_assert_null (sequence);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
}

static void
test_own_sequence (void)
{
  static const char *const good[] = {
    "D0|R1|W0.1|D1|R0|W0.05|D0",
    "U0,0|U1,1|U0,1|W0.1|U1,0|W0.05|U0,0",
    " D0 | R1 | W0.1 | U1,0 | W0.05 | U0,0 ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (FlowRun) run = new_run ();

    g_test_message ("%s", good[i]);
    g_assert_true (glow_flash_plan_set_reset_sequence (run->plan, good[i], &run->error));
    flow_run (run, NULL, NULL);
    g_assert_no_error (run->error);
  }
}

/* only that one is used: one that leads nowhere is not helped by the others */
static void
test_own_sequence_that_leads_nowhere (void)
{
  g_autoptr (FlowRun) run = new_run ();

  g_assert_true (
    glow_flash_plan_set_reset_sequence (run->plan, "R1|W0.1|R0", &run->error));
  g_assert_false (flow_run (run, NULL, NULL));
  g_assert_cmpint (run->error->code, >=, GLOW_ERROR_SILENT);
  g_assert_cmpint (run->error->code, <=, GLOW_ERROR_NO_SYNC);
}

static void
test_adapter_that_needs_dtr (void)
{
  g_autoptr (FlowRun) run = new_run ();

  g_assert_true (glow_target_flow_control_from_ids (0x10c4, 0xea64));
  g_assert_false (glow_target_flow_control_from_ids (0x10c4, 0xea60));
  glow_target_set_flow_control (run->target, TRUE);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
}

/* A port that goes away: the first transport is closed under the run. */
typedef struct {
  GlowTarget *board;        /* borrowed */
  GlowTransport *transport; /* borrowed: the last one that was opened */
  guint n_opened;
  guint n_found;
  guint n_missing; /* how often the board is not there yet */
} Port;

static GlowTransport *
open_port (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Port *port = user_data;

  port->n_opened++;
  port->transport = glow_target_open (port->board, cancellable, error);
  return port->transport;
}

static char *
find_port (gpointer user_data)
{
  Port *port = user_data;

  port->n_found++;
  return port->n_found > port->n_missing ? g_strdup ("/dev/ttyACM1") : NULL;
}

static void
close_cb (const char *line, gpointer user_data)
{
  Port *port = user_data;

  if (port->n_opened == 1 && strncmp (line, "Connecting", strlen ("Connecting")) == 0)
    glow_transport_close (port->transport);
}

static void
run_with_port (FlowRun *run, Port *port, gboolean has_finder)
{
  GlowFlasherHooks hooks = { .log = close_cb, .user_data = port };
  g_autoptr (GlowTarget) target =
    glow_target_new_native ("port", open_port, port, NULL, GLOW_TARGET_UART);
  g_autoptr (GlowImage) image = flow_make_image (5000, 3);

  port->board = run->target;
  if (has_finder)
    glow_target_set_finder (target, find_port, port, NULL);
  g_clear_object (&run->plan);
  run->plan = glow_flash_plan_new (GLOW_OPERATION_FLASH, target);
  glow_flash_plan_add_image (run->plan, image, 0x10000);
  if (flow_run (run, &hooks, NULL))
    flow_assert_flash (run, 0x10000, glow_image_get_bytes (image));
}

static void
test_port_that_comes_back (void)
{
  g_autoptr (FlowRun) run = new_run ();
  Port port = { .n_missing = 2 };

  run_with_port (run, &port, TRUE);
  g_assert_no_error (run->error);
  g_assert_cmpuint (port.n_opened, ==, 2);
  g_assert_cmpuint (port.n_found, ==, 3);
}

static void
test_port_nobody_looks_for (void)
{
  g_autoptr (FlowRun) run = new_run ();
  Port port = { 0 };

  run_with_port (run, &port, FALSE);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_assert_cmpuint (port.n_opened, ==, 1);
  g_assert_false (glow_flash_result_flash_touched (run->result));
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/ways-in/sequence/none", test_sequences_that_are_none);
  g_test_add_func ("/ways-in/sequence/too-long", test_a_sequence_has_an_end);
  g_test_add_func ("/ways-in/sequence/own", test_own_sequence);
  g_test_add_func ("/ways-in/sequence/nowhere", test_own_sequence_that_leads_nowhere);
  g_test_add_func ("/ways-in/flow-control", test_adapter_that_needs_dtr);
  g_test_add_func ("/ways-in/comes-back", test_port_that_comes_back);
  g_test_add_func ("/ways-in/not-looked-for", test_port_nobody_looks_for);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
