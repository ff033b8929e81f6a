/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "wire-target.h"

#include "glow-error.h"
#include "glow-fd-io.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#define WIRE_TYPE_TRANSPORT (wire_transport_get_type ())
G_DECLARE_FINAL_TYPE (WireTransport, wire_transport, WIRE, TRANSPORT, GObject)

struct _WireTransport {
  GObject parent_instance;
  GlowFdIo io;
  Wire *wire;
};

static void wire_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WireTransport,
                               wire_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      wire_transport_iface_init))

static gssize
wire_read (GlowTransport *transport,
           guint8 *buf,
           gsize buf_size,
           gint64 timeout_us,
           GCancellable *cancellable,
           GError **error)
{
  WireTransport *self = WIRE_TRANSPORT (transport);

  return glow_fd_io_read (&self->io, buf, buf_size, timeout_us, cancellable, error);
}

static gboolean
wire_write (GlowTransport *transport,
            const guint8 *buf,
            gsize buf_len,
            gint64 timeout_us,
            GCancellable *cancellable,
            GError **error)
{
  WireTransport *self = WIRE_TRANSPORT (transport);

  return glow_fd_io_write (&self->io, buf, buf_len, timeout_us, cancellable, error);
}

static gboolean
wire_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  WireTransport *self = WIRE_TRANSPORT (transport);

  if (!glow_fd_io_check_open (&self->io, error))
    return FALSE;
  g_atomic_int_set (&self->wire->baud, (gint) baud);
  return TRUE;
}

static gboolean
wire_set_lines (GlowTransport *transport, gboolean dtr, gboolean rts, GError **error)
{
  WireTransport *self = WIRE_TRANSPORT (transport);

  g_atomic_int_set (&self->wire->dtr, dtr);
  g_atomic_int_set (&self->wire->rts, rts);
  return TRUE;
}

static gboolean
wire_discard_input (GlowTransport *transport, GError **error)
{
  return glow_fd_io_check_open (&WIRE_TRANSPORT (transport)->io, error);
}

static gboolean
wire_sleep (GlowTransport *transport,
            gint64 duration_us,
            GCancellable *cancellable,
            GError **error)
{
  return TRUE;
}

static gint64
wire_now (GlowTransport *transport)
{
  return g_get_monotonic_time ();
}

static GlowTransportFlags
wire_get_flags (GlowTransport *transport)
{
  return GLOW_TRANSPORT_HAS_BAUD | GLOW_TRANSPORT_HAS_LINES;
}

static const char *
wire_get_name (GlowTransport *transport)
{
  return "wire";
}

static void
wire_close (GlowTransport *transport)
{
  WireTransport *self = WIRE_TRANSPORT (transport);

  if (self->io.fd >= 0)
    close (self->io.fd);
  self->io.fd = -1;
}

static void
wire_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = wire_read;
  iface->write = wire_write;
  iface->set_baud = wire_set_baud;
  iface->set_lines = wire_set_lines;
  iface->discard_input = wire_discard_input;
  iface->sleep = wire_sleep;
  iface->now = wire_now;
  iface->get_flags = wire_get_flags;
  iface->get_name = wire_get_name;
  iface->close = wire_close;
}

static void
wire_transport_finalize (GObject *object)
{
  wire_close (GLOW_TRANSPORT (object));
  G_OBJECT_CLASS (wire_transport_parent_class)->finalize (object);
}

static void
wire_transport_class_init (WireTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wire_transport_finalize;
}

static void
wire_transport_init (WireTransport *self)
{
}

static GlowTransport *
open_wire (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Wire *wire = user_data;
  WireTransport *transport = g_object_new (WIRE_TYPE_TRANSPORT, NULL);
  int fds[2];
  int old_fd;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  g_assert_cmpint (fcntl (fds[0], F_SETFL, O_NONBLOCK), ==, 0);
  transport->io = (GlowFdIo){ fds[0], "wire", TRUE };
  transport->wire = wire;
  old_fd = g_atomic_int_get (&wire->fd);
  if (old_fd >= 0)
    close (old_fd);
  g_atomic_int_set (&wire->fd, fds[1]);
  g_atomic_int_set (&wire->dtr, TRUE);
  g_atomic_int_set (&wire->rts, TRUE);
  g_atomic_int_inc (&wire->n_opened);
  return GLOW_TRANSPORT (transport);
}

void
wire_init (Wire *self)
{
  *self = (Wire){ .fd = -1 };
  self->target = glow_target_new ("wire", open_wire, self, NULL);
}

void
wire_clear (Wire *self)
{
  g_clear_object (&self->target);
  if (self->fd >= 0)
    close (self->fd);
}

void
wire_say_bytes (Wire *self, const guint8 *data, gsize len)
{
  while (len > 0) {
    gssize count = write (g_atomic_int_get (&self->fd), data, len);

    g_assert_cmpint (count, >, 0);
    data += count;
    len -= (gsize) count;
  }
}

void
wire_say (Wire *self, const char *text)
{
  wire_say_bytes (self, (const guint8 *) text, strlen (text));
}

char *
wire_hear (Wire *self, gsize len)
{
  g_autofree char *text = g_malloc0 (len + 1);

  for (gsize at = 0; at < len;) {
    gssize count = read (g_atomic_int_get (&self->fd), text + at, len - at);

    g_assert_cmpint (count, >, 0);
    at += (gsize) count;
  }
  return g_steal_pointer (&text);
}

void
wire_unplug (Wire *self)
{
  g_assert_cmpint (shutdown (g_atomic_int_get (&self->fd), SHUT_RDWR), ==, 0);
}
