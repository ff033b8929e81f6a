/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The order of the questions is the order of the Link check: is the device there, does a
 * driver take care of it, is there a node, may we, does somebody else. The first "no" is
 * the cause; what comes after it would be said of something that is not there. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-problem.h"

#include "glow-kernel-module.h"
#include "glow-port-holder.h"
#include "glow-port-problem-private.h"
#include "glow-sandbox.h"
#include "glow-usb-facts.h"

#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define USB_DEVICES "/sys/bus/usb/devices"
#define TTY_CLASS   "/sys/class/tty"

/* what a group that is not mapped into a sandbox looks like from inside */
#define OVERFLOW_GID 65534

/* bytes; a group has one line, however many members it lists */
#define GROUP_BUF_SIZE (256 * 1024)

/* A node that goes within this time after it came was taken away or fell off by itself;
 * nobody unplugs that fast (linux-desktop.md 3.1). */
#define VANISH_TIME_US (2 * G_USEC_PER_SEC)

/* ModemManager probes a new port for about 20 s at most (linux-desktop.md 3.1). */
#define PROBE_TIME_US      (30 * G_USEC_PER_SEC)

#define NAME_BRLTTY        "brltty"
#define NAME_GPSD          "gpsd"
#define NAME_MODEM_MANAGER "ModemManager"

typedef struct {
  /* borrowed */
  GlowPort *port;
  GlowProcessTable *table;

  GlowPortProblemInfo info;

  /* owned: what the strings of @info point to */
  GlowPortHolder *holder;
  char *group;
} Look;

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->holder, glow_port_holder_free);
  g_clear_pointer (&look->group, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static void
take_holder (Look *look, GlowPortHolder *holder)
{
  look->holder = holder;
  look->info.holder_name = holder->name;
  look->info.holder_pid = holder->pid;
}

/* The system's services are known by the name of their program. */
static const char *
get_service (const GlowPortHolder *holder)
{
  static const char *const services[] = { NAME_BRLTTY, NAME_GPSD, NAME_MODEM_MANAGER };

  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_str_equal (holder->name, services[i]))
      return services[i];
  return NULL;
}

/* Makes a service the cause if its program runs now. */
static gboolean
blame_service (Look *look, const char *service)
{
  GlowPortHolder *holder = glow_port_holder_find_process (look->table, service);

  if (!holder)
    return FALSE;
  take_holder (look, holder);
  look->info.kind = GLOW_PORT_PROBLEM_CLAIMED;
  look->info.service = service;
  return TRUE;
}

static void
blame_missing_driver (Look *look, const GlowUsbFacts *usb)
{
  look->info.kind = GLOW_PORT_PROBLEM_NO_DRIVER;
  look->info.module = glow_port_get_module (look->port);
  if (!look->info.module && usb->is_cdc)
    look->info.module = "cdc_acm";
  if (look->info.module)
    look->info.module_state = glow_kernel_module_get_system_state (look->info.module);
}

/* A program has taken the whole interface away from its driver, as the braille service
 * does with the bridges that some braille displays have, too. */
static void
blame_claim (Look *look, const GlowUsbFacts *usb)
{
  GlowPortHolder *holder =
    usb->usb_node ? glow_port_holder_find (look->table, usb->usb_node) : NULL;

  look->info.kind = GLOW_PORT_PROBLEM_CLAIMED;
  if (holder) {
    take_holder (look, holder);
    look->info.service = get_service (holder);
    return;
  }
  blame_service (look, NAME_BRLTTY);
}

static gboolean
was_plugged_within (Look *look, gint64 time_us)
{
  gint64 plugged_us = glow_port_get_plugged_us (look->port);

  return plugged_us > 0 && g_get_monotonic_time () - plugged_us < time_us;
}

/* Whether it had a node, which went within that time after it came. */
static gboolean
was_lost_at_once (Look *look)
{
  gint64 plugged_us = glow_port_get_plugged_us (look->port);
  gint64 lost_us = glow_port_get_lost_us (look->port);

  if (lost_us > 0)
    return plugged_us > 0 && lost_us - plugged_us < VANISH_TIME_US;
  return look->info.devnode && was_plugged_within (look, VANISH_TIME_US);
}

static void
find_why_there_is_no_node (Look *look, const GlowUsbFacts *usb)
{
  gboolean had_node = look->info.devnode || glow_port_get_lost_us (look->port) > 0;

  if (!usb->is_present || usb->has_tty)
    look->info.kind = was_plugged_within (look, VANISH_TIME_US)
                        ? GLOW_PORT_PROBLEM_VANISHED
                        : GLOW_PORT_PROBLEM_UNPLUGGED;
  else if (!usb->has_interfaces)
    look->info.kind = GLOW_PORT_PROBLEM_DRIVER_DEAD;
  else if (usb->is_claimed)
    blame_claim (look, usb);
  else if (glow_kernel_module_is_serial (usb->driver))
    look->info.kind = GLOW_PORT_PROBLEM_DRIVER_DEAD;
  else if (had_node && blame_service (look, NAME_BRLTTY))
    return;
  else if (was_lost_at_once (look))
    look->info.kind = GLOW_PORT_PROBLEM_VANISHED;
  else
    blame_missing_driver (look, usb);
}

/* A node of sysfs has the same name; a pseudo-terminal and a link have none. */
static gboolean
is_stale_node (const char *devnode)
{
  g_autofree char *name = g_path_get_basename (devnode);
  g_autofree char *dir = g_path_get_dirname (devnode);
  g_autofree char *path = g_build_filename (TTY_CLASS, name, NULL);

  return g_str_equal (dir, "/dev") && g_file_test (TTY_CLASS, G_FILE_TEST_IS_DIR) &&
         !g_file_test (path, G_FILE_TEST_EXISTS);
}

/* getgrgid() would share one buffer among all threads */
static char *
dup_group_name (gid_t gid)
{
  g_autofree char *buf = g_malloc (GROUP_BUF_SIZE);
  struct group group;
  struct group *found = NULL;

  if (getgrgid_r (gid, &group, buf, GROUP_BUF_SIZE, &found) != 0 || !found)
    return NULL;
  return g_strdup (found->gr_name);
}

static gboolean
is_listed_member (gid_t gid)
{
  g_autofree gid_t *gids = g_new (gid_t, NGROUPS_MAX);
  int n_gids = NGROUPS_MAX;

  if (getgrouplist (g_get_user_name (), getegid (), gids, &n_gids) < 0)
    return FALSE;
  for (int i = 0; i < n_gids; i++)
    if (gids[i] == gid)
      return TRUE;
  return FALSE;
}

/* Only a group that may really read and write the node is of help, and root's is none to
 * join. */
static void
find_group (Look *look)
{
  const mode_t needed = S_IRGRP | S_IWGRP;
  struct stat status;

  if (look->info.sandboxed || stat (look->info.devnode, &status) != 0 ||
      status.st_gid == 0 || status.st_gid == OVERFLOW_GID ||
      (status.st_mode & needed) != needed)
    return;
  look->group = dup_group_name (status.st_gid);
  look->info.group = look->group;
  look->info.joined_group = look->group && is_listed_member (status.st_gid);
}

/* gpsd's rules make a link for every port they hand to it (linux-desktop.md 3.1). */
static gboolean
has_gps_link (const char *devnode)
{
  g_autoptr (GDir) dir = g_dir_open ("/dev", 0, NULL);
  g_autofree char *base = g_path_get_basename (devnode);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = NULL;
    g_autofree char *target = NULL;

    if (!g_str_has_prefix (name, "gps"))
      continue;
    path = g_build_filename ("/dev", name, NULL);
    target = g_file_read_link (path, NULL);
    if (target && (g_str_equal (target, base) || g_str_equal (target, devnode)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_user (Look *look, gboolean is_held)
{
  GlowPortHolder *holder = glow_port_holder_find (look->table, look->info.devnode);

  if (holder) {
    take_holder (look, holder);
    look->info.service = get_service (holder);
    look->info.kind =
      look->info.service ? GLOW_PORT_PROBLEM_CLAIMED : GLOW_PORT_PROBLEM_IN_USE;
    return TRUE;
  }
  if (has_gps_link (look->info.devnode) && blame_service (look, NAME_GPSD))
    return TRUE;
  if (!is_held)
    return FALSE;
  if (was_plugged_within (look, PROBE_TIME_US) &&
      blame_service (look, NAME_MODEM_MANAGER))
    return TRUE;
  look->info.kind = GLOW_PORT_PROBLEM_IN_USE;
  return TRUE;
}

static void
find_what_is_wrong_with_the_node (Look *look, gboolean is_held)
{
  if (is_stale_node (look->info.devnode)) {
    look->info.kind = GLOW_PORT_PROBLEM_DRIVER_DEAD;
    return;
  }
  if (access (look->info.devnode, R_OK | W_OK) != 0) {
    look->info.kind = GLOW_PORT_PROBLEM_NO_PERMISSION;
    find_group (look);
    return;
  }
  find_user (look, is_held);
}

static void
find_problem (Look *look, gboolean is_held)
{
  const char *usb_path = glow_port_get_usb_path (look->port);
  g_auto (GlowUsbFacts) usb = { 0 };
  gboolean can_see_usb = usb_path && g_file_test (USB_DEVICES, G_FILE_TEST_IS_DIR);
  gboolean has_node = look->info.devnode && access (look->info.devnode, F_OK) == 0;

  if (can_see_usb)
    glow_usb_facts_read (&usb, usb_path);
  if (!has_node || (can_see_usb && !usb.is_present))
    find_why_there_is_no_node (look, &usb);
  else
    find_what_is_wrong_with_the_node (look, is_held);
}

/**
 * glow_port_problem_look_in:
 * @port: as the list has it
 * @is_held: somebody is known to have it
 * @table: the programs that run
 *
 * Any thread.
 *
 * Returns: (transfer full): the problem
 */
GlowPortProblem *
glow_port_problem_look_in (GlowPort *port, gboolean is_held, GlowProcessTable *table)
{
  g_auto (Look) look = {
    .port = port,
    .table = table,
    .info = {
      .kind = GLOW_PORT_PROBLEM_NONE,
      .devnode = glow_port_get_devnode (port),
      .sandboxed = glow_sandbox_is_inside (),
    },
  };

  find_problem (&look, is_held);
  return glow_port_problem_new (&look.info);
}

static GlowPortProblem *
look_at (GlowPort *port, gboolean is_held, GCancellable *cancellable, GError **error)
{
  g_autoptr (GlowProcessTable) table = glow_process_table_new (cancellable);

  /* a table that was cut short says nothing */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return glow_port_problem_look_in (port, is_held, table);
}

/**
 * glow_port_problem_look:
 * @port: as the list has it
 * @cancellable: (nullable): ends the search
 * @error: %G_IO_ERROR_CANCELLED
 *
 * What keeps @port from being used now. Nothing is opened that could move a modem line;
 * a program that holds the port without leaving a trace that this user may see is found
 * only by trying, or by being seen when it opens it (#GlowPortMonitor). Any thread;
 * blocks for some milliseconds.
 *
 * Returns: (transfer full): the problem; its kind is %GLOW_PORT_PROBLEM_NONE when there
 *   is none
 */
GlowPortProblem *
glow_port_problem_look (GlowPort *port, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  return look_at (port, FALSE, cancellable, error);
}

/**
 * glow_port_problem_look_held:
 * @port: a port that somebody is known to have: it was seen being opened, or opening it
 *   failed with %GLOW_ERROR_BUSY
 * @cancellable: (nullable): ends the search
 * @error: %G_IO_ERROR_CANCELLED
 *
 * As glow_port_problem_look(), but the port is in use also when it can't be told by whom.
 * Any thread; blocks for some milliseconds.
 *
 * Returns: (transfer full): the problem
 */
GlowPortProblem *
glow_port_problem_look_held (GlowPort *port, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  return look_at (port, TRUE, cancellable, error);
}
