/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Bytes and modem lines to one board, and the clock that goes with them. The engine talks
 * to nothing else; a serial port, a socket, a simulated board and the fault and trace
 * wrappers of the tests implement it. One thread at a time: the worker of the job that
 * opened it. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_TYPE_TRANSPORT (glow_transport_get_type ())
G_DECLARE_INTERFACE (GlowTransport, glow_transport, GLOW, TRANSPORT, GObject)

/**
 * GlowTransportFlags:
 * @GLOW_TRANSPORT_HAS_LINES: DTR and RTS exist and reach the board's reset circuit
 * @GLOW_TRANSPORT_HAS_BAUD: the host's side has a baud rate that must follow the board's
 *
 * What a transport can do. A serial port may lose %GLOW_TRANSPORT_HAS_LINES when the
 * driver answers that it has no modem lines.
 */
typedef enum {
  GLOW_TRANSPORT_NONE = 0,
  GLOW_TRANSPORT_HAS_LINES = 1 << 0,
  GLOW_TRANSPORT_HAS_BAUD = 1 << 1,
} GlowTransportFlags;

struct _GlowTransportInterface {
  GTypeInterface parent_iface;

  gssize (*read) (GlowTransport *self,
                  guint8 *buf,
                  gsize buf_size,
                  gint64 timeout_us,
                  GCancellable *cancellable,
                  GError **error);
  gboolean (*write) (GlowTransport *self,
                     const guint8 *buf,
                     gsize buf_len,
                     gint64 timeout_us,
                     GCancellable *cancellable,
                     GError **error);
  gboolean (*set_baud) (GlowTransport *self, guint baud, GError **error);
  gboolean (*set_lines) (GlowTransport *self, gboolean dtr, gboolean rts, GError **error);
  gboolean (*discard_input) (GlowTransport *self, GError **error);
  gboolean (*sleep) (GlowTransport *self,
                     gint64 duration_us,
                     GCancellable *cancellable,
                     GError **error);
  gint64 (*now) (GlowTransport *self);
  GlowTransportFlags (*get_flags) (GlowTransport *self);
  const char *(*get_name) (GlowTransport *self);
  void (*close) (GlowTransport *self);
};

gssize glow_transport_read (GlowTransport *self,
                            guint8 *buf,
                            gsize buf_size,
                            gint64 timeout_us,
                            GCancellable *cancellable,
                            GError **error);
gboolean glow_transport_write (GlowTransport *self,
                               const guint8 *buf,
                               gsize buf_len,
                               gint64 timeout_us,
                               GCancellable *cancellable,
                               GError **error);
gboolean glow_transport_set_baud (GlowTransport *self, guint baud, GError **error);
gboolean glow_transport_set_lines (GlowTransport *self,
                                   gboolean dtr,
                                   gboolean rts,
                                   GError **error);
gboolean glow_transport_discard_input (GlowTransport *self, GError **error);
gboolean glow_transport_sleep (GlowTransport *self,
                               gint64 duration_us,
                               GCancellable *cancellable,
                               GError **error);
gint64 glow_transport_now (GlowTransport *self);
GlowTransportFlags glow_transport_get_flags (GlowTransport *self);
const char *glow_transport_get_name (GlowTransport *self);
void glow_transport_close (GlowTransport *self);

G_END_DECLS
