/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The braille service is not called a nuisance: for some people it is the reason they can
 * use the computer at all. */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-port-text.h"

#include <glib/gi18n-lib.h>

/* what services the sentences are about */
typedef enum {
  SERVICE_OTHER,
  SERVICE_BRLTTY,
  SERVICE_GPSD,
  SERVICE_MODEM_MANAGER,
} Service;

static Service
get_service (GlowPortProblem *problem)
{
  const char *name = glow_port_problem_get_service (problem);

  if (g_strcmp0 (name, "brltty") == 0)
    return SERVICE_BRLTTY;
  if (g_strcmp0 (name, "gpsd") == 0)
    return SERVICE_GPSD;
  return g_strcmp0 (name, "ModemManager") == 0 ? SERVICE_MODEM_MANAGER : SERVICE_OTHER;
}

/* "screen (1234)"; %NULL when it can't be told */
static char *
dup_holder (GlowPortProblem *problem)
{
  const char *name = glow_port_problem_get_holder_name (problem);

  /* TRANSLATORS: a program and the number of its process */
  return name
    /* TRANSLATORS: a program and the number of its process */
    ? g_strdup_printf (_ ("%s (%d)"), name, glow_port_problem_get_holder_pid (problem))
    : NULL;
}

static char *
dup_node (GlowPortProblem *problem)
{
  const char *devnode = glow_port_problem_get_devnode (problem);

  return devnode ? g_path_get_basename (devnode) : g_strdup (_ ("the port"));
}

static char *
dup_claimed_state (GlowPortProblem *problem)
{
  g_autofree char *holder = dup_holder (problem);

  switch (get_service (problem)) {
  case SERVICE_BRLTTY:
    return g_strdup (_ ("claimed by the braille service"));
  case SERVICE_GPSD:
    return g_strdup (_ ("claimed by gpsd"));
  case SERVICE_MODEM_MANAGER:
    return g_strdup (_ ("claimed by ModemManager"));
  case SERVICE_OTHER:
  default:
    /* TRANSLATORS: %s is a program and its process, "openocd (1234)" */
    return holder ? g_strdup_printf (_ ("claimed by %s"), holder)
                  : g_strdup (_ ("claimed by another program"));
  }
}

/**
 * glow_port_text_dup_state:
 * @problem: what is in the way
 *
 * Any thread.
 *
 * Returns: (transfer full): a few words for a row, such as "in use by screen (1234)"
 */
char *
glow_port_text_dup_state (GlowPortProblem *problem)
{
  g_autofree char *holder = dup_holder (problem);

  switch (glow_port_problem_get_kind (problem)) {
  case GLOW_PORT_PROBLEM_NO_PERMISSION:
    return g_strdup (C_ ("port state", "no permission"));
  case GLOW_PORT_PROBLEM_IN_USE:
    /* TRANSLATORS: %s is a program and its process, "screen (1234)" */
    return holder ? g_strdup_printf (C_ ("port state", "in use by %s"), holder)
                  : g_strdup (C_ ("port state", "in use"));
  case GLOW_PORT_PROBLEM_CLAIMED:
    return dup_claimed_state (problem);
  case GLOW_PORT_PROBLEM_NO_DRIVER:
    return g_strdup (C_ ("port state", "no serial driver"));
  case GLOW_PORT_PROBLEM_VANISHED:
    return g_strdup (C_ ("port state", "appeared and vanished at once"));
  case GLOW_PORT_PROBLEM_DRIVER_DEAD:
    return g_strdup (C_ ("port state", "driver doesn't react"));
  case GLOW_PORT_PROBLEM_UNPLUGGED:
    return g_strdup (C_ ("port state", "unplugged"));
  case GLOW_PORT_PROBLEM_NONE:
  default:
    return g_strdup (C_ ("port state", "ready"));
  }
}

static char *
dup_permission_sentence (GlowPortProblem *problem, const char *node)
{
  const char *group = glow_port_problem_get_group (problem);

  if (!group)
    /* TRANSLATORS: a port such as ttyUSB0 */
    return g_strdup_printf (_ ("The system doesn't let you open %s."), node);
  if (glow_port_problem_get_joined_group (problem))
    /* TRANSLATORS: a group of users such as dialout */
    return g_strdup_printf (_ ("You have joined the group %s since you logged in."),
                               group);
  /* TRANSLATORS: a group of users such as dialout, and a port such as ttyUSB0 */
  return g_strdup_printf (_ ("Only members of the group %s may open %s."), group, node);
}

static char *
dup_claimed_sentence (GlowPortProblem *problem)
{
  g_autofree char *holder = dup_holder (problem);

  switch (get_service (problem)) {
  case SERVICE_BRLTTY:
    return g_strdup (_ ("The braille service (brltty) took this adapter for a braille "
                        "display."));
  case SERVICE_GPSD:
    return g_strdup (_ ("gpsd takes this adapter for a GPS receiver and listens to it."));
  case SERVICE_MODEM_MANAGER:
    return g_strdup (_ ("ModemManager is finding out whether this is a modem."));
  case SERVICE_OTHER:
  default:
    /* TRANSLATORS: a service of the system */
    return holder ? g_strdup_printf (_ ("%s has taken this adapter for itself."), holder)
                  : g_strdup (_ ("Another program has taken this adapter for itself."));
  }
}

static char *
dup_driver_sentence (GlowPortProblem *problem)
{
  const char *module = glow_port_problem_get_module (problem);

  if (!module)
    return g_strdup (_ ("This USB device has no serial port."));
  switch (glow_port_problem_get_module_state (problem)) {
  case GLOW_PORT_MODULE_MISSING:
    /* TRANSLATORS: a module of the kernel such as ch341 */
    return g_strdup_printf (_ ("This system comes without the driver for it, %s."),
                               module);
  case GLOW_PORT_MODULE_KERNEL_REPLACED:
    /* TRANSLATORS: a module of the kernel such as ch341 */
    return g_strdup_printf (_ ("The system was updated, and its driver, %s, can't be "
                               "loaded before a restart."),
                               module);
  case GLOW_PORT_MODULE_INSTALLED:
  case GLOW_PORT_MODULE_UNKNOWN:
  default:
    /* TRANSLATORS: a module of the kernel such as ch341 */
    return g_strdup_printf (_ ("The driver for it, %s, is not loaded."), module);
  }
}

static char *
dup_use_sentence (GlowPortProblem *problem, const char *node)
{
  g_autofree char *holder = dup_holder (problem);

  /* TRANSLATORS: "screen (1234) has ttyUSB0 open." */
  if (holder)
    /* TRANSLATORS: a program with the number of its process, and a port such as
     * ttyUSB0 */
    return g_strdup_printf (_ ("%s has %s open."), holder, node);
  if (glow_port_problem_get_sandboxed (problem))
    /* TRANSLATORS: a port such as ttyUSB0 */
    return g_strdup_printf (_ ("Another program has %s open; which one can't be seen from "
                               "inside the sandbox."),
      node);
  /* TRANSLATORS: a port such as ttyUSB0 */
  return g_strdup_printf (_ ("A program of another user or of the system has %s open."),
                             node);
}

/**
 * glow_port_text_dup_sentence:
 * @problem: what is in the way
 *
 * Any thread.
 *
 * Returns: (transfer full): the cause in one sentence
 */
char *
glow_port_text_dup_sentence (GlowPortProblem *problem)
{
  g_autofree char *node = dup_node (problem);

  switch (glow_port_problem_get_kind (problem)) {
  case GLOW_PORT_PROBLEM_NO_PERMISSION:
    return dup_permission_sentence (problem, node);
  case GLOW_PORT_PROBLEM_IN_USE:
    return dup_use_sentence (problem, node);
  case GLOW_PORT_PROBLEM_CLAIMED:
    return dup_claimed_sentence (problem);
  case GLOW_PORT_PROBLEM_NO_DRIVER:
    return dup_driver_sentence (problem);
  case GLOW_PORT_PROBLEM_VANISHED:
    return g_strdup (_ ("The board appeared and was gone again at once."));
  case GLOW_PORT_PROBLEM_DRIVER_DEAD:
    return g_strdup (_ ("The board is on USB, but its serial side doesn't react."));
  case GLOW_PORT_PROBLEM_UNPLUGGED:
    return g_strdup (_ ("The board is not plugged in."));
  case GLOW_PORT_PROBLEM_NONE:
  default:
    return g_strdup (_ ("Nothing is in the way."));
  }
}

static char *
dup_claimed_action (GlowPortProblem *problem)
{
  switch (get_service (problem)) {
  case SERVICE_BRLTTY:
    return g_strdup (
      _ ("If nobody reads braille here, run this command in a terminal and "
                        "plug the board in again."));
  case SERVICE_GPSD:
    return g_strdup (_ ("Run this command in a terminal; gpsd starts again with the "
                        "computer."));
  case SERVICE_MODEM_MANAGER:
    return g_strdup (_ ("Wait: it gives the board back within half a minute."));
  case SERVICE_OTHER:
  default:
    return g_strdup (_ ("End that program and plug the board in again."));
  }
}

static char *
dup_driver_action (GlowPortProblem *problem)
{
  if (!glow_port_problem_get_module (problem))
    return g_strdup (_ ("If this is the board, hold BOOT while you plug it in."));
  switch (glow_port_problem_get_module_state (problem)) {
  case GLOW_PORT_MODULE_MISSING:
    return g_strdup (
      _ ("Install the package of the system with more kernel modules, then "
                        "restart the computer."));
  case GLOW_PORT_MODULE_KERNEL_REPLACED:
    return g_strdup (_ ("Restart the computer."));
  case GLOW_PORT_MODULE_INSTALLED:
  case GLOW_PORT_MODULE_UNKNOWN:
  default:
    return g_strdup (_ ("Run this command in a terminal and plug the board in again."));
  }
}

/* A rule gives the port to whoever sits at the machine: of no use from afar. */
static gboolean
is_remote (void)
{
  return g_getenv ("SSH_CONNECTION") != NULL;
}

/**
 * glow_port_text_offers_rule:
 * @problem: what is in the way
 *
 * Any thread.
 *
 * Returns: whether the action is to add a rule for udev, see glow_udev_rule_for_port()
 */
gboolean
glow_port_text_offers_rule (GlowPortProblem *problem)
{
  return glow_port_problem_get_kind (problem) == GLOW_PORT_PROBLEM_NO_PERMISSION &&
         !glow_port_problem_get_joined_group (problem) &&
         !(is_remote () && glow_port_problem_get_group (problem));
}

static char *
dup_permission_action (GlowPortProblem *problem)
{
  if (glow_port_text_offers_rule (problem))
    return g_strdup (_ ("Add the udev rule for this adapter; it works at once."));
  if (glow_port_problem_get_joined_group (problem))
    return g_strdup (_ ("Log out and in again, or restart the computer."));
  return g_strdup (_ ("Join the group with this command, then log out and in again."));
}

/**
 * glow_port_text_dup_action:
 * @problem: what is in the way
 *
 * Any thread.
 *
 * Returns: (transfer full): the one thing that helps most
 */
char *
glow_port_text_dup_action (GlowPortProblem *problem)
{
  const char *holder = glow_port_problem_get_holder_name (problem);

  switch (glow_port_problem_get_kind (problem)) {
  case GLOW_PORT_PROBLEM_NO_PERMISSION:
    return dup_permission_action (problem);
  case GLOW_PORT_PROBLEM_IN_USE:
    return holder
      /* TRANSLATORS: a program with the number of its process */
      ? g_strdup_printf (_ ("Close %s; the port is ready then by itself."), holder)
      : g_strdup (_ ("Close the other program, such as a serial monitor or an "
                                 "IDE; the port is ready then by itself."));
  case GLOW_PORT_PROBLEM_CLAIMED:
    return dup_claimed_action (problem);
  case GLOW_PORT_PROBLEM_NO_DRIVER:
    return dup_driver_action (problem);
  case GLOW_PORT_PROBLEM_VANISHED:
    return g_strdup (_ ("Hold BOOT while you plug it in; if that doesn't help, take "
                        "another USB cable."));
  case GLOW_PORT_PROBLEM_DRIVER_DEAD:
    return g_strdup (_ ("Plug it in again, with another USB cable and straight into the "
                        "computer."));
  case GLOW_PORT_PROBLEM_UNPLUGGED:
    return g_strdup (_ ("Plug it in."));
  case GLOW_PORT_PROBLEM_NONE:
  default:
    return g_strdup (_ ("Go ahead."));
  }
}

/**
 * glow_port_text_dup_other_action:
 * @problem: what is in the way
 *
 * The second way, where there is one: a rule for udev gives the port to whoever sits at
 * the machine, a group to its members wherever they are. Any thread.
 *
 * Returns: (transfer full) (nullable): one sentence
 */
char *
glow_port_text_dup_other_action (GlowPortProblem *problem)
{
  const char *group = glow_port_problem_get_group (problem);

  if (!glow_port_text_offers_rule (problem))
    return NULL;
  if (group)
    /* TRANSLATORS: a group of users such as dialout */
    return g_strdup_printf (_ ("Or join the group %s with this command, then log out and in "
                               "again."),
      group);
  return g_strdup (_ ("Or ask the administrator for the group that owns serial ports."));
}

/**
 * glow_port_text_dup_command:
 * @problem: what is in the way
 *
 * The command that glow_port_text_dup_action() or, for a missing permission,
 * glow_port_text_dup_other_action() speaks of. Any thread.
 *
 * Returns: (transfer full) (nullable): one line for a terminal
 */
char *
glow_port_text_dup_command (GlowPortProblem *problem)
{
  const char *group = glow_port_problem_get_group (problem);
  const char *module = glow_port_problem_get_module (problem);
  GlowPortModuleState module_state = glow_port_problem_get_module_state (problem);

  switch (get_service (problem)) {
  case SERVICE_BRLTTY:
    return g_strdup ("sudo systemctl mask --now brltty-udev.service");
  case SERVICE_GPSD:
    return g_strdup ("sudo systemctl stop gpsd.socket gpsd.service");
  case SERVICE_MODEM_MANAGER:
  case SERVICE_OTHER:
  default:
    break;
  }
  if (group && !glow_port_problem_get_joined_group (problem))
    return g_strdup_printf ("sudo usermod -aG %s %s", group, g_get_user_name ());
  if (module && (module_state == GLOW_PORT_MODULE_INSTALLED ||
                 module_state == GLOW_PORT_MODULE_UNKNOWN))
    return g_strdup_printf ("sudo modprobe %s", module);
  return NULL;
}
