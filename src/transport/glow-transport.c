/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-transport.h"

G_DEFINE_INTERFACE (GlowTransport, glow_transport, G_TYPE_OBJECT)

static void
glow_transport_default_init (GlowTransportInterface *iface)
{
}

/**
 * glow_transport_read:
 * @buf: (array length=buf_size) (out caller-allocates): where the bytes go
 * @buf_size: bytes, at least 1
 * @timeout_us: how long to wait for the first byte, in microseconds of the transport's
 * clock; 0 takes only what is there
 * @cancellable: (nullable): ends the wait at once
 * @error: %GLOW_ERROR_PORT_GONE when the board was unplugged, %G_IO_ERROR_CANCELLED
 *
 * Reads what is there, or waits for it. A time-out is no error: protocols here expect
 * silence. Worker thread.
 *
 * Returns: bytes read, 0 when the time was up, -1 with @error set
 */
gssize
glow_transport_read (GlowTransport *self,
                     guint8 *buf,
                     gsize buf_size,
                     gint64 timeout_us,
                     GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), -1);
  g_return_val_if_fail (buf_size > 0, -1);

  return GLOW_TRANSPORT_GET_IFACE (self)->read (self, buf, buf_size, timeout_us,
                                                cancellable, error);
}

/**
 * glow_transport_write:
 * @buf: (array length=buf_len): the bytes
 * @buf_len: how many
 * @timeout_us: microseconds for all of them
 * @cancellable: (nullable): ends the wait at once
 * @error: %GLOW_ERROR_PORT_GONE, %GLOW_ERROR_TIMED_OUT when not all bytes were taken in
 * time, %G_IO_ERROR_CANCELLED
 *
 * Hands all bytes to the port, or fails. Worker thread.
 *
 * Returns: %TRUE when every byte was taken
 */
gboolean
glow_transport_write (GlowTransport *self,
                      const guint8 *buf,
                      gsize buf_len,
                      gint64 timeout_us,
                      GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), FALSE);

  return GLOW_TRANSPORT_GET_IFACE (self)->write (self, buf, buf_len, timeout_us,
                                                 cancellable, error);
}

/**
 * glow_transport_set_baud:
 * @baud: bits per second
 * @error: %GLOW_ERROR_UNSUPPORTED when the driver does not take that rate,
 *   %GLOW_ERROR_PORT_GONE
 *
 * Sets the host's rate. Does nothing without %GLOW_TRANSPORT_HAS_BAUD. Worker thread.
 *
 * Returns: %TRUE when the rate is in force
 */
gboolean
glow_transport_set_baud (GlowTransport *self, guint baud, GError **error)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (baud > 0, FALSE);

  return GLOW_TRANSPORT_GET_IFACE (self)->set_baud (self, baud, error);
}

/**
 * glow_transport_set_lines:
 * @dtr: asserted (pin low on the usual board: boot pin)
 * @rts: asserted (pin low on the usual board: reset)
 * @error: %GLOW_ERROR_UNSUPPORTED when there are no modem lines, %GLOW_ERROR_PORT_GONE
 *
 * Changes both modem lines in one step, as the two-transistor reset circuit needs it.
 * Worker thread.
 *
 * Returns: %TRUE when the lines are set
 */
gboolean
glow_transport_set_lines (GlowTransport *self, gboolean dtr, gboolean rts, GError **error)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), FALSE);

  return GLOW_TRANSPORT_GET_IFACE (self)->set_lines (self, dtr, rts, error);
}

/**
 * glow_transport_discard_input:
 * @error: %GLOW_ERROR_PORT_GONE
 *
 * Throws away what has arrived and was not read. Worker thread.
 *
 * Returns: %TRUE unless the port is gone
 */
gboolean
glow_transport_discard_input (GlowTransport *self, GError **error)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), FALSE);

  return GLOW_TRANSPORT_GET_IFACE (self)->discard_input (self, error);
}

/**
 * glow_transport_sleep:
 * @duration_us: microseconds of the transport's clock
 * @cancellable: (nullable): ends the wait at once
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Waits. Time is the transport's so that a simulated board takes none. Worker thread.
 *
 * Returns: %TRUE when the time has passed
 */
gboolean
glow_transport_sleep (GlowTransport *self,
                      gint64 duration_us,
                      GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), FALSE);

  return GLOW_TRANSPORT_GET_IFACE (self)->sleep (self, duration_us, cancellable, error);
}

/**
 * glow_transport_now:
 *
 * Worker thread.
 *
 * Returns: microseconds on the transport's own monotonic clock
 */
gint64
glow_transport_now (GlowTransport *self)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), 0);

  return GLOW_TRANSPORT_GET_IFACE (self)->now (self);
}

/**
 * glow_transport_get_flags:
 *
 * Worker thread.
 *
 * Returns: what the transport can do
 */
GlowTransportFlags
glow_transport_get_flags (GlowTransport *self)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), GLOW_TRANSPORT_NONE);

  return GLOW_TRANSPORT_GET_IFACE (self)->get_flags (self);
}

/**
 * glow_transport_get_name:
 *
 * Worker thread.
 *
 * Returns: (transfer none): what to call it in messages, such as "/dev/ttyUSB0"
 */
const char *
glow_transport_get_name (GlowTransport *self)
{
  g_return_val_if_fail (GLOW_IS_TRANSPORT (self), NULL);

  return GLOW_TRANSPORT_GET_IFACE (self)->get_name (self);
}

/**
 * glow_transport_close:
 *
 * Gives the port back. Every later call fails with %GLOW_ERROR_PORT_GONE; closing twice
 * is harmless, and so is not closing: the last unref does it. Worker thread.
 */
void
glow_transport_close (GlowTransport *self)
{
  g_return_if_fail (GLOW_IS_TRANSPORT (self));

  GLOW_TRANSPORT_GET_IFACE (self)->close (self);
}
