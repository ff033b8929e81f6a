/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-link.h"

#include "glow-line-splitter.h"
#include "glow-secret.h"

#include <string.h>

#define READ_SIZE        512
#define WRITE_TIMEOUT_US (2 * G_TIME_SPAN_SECOND)

/* lines and packets kept for who asks for them; a board that floods the line is not worth
 * more memory */
#define MAX_KEPT 500

struct _GlowSetupLink {
  /* owned */
  GlowTransport *transport;
  GCancellable *cancellable; /* (nullable) */
  GlowRedactor *redactor;
  GlowLineSplitter *splitter;
  GlowImprovParser *parser;
  GQueue lines;   /* of char *, with secrets */
  GQueue packets; /* of GlowImprovPacket * */

  GlowSetupHooks hooks;
  guint step;
  guint n_steps;
  gboolean has_heard;
};

static void
line_cb (const char *line, gsize len, gpointer user_data)
{
  GlowSetupLink *self = user_data;
  g_autofree char *shown = glow_redactor_dup_text (self->redactor, line);
  g_autofree char *valid = g_utf8_make_valid (shown, -1);

  g_debug ("heard: %s", valid);
  if (self->hooks.heard)
    self->hooks.heard (valid, self->hooks.user_data);
  g_queue_push_tail (&self->lines, g_strdup (line));
  if (self->lines.length > MAX_KEPT)
    glow_secret_free (g_queue_pop_head (&self->lines));
}

static void
text_cb (const guint8 *data, gsize len, gpointer user_data)
{
  GlowSetupLink *self = user_data;

  glow_line_splitter_feed (self->splitter, data, len, line_cb, self);
}

static void
packet_cb (const GlowImprovPacket *packet, gpointer user_data)
{
  GlowSetupLink *self = user_data;

  g_debug ("got an Improv packet of type 0x%02x, %u bytes", packet->type, packet->len);
  g_queue_push_tail (&self->packets, g_memdup2 (packet, sizeof *packet));
  if (self->packets.length > MAX_KEPT)
    g_free (g_queue_pop_head (&self->packets));
}

/**
 * glow_setup_link_new:
 * @values: (nullable): whose secrets are kept out of what is shown
 * @hooks: (nullable): who is told
 * @cancellable: (nullable): ends every wait
 *
 * Returns: (transfer full): a link on @transport, which stays the caller's to close
 */
GlowSetupLink *
glow_setup_link_new (GlowTransport *transport,
                     GlowSetupValues *values,
                     const GlowSetupHooks *hooks,
                     GCancellable *cancellable)
{
  GlowSetupLink *self = g_new0 (GlowSetupLink, 1);

  self->transport = g_object_ref (transport);
  g_set_object (&self->cancellable, cancellable);
  self->redactor = glow_redactor_new ();
  if (values)
    glow_setup_values_add_secrets (values, self->redactor);
  self->splitter = glow_line_splitter_new ();
  self->parser = glow_improv_parser_new (packet_cb, text_cb, self);
  g_queue_init (&self->lines);
  g_queue_init (&self->packets);
  if (hooks)
    self->hooks = *hooks;
  return self;
}

/**
 * glow_setup_link_free:
 */
void
glow_setup_link_free (GlowSetupLink *self)
{
  glow_setup_link_forget (self);
  g_clear_object (&self->transport);
  g_clear_object (&self->cancellable);
  glow_redactor_unref (self->redactor);
  glow_line_splitter_free (self->splitter);
  glow_improv_parser_free (self->parser);
  g_free (self);
}

/**
 * glow_setup_link_open:
 * @baud: bits per second that the firmware speaks
 * @error: the transport's
 *
 * Returns: %TRUE when the transport is ready
 */
gboolean
glow_setup_link_open (GlowSetupLink *self, guint baud, GError **error)
{
  return glow_transport_set_baud (self->transport, baud, error);
}

/**
 * glow_setup_link_write:
 * @data: (array length=len): what to say; it is logged nowhere
 * @error: the transport's
 *
 * Returns: %TRUE when all of it was sent
 */
gboolean
glow_setup_link_write (GlowSetupLink *self, const guint8 *data, gsize len, GError **error)
{
  return glow_transport_write (self->transport, data, len, WRITE_TIMEOUT_US,
                               self->cancellable, error);
}

/**
 * glow_setup_link_write_line:
 * @text: what to say, without its end
 * @line_end: its end
 * @error: the transport's
 *
 * As glow_setup_link_write().
 *
 * Returns: %TRUE when all of it was sent
 */
gboolean
glow_setup_link_write_line (GlowSetupLink *self,
                            const char *text,
                            const char *line_end,
                            GError **error)
{
  GString *line = g_string_sized_new (strlen (text) + strlen (line_end) + 1);
  gboolean sent;

  g_string_append (line, text);
  g_string_append (line, line_end);
  sent = glow_setup_link_write (self, (const guint8 *) line->str, line->len, error);
  glow_secret_string_free (line);
  return sent;
}

/**
 * glow_setup_link_now:
 *
 * Returns: microseconds on the transport's clock
 */
gint64
glow_setup_link_now (GlowSetupLink *self)
{
  return glow_transport_now (self->transport);
}

/**
 * glow_setup_link_wait:
 * @deadline_us: until when, on the transport's clock
 * @error: the transport's, %G_IO_ERROR_CANCELLED
 *
 * Waits for something to come. Time that is up is no error: ask glow_setup_link_now().
 *
 * Returns: %FALSE with @error set
 */
gboolean
glow_setup_link_wait (GlowSetupLink *self, gint64 deadline_us, GError **error)
{
  guint8 buf[READ_SIZE];
  gint64 timeout_us = MAX (deadline_us - glow_transport_now (self->transport), 0);
  gssize n = glow_transport_read (self->transport, buf, sizeof buf, timeout_us,
                                  self->cancellable, error);

  if (n < 0)
    return FALSE;
  if (n > 0) {
    self->has_heard = TRUE;
    glow_improv_parser_feed (self->parser, buf, (gsize) n);
    explicit_bzero (buf, sizeof buf);
  }
  return TRUE;
}

/**
 * glow_setup_link_pause:
 * @duration_us: how long to listen without an answer being expected
 * @error: as glow_setup_link_wait()
 *
 * Returns: %FALSE with @error set
 */
gboolean
glow_setup_link_pause (GlowSetupLink *self, gint64 duration_us, GError **error)
{
  gint64 deadline_us = glow_setup_link_now (self) + duration_us;

  while (glow_setup_link_now (self) < deadline_us) {
    if (!glow_setup_link_wait (self, deadline_us, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_setup_link_pop_line:
 *
 * Returns: (transfer full) (nullable): the next line, which may hold a secret:
 *   glow_secret_free()
 */
char *
glow_setup_link_pop_line (GlowSetupLink *self)
{
  return g_queue_pop_head (&self->lines);
}

/**
 * glow_setup_link_pop_packet:
 *
 * Returns: (transfer full) (nullable): the next packet
 */
GlowImprovPacket *
glow_setup_link_pop_packet (GlowSetupLink *self)
{
  return g_queue_pop_head (&self->packets);
}

/**
 * glow_setup_link_forget:
 *
 * What came until now is no answer to what is said next.
 */
void
glow_setup_link_forget (GlowSetupLink *self)
{
  char *line;

  while ((line = glow_setup_link_pop_line (self)))
    glow_secret_free (line);
  g_queue_clear_full (&self->packets, g_free);
}

/**
 * glow_setup_link_has_heard:
 *
 * Returns: %TRUE if anything at all has come
 */
gboolean
glow_setup_link_has_heard (GlowSetupLink *self)
{
  return self->has_heard;
}

/**
 * glow_setup_link_dup_shown:
 * @text: something that came from the board
 *
 * Returns: (transfer full): valid UTF-8 without secrets, for errors
 */
char *
glow_setup_link_dup_shown (GlowSetupLink *self, const char *text)
{
  g_autofree char *shown = glow_redactor_dup_text (self->redactor, text);

  return g_utf8_make_valid (shown, -1);
}

/**
 * glow_setup_link_plan:
 * @n_steps: how many calls of glow_setup_link_step() will follow
 */
void
glow_setup_link_plan (GlowSetupLink *self, guint n_steps)
{
  self->step = 0;
  self->n_steps = n_steps;
}

/**
 * glow_setup_link_step:
 * @phase: what begins now
 * @field: which one is sent
 * @limit_us: how long it may take, 0 for a moment
 */
void
glow_setup_link_step (GlowSetupLink *self,
                      GlowSetupPhase phase,
                      GlowSetupFieldId field,
                      gint64 limit_us)
{
  GlowSetupStep step = { phase, field, ++self->step, MAX (self->n_steps, self->step),
                         (guint) (limit_us / 1000) };

  g_info ("step %u of %u", step.step, step.n_steps);
  if (self->hooks.step)
    self->hooks.step (&step, self->hooks.user_data);
}
