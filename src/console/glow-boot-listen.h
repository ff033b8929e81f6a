/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Listens to a board that starts. Blocks; worker thread. */

#pragma once

#include "glow-boot-watch.h"
#include "glow-transport.h"

G_BEGIN_DECLS

/**
 * GlowBootListenFunc:
 * @now_us: µs on the transport's clock
 * @user_data: of the caller
 *
 * Told several times a second how late it is.
 */
typedef void (*GlowBootListenFunc) (gint64 now_us, gpointer user_data);

gboolean glow_boot_listen (GlowTransport *transport,
                           GlowBootWatch *watch,
                           gint64 until_us,
                           GlowBootListenFunc func,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
