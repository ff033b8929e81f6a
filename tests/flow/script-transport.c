/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "script-transport.h"

#include "glow-loader-private.h"

#include <stdlib.h>
#include <string.h>

#define FRAME_END 0xc0
#define ESCAPE    0xdb

typedef struct {
  gint64 time_us;
  guint8 byte;
} ScriptByte;

struct _ScriptTransport {
  GObject parent_instance;

  /* borrowed */
  const ScriptStep *steps;
  guint n_steps;

  /* owned */
  GArray *coming;      /* of ScriptByte, by time */
  GByteArray *partial; /* of a request */
  GPtrArray *requests; /* of GBytes, decoded */
  GArray *bauds;       /* of guint, in force at each request */

  gboolean escape;
  guint baud;
  gint64 now_us;
};

static void script_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptTransport,
                               script_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      script_transport_iface_init))

static void
script_transport_finalize (GObject *object)
{
  ScriptTransport *self = SCRIPT_TRANSPORT (object);

  g_array_unref (self->coming);
  g_byte_array_unref (self->partial);
  g_ptr_array_unref (self->requests);
  g_array_unref (self->bauds);
  G_OBJECT_CLASS (script_transport_parent_class)->finalize (object);
}

static void
script_transport_class_init (ScriptTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = script_transport_finalize;
}

static void
script_transport_init (ScriptTransport *self)
{
  self->coming = g_array_new (FALSE, FALSE, sizeof (ScriptByte));
  self->partial = g_byte_array_new ();
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->bauds = g_array_new (FALSE, FALSE, sizeof (guint));
  self->baud = 115200;
}

ScriptTransport *
script_transport_new (const ScriptStep *steps, guint n_steps)
{
  ScriptTransport *self = g_object_new (SCRIPT_TYPE_TRANSPORT, NULL);

  self->steps = steps;
  self->n_steps = n_steps;
  return self;
}

/* a loader that talks to @self, as a stub does or as a ROM */
GlowLoader *
script_transport_new_loader (ScriptTransport *self, gboolean stub)
{
  GlowLoader *loader = glow_loader_new (GLOW_TRANSPORT (self), NULL);

  glow_loader_set_stub (loader, stub);
  return loader;
}

static gint64
last_time (ScriptTransport *self)
{
  gint64 last_us =
    self->coming->len > 0
      ? g_array_index (self->coming, ScriptByte, self->coming->len - 1).time_us
      : 0;

  return MAX (last_us, self->now_us);
}

/* hex, spaces and "@ms" */
void
script_transport_say (ScriptTransport *self, const char *answer)
{
  gint64 time_us = last_time (self);

  for (const char *p = answer; *p;) {
    if (*p == '@') {
      char *end;

      time_us += strtol (p + 1, &end, 10) * 1000;
      p = end;
    } else if (*p == ' ') {
      p++;
    } else {
      ScriptByte item = { time_us, (guint8) (g_ascii_xdigit_value (p[0]) << 4 |
                                             g_ascii_xdigit_value (p[1])) };

      g_array_append_val (self->coming, item);
      p += 2;
    }
  }
}

guint
script_transport_get_baud (ScriptTransport *self, guint step)
{
  g_assert_cmpuint (step, <, self->bauds->len);
  return g_array_index (self->bauds, guint, step);
}

GBytes *
script_transport_get_request (ScriptTransport *self, guint step)
{
  g_assert_cmpuint (step, <, self->requests->len);
  return g_ptr_array_index (self->requests, step);
}

void
script_transport_assert_done (ScriptTransport *self)
{
  g_assert_cmpuint (self->requests->len, ==, self->n_steps);
}

static char *
dup_without_spaces (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv (NULL, words);
}

static void
take_request (ScriptTransport *self)
{
  guint index = self->requests->len;
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autofree char *wanted = NULL;
  const ScriptStep *step;

  for (guint i = 0; i < self->partial->len; i++)
    g_string_append_printf (hex, "%02x", self->partial->data[i]);
  if (index == self->n_steps)
    g_test_message ("a request too many: %s", hex->str);
  g_assert_cmpuint (index, <, self->n_steps);
  step = &self->steps[index];
  wanted = dup_without_spaces (step->request);
  g_string_truncate (hex, MIN (hex->len, strlen (wanted)));
  g_assert_cmpstr (hex->str, ==, wanted);
  g_ptr_array_add (self->requests, g_bytes_new (self->partial->data, self->partial->len));
  g_array_append_val (self->bauds, self->baud);
  for (guint i = 0; i < MAX (step->times, 1); i++)
    script_transport_say (self, step->answer);
}

static void
take_byte (ScriptTransport *self, guint8 byte)
{
  if (byte == FRAME_END) {
    if (self->partial->len > 0)
      take_request (self);
    g_byte_array_set_size (self->partial, 0);
  } else if (byte == ESCAPE) {
    self->escape = TRUE;
  } else {
    if (self->escape)
      byte = byte == 0xdc ? FRAME_END : ESCAPE;
    self->escape = FALSE;
    g_byte_array_append (self->partial, &byte, 1);
  }
}

static gboolean
script_transport_write (GlowTransport *transport,
                        const guint8 *buf,
                        gsize buf_len,
                        gint64 timeout_us,
                        GCancellable *cancellable,
                        GError **error)
{
  for (gsize i = 0; i < buf_len; i++)
    take_byte (SCRIPT_TRANSPORT (transport), buf[i]);
  return TRUE;
}

static guint
n_due (ScriptTransport *self)
{
  guint n = 0;

  while (n < self->coming->len &&
         g_array_index (self->coming, ScriptByte, n).time_us <= self->now_us)
    n++;
  return n;
}

static gssize
script_transport_read (GlowTransport *transport,
                       guint8 *buf,
                       gsize buf_size,
                       gint64 timeout_us,
                       GCancellable *cancellable,
                       GError **error)
{
  ScriptTransport *self = SCRIPT_TRANSPORT (transport);
  gint64 deadline_us = self->now_us + timeout_us;
  guint n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (n_due (self) == 0)
    self->now_us =
      self->coming->len > 0
        ? MIN (deadline_us, g_array_index (self->coming, ScriptByte, 0).time_us)
        : deadline_us;
  n = MIN (n_due (self), (guint) buf_size);
  for (guint i = 0; i < n; i++)
    buf[i] = g_array_index (self->coming, ScriptByte, i).byte;
  if (n > 0)
    g_array_remove_range (self->coming, 0, n);
  return n;
}

static gboolean
script_transport_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  SCRIPT_TRANSPORT (transport)->baud = baud;
  return TRUE;
}

static gboolean
script_transport_set_lines (GlowTransport *transport,
                            gboolean dtr,
                            gboolean rts,
                            GError **error)
{
  g_assert_not_reached ();
}

static gboolean
script_transport_discard_input (GlowTransport *transport, GError **error)
{
  ScriptTransport *self = SCRIPT_TRANSPORT (transport);
  guint n = n_due (self);

  if (n > 0)
    g_array_remove_range (self->coming, 0, n);
  return TRUE;
}

static gboolean
script_transport_sleep (GlowTransport *transport,
                        gint64 duration_us,
                        GCancellable *cancellable,
                        GError **error)
{
  SCRIPT_TRANSPORT (transport)->now_us += duration_us;
  return TRUE;
}

static gint64
script_transport_now (GlowTransport *transport)
{
  return SCRIPT_TRANSPORT (transport)->now_us;
}

static GlowTransportFlags
script_transport_get_flags (GlowTransport *transport)
{
  return GLOW_TRANSPORT_HAS_BAUD;
}

static const char *
script_transport_get_name (GlowTransport *transport)
{
  return "script";
}

static void
script_transport_close (GlowTransport *transport)
{
}

static void
script_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = script_transport_read;
  iface->write = script_transport_write;
  iface->set_baud = script_transport_set_baud;
  iface->set_lines = script_transport_set_lines;
  iface->discard_input = script_transport_discard_input;
  iface->sleep = script_transport_sleep;
  iface->now = script_transport_now;
  iface->get_flags = script_transport_get_flags;
  iface->get_name = script_transport_get_name;
  iface->close = script_transport_close;
}
