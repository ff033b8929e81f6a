/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port.h"

#include "glow-usb-ids.h"

#include <string.h>

struct _GlowPort {
  GObject parent_instance;

  /* owned, never changed after construction */
  char *devnode;
  char *display_name;
  char *manufacturer;
  char *product;
  char *serial;
  char *usb_path;
  char *driver;

  guint16 vid;
  guint16 pid;
  gboolean is_native_usb;
  GlowPortState state;
  gint64 plugged_us;
};

G_DEFINE_FINAL_TYPE (GlowPort, glow_port, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (GlowPortState,
                    glow_port_state,
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_NO_PERMISSION, "no-permission"))

static void
glow_port_finalize (GObject *object)
{
  GlowPort *self = GLOW_PORT (object);

  g_free (self->devnode);
  g_free (self->display_name);
  g_free (self->manufacturer);
  g_free (self->product);
  g_free (self->serial);
  g_free (self->usb_path);
  g_free (self->driver);
  G_OBJECT_CLASS (glow_port_parent_class)->finalize (object);
}

static void
glow_port_class_init (GlowPortClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_port_finalize;
}

static void
glow_port_init (GlowPort *self)
{
}

/* Strings of a device are whatever its firmware says; they end up on the screen. */
static char *
dup_clean (const char *text)
{
  g_autofree char *clean = NULL;

  if (!text)
    return NULL;
  clean = g_utf8_make_valid (text, -1);
  for (char *c = clean; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_strstrip (clean);
  return *clean ? g_steal_pointer (&clean) : NULL;
}

/**
 * glow_port_new:
 * @info: what is known of the port; copied
 *
 * Any thread.
 *
 * Returns: (transfer full): the port
 */
GlowPort *
glow_port_new (const GlowPortInfo *info)
{
  GlowPort *self = g_object_new (GLOW_TYPE_PORT, NULL);
  const GlowUsbId *id = info->usb_path ? glow_usb_ids_find (info->vid, info->pid) : NULL;

  self->devnode = g_strdup (info->devnode);
  self->manufacturer = dup_clean (info->manufacturer);
  self->product = dup_clean (info->product);
  self->serial = dup_clean (info->serial);
  self->usb_path = g_strdup (info->usb_path);
  self->driver = g_strdup (info->driver);
  self->display_name = glow_usb_ids_dup_name (id, self->product);
  self->vid = info->vid;
  self->pid = info->pid;
  self->is_native_usb = id && id->kind != GLOW_USB_KIND_BRIDGE;
  self->state = info->state;
  self->plugged_us = info->plugged_us;
  return self;
}

/**
 * glow_port_equal:
 *
 * Any thread.
 *
 * Returns: whether everything about both is the same, the time of plugging included
 */
gboolean
glow_port_equal (GlowPort *self, GlowPort *other)
{
  g_return_val_if_fail (GLOW_IS_PORT (self) && GLOW_IS_PORT (other), FALSE);

  return g_str_equal (self->devnode, other->devnode) &&
         g_strcmp0 (self->manufacturer, other->manufacturer) == 0 &&
         g_strcmp0 (self->product, other->product) == 0 &&
         g_strcmp0 (self->serial, other->serial) == 0 &&
         g_strcmp0 (self->usb_path, other->usb_path) == 0 &&
         g_strcmp0 (self->driver, other->driver) == 0 && self->vid == other->vid &&
         self->pid == other->pid && self->state == other->state &&
         self->plugged_us == other->plugged_us;
}

/**
 * glow_port_compare:
 *
 * Newest plugged first, then USB before others, then by name with numbers as numbers.
 * Any thread.
 *
 * Returns: negative when @self comes first, positive when @other does
 */
int
glow_port_compare (GlowPort *self, GlowPort *other)
{
  g_return_val_if_fail (GLOW_IS_PORT (self) && GLOW_IS_PORT (other), 0);

  if (self->plugged_us != other->plugged_us)
    return self->plugged_us > other->plugged_us ? -1 : 1;
  if ((self->usb_path != NULL) != (other->usb_path != NULL))
    return self->usb_path ? -1 : 1;
  return strverscmp (self->devnode, other->devnode);
}

/**
 * glow_port_get_devnode:
 *
 * Any thread.
 *
 * Returns: (transfer none): path of the node, such as "/dev/ttyUSB0"
 */
const char *
glow_port_get_devnode (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->devnode;
}

/**
 * glow_port_get_node_name:
 *
 * Any thread.
 *
 * Returns: (transfer none): the node without its folder, such as "ttyUSB0"
 */
const char *
glow_port_get_node_name (GlowPort *self)
{
  const char *slash;

  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  slash = strrchr (self->devnode, '/');
  return slash ? slash + 1 : self->devnode;
}

/**
 * glow_port_get_display_name:
 *
 * Any thread.
 *
 * Returns: (transfer none): what a person sees, such as "CP2102 USB to UART bridge"
 */
const char *
glow_port_get_display_name (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->display_name;
}

/**
 * glow_port_get_manufacturer:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): as the device says
 */
const char *
glow_port_get_manufacturer (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->manufacturer;
}

/**
 * glow_port_get_product:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): as the device says
 */
const char *
glow_port_get_product (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->product;
}

/**
 * glow_port_get_serial:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the device's serial number; many boards have none,
 * or the same as all of their kind
 */
const char *
glow_port_get_serial (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->serial;
}

/**
 * glow_port_get_usb_path:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): place on the bus, such as "3-1.4"; the same while
 * the board stays in its socket
 */
const char *
glow_port_get_usb_path (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->usb_path;
}

/**
 * glow_port_get_driver:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the kernel's driver, such as "cp210x"
 */
const char *
glow_port_get_driver (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->driver;
}

/**
 * glow_port_get_vid:
 *
 * Any thread.
 *
 * Returns: USB vendor id, 0 when it is not USB
 */
guint16
glow_port_get_vid (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->vid;
}

/**
 * glow_port_get_pid:
 *
 * Any thread.
 *
 * Returns: USB product id, 0 when it is not USB
 */
guint16
glow_port_get_pid (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->pid;
}

/**
 * glow_port_is_usb:
 *
 * Any thread.
 *
 * Returns: whether it hangs on a USB bus
 */
gboolean
glow_port_is_usb (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), FALSE);

  return self->usb_path != NULL;
}

/**
 * glow_port_is_native_usb:
 *
 * Any thread.
 *
 * Returns: whether it is known to be the chip's own USB, where the rate means nothing
 */
gboolean
glow_port_is_native_usb (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), FALSE);

  return self->is_native_usb;
}

/**
 * glow_port_get_state:
 *
 * Any thread.
 *
 * Returns: what this user may do with it
 */
GlowPortState
glow_port_get_state (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), GLOW_PORT_NO_PERMISSION);

  return self->state;
}

/**
 * glow_port_get_plugged_us:
 *
 * Any thread.
 *
 * Returns: monotonic time in microseconds; 0 when it was there at the start
 */
gint64
glow_port_get_plugged_us (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->plugged_us;
}
