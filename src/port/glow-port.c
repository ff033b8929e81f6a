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
  char *node_name;
  char *port_name;
  char *place_key;
  char *serial_key; /* NULL: its serial number says nothing */

  /* never changed after construction */
  const GlowUsbId *id; /* (nullable), static */
  guint16 vid;
  guint16 pid;
  GlowPortState state;
  gint64 plugged_us;
  gint64 lost_us;
  guint row;
  guint index;
  guint n_ports;
  guint bus;
  guint device;
};

G_DEFINE_FINAL_TYPE (GlowPort, glow_port, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (GlowPortState,
                    glow_port_state,
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_NO_PERMISSION, "no-permission"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_SETTLING, "settling"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_NO_DRIVER, "no-driver"))

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
  g_free (self->node_name);
  g_free (self->port_name);
  g_free (self->place_key);
  g_free (self->serial_key);
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

static char *
dup_node_name (const GlowPortInfo *info)
{
  const char *slash;

  if (!info->devnode)
    return g_strdup_printf ("USB %s", info->usb_path);
  slash = strrchr (info->devnode, '/');
  return g_strdup (slash ? slash + 1 : info->devnode);
}

/* "FT2232H USB to UART bridge (B)" */
static char *
dup_display_name (const GlowUsbId *id, const char *product, const char *port_name)
{
  g_autofree char *name = glow_usb_ids_dup_name (id, product);

  return port_name ? g_strdup_printf ("%s (%s)", name, port_name)
                   : g_steal_pointer (&name);
}

/* Bridges leave the factory with "0001" (CP210x), firmware is built with "123456". */
static gboolean
is_own_serial (const char *serial)
{
  const char *rest = serial + strspn (serial, "0");

  if (strlen (rest) < 4 || strspn (rest, (char[]){ *rest, '\0' }) == strlen (rest))
    return FALSE;
  return strncmp (rest, "123456789012", MIN (strlen (rest), 12)) != 0 &&
         g_ascii_strcasecmp (rest, "123456789abcdef") != 0;
}

/* The serial ports of one device hang on boards of their own. */
static char *
dup_key (GlowPort *self, const char *kind, const char *which)
{
  g_autofree char *escaped = g_uri_escape_string (which, ":-.", FALSE);
  g_autofree char *key = g_strdup_printf ("%s %04x:%04x %s", kind, (guint) self->vid,
                                          (guint) self->pid, escaped);

  return self->index > 0 ? g_strdup_printf ("%s #%u", key, self->index + 1)
                         : g_steal_pointer (&key);
}

static void
set_keys (GlowPort *self, const GlowPortInfo *info)
{
  if (!info->usb_path)
    self->place_key = dup_key (self, "node", info->devnode);
  else
    self->place_key = dup_key (self, "place", info->usb_path);
  if (self->serial && info->usb_path && !info->serial_is_shared &&
      is_own_serial (self->serial))
    self->serial_key = dup_key (self, "serial", self->serial);
}

/**
 * glow_port_new:
 * @info: what is known of the port; copied. It has a node or a place on USB
 *
 * Any thread.
 *
 * Returns: (transfer full): the port
 */
GlowPort *
glow_port_new (const GlowPortInfo *info)
{
  GlowPort *self;

  g_return_val_if_fail (info->devnode || info->usb_path, NULL);

  self = g_object_new (GLOW_TYPE_PORT, NULL);
  self->id = info->usb_path ? glow_usb_ids_find (info->vid, info->pid) : NULL;
  self->devnode = g_strdup (info->devnode);
  self->node_name = dup_node_name (info);
  self->manufacturer = dup_clean (info->manufacturer);
  self->product = dup_clean (info->product);
  self->serial = dup_clean (info->serial);
  self->usb_path = g_strdup (info->usb_path);
  self->driver = g_strdup (info->driver);
  self->vid = info->vid;
  self->pid = info->pid;
  self->state = info->state;
  self->plugged_us = info->plugged_us;
  self->lost_us = info->lost_us;
  self->row = info->row;
  self->index = info->index;
  self->n_ports = MAX (info->n_ports, 1);
  self->bus = info->bus;
  self->device = info->device;
  self->port_name = glow_usb_ids_dup_port_name (self->id, self->index, self->n_ports);
  self->display_name = dup_display_name (self->id, self->product, self->port_name);
  set_keys (self, info);
  return self;
}

static gboolean
has_same_texts (GlowPort *self, GlowPort *other)
{
  return g_strcmp0 (self->devnode, other->devnode) == 0 &&
         g_strcmp0 (self->manufacturer, other->manufacturer) == 0 &&
         g_strcmp0 (self->product, other->product) == 0 &&
         g_strcmp0 (self->serial, other->serial) == 0 &&
         g_strcmp0 (self->usb_path, other->usb_path) == 0 &&
         g_strcmp0 (self->driver, other->driver) == 0 &&
         g_strcmp0 (self->serial_key, other->serial_key) == 0;
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

  return has_same_texts (self, other) && self->vid == other->vid &&
         self->pid == other->pid && self->state == other->state &&
         self->plugged_us == other->plugged_us && self->lost_us == other->lost_us &&
         self->row == other->row && self->index == other->index &&
         self->n_ports == other->n_ports && self->bus == other->bus &&
         self->device == other->device;
}

/**
 * glow_port_compare:
 *
 * Newest plugged first, then USB before others, then what has a node, then by name with
 * numbers as numbers.
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
  if ((self->devnode != NULL) != (other->devnode != NULL))
    return self->devnode ? -1 : 1;
  return strverscmp (self->node_name, other->node_name);
}

/**
 * glow_port_get_devnode:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): path of the node, such as "/dev/ttyUSB0"; %NULL
 * for a USB device without serial side (%GLOW_PORT_NO_DRIVER)
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
 * Returns: (transfer none): the node without its folder, such as "ttyUSB0"; without a
 * node the place, such as "USB 1-2"
 */
const char *
glow_port_get_node_name (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->node_name;
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

const char *
glow_port_get_manufacturer (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->manufacturer;
}

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

const char *
glow_port_get_driver (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->driver;
}

guint16
glow_port_get_vid (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->vid;
}

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

  return self->id && self->id->kind != GLOW_USB_KIND_BRIDGE;
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

/**
 * glow_port_get_lost_us:
 *
 * Any thread.
 *
 * Returns: monotonic time in microseconds when its node went while the device stayed; 0
 * when it has one, or never had
 */
gint64
glow_port_get_lost_us (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->lost_us;
}

/**
 * glow_port_get_row:
 *
 * Any thread.
 *
 * Returns: a number that is the same for the same board as long as the list lives, and
 * that no other board gets; 0 when the port comes from no list
 */
guint
glow_port_get_row (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->row;
}

/**
 * glow_port_get_port_name:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): which port of a device that has several, as its
 * maker calls it; the display name has it, too
 */
const char *
glow_port_get_port_name (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->port_name;
}

guint
glow_port_get_n_ports (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 1);

  return self->n_ports;
}

guint
glow_port_get_index (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->index;
}

/**
 * glow_port_is_likely:
 *
 * Any thread.
 *
 * Returns: whether it may be chosen unasked: USB, and not the port beside the one that is
 * wired to the board (A of FT2232H is JTAG)
 */
gboolean
glow_port_is_likely (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), FALSE);

  return self->usb_path &&
         (self->n_ports < 2 || glow_usb_ids_is_likely_port (self->id, self->index));
}

/**
 * glow_port_get_module:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the kernel's module that drives devices with these
 * ids, such as "ch341"
 */
const char *
glow_port_get_module (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->id ? self->id->module : NULL;
}

guint
glow_port_get_bus (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->bus;
}

guint
glow_port_get_device (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), 0);

  return self->device;
}

/**
 * glow_port_get_board_key:
 *
 * Any thread.
 *
 * Returns: (transfer none): what stands for this board at the next start: ids and serial
 * number where that is its own, else ids and place
 */
const char *
glow_port_get_board_key (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->serial_key ? self->serial_key : self->place_key;
}

/**
 * glow_port_get_place_key:
 *
 * Any thread.
 *
 * Returns: (transfer none): what stands for whatever is plugged in here with these ids
 */
const char *
glow_port_get_place_key (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), NULL);

  return self->place_key;
}

/**
 * glow_port_has_own_serial:
 *
 * Any thread.
 *
 * Returns: whether the serial number tells this board from all others: it has one, that
 * is no factory setting, and no other device has the same
 */
gboolean
glow_port_has_own_serial (GlowPort *self)
{
  g_return_val_if_fail (GLOW_IS_PORT (self), FALSE);

  return self->serial_key != NULL;
}
