/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Only what sysfs has is read: the properties that udev adds are missing in a sandbox,
 * and so is its "is initialized", which therefore must not be asked. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-scan.h"

#include <libudev.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct udev Udev;
typedef struct udev_device UdevDevice;
typedef struct udev_enumerate UdevEnumerate;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Udev, udev_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevDevice, udev_device_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdevEnumerate, udev_enumerate_unref)

/* the class codes of USB interfaces and devices that matter here (usb.org, "Defined Class
 * Codes") */
#define CLASS_COMM   "02"
#define CLASS_HUB    "09"
#define CLASS_VENDOR "ff"

#define TTY_CLASS    "/sys/class/tty"

/* One interface of a USB device. */
typedef struct {
  char *usb_path; /* of its device, "1-2" */
  char *driver;   /* (nullable) */
  char *class;    /* "02" */
  guint number;
} Interface;

typedef struct {
  Udev *udev;            /* borrowed */
  GPtrArray *interfaces; /* of Interface */
  GPtrArray *found;      /* of GlowPortFound */
} Scan;

static void
interface_free (gpointer data)
{
  Interface *interface = data;

  g_free (interface->usb_path);
  g_free (interface->driver);
  g_free (interface->class);
  g_free (interface);
}

static void
found_free (gpointer data)
{
  GlowPortFound *found = data;

  g_free (found->devnode);
  g_free (found->manufacturer);
  g_free (found->product);
  g_free (found->serial);
  g_free (found->usb_path);
  g_free (found->driver);
  g_free (found);
}

static guint
get_number (UdevDevice *device, const char *attribute, int base)
{
  const char *text = udev_device_get_sysattr_value (device, attribute);

  return text ? (guint) strtoul (text, NULL, base) : 0;
}

static char *
dup_text (UdevDevice *device, const char *attribute)
{
  return g_strdup (udev_device_get_sysattr_value (device, attribute));
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

/* A device that is coming or going has not all of its attributes. */
static gboolean
is_whole (UdevDevice *usb)
{
  return get_number (usb, "devnum", 10) != 0 && get_number (usb, "idVendor", 16) != 0;
}

static gboolean
is_port (UdevDevice *tty)
{
  const char *devnode = udev_device_get_devnode (tty);

  UdevDevice *usb =
    udev_device_get_parent_with_subsystem_devtype (tty, "usb", "usb_device");

  return devnode && !is_virtual (tty) && access (devnode, F_OK) == 0 &&
         !has_no_uart (tty) && (!usb || is_whole (usb));
}

static void
read_usb_device (GlowPortFound *found, UdevDevice *usb)
{
  found->usb_path = g_strdup (udev_device_get_sysname (usb));
  found->manufacturer = dup_text (usb, "manufacturer");
  found->product = dup_text (usb, "product");
  found->serial = dup_text (usb, "serial");
  found->vid = (guint16) get_number (usb, "idVendor", 16);
  found->pid = (guint16) get_number (usb, "idProduct", 16);
  found->bus = get_number (usb, "busnum", 10);
  found->device = get_number (usb, "devnum", 10);
}

static const char *
get_class (UdevDevice *interface)
{
  const char *class = udev_device_get_sysattr_value (interface, "bInterfaceClass");

  return class ? class : "";
}

/* usb-serial's own count, where one interface carries several ports */
static guint
get_port_number (UdevDevice *tty)
{
  UdevDevice *parent = udev_device_get_parent (tty);

  return g_strcmp0 (udev_device_get_subsystem (parent), "usb-serial") == 0
           ? get_number (parent, "port_number", 10)
           : 0;
}

/* Where it stands among the interfaces of its kind: one by one for a bridge, each with a
 * data interface of another class for CDC. Taken from all interfaces, so that B stays B
 * when another program holds A. */
static void
count_ports (GlowPortFound *found, Scan *scan, UdevDevice *interface)
{
  guint number = get_number (interface, "bInterfaceNumber", 16);
  const char *class = get_class (interface);

  for (guint i = 0; i < scan->interfaces->len; i++) {
    const Interface *other = g_ptr_array_index (scan->interfaces, i);

    if (g_str_equal (other->usb_path, found->usb_path) &&
        g_str_equal (other->class, class)) {
      found->n_ports++;
      found->index += other->number < number ? 1 : 0;
    }
  }
}

static void
take_tty (Scan *scan, UdevDevice *tty)
{
  GlowPortFound *found = g_new0 (GlowPortFound, 1);
  UdevDevice *usb =
    udev_device_get_parent_with_subsystem_devtype (tty, "usb", "usb_device");
  UdevDevice *interface =
    udev_device_get_parent_with_subsystem_devtype (tty, "usb", "usb_interface");
  UdevDevice *driven = interface ? interface : get_hardware (tty);

  g_ptr_array_add (scan->found, found);
  found->devnode = g_strdup (udev_device_get_devnode (tty));
  found->driver = driven ? g_strdup (udev_device_get_driver (driven)) : NULL;
  found->could_be_serial = TRUE;
  found->is_legacy = is_legacy (tty);
  found->may_open = access (found->devnode, R_OK | W_OK) == 0;
  if (usb)
    read_usb_device (found, usb);
  if (usb && interface)
    count_ports (found, scan, interface);
  found->index += get_port_number (tty);
  found->n_ports = MAX (found->n_ports, found->index + 1);
}

static void
take_interface (Scan *scan, UdevDevice *device)
{
  UdevDevice *usb = udev_device_get_parent (device);
  Interface *interface;

  if (!usb)
    return;
  interface = g_new0 (Interface, 1);
  interface->usb_path = g_strdup (udev_device_get_sysname (usb));
  interface->driver = g_strdup (udev_device_get_driver (device));
  interface->class = g_strdup (get_class (device));
  interface->number = get_number (device, "bInterfaceNumber", 16);
  g_ptr_array_add (scan->interfaces, interface);
}

static gboolean
has_serial_side (Scan *scan, const char *usb_path)
{
  for (guint i = 0; i < scan->found->len; i++) {
    const GlowPortFound *found = g_ptr_array_index (scan->found, i);

    if (found->devnode && g_strcmp0 (found->usb_path, usb_path) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A program on one of the interfaces says more than a driver on another. */
static void
read_interfaces (GlowPortFound *found, Scan *scan)
{
  const char *driver = NULL;

  for (guint i = 0; i < scan->interfaces->len; i++) {
    const Interface *interface = g_ptr_array_index (scan->interfaces, i);

    if (!g_str_equal (interface->usb_path, found->usb_path))
      continue;
    if (interface->driver && (!driver || g_str_equal (interface->driver, "usbfs")))
      driver = interface->driver;
    found->could_be_serial |= g_str_equal (interface->class, CLASS_COMM) ||
                              g_str_equal (interface->class, CLASS_VENDOR);
  }
  found->driver = g_strdup (driver);
}

static void
take_usb_device (Scan *scan, UdevDevice *usb)
{
  const char *usb_path = udev_device_get_sysname (usb);
  GlowPortFound *found;

  if (!is_whole (usb) || has_serial_side (scan, usb_path))
    return;
  found = g_new0 (GlowPortFound, 1);
  g_ptr_array_add (scan->found, found);
  read_usb_device (found, usb);
  read_interfaces (found, scan);
  found->is_hub =
    g_strcmp0 (udev_device_get_sysattr_value (usb, "bDeviceClass"), CLASS_HUB) == 0;
}

typedef void (*TakeFunc) (Scan *scan, UdevDevice *device);

static void
enumerate (Scan *scan, const char *subsystem, const char *devtype, TakeFunc take)
{
  g_autoptr (UdevEnumerate) all = udev_enumerate_new (scan->udev);
  struct udev_list_entry *entry;

  udev_enumerate_add_match_subsystem (all, subsystem);
  udev_enumerate_scan_devices (all);
  udev_list_entry_foreach (entry, udev_enumerate_get_list_entry (all))
  {
    const char *path = udev_list_entry_get_name (entry);
    g_autoptr (UdevDevice) device = udev_device_new_from_syspath (scan->udev, path);

    if (device && g_strcmp0 (udev_device_get_devtype (device), devtype) == 0)
      take (scan, device);
  }
}

static void
take_tty_if_port (Scan *scan, UdevDevice *tty)
{
  if (is_port (tty))
    take_tty (scan, tty);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every system has some 64 consoles and more among them: to enumerate these costs nine
 * thousand system calls, to read where the links lead one each. */
static void
enumerate_ttys (Scan *scan)
{
  g_autoptr (GDir) dir = g_dir_open (TTY_CLASS, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (TTY_CLASS, name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);

    if (target && !strstr (target, "/devices/virtual/"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autoptr (UdevDevice) tty =
      udev_device_new_from_subsystem_sysname (scan->udev, "tty", names->pdata[i]);

    if (tty)
      take_tty_if_port (scan, tty);
  }
}

/**
 * glow_port_scan:
 *
 * Opens nothing: opening a port moves DTR and RTS, which resets boards. Any thread;
 * blocks for some milliseconds, and longer where the kernel is busy with a device.
 *
 * Returns: (transfer full) (element-type GlowPortFound): the ports, legacy ones too, and
 * after them the USB devices that have none
 */
GPtrArray *
glow_port_scan (void)
{
  g_autoptr (Udev) udev = udev_new ();
  g_autoptr (GPtrArray) interfaces = g_ptr_array_new_with_free_func (interface_free);
  Scan scan = {
    .udev = udev,
    .interfaces = interfaces,
    .found = g_ptr_array_new_with_free_func (found_free),
  };

  if (!udev)
    return scan.found;
  enumerate (&scan, "usb", "usb_interface", take_interface);
  enumerate_ttys (&scan);
  enumerate (&scan, "usb", "usb_device", take_usb_device);
  return scan.found;
}
