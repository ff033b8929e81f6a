/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board behind a byte stream: a serial server or `glowplug-board --tcp`. No modem lines
 * and no rate: whoever has the real port decides on both. */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-socket-transport.h"

#include "glow-error.h"
#include "glow-fd-io.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

/* seconds until a host that does not answer is given up */
#define CONNECT_TIMEOUT_S 10

struct _GlowSocketTransport {
  GObject parent_instance;

  /* owned */
  char *name;
  GSocketConnection *connection; /* NULL: closed */
  GlowFdIo io;                   /* the descriptor is the connection's */
};

static void glow_socket_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowSocketTransport,
                               glow_socket_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      glow_socket_transport_iface_init))

static gssize
glow_socket_transport_read (GlowTransport *transport,
                            guint8 *buf,
                            gsize buf_size,
                            gint64 timeout_us,
                            GCancellable *cancellable,
                            GError **error)
{
  GlowSocketTransport *self = GLOW_SOCKET_TRANSPORT (transport);

  return glow_fd_io_read (&self->io, buf, buf_size, timeout_us, cancellable, error);
}

static gboolean
glow_socket_transport_write (GlowTransport *transport,
                             const guint8 *buf,
                             gsize buf_len,
                             gint64 timeout_us,
                             GCancellable *cancellable,
                             GError **error)
{
  GlowSocketTransport *self = GLOW_SOCKET_TRANSPORT (transport);

  return glow_fd_io_write (&self->io, buf, buf_len, timeout_us, cancellable, error);
}

static gboolean
glow_socket_transport_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  return glow_fd_io_check_open (&GLOW_SOCKET_TRANSPORT (transport)->io, error);
}

static gboolean
glow_socket_transport_set_lines (GlowTransport *transport,
                                 gboolean dtr,
                                 gboolean rts,
                                 GError **error)
{
  GlowSocketTransport *self = GLOW_SOCKET_TRANSPORT (transport);

  if (!glow_fd_io_check_open (&self->io, error))
    return FALSE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "%s has no DTR and RTS lines",
               self->name);
  return FALSE;
}

/* No more than what is there now: a board that never stops sending must not hold us. */
static gboolean
glow_socket_transport_discard_input (GlowTransport *transport, GError **error)
{
  GlowSocketTransport *self = GLOW_SOCKET_TRANSPORT (transport);
  int waiting_len = 0;

  if (!glow_fd_io_check_open (&self->io, error))
    return FALSE;
  if (ioctl (self->io.fd, FIONREAD, &waiting_len) < 0) {
    glow_fd_io_set_gone (&self->io, errno, error);
    return FALSE;
  }
  while (waiting_len > 0) {
    guint8 buf[4096];
    gsize buf_size = MIN (sizeof buf, (gsize) waiting_len);
    gssize count = glow_fd_io_read (&self->io, buf, buf_size, 0, NULL, error);

    if (count < 0)
      return FALSE;
    if (count == 0)
      break;
    waiting_len -= (int) count;
  }
  return TRUE;
}

static gboolean
glow_socket_transport_sleep (GlowTransport *transport,
                             gint64 duration_us,
                             GCancellable *cancellable,
                             GError **error)
{
  return glow_fd_io_sleep (duration_us, cancellable, error);
}

static gint64
glow_socket_transport_now (GlowTransport *transport)
{
  return g_get_monotonic_time ();
}

static GlowTransportFlags
glow_socket_transport_get_flags (GlowTransport *transport)
{
  return GLOW_TRANSPORT_NONE;
}

static const char *
glow_socket_transport_get_name (GlowTransport *transport)
{
  return GLOW_SOCKET_TRANSPORT (transport)->name;
}

static void
glow_socket_transport_close (GlowTransport *transport)
{
  GlowSocketTransport *self = GLOW_SOCKET_TRANSPORT (transport);

  if (!self->connection)
    return;
  self->io.fd = -1;
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->connection);
  g_debug ("%s: closed", self->name);
}

static void
glow_socket_transport_finalize (GObject *object)
{
  GlowSocketTransport *self = GLOW_SOCKET_TRANSPORT (object);

  glow_socket_transport_close (GLOW_TRANSPORT (self));
  g_free (self->name);
  G_OBJECT_CLASS (glow_socket_transport_parent_class)->finalize (object);
}

static void
glow_socket_transport_class_init (GlowSocketTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_socket_transport_finalize;
}

static void
glow_socket_transport_init (GlowSocketTransport *self)
{
  self->io.fd = -1;
  self->io.zero_is_end = TRUE;
}

static void
glow_socket_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = glow_socket_transport_read;
  iface->write = glow_socket_transport_write;
  iface->set_baud = glow_socket_transport_set_baud;
  iface->set_lines = glow_socket_transport_set_lines;
  iface->discard_input = glow_socket_transport_discard_input;
  iface->sleep = glow_socket_transport_sleep;
  iface->now = glow_socket_transport_now;
  iface->get_flags = glow_socket_transport_get_flags;
  iface->get_name = glow_socket_transport_get_name;
  iface->close = glow_socket_transport_close;
}

static GSocketConnection *
connect_to (GSocketConnectable *address, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  /* a board is on the desk or in the lab, never behind a proxy */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, CONNECT_TIMEOUT_S);
  return g_socket_client_connect (client, address, cancellable, error);
}

static void
adopt (GlowSocketTransport *self, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_socket_set_blocking (socket, FALSE);
  /* Commands are small and wait for their answers. A Unix socket refuses this option and
   * does not need it. */
  (void) g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  self->connection = connection;
  self->io.fd = g_socket_get_fd (socket);
}

/**
 * glow_socket_transport_open:
 * @address: where the board is
 * @cancellable: (nullable): ends the opening at once
 * @error: %GLOW_ERROR_PORT_OPEN with the reason, %G_IO_ERROR_CANCELLED
 *
 * Connects to a raw byte stream, as pyserial's socket:// has it. Worker thread.
 *
 * Returns: (transfer full): the open connection
 */
GlowTransport *
glow_socket_transport_open (GSocketConnectable *address,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GlowSocketTransport) self = g_object_new (GLOW_TYPE_SOCKET_TRANSPORT, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  GSocketConnection *connection;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTABLE (address), NULL);

  text = g_socket_connectable_to_string (address);
  self->name = g_strconcat ("socket://", text, NULL);
  self->io.name = self->name;
  connection = connect_to (address, cancellable, &local_error);
  if (!connection && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  if (!connection) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_OPEN, "can't connect to %s: %s",
                 self->name, local_error->message);
    return NULL;
  }
  adopt (self, connection);
  g_debug ("%s: open", self->name);
  return GLOW_TRANSPORT (g_steal_pointer (&self));
}
