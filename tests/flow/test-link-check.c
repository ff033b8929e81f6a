/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The Link check: the port on the fake bus, the board behind it on a clock of its own. */

#include "flow-fixture.h"
#include "glow-error.h"
#include "glow-link-check.h"
#include "port-rig.h"
#include "port-user.h"
#include "test-user.h"

/* The marks in order: "p" passed, "f" failed, "-" left out, "r" running, "." pending. */
static char *
dup_marks (GlowLinkCheck *check)
{
  char *text = g_new0 (char, GLOW_LINK_N_STAGES + 1);

  for (GlowLinkStage i = GLOW_LINK_USB; i < GLOW_LINK_N_STAGES; i++)
    text[i] = ".rpf-"[glow_link_check_get_mark (check, i)];
  return text;
}

/* What was heard of one check. */
typedef struct {
  GMainLoop *loop;
  GString *marks; /* after each change, with spaces between */
} Heard;

static void
changed_cb (GlowLinkCheck *check, gpointer user_data)
{
  Heard *heard = user_data;
  g_autofree char *marks = dup_marks (check);

  if (!g_str_has_suffix (heard->marks->str, marks))
    g_string_append_printf (heard->marks, " %s", marks);
}

static void
finished_cb (GlowLinkCheck *check, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_true (glow_link_check_is_finished (check));
  g_main_loop_quit (heard->loop);
}

/* Runs it to its end; returns what the marks were, one after the other. */
static char *
run (GlowLinkCheck *check)
{
  Heard heard = { g_main_loop_new (NULL, FALSE), g_string_new (NULL) };

  g_signal_connect (check, "changed", G_CALLBACK (changed_cb), &heard);
  g_signal_connect (check, "finished", G_CALLBACK (finished_cb), &heard);
  glow_link_check_start (check);
  g_main_loop_run (heard.loop);
  g_main_loop_unref (heard.loop);
  g_signal_handlers_disconnect_by_data (check, &heard);
  return g_string_free (heard.marks, FALSE);
}

static GlowTarget *
new_board_target (GlowBoardMode mode)
{
  g_autoptr (GlowBoard) board = NULL;
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = mode;
  board = glow_board_new (&config, NULL);
  return glow_board_target_new (board, FALSE);
}

static void
assert_failed (GlowLinkCheck *check, GlowLinkStage expected)
{
  GlowLinkStage stage;

  g_assert_true (glow_link_check_get_failed_stage (check, &stage));
  g_assert_cmpint (stage, ==, expected);
}

static void
assert_problem (GlowLinkCheck *check, GlowPortProblemKind kind)
{
  g_assert_nonnull (glow_link_check_get_problem (check));
  g_assert_cmpint (glow_port_problem_get_kind (glow_link_check_get_problem (check)), ==,
                   kind);
}

static void
test_all_right (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowTarget) target = new_board_target (GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = run (check);
  GlowLinkStage stage;

  g_assert_cmpstr (marks, ==, " r..... ppppr. pppppr pppppp");
  g_assert_false (glow_link_check_get_failed_stage (check, &stage));
  g_assert_null (glow_link_check_get_problem (check));
  g_assert_no_error (glow_link_check_get_error (check));
  g_assert_nonnull (glow_link_check_get_chip_info (check));
  g_assert_cmpstr (glow_link_check_get_detail (check, GLOW_LINK_USB), ==,
                   "CP2102 USB to UART bridge (10c4:ea60)");
  g_assert_cmpstr (glow_link_check_get_detail (check, GLOW_LINK_DRIVER), ==, "cp210x");
  g_assert_cmpstr (glow_link_check_get_detail (check, GLOW_LINK_NODE), ==, PORT_RIG_NODE);
  g_assert_nonnull (glow_link_check_get_detail (check, GLOW_LINK_BOOTLOADER));
}

static void
test_silent_board (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowTarget) target = new_board_target (GLOW_BOARD_MODE_SILENT);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = run (check);

  /* a run that ends this fast may be over before it is heard to have the port open */
  g_assert_true (g_str_has_suffix (marks, " pppppf"));
  assert_failed (check, GLOW_LINK_BOOTLOADER);
  g_assert_error (glow_link_check_get_error (check), GLOW_ERROR, GLOW_ERROR_SILENT);
  g_assert_null (glow_link_check_get_problem (check));
}

/* there is no USB to ask of a board behind anything else */
static void
test_without_a_port (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowTarget) target = new_board_target (GLOW_BOARD_MODE_RUNNING_APP);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (NULL, target);
  g_autofree char *marks = run (check);

  g_assert_cmpstr (marks, ==, " ----r. ----pr ----pp");
}

static void
test_unplugged (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowTarget) target = glow_target_new_serial (PORT_RIG_NODE);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = NULL;

  port_rig_unplug (rig);
  marks = run (check);
  g_assert_cmpstr (marks, ==, " r..... f-----");
  assert_failed (check, GLOW_LINK_USB);
  assert_problem (check, GLOW_PORT_PROBLEM_UNPLUGGED);
}

static void
test_no_permission (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowTarget) target = glow_target_new_serial (PORT_RIG_NODE);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = NULL;

  glow_fake_port_set_mode (rig->fake, 0);
  become_a_user ();
  marks = run (check);
  become_root_again ();
  g_assert_cmpstr (marks, ==, " r..... pppf--");
  assert_problem (check, GLOW_PORT_PROBLEM_NO_PERMISSION);
  port_rig_assert_untouched (rig);
}

static void
test_in_use (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user = port_user_start ("screen", "o", terminal);
  g_autoptr (GlowTarget) target = glow_target_new_serial (PORT_RIG_NODE);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = run (check);

  g_assert_cmpstr (marks, ==, " r..... ppppf-");
  assert_problem (check, GLOW_PORT_PROBLEM_IN_USE);
  port_rig_assert_untouched (rig);
  port_user_stop (user);
}

static GlowTransport *
fail_to_open (gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_set_error (error, GLOW_ERROR, GPOINTER_TO_INT (user_data), "as the test wants it");
  return NULL;
}

/* what only opening it finds out */
static void
assert_open_error (PortRig *rig, GlowError code, const char *expected)
{
  g_autoptr (GlowTarget) target =
    glow_target_new ("test", fail_to_open, GINT_TO_POINTER (code), NULL);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = run (check);

  g_assert_cmpstr (marks, ==, expected);
  g_assert_error (glow_link_check_get_error (check), GLOW_ERROR, (gint) code);
  if (code == GLOW_ERROR_BUSY)
    assert_problem (check, GLOW_PORT_PROBLEM_IN_USE);
  if (code == GLOW_ERROR_PORT_OPEN)
    assert_problem (check, GLOW_PORT_PROBLEM_DRIVER_DEAD);
}

static void
test_open_errors (PortRig *rig, gconstpointer data)
{
  assert_open_error (rig, GLOW_ERROR_BUSY, " r..... ppppr. ppppf-");
  assert_open_error (rig, GLOW_ERROR_PORT_OPEN, " r..... ppppr. ppppf-");
  assert_open_error (rig, GLOW_ERROR_PERMISSION, " r..... ppppr. pppf--");
}

static void
test_cancel (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowTarget) target = glow_target_new_serial (PORT_RIG_NODE);
  g_autoptr (GlowLinkCheck) check = glow_link_check_new (rig->port, target);
  g_autofree char *marks = NULL;

  glow_link_check_cancel (check);
  marks = run (check);
  g_assert_cmpstr (marks, ==, " r..... ------");
  g_assert_error (glow_link_check_get_error (check), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  port_rig_assert_untouched (rig);
}

#define ADD(path, func)                                                                  \
  g_test_add ("/link-check/" path, PortRig, bus, port_rig_set_up, func,                  \
              port_rig_tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = NULL;
  int status = 0;

  if (port_user_run (argc, argv, &status))
    return status;
  bus = glow_fake_bus_new ();
  g_test_init (&argc, &argv, NULL);
  ADD ("all-right", test_all_right);
  ADD ("silent", test_silent_board);
  ADD ("no-port", test_without_a_port);
  ADD ("unplugged", test_unplugged);
  ADD ("no-permission", test_no_permission);
  ADD ("in-use", test_in_use);
  ADD ("open-errors", test_open_errors);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
