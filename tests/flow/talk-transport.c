/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "talk-transport.h"

#include "glow-error.h"

typedef struct {
  gint64 time_us;
  guint8 byte;
} TalkByte;

struct _TalkTransport {
  GObject parent_instance;

  TalkFunc func;
  gpointer user_data;
  GArray *coming;            /* owned: of TalkByte, by time */
  GString *sent;             /* owned */
  GRand *rand;               /* owned (nullable) */
  GCancellable *cancellable; /* owned (nullable) */
  guint per_mille;
  guint baud;
  gint64 now_us;
  gint64 gone_at_us;
  gint64 cancel_at_us;
};

static void talk_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TalkTransport,
                               talk_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      talk_transport_iface_init))

static void
talk_transport_finalize (GObject *object)
{
  TalkTransport *self = TALK_TRANSPORT (object);

  g_array_unref (self->coming);
  g_string_free (self->sent, TRUE);
  g_clear_pointer (&self->rand, g_rand_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (talk_transport_parent_class)->finalize (object);
}

static void
talk_transport_class_init (TalkTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = talk_transport_finalize;
}

static void
talk_transport_init (TalkTransport *self)
{
  self->coming = g_array_new (FALSE, FALSE, sizeof (TalkByte));
  self->sent = g_string_new (NULL);
  self->gone_at_us = self->cancel_at_us = G_MAXINT64;
}

TalkTransport *
talk_transport_new (TalkFunc func, gpointer user_data)
{
  TalkTransport *self = g_object_new (TALK_TYPE_TRANSPORT, NULL);

  self->func = func;
  self->user_data = user_data;
  return self;
}

void
talk_transport_set_loss (TalkTransport *self, guint32 seed, guint per_mille)
{
  self->rand = g_rand_new_with_seed (seed);
  self->per_mille = per_mille;
}

void
talk_transport_set_gone_at (TalkTransport *self, gint64 time_us)
{
  self->gone_at_us = time_us;
}

void
talk_transport_set_cancel_at (TalkTransport *self,
                              gint64 time_us,
                              GCancellable *cancellable)
{
  self->cancel_at_us = time_us;
  self->cancellable = g_object_ref (cancellable);
}

guint
talk_transport_get_baud (TalkTransport *self)
{
  return self->baud;
}

GString *
talk_transport_get_sent (TalkTransport *self)
{
  return self->sent;
}

static gboolean
is_lost (TalkTransport *self)
{
  return self->rand && g_rand_int_range (self->rand, 0, 1000) < (gint32) self->per_mille;
}

static guint
n_before (TalkTransport *self, gint64 time_us)
{
  guint n = 0;

  while (n < self->coming->len &&
         g_array_index (self->coming, TalkByte, n).time_us <= time_us)
    n++;
  return n;
}

void
talk_transport_say_bytes (TalkTransport *self,
                          gint64 delay_us,
                          const guint8 *data,
                          gsize len)
{
  for (gsize i = 0; i < len; i++) {
    TalkByte byte = { self->now_us + delay_us, data[i] };

    if (!is_lost (self))
      g_array_insert_val (self->coming, n_before (self, byte.time_us), byte);
  }
}

void
talk_transport_say (TalkTransport *self, gint64 delay_us, const char *text)
{
  talk_transport_say_bytes (self, delay_us, (const guint8 *) text, strlen (text));
}

static gboolean
check_alive (TalkTransport *self, GCancellable *cancellable, GError **error)
{
  if (self->now_us >= self->cancel_at_us)
    g_cancellable_cancel (self->cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->now_us < self->gone_at_us)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE, "talk is gone");
  return FALSE;
}

static gboolean
talk_transport_write (GlowTransport *transport,
                      const guint8 *buf,
                      gsize buf_len,
                      gint64 timeout_us,
                      GCancellable *cancellable,
                      GError **error)
{
  TalkTransport *self = TALK_TRANSPORT (transport);
  g_autoptr (GByteArray) arrived = g_byte_array_new ();

  if (!check_alive (self, cancellable, error))
    return FALSE;
  g_string_append_len (self->sent, (const char *) buf, (gssize) buf_len);
  for (gsize i = 0; i < buf_len; i++) {
    if (!is_lost (self))
      g_byte_array_append (arrived, buf + i, 1);
  }
  self->func (self, arrived->data, arrived->len, self->user_data);
  return TRUE;
}

static void
wait_until (TalkTransport *self, gint64 deadline_us)
{
  gint64 next_us = self->coming->len > 0
                     ? g_array_index (self->coming, TalkByte, 0).time_us
                     : G_MAXINT64;

  next_us = MIN (MIN (next_us, deadline_us), MIN (self->gone_at_us, self->cancel_at_us));
  self->now_us = MAX (self->now_us, next_us);
}

static gssize
talk_transport_read (GlowTransport *transport,
                     guint8 *buf,
                     gsize buf_size,
                     gint64 timeout_us,
                     GCancellable *cancellable,
                     GError **error)
{
  TalkTransport *self = TALK_TRANSPORT (transport);
  guint n;

  if (n_before (self, self->now_us) == 0)
    wait_until (self, self->now_us + timeout_us);
  if (!check_alive (self, cancellable, error))
    return -1;
  /* in small pieces, as a serial port gives them */
  n = MIN (MIN (n_before (self, self->now_us), (guint) buf_size), 7);
  for (guint i = 0; i < n; i++)
    buf[i] = g_array_index (self->coming, TalkByte, i).byte;
  if (n > 0)
    g_array_remove_range (self->coming, 0, n);
  return n;
}

static gboolean
talk_transport_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  TALK_TRANSPORT (transport)->baud = baud;
  return TRUE;
}

static gboolean
talk_transport_set_lines (GlowTransport *transport,
                          gboolean dtr,
                          gboolean rts,
                          GError **error)
{
  g_assert_not_reached ();
}

static gboolean
talk_transport_discard_input (GlowTransport *transport, GError **error)
{
  g_assert_not_reached ();
}

static gboolean
talk_transport_sleep (GlowTransport *transport,
                      gint64 duration_us,
                      GCancellable *cancellable,
                      GError **error)
{
  g_assert_not_reached ();
}

static gint64
talk_transport_now (GlowTransport *transport)
{
  return TALK_TRANSPORT (transport)->now_us;
}

static GlowTransportFlags
talk_transport_get_flags (GlowTransport *transport)
{
  return GLOW_TRANSPORT_HAS_BAUD;
}

static const char *
talk_transport_get_name (GlowTransport *transport)
{
  return "talk";
}

static void
talk_transport_close (GlowTransport *transport)
{
}

static void
talk_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = talk_transport_read;
  iface->write = talk_transport_write;
  iface->set_baud = talk_transport_set_baud;
  iface->set_lines = talk_transport_set_lines;
  iface->discard_input = talk_transport_discard_input;
  iface->sleep = talk_transport_sleep;
  iface->now = talk_transport_now;
  iface->get_flags = talk_transport_get_flags;
  iface->get_name = talk_transport_get_name;
  iface->close = talk_transport_close;
}
