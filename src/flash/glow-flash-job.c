/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-job.h"

#include "glow-error.h"

#define UPDATE_INTERVAL_US                                                               \
  50000 /* the main loop hears of the worker at most this often */
#define MAX_PENDING_LINES                                                                \
  2000 /* log lines kept while the main loop is busy elsewhere                           \
        */

struct _GlowFlashJob {
  GObject parent_instance;

  /* owned; main context only */
  GlowFlashPlan *plan;
  GCancellable *cancellable;
  GCancellable *skip_boot;
  GlowFlashResult *result;
  GError *error;
  GError *abort_reason; /* why the main loop ended it */
  GlowJobState state;
  GlowProgressState progress; /* as last told */

  /* guarded by @lock */
  GMutex lock;
  GlowProgressState latest;
  GPtrArray *lines;       /* of char*, not yet told */
  GSource *update_source; /* (nullable) one at a time */
  gint64 last_update_us;
};

enum {
  PROP_STATE = 1,
  PROP_PHASE,
  PROP_FRACTION,
  N_PROPS,
};

enum {
  SIGNAL_PROGRESS,
  SIGNAL_LOG,
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (GlowJobState,
                    glow_job_state,
                    G_DEFINE_ENUM_VALUE (GLOW_JOB_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (GLOW_JOB_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (GLOW_JOB_SUCCEEDED, "succeeded"),
                    G_DEFINE_ENUM_VALUE (GLOW_JOB_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (GLOW_JOB_CANCELLED, "cancelled"))

G_DEFINE_FINAL_TYPE (GlowFlashJob, glow_flash_job, G_TYPE_OBJECT)

static void
glow_flash_job_finalize (GObject *object)
{
  GlowFlashJob *self = GLOW_FLASH_JOB (object);

  g_clear_object (&self->plan);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->skip_boot);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  g_clear_error (&self->abort_reason);
  g_ptr_array_unref (self->lines);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (glow_flash_job_parent_class)->finalize (object);
}

static void
glow_flash_job_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  GlowFlashJob *self = GLOW_FLASH_JOB (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_enum (value, (gint) self->state);
    break;
  case PROP_PHASE:
    g_value_set_enum (value, (gint) self->progress.phase);
    break;
  case PROP_FRACTION:
    g_value_set_double (value, self->progress.fraction);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_flash_job_class_init (GlowFlashJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = glow_flash_job_finalize;
  object_class->get_property = glow_flash_job_get_property;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, GLOW_TYPE_JOB_STATE, GLOW_JOB_NEW, flags);
  properties[PROP_PHASE] =
    g_param_spec_enum ("phase", NULL, NULL, GLOW_TYPE_PHASE, GLOW_PHASE_CONNECT, flags);
  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PROGRESS] =
    g_signal_new ("progress", GLOW_TYPE_FLASH_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_LOG] = g_signal_new ("log", GLOW_TYPE_FLASH_JOB, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", GLOW_TYPE_FLASH_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
glow_flash_job_init (GlowFlashJob *self)
{
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
  self->skip_boot = g_cancellable_new ();
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->latest.seconds_left = -1;
  self->progress.seconds_left = -1;
}

/**
 * glow_flash_job_new:
 * @plan: (transfer none): a sealed plan
 *
 * Returns: (transfer full): a job that has not started
 */
GlowFlashJob *
glow_flash_job_new (GlowFlashPlan *plan)
{
  GlowFlashJob *self = g_object_new (GLOW_TYPE_FLASH_JOB, NULL);

  g_return_val_if_fail (glow_flash_plan_is_sealed (plan), NULL);

  self->plan = g_object_ref (plan);
  return self;
}

/* Tells the main loop all that has gathered. Lines first: they explain the new state. */
static void
deliver (GlowFlashJob *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GlowProgressState progress;

  g_mutex_lock (&self->lock);
  progress = self->latest;
  g_ptr_array_extend_and_steal (lines, self->lines);
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->last_update_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < lines->len; i++)
    g_signal_emit (self, signals[SIGNAL_LOG], 0, g_ptr_array_index (lines, i));
  self->progress = progress;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

static gboolean
update_idle_cb (gpointer user_data)
{
  GTask *task = user_data;
  GlowFlashJob *self = g_task_get_task_data (task);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->update_source, g_source_unref);
  g_mutex_unlock (&self->lock);
  deliver (self);
  return G_SOURCE_REMOVE;
}

/* worker; with the lock held */
static void
arm_update (GlowFlashJob *self, GTask *task)
{
  gint64 due_us;

  if (self->update_source)
    return;
  due_us = self->last_update_us + UPDATE_INTERVAL_US;
  self->update_source = g_timeout_source_new (0);
  g_source_set_ready_time (self->update_source, MAX (due_us, g_get_monotonic_time ()));
  g_task_attach_source (task, self->update_source, update_idle_cb);
}

static void
progress_hook (const GlowProgressState *state, gpointer user_data)
{
  GTask *task = user_data;
  GlowFlashJob *self = g_task_get_task_data (task);

  g_mutex_lock (&self->lock);
  self->latest = *state;
  arm_update (self, task);
  g_mutex_unlock (&self->lock);
}

static void
log_hook (const char *line, gpointer user_data)
{
  GTask *task = user_data;
  GlowFlashJob *self = g_task_get_task_data (task);

  g_mutex_lock (&self->lock);
  if (self->lines->len < MAX_PENDING_LINES)
    g_ptr_array_add (self->lines, g_strdup (line));
  arm_update (self, task);
  g_mutex_unlock (&self->lock);
}

/* What a run leaves behind: there is a result after a failure, too. */
typedef struct {
  GlowFlashResult *result;
  GError *error;
} GlowJobOutcome;

static void
free_outcome (gpointer data)
{
  GlowJobOutcome *outcome = data;

  g_clear_object (&outcome->result);
  g_clear_error (&outcome->error);
  g_free (outcome);
}

static void
run_thread (GTask *task,
            gpointer source_object,
            gpointer task_data,
            GCancellable *cancellable)
{
  GlowFlashJob *self = task_data;
  GlowFlasherHooks hooks = { progress_hook, log_hook, task, self->skip_boot };
  GlowJobOutcome *outcome = g_new0 (GlowJobOutcome, 1);

  /* the plan is sealed and the job holds it: reading it here needs no lock */
  glow_flasher_run (self->plan, &hooks, cancellable, &outcome->result, &outcome->error);
  g_task_return_pointer (task, outcome, free_outcome);
}

static GlowJobState
final_state (GlowFlashJob *self)
{
  if (!self->error)
    return GLOW_JOB_SUCCEEDED;
  return g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           ? GLOW_JOB_CANCELLED
           : GLOW_JOB_FAILED;
}

static void
run_ready_cb (GObject *source_object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowFlashJob) self = user_data;
  GlowJobOutcome *outcome = g_task_propagate_pointer (G_TASK (result), NULL);

  g_mutex_lock (&self->lock);
  if (self->update_source)
    g_source_destroy (self->update_source);
  g_clear_pointer (&self->update_source, g_source_unref);
  g_mutex_unlock (&self->lock);

  self->result = g_steal_pointer (&outcome->result);
  self->error = g_steal_pointer (&outcome->error);
  free_outcome (outcome);
  /* the main loop ended the run for a reason the worker only saw as a cancel */
  if (self->abort_reason &&
      g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_clear_error (&self->error);
    self->error = g_error_copy (self->abort_reason);
  }
  deliver (self);
  self->state = final_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

/**
 * glow_flash_job_start:
 *
 * Starts the worker. It keeps the job alive; "finished" is emitted on the thread-default
 * main context of this call.
 */
void
glow_flash_job_start (GlowFlashJob *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GLOW_IS_FLASH_JOB (self) && self->state == GLOW_JOB_NEW);

  self->state = GLOW_JOB_RUNNING;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  /* The task only borrows the job, which is held until run_ready_cb(): the worker's own
   * last unref of the task must not be the end of the job, off the main thread. */
  task = g_task_new (NULL, self->cancellable, run_ready_cb, g_object_ref (self));
  g_task_set_source_tag (task, glow_flash_job_start);
  g_task_set_name (task, "glow-flash-job");
  g_task_set_task_data (task, self, NULL);
  /* the worker's own word counts: it knows what was overwritten */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_thread);
}

/**
 * glow_flash_job_cancel:
 *
 * Ends the run at once; "finished" follows with the state %GLOW_JOB_CANCELLED.
 */
void
glow_flash_job_cancel (GlowFlashJob *self)
{
  g_return_if_fail (GLOW_IS_FLASH_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * glow_flash_job_skip_boot:
 *
 * Ends the listening of %GLOW_PHASE_BOOT, also before it has begun; "finished" follows
 * with the state %GLOW_JOB_SUCCEEDED.
 */
void
glow_flash_job_skip_boot (GlowFlashJob *self)
{
  g_return_if_fail (GLOW_IS_FLASH_JOB (self));

  g_cancellable_cancel (self->skip_boot);
}

/**
 * glow_flash_job_abort:
 * @reason: why, such as %GLOW_ERROR_PORT_GONE when the port was seen to vanish
 *
 * Ends the run at once and lets it fail with @reason, unless the worker has found its
 * own; the first reason wins.
 */
void
glow_flash_job_abort (GlowFlashJob *self, const GError *reason)
{
  g_return_if_fail (GLOW_IS_FLASH_JOB (self));
  g_return_if_fail (reason != NULL);

  if (!self->abort_reason && !g_cancellable_is_cancelled (self->cancellable))
    self->abort_reason = g_error_copy (reason);
  g_cancellable_cancel (self->cancellable);
}

/**
 * glow_flash_job_get_plan:
 *
 * Returns: (transfer none): the plan
 */
GlowFlashPlan *
glow_flash_job_get_plan (GlowFlashJob *self)
{
  return self->plan;
}

/**
 * glow_flash_job_get_state:
 *
 * Returns: the state
 */
GlowJobState
glow_flash_job_get_state (GlowFlashJob *self)
{
  return self->state;
}

/**
 * glow_flash_job_get_progress:
 * @state: (out caller-allocates): as told by the last "progress"
 */
void
glow_flash_job_get_progress (GlowFlashJob *self, GlowProgressState *state)
{
  *state = self->progress;
}

/**
 * glow_flash_job_get_result:
 *
 * Returns: (transfer none) (nullable): what is known to be true, once it has finished
 */
GlowFlashResult *
glow_flash_job_get_result (GlowFlashJob *self)
{
  return self->result;
}

/**
 * glow_flash_job_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed or was cancelled
 */
const GError *
glow_flash_job_get_error (GlowFlashJob *self)
{
  return self->error;
}
