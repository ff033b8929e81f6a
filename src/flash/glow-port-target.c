/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-port-target.h"

#include "glow-port-list.h"

static char *
find_port (gpointer user_data)
{
  return glow_port_find_again (user_data);
}

/**
 * glow_port_target_new:
 * @port: (transfer none): a port with a node
 *
 * Returns: (transfer full): how a worker reaches the board on it, and finds it again
 */
GlowTarget *
glow_port_target_new (GlowPort *port)
{
  guint16 vid = glow_port_get_vid (port);
  guint16 pid = glow_port_get_pid (port);
  GlowTarget *target = glow_target_new_usb_serial (glow_port_get_devnode (port),
                                                   glow_target_usb_from_ids (vid, pid));

  glow_target_set_flow_control (target, glow_target_flow_control_from_ids (vid, pid));
  glow_target_set_finder (target, find_port, g_object_ref (port), g_object_unref);
  return target;
}

static GlowPortProblemKind
get_kind_of_state (GlowPort *port)
{
  switch (glow_port_get_state (port)) {
  case GLOW_PORT_NO_PERMISSION:
    return GLOW_PORT_PROBLEM_NO_PERMISSION;
  case GLOW_PORT_NO_DRIVER:
    return GLOW_PORT_PROBLEM_NO_DRIVER;
  case GLOW_PORT_READY:
  case GLOW_PORT_SETTLING:
  default:
    return GLOW_PORT_PROBLEM_NONE;
  }
}

/**
 * glow_port_target_new_problem:
 *
 * Returns: (transfer full): what is in the way to it, as far as the list of ports knows
 */
GlowPortProblem *
glow_port_target_new_problem (GlowPort *port)
{
  const GlowPortProblemInfo info = {
    .kind = get_kind_of_state (port),
    .devnode = glow_port_get_devnode (port),
    .module = glow_port_get_module (port),
  };

  return glow_port_problem_new (&info);
}

/**
 * glow_port_target_is_same_way:
 *
 * Returns: whether a target of one port is good for the other: the same node, and the
 *   same kind of device behind it
 */
gboolean
glow_port_target_is_same_way (GlowPort *a, GlowPort *b)
{
  return g_strcmp0 (glow_port_get_devnode (a), glow_port_get_devnode (b)) == 0 &&
         glow_port_get_vid (a) == glow_port_get_vid (b) &&
         glow_port_get_pid (a) == glow_port_get_pid (b);
}
