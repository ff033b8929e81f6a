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
