/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The sysfs and udev side of a fake port, laid out as the kernel does it for usb-serial
 * drivers and for cdc_acm. */

#include "config.h"

#include "glow-fake-port-private.h"

#include <stdlib.h>

typedef struct {
  char vid[5];
  char pid[5];
  char product[24];
  char device_number[12];
  char padded_number[12];
} UsbText;

static void
usb_text_init (UsbText *text, GlowFakeBus *bus, const GlowFakePortSpec *spec)
{
  guint number = 4 + glow_fake_bus_take_device_number (bus);

  g_snprintf (text->vid, sizeof text->vid, "%04x", spec->vid);
  g_snprintf (text->pid, sizeof text->pid, "%04x", spec->pid);
  g_snprintf (text->product, sizeof text->product, "%x/%x/100", spec->vid, spec->pid);
  g_snprintf (text->device_number, sizeof text->device_number, "%u", number);
  g_snprintf (text->padded_number, sizeof text->padded_number, "%03u", number);
}

/* A device without a serial number has no such attribute at all, so another one that
 * every device has stands in its place. */
static char *
add_usb_device (GlowFakeBus *bus, const GlowFakePortSpec *spec, const UsbText *text)
{
  g_autofree char *path =
    g_strconcat ("pci0000:00/0000:00:14.0/usb1/", spec->usb_name, NULL);

  /* another interface of a device that is there already */
  if (spec->interface > 0)
    return g_strconcat ("/sys/devices/", path, NULL);
  return umockdev_testbed_add_device (
    glow_fake_bus_get_testbed (bus), "usb", path, NULL, "idVendor", text->vid,
    "idProduct", text->pid, "manufacturer", spec->manufacturer, "product", spec->product,
    "busnum", "1", "devnum", text->device_number, "bcdDevice", "0100", "bNumInterfaces",
    " 1", "speed", "12", spec->serial ? "serial" : "ltm_capable",
    spec->serial ? spec->serial : "no", NULL, "DEVTYPE", "usb_device", "DRIVER", "usb",
    "PRODUCT", text->product, "BUSNUM", "001", "DEVNUM", text->padded_number, NULL);
}

static gboolean
is_acm (const GlowFakePortSpec *spec)
{
  return spec->name && g_str_has_prefix (spec->name, "ttyACM");
}

static const char *
get_class (const GlowFakePortSpec *spec)
{
  if (spec->interface_class)
    return spec->interface_class;
  return is_acm (spec) ? "02" : "ff";
}

static char *
add_interface (GlowFakeDevice *self,
               GlowFakeBus *bus,
               const GlowFakePortSpec *spec,
               const UsbText *text)
{
  g_autofree char *path = g_strdup_printf ("%s:1.%u", spec->usb_name, spec->interface);
  g_autofree char *number = g_strdup_printf ("%02x", spec->interface);

  return umockdev_testbed_add_device (glow_fake_bus_get_testbed (bus), "usb", path,
                                      self->usb, "bInterfaceNumber", number,
                                      "bInterfaceClass", get_class (spec), NULL,
                                      "DEVTYPE", "usb_interface", "PRODUCT",
                                      text->product, NULL);
}

static void
add_driver_link (GlowFakeDevice *self, GlowFakeBus *bus, const char *driver)
{
  g_autofree char *target =
    g_strconcat ("../../../../../../bus/usb/drivers/", driver, NULL);

  umockdev_testbed_set_attribute_link (glow_fake_bus_get_testbed (bus), self->interface,
                                       "driver", target);
}

/* usb-serial: .../1-2:1.0/ttyUSB0/tty/ttyUSB0 with device -> ../../../ttyUSB0;
 * cdc_acm: .../1-2:1.0/tty/ttyACM0 with device -> ../../../1-2:1.0.
 * libserialport walks these links. They must exist before the tty does, because adding a
 * device sends its event. */
static void
add_device_link (GlowFakeDevice *self, GlowFakeBus *bus, const GlowFakePortSpec *spec)
{
  const char *parent = is_acm (spec) ? self->interface : self->serial_port;
  g_autofree char *path = g_strconcat (parent, "/tty/", spec->name, NULL);
  g_autofree char *base = g_path_get_basename (parent);
  g_autofree char *target = g_strconcat ("../../../", base, NULL);

  umockdev_testbed_set_attribute_link (glow_fake_bus_get_testbed (bus), path, "device",
                                       target);
}

static char *
add_tty (GlowFakeDevice *self,
         GlowFakeBus *bus,
         const GlowFakePortSpec *spec,
         const UsbText *text)
{
  g_autofree char *path = g_strconcat ("tty/", spec->name, NULL);
  g_autofree char *vendor = g_strdelimit (g_strdup (spec->manufacturer), " ", '_');
  g_autofree char *model = g_strdelimit (g_strdup (spec->product), " ", '_');
  g_auto (GStrv) number = g_strsplit (self->number, ":", 2);

  return umockdev_testbed_add_device (glow_fake_bus_get_testbed (bus), "tty", path,
                                      is_acm (spec) ? self->interface : self->serial_port,
                                      "dev", self->number, NULL, "DEVNAME", self->node,
                                      "MAJOR", number[0], "MINOR", number[1], "ID_BUS",
                                      "usb", "ID_VENDOR", vendor, "ID_VENDOR_ID",
                                      text->vid, "ID_MODEL", model, "ID_MODEL_ID",
                                      text->pid, "ID_USB_DRIVER", spec->driver,
                                      spec->serial ? "ID_SERIAL_SHORT" : "ID_TYPE",
                                      spec->serial ? spec->serial : "generic", NULL);
}

static void
plug_usb (GlowFakeDevice *self,
          GlowFakeBus *bus,
          const GlowFakePortSpec *spec,
          UsbText *text)
{
  usb_text_init (text, bus, spec);
  self->usb = add_usb_device (bus, spec, text);
  self->interface = add_interface (self, bus, spec, text);
  if (spec->driver)
    add_driver_link (self, bus, spec->driver);
  if (spec->interface > 0)
    return;
  /* last, as the kernel does: whoever sees it finds the rest */
  self->usb_node = g_strconcat ("/dev/bus/usb/001/", text->padded_number, NULL);
  glow_fake_bus_add_file (bus, self->usb_node);
}

/* Each device that is added sends its "add" event at once: from the outside in. */
void
glow_fake_device_plug (GlowFakeDevice *self,
                       GlowFakeBus *bus,
                       const GlowFakePortSpec *spec)
{
  UsbText text;

  /* majors of the kernel's devices.txt: 188 USB serial converters, 166 ACM modems */
  self->number = g_strdup_printf ("%d:%d", is_acm (spec) ? 166 : 188,
                                  atoi (spec->name + strlen ("ttyUSB")));
  plug_usb (self, bus, spec, &text);
  if (!is_acm (spec))
    self->serial_port =
      umockdev_testbed_add_device (glow_fake_bus_get_testbed (bus), "usb-serial",
                                   spec->name, self->interface, "port_number", "0", NULL,
                                   "DRIVER", spec->driver, NULL);
  add_device_link (self, bus, spec);
  self->tty = add_tty (self, bus, spec, &text);
}

/* A USB device that gets no tty; @spec->name is not used. */
void
glow_fake_device_plug_bare (GlowFakeDevice *self,
                            GlowFakeBus *bus,
                            const GlowFakePortSpec *spec)
{
  UsbText text;

  plug_usb (self, bus, spec, &text);
}

/* What enumerations look at goes first: nobody may find a port after its remove event. */
void
glow_fake_device_hide (GlowFakeDevice *self, GlowFakeBus *bus)
{
  g_autofree char *name = g_path_get_basename (self->node);
  g_autofree char *class_link = g_strconcat ("sys/class/tty/", name, NULL);
  g_autofree char *number_link = g_strconcat ("sys/dev/char/", self->number, NULL);

  glow_fake_bus_remove_file (bus, class_link);
  glow_fake_bus_remove_file (bus, number_link);
  glow_fake_bus_remove_file (bus, self->node);
}

static void
remove_device (GlowFakeBus *bus, char **path)
{
  UMockdevTestbed *testbed = glow_fake_bus_get_testbed (bus);

  if (!*path)
    return;
  umockdev_testbed_uevent (testbed, *path, "remove");
  umockdev_testbed_remove_device (testbed, *path);
  g_clear_pointer (path, g_free);
}

static void
remove_tty (GlowFakeDevice *self, GlowFakeBus *bus)
{
  g_autofree char *name = self->node ? g_path_get_basename (self->node) : NULL;
  g_autofree char *node_link = g_strconcat ("dev/.node/", name, NULL);

  remove_device (bus, &self->tty);
  if (name)
    glow_fake_bus_remove_file (bus, node_link);
  remove_device (bus, &self->serial_port);
  glow_fake_bus_ensure_tty_class (bus);
}

/* The driver has let go of the interface, which stays. */
void
glow_fake_device_lose_tty (GlowFakeDevice *self, GlowFakeBus *bus)
{
  glow_fake_device_hide (self, bus);
  remove_tty (self, bus);
}

/* (nullable): nobody's */
void
glow_fake_device_set_driver (GlowFakeDevice *self, GlowFakeBus *bus, const char *driver)
{
  g_autofree char *link = g_build_filename (self->interface, "driver", NULL);

  glow_fake_bus_remove_file (bus, link);
  if (driver)
    add_driver_link (self, bus, driver);
}

/* From the inside out, as removing a parent leaves the links to its children; the event
 * before the device, because it is read from there. */
void
glow_fake_device_unplug (GlowFakeDevice *self, GlowFakeBus *bus)
{
  remove_tty (self, bus);
  remove_device (bus, &self->interface);
  if (!self->usb_node)
    return;
  remove_device (bus, &self->usb);
  glow_fake_bus_remove_file (bus, self->usb_node);
}

void
glow_fake_device_clear (GlowFakeDevice *self)
{
  g_clear_pointer (&self->node, g_free);
  g_clear_pointer (&self->usb_node, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->usb, g_free);
  g_clear_pointer (&self->interface, g_free);
  g_clear_pointer (&self->serial_port, g_free);
  g_clear_pointer (&self->tty, g_free);
}
