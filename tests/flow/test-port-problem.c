/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What keeps a port from being used, seen on the fake bus and with real processes that
 * hold it, and that seeing it moves no line. */

#include "glow-fake-port.h"
#include "glow-port-holder.h"
#include "glow-port-list.h"
#include "glow-port-monitor.h"
#include "port-user.h"
#include "test-user.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define NODE "/dev/ttyUSB0"

static const GlowFakePortSpec cp2102 = {
  .name = "ttyUSB0",
  .usb_name = "1-2",
  .vid = 0x10c4,
  .pid = 0xea60,
  .manufacturer = "Silicon Labs",
  .product = "CP2102 USB to UART Bridge Controller",
  .serial = "0001",
  .driver = "cp210x",
};

typedef struct {
  /* borrowed */
  GlowFakeBus *bus;

  /* owned */
  GlowFakePort *fake; /* (nullable) */
  GlowPort *port;

  gint n_opened; /* atomic: the node, by any program */
  gint n_lines;  /* atomic: changes of DTR and RTS */
} Fixture;

static void
lines_cb (GlowFakePort *port,
          gboolean dtr,
          gboolean rts,
          const char *how,
          gpointer user_data)
{
  Fixture *fixture = user_data;

  g_atomic_int_inc (&fixture->n_lines);
}

static void
opened_cb (GlowFakePort *port, gboolean open, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_atomic_int_inc (&fixture->n_opened);
}

static void
plug (Fixture *fixture)
{
  static const GlowFakePortOps ops = { .lines = lines_cb, .opened = opened_cb };

  fixture->fake = glow_fake_port_plug (fixture->bus, &cp2102, &ops, fixture);
}

static void
unplug (Fixture *fixture)
{
  glow_fake_port_unplug (fixture->fake);
  fixture->fake = NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPortList) list = NULL;

  fixture->bus = (GlowFakeBus *) data;
  plug (fixture);
  list = glow_port_list_new ();
  fixture->port = glow_port_list_find (list, NODE);
  g_assert_nonnull (fixture->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->port);
  if (fixture->fake)
    unplug (fixture);
}

static GlowPortProblem *
look (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GlowPortProblem *problem = glow_port_problem_look (fixture->port, NULL, &error);

  g_assert_no_error (error);
  return problem;
}

static void
assert_kind (Fixture *fixture, GlowPortProblemKind kind)
{
  g_autoptr (GlowPortProblem) problem = look (fixture);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, kind);
}

/* the pseudo-terminal itself: what the node of the testbed links to */
static char *
dup_terminal (Fixture *fixture)
{
  g_autofree char *node =
    g_build_filename (glow_fake_bus_get_dir (fixture->bus), NODE, NULL);

  return g_file_read_link (node, NULL);
}

static void
test_ready (Fixture *fixture, gconstpointer data)
{
  assert_kind (fixture, GLOW_PORT_PROBLEM_NONE);
}

static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  g_autofree char *terminal = dup_terminal (fixture);
  GlowPortUser *user = port_user_start ("screen", "o", terminal);
  g_autoptr (GlowPortProblem) problem = look (fixture);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_IN_USE);
  g_assert_cmpstr (glow_port_problem_get_holder_name (problem), ==, "screen");
  g_assert_cmpint (glow_port_problem_get_holder_pid (problem), ==,
                   port_user_get_pid (user));
  port_user_stop (user);
  assert_kind (fixture, GLOW_PORT_PROBLEM_NONE);
}

#define ADD(path, func)                                                                  \
  g_test_add ("/port-problem/" path, Fixture, bus, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = NULL;
  int status = 0;

  if (port_user_run (argc, argv, &status))
    return status;
  bus = glow_fake_bus_new ();
  g_test_init (&argc, &argv, NULL);
  ADD ("ready", test_ready);
  ADD ("in-use/open", test_in_use);
  return g_test_run ();
}
