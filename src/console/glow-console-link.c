/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console-link.h"

#include "glow-error.h"

/* The main loop hears of the worker at most this often: a frame of 60 Hz. */
#define DELIVERY_INTERVAL_MS 16

/* bytes at once, so that one delivery is a matter of a few ms */
#define MAX_DELIVERY_LEN (64 * 1024)

/* bytes: what 2 Mbaud bring in 20 s; what comes while more is waiting is counted only */
#define MAX_PENDING_LEN (4 * 1024 * 1024)

struct _GlowConsoleLink {
  /* owned; each is safe to use from both sides */
  GAsyncQueue *commands; /* of GlowConsoleCommand */
  GAsyncQueue *messages; /* of GlowConsoleMessage */
  GCancellable *wake;    /* there are new commands */
  GCancellable *stop;
  GWeakRef console;

  /* never changed */
  GMainContext *context;
  GlowConsoleMessageFunc func;

  /* atomic */
  gint pending_len; /* bytes of output in @messages */
  gint armed;       /* a source for the delivery is on its way */
  gint keep_open;   /* of the stop */

  /* worker only */
  guint64 n_dropped; /* bytes, not told yet */
};

/**
 * glow_console_command_free:
 *
 * A conversation that is still in it was never held and ends with %GLOW_ERROR_NO_PORT.
 * Any thread.
 */
void
glow_console_command_free (GlowConsoleCommand *command)
{
  if (command->task)
    g_task_return_new_error (command->task, GLOW_ERROR, GLOW_ERROR_NO_PORT,
                             "the console was closed before it came to this");
  g_clear_object (&command->task);
  g_clear_pointer (&command->bytes, g_bytes_unref);
  g_clear_pointer (&command->redactor, glow_redactor_unref);
  g_free (command);
}

static void
message_free (GlowConsoleMessage *message)
{
  g_clear_pointer (&message->bytes, g_bytes_unref);
  g_clear_error (&message->error);
  g_free (message);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowConsoleMessage, message_free)

/**
 * glow_console_link_new:
 * @console: hears of the messages while it is alive
 * @func: gets them, on the caller's main context
 *
 * Returns: (transfer full): a link that both sides have to hold
 */
GlowConsoleLink *
glow_console_link_new (GlowConsole *console, GlowConsoleMessageFunc func)
{
  GlowConsoleLink *self = g_atomic_rc_box_new0 (GlowConsoleLink);

  self->commands = g_async_queue_new_full ((GDestroyNotify) glow_console_command_free);
  self->messages = g_async_queue_new_full ((GDestroyNotify) message_free);
  self->wake = g_cancellable_new ();
  self->stop = g_cancellable_new ();
  g_weak_ref_init (&self->console, console);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  return self;
}

/**
 * glow_console_link_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowConsoleLink *
glow_console_link_ref (GlowConsoleLink *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
link_clear (gpointer data)
{
  GlowConsoleLink *self = data;

  g_async_queue_unref (self->commands);
  g_async_queue_unref (self->messages);
  g_clear_object (&self->wake);
  g_clear_object (&self->stop);
  g_weak_ref_clear (&self->console);
  g_main_context_unref (self->context);
}

/**
 * glow_console_link_unref:
 *
 * Any thread.
 */
void
glow_console_link_unref (GlowConsoleLink *self)
{
  g_atomic_rc_box_release_full (self, link_clear);
}

/**
 * glow_console_link_send:
 * @command: (transfer full): what the worker shall do next
 *
 * Main context.
 */
void
glow_console_link_send (GlowConsoleLink *self, GlowConsoleCommand *command)
{
  g_async_queue_push (self->commands, command);
  g_cancellable_cancel (self->wake);
}

/**
 * glow_console_link_stop:
 * @keep_open: the port is to be parked, not closed
 *
 * The worker ends as soon as it can, also out of a conversation. Main context.
 */
void
glow_console_link_stop (GlowConsoleLink *self, gboolean keep_open)
{
  g_atomic_int_set (&self->keep_open, keep_open);
  g_cancellable_cancel (self->stop);
  g_cancellable_cancel (self->wake);
}

/**
 * glow_console_link_drop_commands:
 *
 * After the worker has ended: nobody will do them. Main context.
 */
void
glow_console_link_drop_commands (GlowConsoleLink *self)
{
  GlowConsoleCommand *command;

  while ((command = g_async_queue_try_pop (self->commands)))
    glow_console_command_free (command);
}

/**
 * glow_console_link_get_wake:
 *
 * Returns: (transfer none): cancelled when there may be commands; the worker resets it
 *   before it looks
 */
GCancellable *
glow_console_link_get_wake (GlowConsoleLink *self)
{
  return self->wake;
}

GCancellable *
glow_console_link_get_stop (GlowConsoleLink *self)
{
  return self->stop;
}

gboolean
glow_console_link_is_keeping_open (GlowConsoleLink *self)
{
  return g_atomic_int_get (&self->keep_open);
}

/**
 * glow_console_link_pop:
 *
 * Worker.
 *
 * Returns: (transfer full) (nullable): the next command
 */
GlowConsoleCommand *
glow_console_link_pop (GlowConsoleLink *self)
{
  return g_async_queue_try_pop (self->commands);
}

static void arm (GlowConsoleLink *self);

static gboolean
deliver_cb (gpointer user_data)
{
  GlowConsoleLink *self = user_data;
  g_autoptr (GlowConsole) console = g_weak_ref_get (&self->console);
  gsize delivered_len = 0;

  /* before the queue is looked at: what comes after that arms anew */
  g_atomic_int_set (&self->armed, FALSE);
  while (delivered_len < MAX_DELIVERY_LEN) {
    g_autoptr (GlowConsoleMessage) message = g_async_queue_try_pop (self->messages);
    gsize len;

    if (!message)
      return G_SOURCE_REMOVE;
    len = message->bytes ? g_bytes_get_size (message->bytes) : 0;
    g_atomic_int_add (&self->pending_len, -(gint) len);
    delivered_len += len;
    if (console)
      self->func (console, self, message);
  }
  arm (self);
  return G_SOURCE_REMOVE;
}

static void
arm (GlowConsoleLink *self)
{
  g_autoptr (GSource) source = NULL;

  if (!g_atomic_int_compare_and_exchange (&self->armed, FALSE, TRUE))
    return;
  source = g_timeout_source_new (DELIVERY_INTERVAL_MS);
  g_source_set_callback (source, deliver_cb, glow_console_link_ref (self),
                         (GDestroyNotify) glow_console_link_unref);
  g_source_attach (source, self->context);
}

static void
push (GlowConsoleLink *self, GlowConsoleMessage *message)
{
  g_async_queue_push (self->messages, message);
  arm (self);
}

static void
tell_dropped (GlowConsoleLink *self)
{
  GlowConsoleMessage *message;

  if (self->n_dropped == 0)
    return;
  message = g_new0 (GlowConsoleMessage, 1);
  message->kind = GLOW_MESSAGE_DROPPED;
  message->n_dropped = self->n_dropped;
  self->n_dropped = 0;
  push (self, message);
}

/**
 * glow_console_link_post:
 * @message: (transfer full): what has happened; no output
 *
 * Worker.
 */
void
glow_console_link_post (GlowConsoleLink *self, GlowConsoleMessage *message)
{
  tell_dropped (self);
  push (self, message);
}

/**
 * glow_console_link_post_output:
 * @data: (array length=len): what the board said
 * @len: its length in bytes
 * @time_us: when, by the wall clock
 *
 * Worker. What is too much while the main loop is busy is counted instead.
 */
void
glow_console_link_post_output (GlowConsoleLink *self,
                               const guint8 *data,
                               gsize len,
                               gint64 time_us)
{
  GlowConsoleMessage *message;

  if (len == 0)
    return;
  if ((gsize) g_atomic_int_get (&self->pending_len) + len > MAX_PENDING_LEN) {
    self->n_dropped += len;
    return;
  }
  tell_dropped (self);
  message = g_new0 (GlowConsoleMessage, 1);
  message->kind = GLOW_MESSAGE_OUTPUT;
  message->bytes = g_bytes_new (data, len);
  message->time_us = time_us;
  g_atomic_int_add (&self->pending_len, (gint) len);
  push (self, message);
}
