/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a board is now, asked by a worker that has no list. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-list.h"
#include "glow-port-scan.h"

static GlowPort *
make_port (const GlowPortFound *found)
{
  const GlowPortInfo info = {
    .devnode = found->devnode,
    .serial = found->serial,
    .usb_path = found->usb_path,
    .vid = found->vid,
    .pid = found->pid,
    .index = found->index,
    .n_ports = found->n_ports,
  };

  return glow_port_new (&info);
}

static gboolean
is_same_device (GlowPort *port, GlowPort *other)
{
  return glow_port_get_vid (port) == glow_port_get_vid (other) &&
         glow_port_get_pid (port) == glow_port_get_pid (other) &&
         g_strcmp0 (glow_port_get_serial (port), glow_port_get_serial (other)) == 0;
}

/* 0: another board; the higher, the surer */
static guint
rate (GlowPort *port, GlowPort *other)
{
  gboolean same_place =
    g_strcmp0 (glow_port_get_usb_path (port), glow_port_get_usb_path (other)) == 0;

  if (!glow_port_is_usb (port) || !glow_port_is_usb (other))
    return g_strcmp0 (glow_port_get_devnode (port), glow_port_get_devnode (other)) == 0;
  if (glow_port_get_index (port) != glow_port_get_index (other))
    return 0;
  if (same_place && is_same_device (port, other))
    return 3;
  if (glow_port_has_own_serial (port) && is_same_device (port, other))
    return 2;
  /* its bootloader is another device than its firmware */
  return same_place && glow_port_is_native_usb (port) && glow_port_is_native_usb (other);
}

/**
 * glow_port_find_again:
 * @port: as it was
 *
 * Where the same board is now: in the same place, or elsewhere with a serial number of
 * its own. A chip with its own USB may be another device after a reset. Any thread;
 * blocks for some milliseconds.
 *
 * Returns: (transfer full) (nullable): the node's path, %NULL while it is not there
 */
char *
glow_port_find_again (GlowPort *port)
{
  g_autoptr (GPtrArray) all = NULL;
  const char *devnode = NULL;
  guint best = 0;

  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  all = glow_port_scan ();
  for (guint i = 0; i < all->len; i++) {
    const GlowPortFound *found = g_ptr_array_index (all, i);
    g_autoptr (GlowPort) other = found->devnode ? make_port (found) : NULL;
    guint rating = other ? rate (port, other) : 0;

    if (rating > best) {
      best = rating;
      devnode = found->devnode;
    }
  }
  return g_strdup (devnode);
}
