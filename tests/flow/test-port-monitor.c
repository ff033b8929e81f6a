/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A port's problem comes and goes by itself: on this thread's main loop, woken by the
 * system and never by a new look that somebody asked for. */

#include "glow-port-monitor.h"
#include "port-rig.h"
#include "port-user.h"
#include "test-user.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* how long to be sure that nothing follows: more than the monitor waits for anything but
 * its slow look at what is in use */
#define QUIET_MS 300

static gboolean
give_up_cb (gpointer data)
{
  g_critical ("the problem did not change"); /* ends a test */
  return G_SOURCE_CONTINUE;
}

static GlowPortProblemKind
get_kind (GlowPortMonitor *monitor)
{
  return glow_port_problem_get_kind (glow_port_monitor_get_problem (monitor));
}

/* Runs the main loop until the problem is of this kind; returns how many milliseconds
 * that took. */
static gint64
wait_for (GlowPortMonitor *monitor, GlowPortProblemKind kind)
{
  guint source = g_timeout_add_seconds (30, give_up_cb, NULL);
  gint64 start_us = g_get_monotonic_time ();

  while (!glow_port_monitor_get_problem (monitor) || get_kind (monitor) != kind)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  return (g_get_monotonic_time () - start_us) / 1000;
}

static GlowPortMonitor *
start (PortRig *rig, GlowPortProblemKind kind)
{
  GlowPortMonitor *monitor = glow_port_monitor_new (rig->port);

  g_assert_null (glow_port_monitor_get_problem (monitor));
  g_assert_false (glow_port_monitor_is_ready (monitor));
  wait_for (monitor, kind);
  return monitor;
}

static gboolean
quiet_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_a_while (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (QUIET_MS, quiet_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
count_cb (GlowPortMonitor *monitor, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_busy_then_freed (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortMonitor *monitor = start (rig, GLOW_PORT_PROBLEM_NONE);
  GlowPortUser *user = port_user_start ("minicom", "o", terminal);

  wait_for (monitor, GLOW_PORT_PROBLEM_IN_USE);
  g_assert_cmpstr (glow_port_problem_get_holder_name (
                     glow_port_monitor_get_problem (monitor)),
                   ==, "minicom");
  port_user_stop (user);
  g_test_message ("ready %" G_GINT64_FORMAT " ms after the port was freed",
                  wait_for (monitor, GLOW_PORT_PROBLEM_NONE));
  g_assert_true (glow_port_monitor_is_ready (monitor));
  port_rig_assert_untouched (rig);
  g_assert_finalize_object (monitor);
}

static void
test_busy_at_the_start (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user = port_user_start ("minicom", "o", terminal);
  GlowPortMonitor *monitor = start (rig, GLOW_PORT_PROBLEM_IN_USE);

  port_user_stop (user);
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  g_assert_finalize_object (monitor);
}

/* Root's program, which leaves no trace that a user may see, but its opening. */
static void
test_unseen_holder (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortMonitor *monitor;
  GlowPortUser *user;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  glow_fake_port_set_mode (rig->fake, 0666);
  become_a_user ();
  monitor = start (rig, GLOW_PORT_PROBLEM_NONE);
  become_root_again ();
  user = port_user_start ("minicom", "ox", terminal);
  become_a_user ();
  wait_for (monitor, GLOW_PORT_PROBLEM_IN_USE);
  g_assert_null (
    glow_port_problem_get_holder_name (glow_port_monitor_get_problem (monitor)));
  become_root_again ();
  port_user_stop (user);
  become_a_user ();
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  become_root_again ();
  g_assert_finalize_object (monitor);
}

/* It was there before us and leaves no trace; only our own opening found out. */
static void
test_found_busy (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortMonitor *monitor;
  GlowPortUser *user;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  glow_fake_port_set_mode (rig->fake, 0666);
  user = port_user_start ("minicom", "ox", terminal);
  become_a_user ();
  monitor = start (rig, GLOW_PORT_PROBLEM_NONE);
  glow_port_monitor_note_busy (monitor);
  wait_for (monitor, GLOW_PORT_PROBLEM_IN_USE);
  become_root_again ();
  port_user_stop (user);
  become_a_user ();
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  become_root_again ();
  g_assert_finalize_object (monitor);
}

static void
test_permission_appears (PortRig *rig, gconstpointer data)
{
  GlowPortMonitor *monitor;
  guint count = 0;
  gint64 time_ms;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  glow_fake_port_set_mode (rig->fake, 0);
  become_a_user ();
  monitor = start (rig, GLOW_PORT_PROBLEM_NO_PERMISSION);
  g_signal_connect (monitor, "notify::problem", G_CALLBACK (count_cb), &count);
  become_root_again ();
  glow_fake_port_set_mode (rig->fake, 0666);
  become_a_user ();
  time_ms = wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  g_test_message ("ready %" G_GINT64_FORMAT " ms after the permission came", time_ms);
  g_assert_cmpuint (count, ==, 1);
  become_root_again ();
  glow_fake_port_set_mode (rig->fake, 0);
  become_a_user ();
  wait_for (monitor, GLOW_PORT_PROBLEM_NO_PERMISSION);
  become_root_again ();
  port_rig_assert_untouched (rig);
  g_assert_finalize_object (monitor);
}

/* and somebody's opening is seen then, though the node could not be watched before */
static void
test_permission_then_busy (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortMonitor *monitor;
  GlowPortUser *user;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  glow_fake_port_set_mode (rig->fake, 0);
  become_a_user ();
  monitor = start (rig, GLOW_PORT_PROBLEM_NO_PERMISSION);
  become_root_again ();
  glow_fake_port_set_mode (rig->fake, 0666);
  become_a_user ();
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  become_root_again ();
  user = port_user_start ("minicom", "o", terminal);
  become_a_user ();
  wait_for (monitor, GLOW_PORT_PROBLEM_IN_USE);
  become_root_again ();
  port_user_stop (user);
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  g_assert_finalize_object (monitor);
}

static void
test_unplugged_and_back (PortRig *rig, gconstpointer data)
{
  GlowPortMonitor *monitor = start (rig, GLOW_PORT_PROBLEM_NONE);

  port_rig_unplug (rig);
  wait_for (monitor, GLOW_PORT_PROBLEM_UNPLUGGED);
  port_rig_plug (rig);
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  g_assert_finalize_object (monitor);
}

static void
test_claimed (PortRig *rig, gconstpointer data)
{
  GlowPortUser *user = port_user_start ("brltty", "", "");
  GlowPortMonitor *monitor = start (rig, GLOW_PORT_PROBLEM_NONE);

  glow_fake_port_lose_node (rig->fake, "usbfs");
  wait_for (monitor, GLOW_PORT_PROBLEM_CLAIMED);
  port_user_stop (user);
  g_assert_finalize_object (monitor);
}

/* What fell off stays so: looked at later, it would be any board that is not there. */
static void
test_fell_off (PortRig *rig, gconstpointer data)
{
  GlowPortInfo info = {
    .devnode = PORT_RIG_NODE,
    .usb_path = "1-2",
    .plugged_us = g_get_monotonic_time () - G_USEC_PER_SEC,
  };
  GlowPortMonitor *monitor;

  g_clear_object (&rig->port);
  rig->port = glow_port_new (&info);
  port_rig_unplug (rig);
  monitor = start (rig, GLOW_PORT_PROBLEM_VANISHED);
  while (g_get_monotonic_time () < info.plugged_us + 2 * G_USEC_PER_SEC)
    run_a_while ();
  glow_port_monitor_look_now (monitor);
  run_a_while ();
  g_assert_cmpint (get_kind (monitor), ==, GLOW_PORT_PROBLEM_VANISHED);
  port_rig_plug (rig);
  wait_for (monitor, GLOW_PORT_PROBLEM_NONE);
  g_assert_finalize_object (monitor);
}

/* a run of our own is no problem, neither while it has the port nor after */
static void
test_own_opening (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortMonitor *monitor = start (rig, GLOW_PORT_PROBLEM_NONE);
  guint count = 0;
  int fd;

  g_signal_connect (monitor, "notify::problem", G_CALLBACK (count_cb), &count);
  fd = open (terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  run_a_while ();
  close (fd);
  run_a_while ();
  g_assert_cmpuint (count, ==, 0);
  g_assert_finalize_object (monitor);
}

/* many programs look into every port for a moment */
static void
test_short_opening (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortMonitor *monitor = start (rig, GLOW_PORT_PROBLEM_NONE);
  GlowPortUser *user;
  guint count = 0;

  g_signal_connect (monitor, "notify::problem", G_CALLBACK (count_cb), &count);
  user = port_user_start ("stty", "oc", terminal);
  run_a_while ();
  port_user_stop (user);
  g_assert_cmpuint (count, ==, 0);
  g_assert_finalize_object (monitor);
}

/* how many inotify instances this process has; a user may have 128 */
static guint
count_inotify (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);

    count += target && strstr (target, "inotify") ? 1 : 0;
  }
  return count;
}

/* a classroom's hubs: all that monitors need of the system they share */
static void
test_many (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  g_autoptr (GPtrArray) monitors = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_inotify = count_inotify ();
  GlowPortUser *user;
  gint64 start_us;

  start_us = g_get_monotonic_time ();
  for (guint i = 0; i < 200; i++)
    g_ptr_array_add (monitors, glow_port_monitor_new (rig->port));
  for (guint i = 0; i < monitors->len; i++)
    wait_for (g_ptr_array_index (monitors, i), GLOW_PORT_PROBLEM_NONE);
  g_test_message ("200 ports looked at in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start_us) / 1000);
  g_assert_cmpuint (count_inotify (), ==, n_inotify + 1);
  user = port_user_start ("minicom", "o", terminal);
  for (guint i = 0; i < monitors->len; i++)
    wait_for (g_ptr_array_index (monitors, i), GLOW_PORT_PROBLEM_IN_USE);
  g_ptr_array_set_size (monitors, 1);
  port_user_stop (user);
  wait_for (g_ptr_array_index (monitors, 0), GLOW_PORT_PROBLEM_NONE);
  g_ptr_array_set_size (monitors, 0);
  g_assert_cmpuint (count_inotify (), ==, n_inotify);
}

/* the look in the worker goes on alone */
static void
test_let_go_of_while_looking (PortRig *rig, gconstpointer data)
{
  GlowPortMonitor *monitor = glow_port_monitor_new (rig->port);

  g_assert_finalize_object (monitor);
  run_a_while ();
}

#define ADD(path, func)                                                                  \
  g_test_add ("/port-monitor/" path, PortRig, bus, port_rig_set_up, func,                \
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
  ADD ("busy-then-freed", test_busy_then_freed);
  ADD ("busy-at-the-start", test_busy_at_the_start);
  ADD ("unseen-holder", test_unseen_holder);
  ADD ("found-busy", test_found_busy);
  ADD ("permission/appears", test_permission_appears);
  ADD ("permission/then-busy", test_permission_then_busy);
  ADD ("unplugged", test_unplugged_and_back);
  ADD ("claimed", test_claimed);
  ADD ("fell-off", test_fell_off);
  ADD ("own-opening", test_own_opening);
  ADD ("short-opening", test_short_opening);
  ADD ("many", test_many);
  ADD ("let-go", test_let_go_of_while_looking);
  return g_test_run ();
}
