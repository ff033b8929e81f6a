/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console.h"

#include "glow-console-link.h"
#include "glow-console-worker.h"

struct _GlowConsole {
  GObject parent_instance;

  /* owned */
  GlowTarget *target;
  GlowConsoleLink *link;  /* (nullable): to the worker */
  GlowRedactor *redactor; /* (nullable) */
  GError *error;          /* (nullable): of the state failed */

  GlowConsoleSetup setup;
  GlowConsoleState state;
  guint baud; /* in force; 0: not known */
};

enum {
  PROP_STATE = 1,
  PROP_BAUD,
  N_PROPS,
};

enum {
  SIGNAL_OUTPUT,
  SIGNAL_DROPPED,
  SIGNAL_TROUBLE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (GlowConsoleState,
                    glow_console_state,
                    G_DEFINE_ENUM_VALUE (GLOW_CONSOLE_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (GLOW_CONSOLE_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (GLOW_CONSOLE_OPEN, "open"),
                    G_DEFINE_ENUM_VALUE (GLOW_CONSOLE_GONE, "gone"),
                    G_DEFINE_ENUM_VALUE (GLOW_CONSOLE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (GlowConsole, glow_console, G_TYPE_OBJECT)

static void
glow_console_dispose (GObject *object)
{
  GlowConsole *self = GLOW_CONSOLE (object);

  if (self->link)
    glow_console_link_stop (self->link, FALSE);
  g_clear_pointer (&self->link, glow_console_link_unref);
  G_OBJECT_CLASS (glow_console_parent_class)->dispose (object);
}

static void
glow_console_finalize (GObject *object)
{
  GlowConsole *self = GLOW_CONSOLE (object);

  g_clear_object (&self->target);
  g_clear_pointer (&self->redactor, glow_redactor_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (glow_console_parent_class)->finalize (object);
}

static void
glow_console_get_property (GObject *object,
                           guint prop_id,
                           GValue *value,
                           GParamSpec *pspec)
{
  GlowConsole *self = GLOW_CONSOLE (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_enum (value, (gint) self->state);
    break;
  case PROP_BAUD:
    g_value_set_uint (value, self->baud);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_console_class_init (GlowConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = glow_console_dispose;
  object_class->finalize = glow_console_finalize;
  object_class->get_property = glow_console_get_property;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, GLOW_TYPE_CONSOLE_STATE, GLOW_CONSOLE_STOPPED,
                       flags);
  properties[PROP_BAUD] = g_param_spec_uint ("baud", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OUTPUT] =
    g_signal_new ("output", GLOW_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_BYTES | G_SIGNAL_TYPE_STATIC_SCOPE,
                  G_TYPE_INT64);
  signals[SIGNAL_DROPPED] =
    g_signal_new ("dropped", GLOW_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_TROUBLE] =
    g_signal_new ("trouble", GLOW_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
glow_console_init (GlowConsole *self)
{
}

/**
 * glow_console_new:
 * @target: (transfer none): the board
 *
 * Returns: (transfer full): a console that is not started; its baud rate is automatic
 */
GlowConsole *
glow_console_new (GlowTarget *target)
{
  GlowConsole *self = g_object_new (GLOW_TYPE_CONSOLE, NULL);

  g_return_val_if_fail (GLOW_IS_TARGET (target), NULL);

  self->target = g_object_ref (target);
  return self;
}

/**
 * glow_console_set_pulse_func:
 * @func: how a board is reset by the lines
 *
 * Before the start.
 */
void
glow_console_set_pulse_func (GlowConsole *self, GlowConsolePulseFunc func)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self) && !self->link);

  self->setup.pulse = func;
}

/**
 * glow_console_set_follow:
 * @follow: when the port goes away it is waited for, under whatever name it comes back;
 *   otherwise the console has failed then
 *
 * Before the start.
 */
void
glow_console_set_follow (GlowConsole *self, gboolean follow)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self) && !self->link);

  self->setup.follow = follow;
}

static void
set_state (GlowConsole *self, GlowConsoleState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_known_baud (GlowConsole *self, guint baud)
{
  self->setup.likely_baud = baud;
  if (self->baud == baud)
    return;
  self->baud = baud;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BAUD]);
}

static void
take_end (GlowConsole *self, GlowConsoleLink *link, const GError *error)
{
  glow_console_link_drop_commands (link);
  if (link != self->link)
    return;
  g_clear_pointer (&self->link, glow_console_link_unref);
  self->error = error ? g_error_copy (error) : NULL;
  set_state (self, error ? GLOW_CONSOLE_FAILED : GLOW_CONSOLE_STOPPED);
}

/* What an old worker says of itself counts no more; what it has heard does. */
static void
message_cb (GlowConsole *self, GlowConsoleLink *link, const GlowConsoleMessage *message)
{
  switch (message->kind) {
  case GLOW_MESSAGE_OUTPUT:
    g_signal_emit (self, signals[SIGNAL_OUTPUT], 0, message->bytes, message->time_us);
    break;
  case GLOW_MESSAGE_DROPPED:
    g_signal_emit (self, signals[SIGNAL_DROPPED], 0, message->n_dropped);
    break;
  case GLOW_MESSAGE_STATE:
    if (link == self->link)
      set_state (self, message->state);
    break;
  case GLOW_MESSAGE_BAUD:
    if (link == self->link)
      set_known_baud (self, message->baud);
    break;
  case GLOW_MESSAGE_TROUBLE:
    g_signal_emit (self, signals[SIGNAL_TROUBLE], 0, message->error);
    break;
  case GLOW_MESSAGE_END:
  default:
    take_end (self, link, message->error);
  }
}

/**
 * glow_console_start:
 *
 * Opens the port, or takes over the parked one as it is. Where another part of the
 * program has the board, its turn has to end first.
 */
void
glow_console_start (GlowConsole *self)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  if (self->link)
    return;
  g_clear_error (&self->error);
  self->link = glow_console_link_new (self, message_cb);
  set_state (self, GLOW_CONSOLE_OPENING);
  glow_console_worker_start (self->link, self->target, &self->setup, self->redactor);
}

/**
 * glow_console_stop:
 * @keep_open: leave the port open for the next user of the target
 *
 * Gives the board back. That takes a moment, which whoever opens the target next waits
 * for.
 */
void
glow_console_stop (GlowConsole *self, gboolean keep_open)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  if (self->link)
    glow_console_link_stop (self->link, keep_open);
  g_clear_pointer (&self->link, glow_console_link_unref);
  g_clear_error (&self->error);
  set_state (self, GLOW_CONSOLE_STOPPED);
}

static void
command (GlowConsole *self, GlowCommandKind kind, const GlowConsoleCommand *values)
{
  GlowConsoleCommand *command = g_new0 (GlowConsoleCommand, 1);

  *command = *values;
  command->kind = kind;
  if (self->link)
    glow_console_link_send (self->link, command);
  else
    glow_console_command_free (command);
}

/**
 * glow_console_send:
 * @bytes: (transfer none): to the board, as they are
 *
 * Nothing happens while the console is not started.
 */
void
glow_console_send (GlowConsole *self, GBytes *bytes)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  if (g_bytes_get_size (bytes) > 0)
    command (self, GLOW_COMMAND_SEND,
             &(GlowConsoleCommand){ .bytes = g_bytes_ref (bytes) });
}

/**
 * glow_console_set_baud:
 * @baud: bits per second; 0: found by what comes
 *
 * At any time.
 */
void
glow_console_set_baud (GlowConsole *self, guint baud)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  self->setup.baud = baud;
  command (self, GLOW_COMMAND_BAUD, &(GlowConsoleCommand){ .baud = baud });
}

/**
 * glow_console_set_likely_baud:
 * @baud: bits per second: where looking for the rate begins at the next start
 *
 * For who knows what the board used last.
 */
void
glow_console_set_likely_baud (GlowConsole *self, guint baud)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  self->setup.likely_baud = baud;
}

/**
 * glow_console_pulse:
 * @pulse: what the lines shall do to the board
 *
 * Nothing happens while the console is not started. Where there are no lines, "trouble"
 * says so.
 */
void
glow_console_pulse (GlowConsole *self, GlowConsolePulse pulse)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  command (self, GLOW_COMMAND_PULSE, &(GlowConsoleCommand){ .pulse = pulse });
}

/**
 * glow_console_set_redactor:
 * @redactor: (transfer none) (nullable): its secrets as they are now leave the output
 *
 * From the next byte on.
 */
void
glow_console_set_redactor (GlowConsole *self, GlowRedactor *redactor)
{
  g_return_if_fail (GLOW_IS_CONSOLE (self));

  g_clear_pointer (&self->redactor, glow_redactor_unref);
  self->redactor = redactor ? glow_redactor_copy (redactor) : NULL;
  command (self, GLOW_COMMAND_REDACTOR,
           &(GlowConsoleCommand){
             .redactor = redactor ? glow_redactor_copy (redactor) : NULL,
           });
}

static void
talk_data_free (gpointer data)
{
  GlowConsoleTalkData *talk = data;

  if (talk->destroy)
    talk->destroy (talk->data);
  g_free (talk);
}

/**
 * glow_console_talk_async:
 * @talk: the conversation; called on the worker
 * @data: (transfer full): for @talk
 * @destroy: (nullable): frees @data, on either thread
 * @cancellable: (nullable): ends it
 * @callback: told of the end
 * @user_data: for @callback
 *
 * Has a conversation on the console's port: as soon as it is open, one after the other.
 * What the board says in it is shown as ever, through the redactor. A console that is not
 * started is.
 */
void
glow_console_talk_async (GlowConsole *self,
                         GlowConsoleTalk talk,
                         gpointer data,
                         GDestroyNotify destroy,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GlowConsoleTalkData *talk_data = g_new0 (GlowConsoleTalkData, 1);

  g_return_if_fail (GLOW_IS_CONSOLE (self));

  talk_data->func = talk;
  talk_data->data = data;
  talk_data->destroy = destroy;
  g_task_set_source_tag (task, glow_console_talk_async);
  g_task_set_task_data (task, talk_data, talk_data_free);
  glow_console_start (self);
  command (self, GLOW_COMMAND_TALK, &(GlowConsoleCommand){ .task = task });
}

/**
 * glow_console_talk_finish:
 * @result: of glow_console_talk_async()
 * @error: the conversation's own, or why it was not held
 *
 * Returns: what the conversation returned
 */
gboolean
glow_console_talk_finish (GlowConsole *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

GlowTarget *
glow_console_get_target (GlowConsole *self)
{
  return self->target;
}

GlowConsoleState
glow_console_get_state (GlowConsole *self)
{
  return self->state;
}

const GError *
glow_console_get_error (GlowConsole *self)
{
  return self->error;
}

guint
glow_console_get_baud (GlowConsole *self)
{
  return self->baud;
}
