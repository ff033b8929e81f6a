/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a board can be reached: a name and how to open it. Immutable and safe to hand to
 * a worker, which opens it there; nothing is touched before. */

#pragma once

#include "glow-transport.h"

G_BEGIN_DECLS

#define GLOW_TYPE_TARGET (glow_target_get_type ())
G_DECLARE_FINAL_TYPE (GlowTarget, glow_target, GLOW, TARGET, GObject)

/**
 * GlowTargetOpenFunc:
 * @cancellable: (nullable): ends the opening at once
 * @error: %GLOW_ERROR_PORT_MISSING, %GLOW_ERROR_PERMISSION, %GLOW_ERROR_BUSY,
 *   %GLOW_ERROR_PORT_OPEN
 *
 * Opens a transport; called on the worker's thread.
 *
 * Returns: (transfer full): the open transport, at 115200 baud where it has one
 */
typedef GlowTransport *(*GlowTargetOpenFunc) (gpointer user_data,
                                              GCancellable *cancellable,
                                              GError **error);

GlowTarget *glow_target_new (const char *name,
                             GlowTargetOpenFunc open,
                             gpointer user_data,
                             GDestroyNotify destroy);
GlowTarget *glow_target_new_serial (const char *devnode);
GlowTarget *glow_target_new_socket (const char *host, guint16 port);
const char *glow_target_get_name (GlowTarget *self);
GlowTransport *
glow_target_open (GlowTarget *self, GCancellable *cancellable, GError **error);

G_END_DECLS
