/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "port-rig.h"

static void
lines_cb (GlowFakePort *port,
          gboolean dtr,
          gboolean rts,
          const char *how,
          gpointer user_data)
{
  PortRig *self = user_data;

  g_atomic_int_inc (&self->n_lines);
}

static void
opened_cb (GlowFakePort *port, gboolean open, gpointer user_data)
{
  PortRig *self = user_data;

  g_atomic_int_inc (&self->n_opened);
}

void
port_rig_plug (PortRig *self)
{
  static const GlowFakePortOps ops = { .lines = lines_cb, .opened = opened_cb };

  self->fake = glow_fake_port_plug (self->bus, &glow_fake_cp2102, &ops, self);
}

void
port_rig_unplug (PortRig *self)
{
  glow_fake_port_unplug (self->fake);
  self->fake = NULL;
}

/* as the list has it now */
void
port_rig_find_port (PortRig *self)
{
  g_autoptr (GlowPortList) list = glow_port_list_new ();

  g_clear_object (&self->port);
  self->port = glow_port_list_find (list, PORT_RIG_NODE);
  g_assert_nonnull (self->port);
}

void
port_rig_set_up (PortRig *self, gconstpointer bus)
{
  self->bus = (GlowFakeBus *) bus;
  port_rig_plug (self);
  port_rig_find_port (self);
}

void
port_rig_tear_down (PortRig *self, gconstpointer bus)
{
  g_object_unref (self->port);
  if (self->fake)
    port_rig_unplug (self);
}

/* a path of the testbed as programs without the preload see it */
char *
port_rig_dup_path (PortRig *self, const char *path)
{
  return g_build_filename (glow_fake_bus_get_dir (self->bus), path, NULL);
}

/* the pseudo-terminal itself: what the node of the testbed links to */
char *
port_rig_dup_terminal (PortRig *self)
{
  g_autofree char *node = port_rig_dup_path (self, PORT_RIG_NODE);

  return g_file_read_link (node, NULL);
}

/* Makes the node of the USB device itself, as udev does below /dev/bus/usb; a file of its
 * own is enough to be seen open. */
char *
port_rig_dup_usb_node (PortRig *self)
{
  g_autofree char *attribute = port_rig_dup_path (self, "sys/bus/usb/devices/1-2/devnum");
  g_autofree char *number = NULL;
  g_autofree char *dir = port_rig_dup_path (self, "dev/bus/usb/001");
  g_autofree char *name = NULL;
  char *path;

  g_assert_true (g_file_get_contents (attribute, &number, NULL, NULL));
  name = g_strdup_printf ("%03" G_GUINT64_FORMAT, g_ascii_strtoull (number, NULL, 10));
  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  path = g_build_filename (dir, name, NULL);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  return path;
}

/* No program under the preload, such as this one, has opened the node or moved a line. */
void
port_rig_assert_untouched (PortRig *self)
{
  gboolean dtr;
  gboolean rts;

  g_assert_cmpint (g_atomic_int_get (&self->n_opened), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&self->n_lines), ==, 0);
  if (!self->fake)
    return;
  g_assert_cmpuint (glow_fake_port_get_n_line_calls (self->fake), ==, 0);
  glow_fake_port_get_lines (self->fake, &dtr, &rts);
  g_assert_false (dtr || rts);
}
