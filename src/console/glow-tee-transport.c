/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-tee-transport.h"

struct _GlowTeeTransport {
  GObject parent_instance;

  /* owned */
  GlowTransport *inner;

  GlowTeeFunc func;
  gpointer user_data;
};

static void glow_tee_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowTeeTransport,
                               glow_tee_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      glow_tee_transport_iface_init))

static GlowTransport *
get_inner (GlowTransport *transport)
{
  return GLOW_TEE_TRANSPORT (transport)->inner;
}

static gssize
tee_read (GlowTransport *transport,
          guint8 *buf,
          gsize buf_size,
          gint64 timeout_us,
          GCancellable *cancellable,
          GError **error)
{
  GlowTeeTransport *self = GLOW_TEE_TRANSPORT (transport);
  gssize len =
    glow_transport_read (self->inner, buf, buf_size, timeout_us, cancellable, error);

  if (len > 0)
    self->func (buf, (gsize) len, self->user_data);
  return len;
}

static gboolean
tee_write (GlowTransport *transport,
           const guint8 *buf,
           gsize buf_len,
           gint64 timeout_us,
           GCancellable *cancellable,
           GError **error)
{
  return glow_transport_write (get_inner (transport), buf, buf_len, timeout_us,
                               cancellable, error);
}

static gboolean
tee_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  return glow_transport_set_baud (get_inner (transport), baud, error);
}

static gboolean
tee_set_lines (GlowTransport *transport, gboolean dtr, gboolean rts, GError **error)
{
  return glow_transport_set_lines (get_inner (transport), dtr, rts, error);
}

static gboolean
tee_discard_input (GlowTransport *transport, GError **error)
{
  return glow_transport_discard_input (get_inner (transport), error);
}

static gboolean
tee_sleep (GlowTransport *transport,
           gint64 duration_us,
           GCancellable *cancellable,
           GError **error)
{
  return glow_transport_sleep (get_inner (transport), duration_us, cancellable, error);
}

static gint64
tee_now (GlowTransport *transport)
{
  return glow_transport_now (get_inner (transport));
}

static GlowTransportFlags
tee_get_flags (GlowTransport *transport)
{
  return glow_transport_get_flags (get_inner (transport));
}

static const char *
tee_get_name (GlowTransport *transport)
{
  return glow_transport_get_name (get_inner (transport));
}

static void
tee_close (GlowTransport *transport)
{
  glow_transport_close (get_inner (transport));
}

static void
glow_tee_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = tee_read;
  iface->write = tee_write;
  iface->set_baud = tee_set_baud;
  iface->set_lines = tee_set_lines;
  iface->discard_input = tee_discard_input;
  iface->sleep = tee_sleep;
  iface->now = tee_now;
  iface->get_flags = tee_get_flags;
  iface->get_name = tee_get_name;
  iface->close = tee_close;
}

static void
glow_tee_transport_finalize (GObject *object)
{
  GlowTeeTransport *self = GLOW_TEE_TRANSPORT (object);

  g_clear_object (&self->inner);
  G_OBJECT_CLASS (glow_tee_transport_parent_class)->finalize (object);
}

static void
glow_tee_transport_class_init (GlowTeeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_tee_transport_finalize;
}

static void
glow_tee_transport_init (GlowTeeTransport *self)
{
}

/**
 * glow_tee_transport_new:
 * @inner: (transfer none): does the work
 * @func: told what is read
 * @user_data: for @func
 *
 * Returns: (transfer full): @inner, overheard
 */
GlowTransport *
glow_tee_transport_new (GlowTransport *inner, GlowTeeFunc func, gpointer user_data)
{
  GlowTeeTransport *self = g_object_new (GLOW_TYPE_TEE_TRANSPORT, NULL);

  self->inner = g_object_ref (inner);
  self->func = func;
  self->user_data = user_data;
  return GLOW_TRANSPORT (self);
}
