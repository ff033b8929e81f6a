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

#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <sys/file.h>
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

/* Every state is told without a single opening or line call: asked for many times,
 * ready, in use and not permitted. */
static void
test_looking_moves_nothing (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user;

  for (guint i = 0; i < 20; i++)
    assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
  port_rig_assert_untouched (rig);
  user = port_user_start ("screen", "o", terminal);
  for (guint i = 0; i < 5; i++)
    assert_kind (rig, GLOW_PORT_PROBLEM_IN_USE);
  port_user_stop (user);
  glow_fake_port_set_mode (rig->fake, 0);
  become_a_user ();
  for (guint i = 0; i < 5; i++)
    assert_kind (rig, GLOW_PORT_PROBLEM_NO_PERMISSION);
  become_root_again ();
  port_rig_assert_untouched (rig);
}

static void
assert_holder (GlowPortProblem *problem, const char *name, GlowPortUser *user)
{
  g_assert_cmpstr (glow_port_problem_get_holder_name (problem), ==, name);
  g_assert_cmpint (glow_port_problem_get_holder_pid (problem), ==,
                   port_user_get_pid (user));
}

static void
test_open (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user = port_user_start ("screen", "o", terminal);
  g_autoptr (GlowPortProblem) problem = look (rig);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_IN_USE);
  assert_holder (problem, "screen", user);
  g_assert_null (glow_port_problem_get_service (problem));
  g_assert_cmpstr (glow_port_problem_get_devnode (problem), ==, PORT_RIG_NODE);
  port_user_stop (user);
  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
}

static void
test_opened_and_closed (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user = port_user_start ("stty", "oc", terminal);

  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
  port_user_stop (user);
}

/* Root's program, seen by somebody who may not look at what it has open. */
static void
assert_seen_by_a_user (PortRig *rig,
                       const char *how,
                       GlowPortProblemKind kind,
                       gboolean is_named)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  g_autoptr (GlowPortProblem) problem = NULL;
  GlowPortUser *user;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  glow_fake_port_set_mode (rig->fake, 0666);
  user = port_user_start ("picocom", how, terminal);
  become_a_user ();
  problem = look (rig);
  become_root_again ();
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, kind);
  if (is_named)
    assert_holder (problem, "picocom", user);
  port_user_stop (user);
}

static void
test_lock_of_another_user (PortRig *rig, gconstpointer data)
{
  assert_seen_by_a_user (rig, "of", GLOW_PORT_PROBLEM_IN_USE, TRUE);
}

/* As a getty has it. The node of the testbed does not have the number of its terminal, so
 * it is the terminal that is asked for. */
static void
test_terminal_of_another_user (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  g_autoptr (GlowProcessTable) table = NULL;
  g_autoptr (GlowPortHolder) holder = NULL;
  GlowPortUser *user;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  user = port_user_start ("agetty", "ot", terminal);
  become_a_user ();
  table = glow_process_table_new (NULL);
  holder = glow_port_holder_find (table, terminal);
  become_root_again ();
  g_assert_nonnull (holder);
  g_assert_cmpstr (holder->name, ==, "agetty");
  g_assert_cmpint (holder->pid, ==, port_user_get_pid (user));
  g_assert_false (holder->is_open);
  port_user_stop (user);
}

/* it can't be seen, and is not guessed */
static void
test_unseen (PortRig *rig, gconstpointer data)
{
  assert_seen_by_a_user (rig, "ox", GLOW_PORT_PROBLEM_NONE, FALSE);
}

static void
test_held_by_nobody_known (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowPortProblem) problem =
    glow_port_problem_look_held (rig->port, NULL, NULL);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_IN_USE);
  g_assert_null (glow_port_problem_get_holder_name (problem));
  g_assert_cmpint (glow_port_problem_get_holder_pid (problem), ==, 0);
}

/* what we have open ourselves is no problem */
static void
test_own (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  g_autoptr (GlowProcessTable) table = NULL;
  GlowNodeId id;
  int fd = open (terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
  /* with the slave that the rig keeps */
  table = glow_process_table_new_own ();
  g_assert_true (glow_node_id_read (&id, PORT_RIG_NODE));
  g_assert_cmpuint (glow_process_table_count_own (table, &id), ==, 2);
  close (fd);
}

static void
test_permission (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowPortProblem) problem = NULL;

  if (getuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  glow_fake_port_set_mode (rig->fake, 0600);
  become_a_user ();
  problem = look (rig);
  become_root_again ();
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==,
                   GLOW_PORT_PROBLEM_NO_PERMISSION);
  /* a group that may not use it either is of no help */
  g_assert_null (glow_port_problem_get_group (problem));
}

/* The group that owns the node on this system, whatever it is called. */
static void
test_group (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  g_autoptr (GlowPortProblem) problem = NULL;
  g_autoptr (GlowPortProblem) hidden = NULL;
  struct group *uucp = getgrnam ("uucp");

  if (getuid () != 0 || !uucp) {
    g_test_skip ("only root can become somebody else, and there has to be a group uucp");
    return;
  }
  g_assert_cmpint (chown (terminal, 0, uucp->gr_gid), ==, 0);
  glow_fake_port_set_mode (rig->fake, 0660);
  become_a_user ();
  problem = look (rig);
  become_root_again ();
  g_assert_cmpstr (glow_port_problem_get_group (problem), ==, "uucp");
  g_assert_false (glow_port_problem_get_joined_group (problem));
  g_assert_false (glow_port_problem_get_sandboxed (problem));
  /* what a group looks like that a sandbox does not know */
  g_assert_cmpint (chown (terminal, 0, 65534), ==, 0);
  glow_fake_port_set_mode (rig->fake, 0060);
  become_a_user ();
  g_assert_cmpint (setegid (65533), ==, -1);
  hidden = look (rig);
  become_root_again ();
  g_assert_null (glow_port_problem_get_group (hidden));
}

static void
test_unplugged (PortRig *rig, gconstpointer data)
{
  port_rig_unplug (rig);
  assert_kind (rig, GLOW_PORT_PROBLEM_UNPLUGGED);
}

/* the node of a device that went can stay behind in a container */
static void
test_left_behind (PortRig *rig, gconstpointer data)
{
  g_autofree char *node = port_rig_dup_path (rig, PORT_RIG_NODE);
  g_autofree char *devices = port_rig_dup_path (rig, "sys/bus/usb/devices");

  port_rig_unplug (rig);
  /* the testbed takes the folder away with the last device */
  g_assert_cmpint (g_mkdir_with_parents (devices, 0755), ==, 0);
  g_assert_true (g_file_set_contents (node, "", 0, NULL));
  assert_kind (rig, GLOW_PORT_PROBLEM_UNPLUGGED);
  g_assert_cmpint (g_unlink (node), ==, 0);
}

static void
test_claimed_by_brltty (PortRig *rig, gconstpointer data)
{
  GlowPortUser *user = port_user_start ("brltty", "", "");
  g_autoptr (GlowPortProblem) problem = NULL;

  glow_fake_port_lose_node (rig->fake, "usbfs");
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_cmpstr (glow_port_problem_get_service (problem), ==, "brltty");
  assert_holder (problem, "brltty", user);
  port_user_stop (user);
}

/* without the program there is no evidence against it */
static void
test_claimed_by_nobody_known (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowPortProblem) problem = NULL;

  glow_fake_port_lose_node (rig->fake, "usbfs");
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_null (glow_port_problem_get_service (problem));
  g_assert_null (glow_port_problem_get_holder_name (problem));
}

/* the one that has the USB device itself open */
static void
test_claimed_by_openocd (PortRig *rig, gconstpointer data)
{
  g_autofree char *usb_node = port_rig_dup_usb_node (rig);
  GlowPortUser *user = port_user_start ("openocd", "o", usb_node);
  GlowPortUser *brltty = port_user_start ("brltty", "", "");
  g_autoptr (GlowPortProblem) problem = NULL;

  glow_fake_port_lose_node (rig->fake, "usbfs");
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_null (glow_port_problem_get_service (problem));
  assert_holder (problem, "openocd", user);
  port_user_stop (user);
  port_user_stop (brltty);
}

/* it let go again: no driver came back, and it still runs */
static void
test_left_by_brltty (PortRig *rig, gconstpointer data)
{
  GlowPortUser *user = port_user_start ("brltty", "", "");
  g_autoptr (GlowPortProblem) problem = NULL;

  glow_fake_port_lose_node (rig->fake, NULL);
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_cmpstr (glow_port_problem_get_service (problem), ==, "brltty");
  port_user_stop (user);
}

static void
test_vanished (PortRig *rig, gconstpointer data)
{
  GlowPortInfo info = {
    .usb_path = "1-2",
    .vid = 0x10c4,
    .pid = 0xea60,
    .plugged_us = 1000000,
    .lost_us = 1000000 + 2 * G_USEC_PER_SEC - 1,
  };

  glow_fake_port_lose_node (rig->fake, NULL);
  g_clear_object (&rig->port);
  rig->port = glow_port_new (&info);
  assert_kind (rig, GLOW_PORT_PROBLEM_VANISHED);
  /* after a longer while somebody took the driver away */
  info.lost_us++;
  g_clear_object (&rig->port);
  rig->port = glow_port_new (&info);
  assert_kind (rig, GLOW_PORT_PROBLEM_NO_DRIVER);
}

static void
test_fell_off (PortRig *rig, gconstpointer data)
{
  GlowPortInfo info = {
    .devnode = PORT_RIG_NODE,
    .usb_path = "1-2",
    .plugged_us = g_get_monotonic_time (),
  };

  port_rig_unplug (rig);
  g_clear_object (&rig->port);
  rig->port = glow_port_new (&info);
  assert_kind (rig, GLOW_PORT_PROBLEM_VANISHED);
}

/* the driver has the device and made no port of it */
static void
test_driver_without_a_port (PortRig *rig, gconstpointer data)
{
  glow_fake_port_lose_node (rig->fake, "cp210x");
  assert_kind (rig, GLOW_PORT_PROBLEM_DRIVER_DEAD);
}

/* a node by name, with no device behind it */
static void
test_stale_node (PortRig *rig, gconstpointer data)
{
  g_autofree char *link = port_rig_dup_path (rig, "sys/class/tty/ttyUSB0");

  g_assert_cmpint (g_unlink (link), ==, 0);
  assert_kind (rig, GLOW_PORT_PROBLEM_DRIVER_DEAD);
}

static void
test_no_driver (PortRig *rig, gconstpointer data)
{
  GlowPortInfo info = { .usb_path = "1-2", .vid = 0x10c4, .pid = 0xea60 };
  g_autoptr (GlowPortProblem) problem = NULL;

  glow_fake_port_lose_node (rig->fake, NULL);
  g_clear_object (&rig->port);
  rig->port = glow_port_new (&info);
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_NO_DRIVER);
  g_assert_cmpstr (glow_port_problem_get_module (problem), ==, "cp210x");
  g_assert_null (glow_port_problem_get_devnode (problem));
}

/* it was there at the start and its driver was unloaded */
static void
test_driver_unloaded (PortRig *rig, gconstpointer data)
{
  g_autoptr (GlowPortProblem) problem = NULL;

  glow_fake_port_lose_node (rig->fake, NULL);
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_NO_DRIVER);
  g_assert_cmpstr (glow_port_problem_get_module (problem), ==, "cp210x");
}

static void
test_gpsd (PortRig *rig, gconstpointer data)
{
  g_autofree char *link = port_rig_dup_path (rig, "dev/gps0");
  g_autoptr (GlowPortProblem) problem = NULL;
  GlowPortUser *user;

  /* the link alone comes with the package: nobody listens */
  g_assert_cmpint (symlink ("ttyUSB0", link), ==, 0);
  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
  user = port_user_start ("gpsd", "", "");
  problem = look (rig);
  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_cmpstr (glow_port_problem_get_service (problem), ==, "gpsd");
  assert_holder (problem, "gpsd", user);
  port_user_stop (user);
  g_assert_cmpint (g_unlink (link), ==, 0);
}

static void
test_modem_manager_is_seen (PortRig *rig, gconstpointer data)
{
  g_autofree char *terminal = port_rig_dup_terminal (rig);
  GlowPortUser *user = port_user_start ("ModemManager", "ox", terminal);
  g_autoptr (GlowPortProblem) problem = look (rig);

  g_assert_cmpint (glow_port_problem_get_kind (problem), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_cmpstr (glow_port_problem_get_service (problem), ==, "ModemManager");
  port_user_stop (user);
}

/* Somebody unseen has a fresh port, and ModemManager runs. */
static void
test_modem_manager_is_suspected (PortRig *rig, gconstpointer data)
{
  GlowPortInfo info = {
    .devnode = PORT_RIG_NODE,
    .usb_path = "1-2",
    .plugged_us = g_get_monotonic_time (),
  };
  GlowPortUser *user = port_user_start ("ModemManager", "", "");
  g_autoptr (GlowPortProblem) fresh = NULL;
  g_autoptr (GlowPortProblem) old = glow_port_problem_look_held (rig->port, NULL, NULL);

  /* one that was there at the start has been asked long ago */
  g_assert_cmpint (glow_port_problem_get_kind (old), ==, GLOW_PORT_PROBLEM_IN_USE);
  g_clear_object (&rig->port);
  rig->port = glow_port_new (&info);
  assert_kind (rig, GLOW_PORT_PROBLEM_NONE);
  fresh = glow_port_problem_look_held (rig->port, NULL, NULL);
  g_assert_cmpint (glow_port_problem_get_kind (fresh), ==, GLOW_PORT_PROBLEM_CLAIMED);
  g_assert_cmpstr (glow_port_problem_get_service (fresh), ==, "ModemManager");
  port_user_stop (user);
}

static void
test_cancelled (PortRig *rig, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (glow_port_problem_look (rig->port, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
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
  ADD ("untouched", test_looking_moves_nothing);
  ADD ("in-use/open", test_open);
  ADD ("in-use/closed", test_opened_and_closed);
  ADD ("in-use/lock-of-another-user", test_lock_of_another_user);
  ADD ("in-use/terminal-of-another-user", test_terminal_of_another_user);
  ADD ("in-use/unseen", test_unseen);
  ADD ("in-use/held", test_held_by_nobody_known);
  ADD ("in-use/own", test_own);
  ADD ("permission/mode", test_permission);
  ADD ("permission/group", test_group);
  ADD ("gone/unplugged", test_unplugged);
  ADD ("gone/left-behind", test_left_behind);
  ADD ("gone/vanished", test_vanished);
  ADD ("gone/fell-off", test_fell_off);
  ADD ("claimed/brltty", test_claimed_by_brltty);
  ADD ("claimed/left-by-brltty", test_left_by_brltty);
  ADD ("claimed/nobody-known", test_claimed_by_nobody_known);
  ADD ("claimed/openocd", test_claimed_by_openocd);
  ADD ("claimed/gpsd", test_gpsd);
  ADD ("claimed/modem-manager/seen", test_modem_manager_is_seen);
  ADD ("claimed/modem-manager/suspected", test_modem_manager_is_suspected);
  ADD ("driver/none", test_no_driver);
  ADD ("driver/unloaded", test_driver_unloaded);
  ADD ("driver/without-port", test_driver_without_a_port);
  ADD ("driver/stale-node", test_stale_node);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
