/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Only what sysfs has is read: the properties that udev adds are missing in a sandbox,
 * and so is its "is initialized", which therefore must not be asked. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-scan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct udev_device UdevDevice;
typedef struct udev_enumerate UdevEnumerate;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevDevice, udev_device_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevEnumerate, udev_enumerate_unref)

static guint16
get_id (UdevDevice *usb, const char *attribute)
{
  const char *text = usb ? udev_device_get_sysattr_value (usb, attribute) : NULL;

  return text ? (guint16) strtoul (text, NULL, 16) : 0;
}

static gboolean
is_virtual (UdevDevice *tty)
{
  return strstr (udev_device_get_syspath (tty), "/devices/virtual/") != NULL;
}

/* Since Linux 6.5 a "serial-base" device stands between a ttyS and its hardware. */
static UdevDevice *
get_hardware (UdevDevice *tty)
{
  UdevDevice *parent = udev_device_get_parent (tty);

  while (parent && g_strcmp0 (udev_device_get_subsystem (parent), "serial-base") == 0)
    parent = udev_device_get_parent (parent);
  return parent;
}

/* The ttyS that a PC has whether anything is connected or not. */
static gboolean
is_legacy (UdevDevice *tty)
{
  UdevDevice *hardware = get_hardware (tty);

  return g_str_has_prefix (udev_device_get_sysname (tty), "ttyS") &&
         (!hardware ||
          g_strcmp0 (udev_device_get_subsystem (hardware), "platform") == 0 ||
          g_strcmp0 (udev_device_get_subsystem (hardware), "pnp") == 0);
}

/* 0 is PORT_UNKNOWN of linux/serial.h: a name without a chip behind it */
static gboolean
has_no_uart (UdevDevice *tty)
{
  return g_strcmp0 (udev_device_get_sysattr_value (tty, "type"), "0") == 0;
}

static const char *
get_driver (UdevDevice *tty)
{
  UdevDevice *parent =
    udev_device_get_parent_with_subsystem_devtype (tty, "usb", "usb_interface");

  if (!parent)
    parent = get_hardware (tty);
  return parent ? udev_device_get_driver (parent) : NULL;
}

static const char *
get_text (UdevDevice *usb, const char *attribute)
{
  return usb ? udev_device_get_sysattr_value (usb, attribute) : NULL;
}

static GlowPort *
make_port (UdevDevice *tty, gint64 plugged_us)
{
  const char *devnode = udev_device_get_devnode (tty);
  UdevDevice *usb =
    udev_device_get_parent_with_subsystem_devtype (tty, "usb", "usb_device");
  GlowPortInfo info = {
    .devnode = devnode,
    .manufacturer = get_text (usb, "manufacturer"),
    .product = get_text (usb, "product"),
    .serial = get_text (usb, "serial"),
    .usb_path = usb ? udev_device_get_sysname (usb) : NULL,
    .driver = get_driver (tty),
    .vid = get_id (usb, "idVendor"),
    .pid = get_id (usb, "idProduct"),
    .plugged_us = plugged_us,
  };

  info.state =
    access (devnode, R_OK | W_OK) == 0 ? GLOW_PORT_READY : GLOW_PORT_NO_PERMISSION;
  return glow_port_new (&info);
}

static gboolean
is_port (UdevDevice *tty)
{
  const char *devnode = udev_device_get_devnode (tty);

  return devnode && access (devnode, F_OK) == 0 && !is_virtual (tty) &&
         !has_no_uart (tty);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return glow_port_compare (*(GlowPort *const *) a, *(GlowPort *const *) b);
}

/**
 * glow_port_scan:
 * @udev: the context
 * @show_all: whether legacy ports are wanted, too
 * @get_plugged_us: tells when a node was plugged; asked for the legacy ports in any case
 *
 * Opens nothing: opening a port moves DTR and RTS, which resets boards. Main thread.
 *
 * Returns: (transfer full) (element-type GlowPort): the ports, sorted
 */
GPtrArray *
glow_port_scan (struct udev *udev,
                gboolean show_all,
                GlowPortScanTimeFunc get_plugged_us,
                gpointer user_data)
{
  g_autoptr (GPtrArray) ports = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (UdevEnumerate) enumerate = udev_enumerate_new (udev);
  struct udev_list_entry *entry;

  udev_enumerate_add_match_subsystem (enumerate, "tty");
  udev_enumerate_scan_devices (enumerate);
  udev_list_entry_foreach (entry, udev_enumerate_get_list_entry (enumerate))
  {
    const char *path = udev_list_entry_get_name (entry);
    g_autoptr (UdevDevice) tty = udev_device_new_from_syspath (udev, path);

    gint64 plugged_us;

    if (!tty || !is_port (tty))
      continue;
    plugged_us = get_plugged_us (udev_device_get_devnode (tty), user_data);
    if (show_all || !is_legacy (tty))
      g_ptr_array_add (ports, make_port (tty, plugged_us));
  }
  g_ptr_array_sort (ports, compare_cb);
  return g_steal_pointer (&ports);
}
