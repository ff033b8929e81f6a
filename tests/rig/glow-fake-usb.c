/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-fake-port-private.h"

struct _GlowFakeUsb {
  /* borrowed */
  GlowFakeBus *bus;

  /* owned */
  GlowFakeDevice device;
};

GlowFakeUsb *
glow_fake_usb_plug (GlowFakeBus *bus, const GlowFakePortSpec *spec)
{
  GlowFakeUsb *self = g_new0 (GlowFakeUsb, 1);

  self->bus = bus;
  glow_fake_device_plug_bare (&self->device, bus, spec);
  return self;
}

void
glow_fake_usb_unplug (GlowFakeUsb *self)
{
  glow_fake_device_unplug (&self->device, self->bus);
  glow_fake_device_clear (&self->device);
  g_free (self);
}
