/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is known of USB serial ports by their ids: data/usb-ids.csv. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GlowUsbKind:
 * @GLOW_USB_KIND_BRIDGE: a UART is behind it, so the rate matters
 * @GLOW_USB_KIND_NATIVE: the chip's own USB
 * @GLOW_USB_KIND_BOARD: the chip's own USB on a board that is known by name
 */
typedef enum {
  GLOW_USB_KIND_BRIDGE,
  GLOW_USB_KIND_NATIVE,
  GLOW_USB_KIND_BOARD,
} GlowUsbKind;

typedef struct {
  guint16 vid;
  guint16 first_pid;
  guint16 last_pid;
  GlowUsbKind kind;
  const char *name;   /* NULL: the device's own product string says more */
  const char *module; /* of the kernel */
  const char *ports;  /* (nullable) "A|*B": their names in order, * is the likely one */
} GlowUsbId;

const GlowUsbId *glow_usb_ids_find (guint16 vid, guint16 pid);
char *glow_usb_ids_dup_name (const GlowUsbId *id, const char *product);
char *glow_usb_ids_dup_port_name (const GlowUsbId *id, guint index, guint n_ports);
gboolean glow_usb_ids_is_likely_port (const GlowUsbId *id, guint index);

G_END_DECLS
