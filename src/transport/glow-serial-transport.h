/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-transport.h"

G_BEGIN_DECLS

#define GLOW_TYPE_SERIAL_TRANSPORT (glow_serial_transport_get_type ())
G_DECLARE_FINAL_TYPE (GlowSerialTransport,
                      glow_serial_transport,
                      GLOW,
                      SERIAL_TRANSPORT,
                      GObject)

GlowTransport *glow_serial_transport_open (const char *devnode, GError **error);

G_END_DECLS
