/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A transport that shows what is read from another one. Worker thread. */

#pragma once

#include "glow-transport.h"

G_BEGIN_DECLS

#define GLOW_TYPE_TEE_TRANSPORT (glow_tee_transport_get_type ())
G_DECLARE_FINAL_TYPE (GlowTeeTransport, glow_tee_transport, GLOW, TEE_TRANSPORT, GObject)

/**
 * GlowTeeFunc:
 * @data: (array length=len): what was just read
 * @len: its length in bytes, at least 1
 * @user_data: of the caller
 *
 * On the thread that reads.
 */
typedef void (*GlowTeeFunc) (const guint8 *data, gsize len, gpointer user_data);

GlowTransport *
glow_tee_transport_new (GlowTransport *inner, GlowTeeFunc func, gpointer user_data);

G_END_DECLS
