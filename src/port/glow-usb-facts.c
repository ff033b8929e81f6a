/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-usb-facts.h"

#include "glow-kernel-module.h"

#include <stdlib.h>
#include <string.h>

#define USB_DEVICES "/sys/bus/usb/devices"

/* USB class codes: communication, such as a modem */
#define USB_CLASS_COMM 2

/* the kernel's name for "a program has this interface" (linux-desktop.md 2.1) */
#define DRIVER_OF_A_PROGRAM "usbfs"

static char *
read_attribute (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_strstrip (text) : NULL;
}

static char *
read_driver (const char *interface_dir)
{
  g_autofree char *path = g_build_filename (interface_dir, "driver", NULL);
  g_autofree char *target = g_file_read_link (path, NULL);

  return target ? g_path_get_basename (target) : NULL;
}

static gboolean
has_entry_in (const char *dir_path)
{
  g_autoptr (GDir) dir = g_dir_open (dir_path, 0, NULL);

  return dir && g_dir_read_name (dir) != NULL;
}

/* cdc_acm: INTERFACE/tty/ttyACM0; usb-serial: INTERFACE/ttyUSB0/tty/ttyUSB0 */
static gboolean
makes_tty (const char *interface_dir)
{
  g_autofree char *tty = g_build_filename (interface_dir, "tty", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (has_entry_in (tty))
    return TRUE;
  dir = g_dir_open (interface_dir, 0, NULL);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *below = g_build_filename (interface_dir, name, "tty", NULL);

    if (g_str_has_prefix (name, "tty") && has_entry_in (below))
      return TRUE;
  }
  return FALSE;
}

static void
read_interface (GlowUsbFacts *self, const char *dir)
{
  g_autofree char *interface_class = read_attribute (dir, "bInterfaceClass");
  g_autofree char *driver = read_driver (dir);

  self->has_interfaces = TRUE;
  if (interface_class && strtoul (interface_class, NULL, 16) == USB_CLASS_COMM)
    self->is_cdc = TRUE;
  if (makes_tty (dir))
    self->has_tty = TRUE;
  if (!driver)
    return;
  if (g_str_equal (driver, DRIVER_OF_A_PROGRAM))
    self->is_claimed = TRUE;
  else if (!self->driver || glow_kernel_module_is_serial (driver)) {
    g_free (self->driver);
    self->driver = g_steal_pointer (&driver);
  }
}

static char *
dup_usb_node (const char *dir)
{
  g_autofree char *bus = read_attribute (dir, "busnum");
  g_autofree char *device = read_attribute (dir, "devnum");

  guint64 bus_number = 0;
  guint64 device_number = 0;

  if (!bus || !device ||
      !g_ascii_string_to_unsigned (bus, 10, 1, 999, &bus_number, NULL) ||
      !g_ascii_string_to_unsigned (device, 10, 1, 999, &device_number, NULL))
    return NULL;
  return g_strdup_printf ("/dev/bus/usb/%03u/%03u", (guint) bus_number,
                          (guint) device_number);
}

/**
 * glow_usb_facts_read:
 * @self: (out caller-allocates): cleared before
 * @usb_path: place on the bus, such as "3-1.4"
 */
void
glow_usb_facts_read (GlowUsbFacts *self, const char *usb_path)
{
  g_autofree char *path = g_build_filename (USB_DEVICES, usb_path, NULL);
  g_autofree char *prefix = g_strconcat (usb_path, ":", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  memset (self, 0, sizeof *self);
  if (!dir)
    return;
  self->is_present = TRUE;
  self->usb_node = dup_usb_node (path);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *interface_dir = g_build_filename (path, name, NULL);

    if (g_str_has_prefix (name, prefix))
      read_interface (self, interface_dir);
  }
}

/**
 * glow_usb_facts_clear:
 */
void
glow_usb_facts_clear (GlowUsbFacts *self)
{
  g_clear_pointer (&self->driver, g_free);
  g_clear_pointer (&self->usb_node, g_free);
}
