/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GLOW_TYPE_PORT (glow_port_get_type ())
G_DECLARE_FINAL_TYPE (GlowPort, glow_port, GLOW, PORT, GObject)

/**
 * GlowPortState:
 * @GLOW_PORT_READY: the node can be opened by this user
 * @GLOW_PORT_NO_PERMISSION: the node exists, this user may not open it
 * @GLOW_PORT_SETTLING: something has just changed and more is expected within a second:
 *   a new node that udev has not handed over yet, or a node that went while its device
 *   is still there; it keeps the name of that node until this is over
 * @GLOW_PORT_NO_DRIVER: a USB device that should have a serial side and has no node: no
 *   driver took it, another program did (see glow_port_get_driver()), or the node went
 *   (see glow_port_get_lost_us())
 *
 * What access(2) and sysfs say. Nothing is opened to find out: opening moves DTR and RTS.
 */
typedef enum {
  GLOW_PORT_READY,
  GLOW_PORT_NO_PERMISSION,
  GLOW_PORT_SETTLING,
  GLOW_PORT_NO_DRIVER,
} GlowPortState;

#define GLOW_TYPE_PORT_STATE (glow_port_state_get_type ())
GType glow_port_state_get_type (void);

/**
 * GlowPortInfo:
 * @devnode: (nullable): path of the node; %NULL for a USB device without serial side
 * @manufacturer: (nullable): as the device says
 * @product: (nullable): as the device says
 * @serial: (nullable): as the device says
 * @usb_path: (nullable): place on the bus, such as "3-1.4"; %NULL when it is not USB
 * @driver: (nullable): the kernel's driver; "usbfs" when a program holds the interface
 * @vid: USB vendor id, 0 when it is not USB
 * @pid: USB product id
 * @state: what this user may do with it
 * @plugged_us: monotonic time in microseconds, 0 when it was there at the start
 * @lost_us: when its node went while the device stayed, 0 when that was not so
 * @row: which row of the list it is, 0 when it comes from no list
 * @index: which of the serial ports of its device, from 0
 * @n_ports: how many serial ports the device has, 0 and 1 are the same
 * @bus: number of the USB bus
 * @device: number of the device on it; another one after each plugging
 * @serial_is_shared: another device with the same ids and the same serial is known
 *
 * What a #GlowPort is made from.
 */
typedef struct {
  const char *devnode;
  const char *manufacturer;
  const char *product;
  const char *serial;
  const char *usb_path;
  const char *driver;
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
  gboolean serial_is_shared;
} GlowPortInfo;

/* Immutable: what was known at one moment. The list replaces the object when something
 * about the port changes; glow_port_get_row() stays. Any thread. */
GlowPort *glow_port_new (const GlowPortInfo *info);
gboolean glow_port_equal (GlowPort *self, GlowPort *other);
int glow_port_compare (GlowPort *self, GlowPort *other); /* newest plugged first */

guint glow_port_get_row (GlowPort *self);                /* the same for the same board */
const char *glow_port_get_devnode (GlowPort *self);      /* (nullable) "/dev/ttyUSB0" */
const char *glow_port_get_node_name (GlowPort *self);    /* "ttyUSB0", else "USB 1-2" */
const char *glow_port_get_display_name (GlowPort *self); /* "CP2102 USB to UART bridge" */
const char *
glow_port_get_manufacturer (GlowPort *self);         /* (nullable), as the device says */
const char *glow_port_get_product (GlowPort *self);  /* (nullable), as the device says */
const char *glow_port_get_serial (GlowPort *self);   /* (nullable) */
const char *glow_port_get_usb_path (GlowPort *self); /* (nullable) "3-1.4" */
const char *glow_port_get_driver (GlowPort *self);   /* (nullable) "cp210x" */
guint16 glow_port_get_vid (GlowPort *self);          /* 0: not USB */
guint16 glow_port_get_pid (GlowPort *self);
gboolean glow_port_is_usb (GlowPort *self);
gboolean
glow_port_is_native_usb (GlowPort *self); /* the chip's own USB: baud means nothing */
GlowPortState glow_port_get_state (GlowPort *self);
gint64
glow_port_get_plugged_us (GlowPort *self);     /* monotonic; 0: was there at the start */
gint64 glow_port_get_lost_us (GlowPort *self); /* monotonic; 0: its node is there */

/* Several ports on one device: "B" of FT2232H, where A usually is JTAG. */
const char *glow_port_get_port_name (GlowPort *self); /* (nullable) */
guint glow_port_get_n_ports (GlowPort *self);         /* at least 1 */
guint glow_port_get_index (GlowPort *self);
gboolean glow_port_is_likely (GlowPort *self); /* a board may well be behind it */

const char *glow_port_get_module (GlowPort *self); /* (nullable) the one it needs */
guint glow_port_get_bus (GlowPort *self);
guint glow_port_get_device (GlowPort *self);

/* What GlowBoardMemory goes by: the serial number where it says something, else the
 * place. */
const char *glow_port_get_board_key (GlowPort *self);
const char *glow_port_get_place_key (GlowPort *self);
gboolean glow_port_has_own_serial (GlowPort *self);

G_END_DECLS
