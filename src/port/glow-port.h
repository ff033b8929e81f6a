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
 *
 * What access(2) says of the node. Nothing is opened to find out: opening moves DTR and
 * RTS.
 */
typedef enum {
  GLOW_PORT_READY,
  GLOW_PORT_NO_PERMISSION,
} GlowPortState;

#define GLOW_TYPE_PORT_STATE (glow_port_state_get_type ())
GType glow_port_state_get_type (void);

/**
 * GlowPortInfo:
 * @devnode: path of the node
 * @manufacturer: (nullable): as the device says
 * @product: (nullable): as the device says
 * @serial: (nullable): as the device says
 * @usb_path: (nullable): place on the bus, such as "3-1.4"; %NULL when it is not USB
 * @driver: (nullable): the kernel's driver
 * @vid: USB vendor id, 0 when it is not USB
 * @pid: USB product id
 * @state: what this user may do with it
 * @plugged_us: monotonic time in microseconds, 0 when it was there at the start
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
} GlowPortInfo;

GlowPort *glow_port_new (const GlowPortInfo *info);
gboolean glow_port_equal (GlowPort *self, GlowPort *other);
int glow_port_compare (GlowPort *self, GlowPort *other); /* newest plugged first */

const char *glow_port_get_devnode (GlowPort *self);      /* "/dev/ttyUSB0" */
const char *glow_port_get_node_name (GlowPort *self);    /* "ttyUSB0" */
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
glow_port_get_plugged_us (GlowPort *self); /* monotonic; 0: was there at the start */

G_END_DECLS
