/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-fake-bus-private.h"
#include "glow-fake-port.h"

G_BEGIN_DECLS

/* What udev and sysfs show of a port; owned strings are paths below the testbed. */
typedef struct {
  char *node;        /* "/dev/ttyUSB0" */
  char *usb_node;    /* "/dev/bus/usb/001/005"; NULL: the device is another port's */
  char *number;      /* "188:0" */
  char *usb;         /* the usb_device */
  char *interface;   /* the usb_interface */
  char *serial_port; /* the usb-serial port; NULL for cdc_acm */
  char *tty;         /* the tty */
} GlowFakeDevice;

void glow_fake_device_plug (GlowFakeDevice *self,
                            GlowFakeBus *bus,
                            const GlowFakePortSpec *spec);
void glow_fake_device_plug_bare (GlowFakeDevice *self,
                                 GlowFakeBus *bus,
                                 const GlowFakePortSpec *spec);
void glow_fake_device_hide (GlowFakeDevice *self, GlowFakeBus *bus);
void glow_fake_device_lose_tty (GlowFakeDevice *self, GlowFakeBus *bus);
void
glow_fake_device_set_driver (GlowFakeDevice *self, GlowFakeBus *bus, const char *driver);
void glow_fake_device_unplug (GlowFakeDevice *self, GlowFakeBus *bus);
void glow_fake_device_clear (GlowFakeDevice *self);

G_END_DECLS
