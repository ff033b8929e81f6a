/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-socket-transport.h"

#include "glow-error.h"

struct _GlowSocketTransport {
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (GlowSocketTransport, glow_socket_transport, G_TYPE_OBJECT)

static void
glow_socket_transport_class_init (GlowSocketTransportClass *klass)
{
}

static void
glow_socket_transport_init (GlowSocketTransport *self)
{
}

GlowTransport *
glow_socket_transport_open (GSocketConnectable *address,
                            GCancellable *cancellable,
                            GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "not built yet");
  return NULL;
}
