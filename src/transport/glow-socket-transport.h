/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-transport.h"

G_BEGIN_DECLS

#define GLOW_TYPE_SOCKET_TRANSPORT (glow_socket_transport_get_type ())
G_DECLARE_FINAL_TYPE (GlowSocketTransport,
                      glow_socket_transport,
                      GLOW,
                      SOCKET_TRANSPORT,
                      GObject)

GlowTransport *glow_socket_transport_open (GSocketConnectable *address,
                                           GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
