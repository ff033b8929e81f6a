/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a board can be reached: a name and how to open it. Safe to hand to a worker,
 * which opens it there; nothing is touched before. All that changes is whether the port
 * is kept open for the next user, and whether one has it for longer: two atomic fields.
 */

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

/**
 * GlowTargetUsb:
 * @GLOW_TARGET_UART: a USB bridge with a UART behind it, or nothing is known
 * @GLOW_TARGET_USB_JTAG: the chip's USB-Serial/JTAG unit
 * @GLOW_TARGET_USB_OTG: the ROM's own USB CDC device
 *
 * How the chip itself is reached; it decides how to reset it and how much it takes at
 * once.
 */
typedef enum {
  GLOW_TARGET_UART,
  GLOW_TARGET_USB_JTAG,
  GLOW_TARGET_USB_OTG,
} GlowTargetUsb;

GlowTargetUsb glow_target_usb_from_ids (guint16 vid, guint16 pid);
gboolean glow_target_flow_control_from_ids (guint16 vid, guint16 pid);

/**
 * GlowTargetFindFunc:
 *
 * Looks where the same board is now: a port may come back under another name. Called on
 * the worker's thread.
 *
 * Returns: (transfer full) (nullable): the path of its node, %NULL while it is not there
 */
typedef char *(*GlowTargetFindFunc) (gpointer user_data);

GlowTarget *glow_target_new (const char *name,
                             GlowTargetOpenFunc open,
                             gpointer user_data,
                             GDestroyNotify destroy);
GlowTarget *glow_target_new_native (const char *name,
                                    GlowTargetOpenFunc open,
                                    gpointer user_data,
                                    GDestroyNotify destroy,
                                    GlowTargetUsb usb);
GlowTarget *glow_target_new_serial (const char *devnode);
GlowTarget *glow_target_new_usb_serial (const char *devnode, GlowTargetUsb usb);
GlowTarget *glow_target_new_socket (const char *host, guint16 port);

/* Before the target is handed to a worker. */
void glow_target_set_flow_control (GlowTarget *self, gboolean flow_control);
void glow_target_set_finder (GlowTarget *self,
                             GlowTargetFindFunc find,
                             gpointer user_data,
                             GDestroyNotify destroy);

gboolean glow_target_get_flow_control (GlowTarget *self);
gboolean glow_target_has_finder (GlowTarget *self);
const char *glow_target_get_name (GlowTarget *self);
GlowTargetUsb glow_target_get_usb (GlowTarget *self);
GlowTransport *
glow_target_reopen (GlowTarget *self, GCancellable *cancellable, GError **error);
GlowTransport *
glow_target_open (GlowTarget *self, GCancellable *cancellable, GError **error);

/* The port stays open from one use to the next. */
void glow_target_park (GlowTarget *self, GlowTransport *transport);
void glow_target_close_parked (GlowTarget *self);
gboolean glow_target_has_parked (GlowTarget *self);

/* A use without a foreseeable end; everybody else's opening waits for its release. */
gboolean glow_target_claim (GlowTarget *self, GCancellable *cancellable, GError **error);
void glow_target_release (GlowTarget *self);
GlowTransport *glow_target_open_claimed (GlowTarget *self,
                                         gboolean *parked,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
