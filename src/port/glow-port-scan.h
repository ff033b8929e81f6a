/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is there at one moment, as sysfs tells. Any thread; sysfs may block while a device
 * is being reset. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GlowPortFound:
 * @devnode: (nullable): %NULL for a USB device without serial side
 * @usb_path: (nullable): %NULL when it is not USB
 * @driver: (nullable): of the interface; "usbfs" when a program holds it
 * @index: which of the serial ports of its device
 * @n_ports: how many the device has, 0 without serial side
 * @could_be_serial: it has an interface that a serial driver might take
 * @is_hub: it is one; it has no serial side
 * @is_legacy: a ttyS that every PC has
 * @may_open: this user may open the node
 *
 * A serial port, or a USB device without one.
 */
typedef struct {
  char *devnode;
  char *manufacturer;
  char *product;
  char *serial;
  char *usb_path;
  char *driver;
  guint16 vid;
  guint16 pid;
  guint bus;
  guint device;
  guint index;
  guint n_ports;
  gboolean could_be_serial;
  gboolean is_hub;
  gboolean is_legacy;
  gboolean may_open;
} GlowPortFound;

GPtrArray *glow_port_scan (void); /* of GlowPortFound */

G_END_DECLS
