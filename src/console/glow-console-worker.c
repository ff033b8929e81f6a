/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console-worker.h"

#include "glow-baud-guess.h"
#include "glow-error.h"
#include "glow-tee-transport.h"

#define READ_SIZE    (16 * 1024) /* bytes: four times what a tty has at once */

#define DEFAULT_BAUD 115200 /* bits per second: where looking for it begins */

/* µs until a line that does not go on is shown although a secret might begin there */
#define PAUSE_US (100 * G_TIME_SPAN_MILLISECOND)

/* µs of silence after which the worker just goes on listening */
#define IDLE_US (60 * G_TIME_SPAN_SECOND)

/* µs for what is sent: 16 KiB at 115200 baud take 1.4 s */
#define WRITE_TIMEOUT_US (5 * G_TIME_SPAN_SECOND)

typedef struct {
  /* owned */
  GlowConsoleLink *link;
  GlowTarget *target;
  GlowTransport *transport; /* (nullable) */
  GlowRedactor *redactor;   /* (nullable) */
  GlowBaudGuess *guess;

  GlowConsoleSetup setup;
  guint baud;            /* in force, bits per second */
  gint64 wall_offset_us; /* wall clock minus the transport's */
} Worker;

static void
worker_free (Worker *self)
{
  g_clear_object (&self->transport);
  g_clear_object (&self->target);
  g_clear_pointer (&self->redactor, glow_redactor_unref);
  glow_baud_guess_free (self->guess);
  glow_console_link_unref (self->link);
  g_free (self);
}

static void
post_state (Worker *self, GlowConsoleState state)
{
  GlowConsoleMessage *message = g_new0 (GlowConsoleMessage, 1);

  message->kind = GLOW_MESSAGE_STATE;
  message->state = state;
  glow_console_link_post (self->link, message);
}

static void
post_baud (Worker *self)
{
  GlowConsoleMessage *message = g_new0 (GlowConsoleMessage, 1);

  message->kind = GLOW_MESSAGE_BAUD;
  message->baud = self->baud;
  glow_console_link_post (self->link, message);
}

/* takes @error */
static void
post_error (Worker *self, GlowMessageKind kind, GError *error)
{
  GlowConsoleMessage *message = g_new0 (GlowConsoleMessage, 1);

  message->kind = kind;
  message->error = error;
  glow_console_link_post (self->link, message);
}

static gboolean
is_stopped (Worker *self)
{
  return g_cancellable_is_cancelled (glow_console_link_get_stop (self->link));
}

static gint64
get_wall_time (Worker *self)
{
  return glow_transport_now (self->transport) + self->wall_offset_us;
}

static void
post_text (Worker *self, const GString *text)
{
  glow_console_link_post_output (self->link, (const guint8 *) text->str, text->len,
                                 get_wall_time (self));
}

/* also what a conversation reads */
static void
show (const guint8 *data, gsize len, gpointer user_data)
{
  Worker *self = user_data;
  g_autoptr (GString) text = NULL;

  if (!self->redactor) {
    glow_console_link_post_output (self->link, data, len, get_wall_time (self));
    return;
  }
  text = g_string_sized_new (len);
  glow_redactor_filter (self->redactor, data, len, text);
  post_text (self, text);
}

static void
show_held_back (Worker *self)
{
  g_autoptr (GString) text = NULL;

  if (!self->redactor)
    return;
  text = g_string_new (NULL);
  glow_redactor_flush (self->redactor, text);
  post_text (self, text);
}

static gboolean
set_baud (Worker *self, guint baud, GError **error)
{
  if (!glow_transport_set_baud (self->transport, baud, error))
    return FALSE;
  self->baud = baud;
  glow_baud_guess_set_baud (self->guess, baud);
  post_baud (self);
  return TRUE;
}

/* A chip's own USB has no rate: what is no text there is none at any. */
static gboolean
is_looking_for_baud (Worker *self)
{
  return self->setup.baud == 0 && glow_target_get_usb (self->target) == GLOW_TARGET_UART;
}

static gboolean
look_for_baud (Worker *self, const guint8 *data, gsize len, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!is_looking_for_baud (self))
    return TRUE;
  glow_baud_guess_feed (self->guess, data, len);
  if (glow_baud_guess_get_fit (self->guess) != GLOW_BAUD_GARBAGE)
    return TRUE;
  if (set_baud (self, glow_baud_guess_next (self->guess), &local_error) ||
      g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The kernel raises both lines when a port is opened. On a board without the two
 * transistors that is a board held in reset (linux-desktop.md 4.3). */
static gboolean
release_lines (Worker *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!(glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_LINES) ||
      glow_transport_set_lines (self->transport,
                                glow_target_get_flow_control (self->target), FALSE,
                                &local_error) ||
      g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
set_up_port (Worker *self, GError **error)
{
  guint baud = self->setup.baud > 0 ? self->setup.baud : self->baud;

  self->wall_offset_us = g_get_real_time () - glow_transport_now (self->transport);
  if (!release_lines (self, error) || !set_baud (self, baud, error))
    return FALSE;
  post_state (self, GLOW_CONSOLE_OPEN);
  return TRUE;
}

static gboolean
send (Worker *self, GBytes *bytes, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  return glow_transport_write (self->transport, data, len, WRITE_TIMEOUT_US,
                               glow_console_link_get_stop (self->link), error);
}

static gboolean
pulse (Worker *self, GlowConsolePulse which, GError **error)
{
  if (!(glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_LINES)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "%s has no DTR and RTS lines",
                 glow_transport_get_name (self->transport));
    return FALSE;
  }
  if (!self->setup.pulse)
    return TRUE;
  return self->setup.pulse (self->transport, self->target, which,
                            glow_console_link_get_stop (self->link), error);
}

static void
cancel_cb (GCancellable *cancellable, GCancellable *other)
{
  g_cancellable_cancel (other);
}

/* ends with its own cancellable, and with the console */
static gboolean
hold_talk (Worker *self, GTask *task, GError **error)
{
  GlowConsoleTalkData *data = g_task_get_task_data (task);
  GCancellable *stop = glow_console_link_get_stop (self->link);
  GCancellable *own = g_task_get_cancellable (task);
  g_autoptr (GCancellable) both = g_cancellable_new ();
  g_autoptr (GlowTransport) tee = glow_tee_transport_new (self->transport, show, self);
  gulong stop_id = g_cancellable_connect (stop, G_CALLBACK (cancel_cb), both, NULL);
  gulong own_id =
    own ? g_cancellable_connect (own, G_CALLBACK (cancel_cb), both, NULL) : 0;
  gboolean result = data->func (tee, data->data, both, error);

  g_cancellable_disconnect (own, own_id);
  g_cancellable_disconnect (stop, stop_id);
  return result;
}

/* A port that went away is the console's trouble, too; everything else is the talk's. */
static gboolean
talk (Worker *self, GlowConsoleCommand *command, GError **error)
{
  g_autoptr (GTask) task = g_steal_pointer (&command->task);
  g_autoptr (GError) local_error = NULL;
  gboolean is_gone;

  if (hold_talk (self, task, &local_error)) {
    g_task_return_boolean (task, TRUE);
    return glow_transport_set_baud (self->transport, self->baud, error);
  }
  is_gone = g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  if (is_gone && error)
    *error = g_error_copy (local_error);
  g_task_return_error (task, g_steal_pointer (&local_error));
  return !is_gone && glow_transport_set_baud (self->transport, self->baud, error);
}

static void
take_redactor (Worker *self, GlowConsoleCommand *command)
{
  show_held_back (self);
  g_clear_pointer (&self->redactor, glow_redactor_unref);
  self->redactor = g_steal_pointer (&command->redactor);
}

static gboolean
perform (Worker *self, GlowConsoleCommand *command, GError **error)
{
  switch (command->kind) {
  case GLOW_COMMAND_SEND:
    return send (self, command->bytes, error);
  case GLOW_COMMAND_BAUD:
    self->setup.baud = command->baud;
    return command->baud == 0 || set_baud (self, command->baud, error);
  case GLOW_COMMAND_PULSE:
    return pulse (self, command->pulse, error);
  case GLOW_COMMAND_TALK:
    return talk (self, command, error);
  case GLOW_COMMAND_REDACTOR:
  default:
    take_redactor (self, command);
    return TRUE;
  }
}

static gboolean
is_the_end (const GError *error)
{
  return g_error_matches (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
perform_all (Worker *self, GError **error)
{
  GlowConsoleCommand *next;

  g_cancellable_reset (glow_console_link_get_wake (self->link));
  while (!is_stopped (self) && (next = glow_console_link_pop (self->link))) {
    g_autoptr (GlowConsoleCommand) command = next;
    g_autoptr (GError) local_error = NULL;

    if (perform (self, command, &local_error))
      continue;
    if (is_the_end (local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    post_error (self, GLOW_MESSAGE_TROUBLE, g_steal_pointer (&local_error));
  }
  return TRUE;
}

static gboolean
listen_once (Worker *self, guint8 *buf, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize len =
    glow_transport_read (self->transport, buf, READ_SIZE,
                         self->redactor ? PAUSE_US : IDLE_US,
                         glow_console_link_get_wake (self->link), &local_error);

  if (len > 0) {
    show (buf, (gsize) len, self);
    return look_for_baud (self, buf, (gsize) len, error);
  }
  if (len == 0)
    show_held_back (self);
  if (len == 0 || g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* until it is stopped (%TRUE), or the port is gone */
static gboolean
serve (Worker *self, GError **error)
{
  g_autofree guint8 *buf = g_malloc (READ_SIZE);

  while (!is_stopped (self)) {
    if (!perform_all (self, error))
      return is_stopped (self);
    if (!is_stopped (self) && !listen_once (self, buf, error))
      return FALSE;
  }
  return TRUE;
}

static void
give_back (Worker *self, gboolean keep_open)
{
  if (!self->transport)
    return;
  show_held_back (self);
  if (keep_open)
    glow_target_park (self->target, g_steal_pointer (&self->transport));
  else
    glow_transport_close (self->transport);
  g_clear_object (&self->transport);
}

static gboolean
open_first (Worker *self, GError **error)
{
  self->transport =
    glow_target_open_claimed (self->target, NULL, glow_console_link_get_stop (self->link),
                              error);
  return self->transport != NULL;
}

/* as long as it takes: each try gives up after 10 s */
static gboolean
open_again (Worker *self, GError **error)
{
  GCancellable *stop = glow_console_link_get_stop (self->link);

  post_state (self, GLOW_CONSOLE_GONE);
  for (;;) {
    g_autoptr (GError) local_error = NULL;

    self->transport = glow_target_reopen (self->target, stop, &local_error);
    if (self->transport)
      return TRUE;
    if (is_stopped (self) ||
        !g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_PORT_GONE)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }
}

static gboolean
may_follow (Worker *self, const GError *error)
{
  return self->setup.follow && glow_target_has_finder (self->target) &&
         g_error_matches (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
}

static void
run (Worker *self, GError **error)
{
  gboolean is_open = open_first (self, error);

  while (is_open) {
    g_autoptr (GError) local_error = NULL;

    if (set_up_port (self, &local_error) && serve (self, &local_error)) {
      give_back (self, glow_console_link_is_keeping_open (self->link));
      return;
    }
    give_back (self, FALSE);
    if (!may_follow (self, local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return;
    }
    is_open = open_again (self, error);
  }
}

static gpointer
worker_main (gpointer data)
{
  Worker *self = data;
  GError *error = NULL;

  if (glow_target_claim (self->target, glow_console_link_get_stop (self->link), &error)) {
    run (self, &error);
    glow_target_release (self->target);
  }
  if (is_stopped (self))
    g_clear_error (&error);
  post_error (self, GLOW_MESSAGE_END, error);
  worker_free (self);
  return NULL;
}

/**
 * glow_console_worker_start:
 * @link: (transfer none): to whoever wants to know
 * @target: (transfer none): the board
 * @setup: copied
 * @redactor: (transfer none) (nullable): copied
 *
 * Main context. The thread ends by itself, after %GLOW_MESSAGE_END.
 */
void
glow_console_worker_start (GlowConsoleLink *link,
                           GlowTarget *target,
                           const GlowConsoleSetup *setup,
                           GlowRedactor *redactor)
{
  Worker *self = g_new0 (Worker, 1);

  self->link = glow_console_link_ref (link);
  self->target = g_object_ref (target);
  self->setup = *setup;
  self->baud = setup->likely_baud > 0 ? setup->likely_baud : DEFAULT_BAUD;
  self->guess = glow_baud_guess_new (self->baud);
  self->redactor = redactor ? glow_redactor_copy (redactor) : NULL;
  g_thread_unref (g_thread_new ("console", worker_main, self));
}
