/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-serial-transport.h"

#include "glow-error.h"

struct _GlowSerialTransport {
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (GlowSerialTransport, glow_serial_transport, G_TYPE_OBJECT)

static void
glow_serial_transport_class_init (GlowSerialTransportClass *klass)
{
}

static void
glow_serial_transport_init (GlowSerialTransport *self)
{
}

GlowTransport *
glow_serial_transport_open (const char *devnode, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "not built yet");
  return NULL;
}
