/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "tap-target.h"

#include "glow-error.h"
#include "glow-slip.h"

#include <string.h>

#define TAP_TYPE_TRANSPORT (tap_transport_get_type ())
G_DECLARE_FINAL_TYPE (TapTransport, tap_transport, TAP, TRANSPORT, GObject)

struct _TapTransport {
  GObject parent_instance;

  Tap *tap;             /* borrowed */
  GlowTransport *board; /* owned */
  GlowSlipDecoder decoder;
  gint64 start_us;
  gboolean broken;
  gboolean closed;
};

static void tap_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapTransport,
                               tap_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      tap_transport_iface_init))

static void
tap_transport_finalize (GObject *object)
{
  TapTransport *self = TAP_TRANSPORT (object);

  glow_transport_close (GLOW_TRANSPORT (self));
  g_clear_object (&self->board);
  glow_slip_decoder_clear (&self->decoder);
  G_OBJECT_CLASS (tap_transport_parent_class)->finalize (object);
}

static void
tap_transport_class_init (TapTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_transport_finalize;
}

static void
tap_transport_init (TapTransport *self)
{
  glow_slip_decoder_init (&self->decoder);
}

static gboolean
check_open (TapTransport *self, GError **error)
{
  self->broken |= self->tap->unplug;
  self->tap->unplug = FALSE;
  if (!self->broken)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE, "the tapped port is gone");
  return FALSE;
}

static void
pass_time (TapTransport *self)
{
  if (self->tap->passing)
    self->tap->passing (self->tap, glow_transport_now (self->board),
                        self->tap->user_data);
}

static gssize
tap_transport_read (GlowTransport *transport,
                    guint8 *buf,
                    gsize buf_size,
                    gint64 timeout_us,
                    GCancellable *cancellable,
                    GError **error)
{
  TapTransport *self = TAP_TRANSPORT (transport);
  GByteArray *answer = self->tap->answer;
  gsize n;

  if (!check_open (self, error))
    return -1;
  pass_time (self);
  if (!answer || answer->len == 0)
    return glow_transport_read (self->board, buf, buf_size, timeout_us, cancellable,
                                error);
  n = MIN (buf_size, answer->len);
  memmove (buf, answer->data, n);
  g_byte_array_remove_range (answer, 0, (guint) n);
  return (gssize) n;
}

static gboolean
pass_on (TapTransport *self, const GByteArray *frame, gint64 timeout_us, GError **error)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  glow_slip_encode (wire, frame->data, frame->len);
  return glow_transport_write (self->board, wire->data, wire->len, timeout_us, NULL,
                               error);
}

static gboolean
tap_transport_write (GlowTransport *transport,
                     const guint8 *buf,
                     gsize buf_len,
                     gint64 timeout_us,
                     GCancellable *cancellable,
                     GError **error)
{
  TapTransport *self = TAP_TRANSPORT (transport);
  Tap *tap = self->tap;

  for (gsize pos = 0; pos < buf_len;) {
    gboolean complete;
    TapVerdict verdict = TAP_PASS;

    pos +=
      glow_slip_decoder_feed (&self->decoder, buf + pos, buf_len - pos, NULL, &complete);
    if (!complete)
      continue;
    tap->n_requests++;
    if (tap->request)
      verdict = tap->request (tap, self->decoder.frame, tap->user_data);
    if (verdict == TAP_BREAK)
      self->broken = TRUE;
    if (!check_open (self, error) ||
        (verdict == TAP_PASS && !pass_on (self, self->decoder.frame, timeout_us, error)))
      return FALSE;
  }
  return check_open (self, error);
}

static gboolean
tap_transport_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  TapTransport *self = TAP_TRANSPORT (transport);

  return check_open (self, error) && glow_transport_set_baud (self->board, baud, error);
}

static gboolean
tap_transport_set_lines (GlowTransport *transport,
                         gboolean dtr,
                         gboolean rts,
                         GError **error)
{
  TapTransport *self = TAP_TRANSPORT (transport);

  self->tap->n_line_changes++;
  return check_open (self, error) &&
         glow_transport_set_lines (self->board, dtr, rts, error);
}

static gboolean
tap_transport_discard_input (GlowTransport *transport, GError **error)
{
  TapTransport *self = TAP_TRANSPORT (transport);

  return check_open (self, error) && glow_transport_discard_input (self->board, error);
}

static gboolean
tap_transport_sleep (GlowTransport *transport,
                     gint64 duration_us,
                     GCancellable *cancellable,
                     GError **error)
{
  TapTransport *self = TAP_TRANSPORT (transport);

  pass_time (self);
  return glow_transport_sleep (self->board, duration_us, cancellable, error);
}

static gint64
tap_transport_now (GlowTransport *transport)
{
  return glow_transport_now (TAP_TRANSPORT (transport)->board);
}

static GlowTransportFlags
tap_transport_get_flags (GlowTransport *transport)
{
  return glow_transport_get_flags (TAP_TRANSPORT (transport)->board);
}

static const char *
tap_transport_get_name (GlowTransport *transport)
{
  return glow_transport_get_name (TAP_TRANSPORT (transport)->board);
}

static void
tap_transport_close (GlowTransport *transport)
{
  TapTransport *self = TAP_TRANSPORT (transport);

  if (self->closed)
    return;
  self->closed = TRUE;
  self->tap->total_us += glow_transport_now (self->board) - self->start_us;
  glow_transport_close (self->board);
}

static void
tap_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = tap_transport_read;
  iface->write = tap_transport_write;
  iface->set_baud = tap_transport_set_baud;
  iface->set_lines = tap_transport_set_lines;
  iface->discard_input = tap_transport_discard_input;
  iface->sleep = tap_transport_sleep;
  iface->now = tap_transport_now;
  iface->get_flags = tap_transport_get_flags;
  iface->get_name = tap_transport_get_name;
  iface->close = tap_transport_close;
}

void
tap_clear (Tap *self)
{
  g_clear_pointer (&self->answer, g_byte_array_unref);
}

/* puts a frame before what the board sends */
void
tap_answer (Tap *self, const guint8 *frame, gsize len)
{
  if (!self->answer)
    self->answer = g_byte_array_new ();
  glow_slip_encode (self->answer, frame, len);
}

static GlowTransport *
open_tap (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Tap *tap = user_data;
  GlowTransport *board = glow_target_open (tap->target, cancellable, error);
  TapTransport *self;

  if (!board)
    return NULL;
  self = g_object_new (TAP_TYPE_TRANSPORT, NULL);
  self->tap = tap;
  self->board = board;
  self->start_us = glow_transport_now (board);
  tap->n_opened++;
  return GLOW_TRANSPORT (self);
}

/* @tap must outlive it */
GlowTarget *
tap_target_new (Tap *tap, GlowTargetUsb usb)
{
  return glow_target_new_native ("tap", open_tap, tap, NULL, usb);
}
