/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-session.h"

/* One task. What it is asked for does not change; its outcome is the worker's until the
 * task has ended, then the main thread's. Counted, because steps on their way to the main
 * thread keep it, too. */
typedef struct {
  GWeakRef session;
  GlowSetupTask task;
  gboolean fresh;
  GlowSetupKinds *kinds;   /* owned (nullable): the first task reads them */
  GlowSetupKind *kind;     /* owned (nullable) */
  GlowSetupValues *values; /* owned (nullable) */

  GlowSetupResult *result; /* owned (nullable) */
  GPtrArray *networks;     /* owned (nullable) */
} Talk;

typedef struct {
  Talk *talk; /* owned */
  GlowSetupStep step;
} StepMessage;

struct _GlowSetupSession {
  GObject parent_instance;

  /* owned */
  GlowConsole *console;
  GlowSetupKinds *kinds;     /* (nullable): not read yet */
  Talk *talk;                /* (nullable): running */
  GCancellable *cancellable; /* (nullable): of @talk */
  GlowSetupResult *found;    /* (nullable): which firmware is there */
  GlowSetupResult *result;   /* (nullable): what was told last */
  GPtrArray *networks;       /* (nullable) */

  gboolean fresh;
};

enum {
  SIGNAL_STEP,
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupSession, glow_setup_session, G_TYPE_OBJECT)

static void
talk_clear (gpointer data)
{
  Talk *talk = data;

  g_weak_ref_clear (&talk->session);
  g_clear_pointer (&talk->kinds, glow_setup_kinds_unref);
  g_clear_pointer (&talk->kind, glow_setup_kind_unref);
  g_clear_pointer (&talk->values, glow_setup_values_unref);
  g_clear_pointer (&talk->result, glow_setup_result_unref);
  g_clear_pointer (&talk->networks, g_ptr_array_unref);
}

static void
talk_unref (gpointer talk)
{
  g_atomic_rc_box_release_full (talk, talk_clear);
}

static Talk *
talk_new (GlowSetupSession *self, GlowSetupTask task)
{
  Talk *talk = g_atomic_rc_box_new0 (Talk);

  g_weak_ref_init (&talk->session, self);
  talk->task = task;
  talk->fresh = self->fresh;
  talk->kinds = self->kinds ? glow_setup_kinds_ref (self->kinds) : NULL;
  return talk;
}

static void
step_message_free (gpointer data)
{
  StepMessage *message = data;

  talk_unref (message->talk);
  g_free (message);
}

/* A step of a task that was cancelled meanwhile is of no interest. */
static gboolean
step_message_cb (gpointer user_data)
{
  StepMessage *message = user_data;
  g_autoptr (GlowSetupSession) self = g_weak_ref_get (&message->talk->session);

  if (self && self->talk == message->talk)
    g_signal_emit (self, signals[SIGNAL_STEP], 0, &message->step);
  return G_SOURCE_REMOVE;
}

/* on the worker */
static void
step_cb (const GlowSetupStep *step, gpointer user_data)
{
  StepMessage *message = g_new0 (StepMessage, 1);

  message->talk = g_atomic_rc_box_acquire (user_data);
  message->step = *step;
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, step_message_cb, message,
                              step_message_free);
}

/* on the worker */
static gboolean
talk_cb (GlowTransport *transport,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  Talk *talk = data;
  const GlowSetupHooks hooks = {
    .step = step_cb,
    .user_data = talk,
    .fresh = talk->fresh,
  };

  if (talk->kinds == NULL)
    talk->kinds = glow_setup_kinds_new ();
  switch (talk->task) {
  case GLOW_SETUP_DETECT:
    return glow_setup_detect (transport, talk->kinds, &hooks, cancellable, &talk->result,
                              error);
  case GLOW_SETUP_LOOK:
    return glow_setup_scan (transport, talk->kind, &hooks, cancellable, &talk->networks,
                            error);
  case GLOW_SETUP_TELL:
  default:
    return glow_setup_run (transport, talk->kind, talk->values, &hooks, cancellable,
                           &talk->result, error);
  }
}

static void
take_outcome (GlowSetupSession *self, Talk *talk)
{
  if (self->kinds == NULL && talk->kinds)
    self->kinds = glow_setup_kinds_ref (talk->kinds);
  if (talk->networks) {
    g_clear_pointer (&self->networks, g_ptr_array_unref);
    self->networks = g_ptr_array_ref (talk->networks);
  }
  if (talk->result) {
    g_clear_pointer (&self->result, glow_setup_result_unref);
    self->result = glow_setup_result_ref (talk->result);
  }
  if (talk->result && talk->task == GLOW_SETUP_DETECT) {
    g_clear_pointer (&self->found, glow_setup_result_unref);
    self->found = glow_setup_result_ref (talk->result);
  }
}

/* The task keeps a reference to the session; one that was cancelled is forgotten. */
static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Talk *talk = user_data;
  g_autoptr (GlowSetupSession) self = g_weak_ref_get (&talk->session);
  g_autoptr (GError) error = NULL;

  glow_console_talk_finish (GLOW_CONSOLE (source), result, &error);
  if (self && self->talk == talk) {
    g_clear_object (&self->cancellable);
    g_clear_pointer (&self->talk, talk_unref);
    take_outcome (self, talk);
    g_signal_emit (self, signals[SIGNAL_ENDED], 0, talk->task, error);
  }
  talk_unref (talk);
}

static void
begin (GlowSetupSession *self, Talk *talk)
{
  glow_setup_session_cancel (self);
  self->talk = talk;
  self->cancellable = g_cancellable_new ();
  glow_console_talk_async (self->console, talk_cb, g_atomic_rc_box_acquire (talk),
                           talk_unref, self->cancellable, ended_cb,
                           g_atomic_rc_box_acquire (talk));
}

static void
glow_setup_session_dispose (GObject *object)
{
  GlowSetupSession *self = GLOW_SETUP_SESSION (object);

  glow_setup_session_cancel (self);
  g_clear_object (&self->console);
  G_OBJECT_CLASS (glow_setup_session_parent_class)->dispose (object);
}

static void
glow_setup_session_finalize (GObject *object)
{
  GlowSetupSession *self = GLOW_SETUP_SESSION (object);

  g_clear_pointer (&self->kinds, glow_setup_kinds_unref);
  g_clear_pointer (&self->found, glow_setup_result_unref);
  g_clear_pointer (&self->result, glow_setup_result_unref);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  G_OBJECT_CLASS (glow_setup_session_parent_class)->finalize (object);
}

static void
glow_setup_session_class_init (GlowSetupSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = glow_setup_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_session_finalize;
  signals[SIGNAL_STEP] =
    g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                  G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
glow_setup_session_init (GlowSetupSession *self)
{
}

/**
 * glow_setup_session_new:
 * @console: (transfer none): whose port to talk on; it is started when that is needed
 * @fresh: the firmware was written just now and may take its time for its first start
 *
 * Returns: (transfer full): a session in which nothing was said yet
 */
GlowSetupSession *
glow_setup_session_new (GlowConsole *console, gboolean fresh)
{
  GlowSetupSession *self = g_object_new (GLOW_TYPE_SETUP_SESSION, NULL);

  self->console = g_object_ref (console);
  self->fresh = fresh;
  return self;
}

/**
 * glow_setup_session_detect:
 *
 * Finds out which firmware is there and what it takes.
 */
void
glow_setup_session_detect (GlowSetupSession *self)
{
  begin (self, talk_new (self, GLOW_SETUP_DETECT));
}

/**
 * glow_setup_session_look:
 *
 * Asks the board which networks it sees; after it was told which kind it is.
 */
void
glow_setup_session_look (GlowSetupSession *self)
{
  Talk *talk;

  g_return_if_fail (self->found);

  talk = talk_new (self, GLOW_SETUP_LOOK);
  talk->kind =
    glow_setup_kind_ref (glow_setup_choose_scan_kind (self->kinds, self->found));
  begin (self, talk);
}

/**
 * glow_setup_session_tell:
 * @values: what to set; not changed by anybody any more
 *
 * Sends the settings. From then on their secrets are taken out of what the console shows.
 */
void
glow_setup_session_tell (GlowSetupSession *self, GlowSetupValues *values)
{
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  Talk *talk;

  g_return_if_fail (self->found);

  glow_setup_values_add_secrets (values, redactor);
  glow_console_set_redactor (self->console, redactor);
  talk = talk_new (self, GLOW_SETUP_TELL);
  talk->kind =
    glow_setup_kind_ref (glow_setup_choose_kind (self->kinds, self->found, values));
  talk->values = glow_setup_values_ref (values);
  begin (self, talk);
}

/**
 * glow_setup_session_cancel:
 *
 * Ends what is being talked about, at once and without "ended".
 */
void
glow_setup_session_cancel (GlowSetupSession *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->talk, talk_unref);
}

/**
 * glow_setup_session_is_busy:
 * @task: (out) (optional): with what
 *
 * Returns: %TRUE while the board is talked to
 */
gboolean
glow_setup_session_is_busy (GlowSetupSession *self, GlowSetupTask *task)
{
  if (self->talk && task)
    *task = self->talk->task;
  return self->talk != NULL;
}

/**
 * glow_setup_session_get_result:
 *
 * Returns: (transfer none) (nullable): what the board said about itself
 */
GlowSetupResult *
glow_setup_session_get_result (GlowSetupSession *self)
{
  return self->result;
}

/**
 * glow_setup_session_get_improv:
 *
 * Returns: (transfer none) (nullable): Improv, if the board knows it beside the way of
 * its firmware, which may not take all that Improv does
 */
GlowSetupKind *
glow_setup_session_get_improv (GlowSetupSession *self)
{
  return self->found && self->found->improv
           ? glow_setup_kinds_find (self->kinds, "improv")
           : NULL;
}

/**
 * glow_setup_session_can_look:
 *
 * Returns: %TRUE if the board can be asked which networks it sees
 */
gboolean
glow_setup_session_can_look (GlowSetupSession *self)
{
  GlowSetupKind *kind =
    self->found ? glow_setup_choose_scan_kind (self->kinds, self->found) : NULL;

  return kind && glow_setup_kind_can_scan (kind);
}

GPtrArray *
glow_setup_session_get_networks (GlowSetupSession *self)
{
  return self->networks;
}
