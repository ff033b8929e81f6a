/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A USB serial port on a fake bus: what udev and sysfs tell of it, a pseudo-terminal for
 * its bytes, DTR and RTS, and the plug that can be pulled. */

#pragma once

#include "glow-fake-bus.h"

G_BEGIN_DECLS

typedef struct _GlowFakePort GlowFakePort;

typedef struct {
  const char *name;     /* "ttyUSB0" or "ttyACM0" */
  const char *usb_name; /* "1-2", unique on the bus */
  guint16 vid;
  guint16 pid;
  const char *manufacturer;
  const char *product;
  const char *serial; /* (nullable) */
  const char *driver; /* "cp210x", "ch341", "ftdi_sio", "cdc_acm" */

  /* Above 0: another port of the device @usb_name, which a port with 0 has brought; it is
   * unplugged before that. */
  guint interface;
  const char *interface_class; /* (nullable) "ff" or, for ttyACM, "02" */
} GlowFakePortSpec;

/* What most boards have: ttyUSB0 at 1-2. */
extern const GlowFakePortSpec glow_fake_cp2102;

/**
 * GlowFakePortOps:
 * @data: bytes from the program; the port's own thread
 * @lines: the lines after every change, and what changed them: "open", "close",
 *   "TIOCMSET", "TIOCMBIS", "TIOCMBIC"; a thread of the rig
 * @opened: the first open and the last close; a thread of the rig
 *
 * What happens on the program's side. None of these may block for long, and none may pull
 * the plug.
 */
typedef struct {
  void (*data) (GlowFakePort *port, const guint8 *data, gsize len, gpointer user_data);
  void (*lines) (GlowFakePort *port,
                 gboolean dtr,
                 gboolean rts,
                 const char *how,
                 gpointer user_data);
  void (*opened) (GlowFakePort *port, gboolean open, gpointer user_data);
} GlowFakePortOps;

GlowFakePort *glow_fake_port_plug (GlowFakeBus *bus,
                                   const GlowFakePortSpec *spec,
                                   const GlowFakePortOps *ops,
                                   gpointer user_data);
void glow_fake_port_unplug (GlowFakePort *self);
void glow_fake_port_lose_node (GlowFakePort *self, const char *driver);
void glow_fake_port_set_mode (GlowFakePort *self, guint mode);

/* A USB device without a tty: @spec->name is not used, its driver may be NULL. */
typedef struct _GlowFakeUsb GlowFakeUsb;

GlowFakeUsb *glow_fake_usb_plug (GlowFakeBus *bus, const GlowFakePortSpec *spec);
void glow_fake_usb_unplug (GlowFakeUsb *self);

gsize glow_fake_port_send (GlowFakePort *self, const guint8 *data, gsize len);
guint glow_fake_port_get_baud (GlowFakePort *self);
void glow_fake_port_get_lines (GlowFakePort *self, gboolean *dtr, gboolean *rts);
guint glow_fake_port_get_n_line_calls (GlowFakePort *self);
int glow_fake_port_get_serial_flags (GlowFakePort *self);
void glow_fake_port_set_serial_flags (GlowFakePort *self, int flags);

G_END_DECLS
