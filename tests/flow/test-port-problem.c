/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What keeps a port from being used, seen on the fake bus and with real processes that
 * hold it, and that seeing it moves no line. */

#include "glow-port-holder.h"
#include "glow-port-monitor.h"
#include "port-rig.h"
#include "port-user.h"
#include "test-user.h"

#include <glib/gstdio.h>
#include <unistd.h>

static GlowPortProblem *
look (PortRig *rig)
{
  g_autoptr (GError) error = NULL;
  GlowPortProblem *problem = glow_port_problem_look (rig->port, NULL, &error);

  g_assert_no_error (error);
  return problem;
}

static void
assert_kind (PortRig *rig, GlowPortProblemKind kind)
{
  g_autoptr (GlowPortProblem) problem = look (rig);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, kind);
}

static void
test_ready (PortRig *rig, gconstpointer data)
{
  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
}

static void
test_in_use (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user = port_user_start ("screen", "o", terminal);
  g_autoptr (GlowPortProblem) problem = look (rig);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_IN_USE);
  g_assert_cmpstr (glow_port_problem_get_holder_name (problem), ==, "screen");
  g_assert_cmpint (glow_port_problem_get_holder_pid (problem), ==,
                   port_user_get_pid (user));
  port_user_stop (user);
  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
}

#define ADD(path, func)                                                                  \
  g_test_add ("/port-problem/" path, PortRig, bus, port_rig_set_up, func,                \
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
  ADD ("ready", test_ready);
  ADD ("in-use/open", test_in_use);
  return g_test_run ();
}
