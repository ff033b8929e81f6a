/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a USB device stands at this moment, as sysfs tells, in a sandbox as well. Any
 * thread; opens no device. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GlowUsbFacts:
 * @is_present: the device is on the bus
 * @has_interfaces: it could be configured
 * @is_cdc: an interface is of the communication class
 * @has_tty: a serial port was made of it
 * @is_claimed: a program has taken an interface by usbfs
 * @driver: (nullable): a kernel driver of one of its interfaces, a serial one if there is
 * @usb_node: (nullable): its node for programs that speak USB themselves
 */
typedef struct {
  gboolean is_present;
  gboolean has_interfaces;
  gboolean is_cdc;
  gboolean has_tty;
  gboolean is_claimed;
  char *driver;   /* owned */
  char *usb_node; /* owned */
} GlowUsbFacts;

void glow_usb_facts_read (GlowUsbFacts *self, const char *usb_path);
void glow_usb_facts_clear (GlowUsbFacts *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowUsbFacts, glow_usb_facts_clear)

G_END_DECLS
