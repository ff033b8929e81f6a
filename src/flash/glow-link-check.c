/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-link-check.h"

#include "glow-error.h"
#include "glow-usb-facts.h"

struct _GlowLinkCheck {
  GObject parent_instance;

  /* owned */
  GlowPort *port;           /* (nullable): not a serial port that is known */
  GlowFlashPlan *plan;      /* (nullable): there is no node to open */
  GlowFlashJob *job;        /* (nullable): not got so far */
  GlowPortProblem *problem; /* (nullable) */
  GError *error;            /* (nullable) */
  GCancellable *cancellable;
  char *details[GLOW_LINK_N_STAGES]; /* (nullable) */

  GlowLinkMark marks[GLOW_LINK_N_STAGES];
  gboolean is_started;
  gboolean is_finished;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowLinkCheck, glow_link_check, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (GlowLinkStage,
                    glow_link_stage,
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_USB, "usb"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_DRIVER, "driver"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_NODE, "node"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_PERMISSION, "permission"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_LOCK, "lock"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_BOOTLOADER, "bootloader"))

G_DEFINE_ENUM_TYPE (GlowLinkMark,
                    glow_link_mark,
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_PASSED, "passed"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (GLOW_LINK_SKIPPED, "skipped"))

static void
glow_link_check_finalize (GObject *object)
{
  GlowLinkCheck *self = GLOW_LINK_CHECK (object);

  g_clear_object (&self->port);
  g_clear_object (&self->plan);
  g_clear_object (&self->job);
  g_clear_pointer (&self->problem, glow_port_problem_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  for (guint i = 0; i < GLOW_LINK_N_STAGES; i++)
    g_free (self->details[i]);
  G_OBJECT_CLASS (glow_link_check_parent_class)->finalize (object);
}

static void
glow_link_check_class_init (GlowLinkCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_link_check_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", GLOW_TYPE_LINK_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_FINISHED] =
    g_signal_new ("finished", GLOW_TYPE_LINK_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
glow_link_check_init (GlowLinkCheck *self)
{
  self->cancellable = g_cancellable_new ();
}

static gboolean
is_usb (GlowLinkCheck *self)
{
  return self->port && glow_port_is_usb (self->port);
}

/* Whether there is such a stage at all with this kind of port. */
static gboolean
has_stage (GlowLinkCheck *self, GlowLinkStage stage)
{
  switch (stage) {
  case GLOW_LINK_USB:
    return is_usb (self);
  case GLOW_LINK_DRIVER:
    return is_usb (self) || (self->port && glow_port_get_driver (self->port));
  case GLOW_LINK_NODE:
  case GLOW_LINK_PERMISSION:
    return self->port != NULL;
  case GLOW_LINK_LOCK:
  case GLOW_LINK_BOOTLOADER:
  default:
    return TRUE;
  }
}

static void
set_detail (GlowLinkCheck *self, GlowLinkStage stage, const char *text)
{
  g_free (self->details[stage]);
  self->details[stage] = g_strdup (text);
}

/* All before @stage are right. */
static void
reach (GlowLinkCheck *self, GlowLinkStage stage, GlowLinkMark mark)
{
  for (GlowLinkStage i = GLOW_LINK_USB; i < stage; i++)
    self->marks[i] = has_stage (self, i) ? GLOW_LINK_PASSED : GLOW_LINK_SKIPPED;
  self->marks[stage] = mark;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
finish (GlowLinkCheck *self)
{
  for (guint i = 0; i < GLOW_LINK_N_STAGES; i++)
    if (self->marks[i] == GLOW_LINK_PENDING || self->marks[i] == GLOW_LINK_RUNNING)
      self->marks[i] = GLOW_LINK_SKIPPED;
  self->is_finished = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
fail_at (GlowLinkCheck *self, GlowLinkStage stage)
{
  /* what a board had passed before it went away counts no more */
  for (guint i = stage; i < GLOW_LINK_N_STAGES; i++)
    self->marks[i] = GLOW_LINK_SKIPPED;
  reach (self, stage, GLOW_LINK_FAILED);
  finish (self);
}

/* What the worker is asked, and what it found. */
typedef struct {
  /* owned */
  GlowPort *port;
  GlowPortProblem *problem;

  gboolean is_held;
  gboolean is_on_bus;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_clear_object (&look->port);
  g_clear_pointer (&look->problem, glow_port_problem_unref);
  g_free (look);
}

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;
  const char *usb_path = glow_port_get_usb_path (look->port);
  g_auto (GlowUsbFacts) usb = { 0 };
  GError *error = NULL;

  look->problem = look->is_held
                    ? glow_port_problem_look_held (look->port, cancellable, &error)
                    : glow_port_problem_look (look->port, cancellable, &error);
  if (usb_path)
    glow_usb_facts_read (&usb, usb_path);
  look->is_on_bus = usb.is_present;
  if (look->problem)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The callback takes the reference to us that it was given: the worker must not drop the
 * last one. */
static void
start_look (GlowLinkCheck *self, gboolean is_held, GAsyncReadyCallback looked_cb)
{
  g_autoptr (GTask) task =
    g_task_new (NULL, self->cancellable, looked_cb, g_object_ref (self));
  Look *look = g_new0 (Look, 1);

  look->port = g_object_ref (self->port);
  look->is_held = is_held;
  g_task_set_source_tag (task, start_look);
  g_task_set_name (task, "glow-link-look");
  g_task_set_task_data (task, look, free_look);
  g_task_run_in_thread (task, look_thread);
}

static GlowLinkStage
get_stage (const Look *look)
{
  gboolean has_node = glow_port_get_devnode (look->port) != NULL;

  switch (glow_port_problem_get_kind (look->problem)) {
  case GLOW_PORT_PROBLEM_NO_PERMISSION:
    return GLOW_LINK_PERMISSION;
  case GLOW_PORT_PROBLEM_NO_DRIVER:
  case GLOW_PORT_PROBLEM_DRIVER_DEAD:
    return GLOW_LINK_DRIVER;
  case GLOW_PORT_PROBLEM_CLAIMED:
    /* taken from its driver, or opened like any port */
    return has_node &&
               g_file_test (glow_port_get_devnode (look->port), G_FILE_TEST_EXISTS)
             ? GLOW_LINK_LOCK
             : GLOW_LINK_DRIVER;
  case GLOW_PORT_PROBLEM_VANISHED:
  case GLOW_PORT_PROBLEM_UNPLUGGED:
    return look->is_on_bus || !glow_port_is_usb (look->port) ? GLOW_LINK_NODE
                                                             : GLOW_LINK_USB;
  case GLOW_PORT_PROBLEM_IN_USE:
  case GLOW_PORT_PROBLEM_NONE:
  default:
    return GLOW_LINK_LOCK;
  }
}

static void
set_port_details (GlowLinkCheck *self)
{
  g_autofree char *usb = NULL;

  if (is_usb (self)) {
    usb = g_strdup_printf ("%s (%04x:%04x)", glow_port_get_display_name (self->port),
                           (guint) glow_port_get_vid (self->port),
                           (guint) glow_port_get_pid (self->port));
    set_detail (self, GLOW_LINK_USB, usb);
  }
  set_detail (self, GLOW_LINK_DRIVER, glow_port_get_driver (self->port));
  set_detail (self, GLOW_LINK_NODE, glow_port_get_devnode (self->port));
}

/* The port says that the run could not have it: of that the port itself knows more. */
static gboolean
is_about_opening (const GError *error)
{
  static const GlowError codes[] = { GLOW_ERROR_PORT_MISSING, GLOW_ERROR_PERMISSION,
                                     GLOW_ERROR_BUSY, GLOW_ERROR_PORT_OPEN,
                                     GLOW_ERROR_PORT_GONE };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, GLOW_ERROR, (gint) codes[i]))
      return TRUE;
  return FALSE;
}

static GlowLinkStage
get_stage_of_error (GlowLinkCheck *self)
{
  if (g_error_matches (self->error, GLOW_ERROR, GLOW_ERROR_PERMISSION))
    return GLOW_LINK_PERMISSION;
  if (g_error_matches (self->error, GLOW_ERROR, GLOW_ERROR_PORT_MISSING))
    return GLOW_LINK_NODE;
  if (is_about_opening (self->error) && self->marks[GLOW_LINK_LOCK] != GLOW_LINK_PASSED)
    return GLOW_LINK_LOCK;
  return GLOW_LINK_BOOTLOADER;
}

/* The driver is there and can't do what it is for. */
static GlowPortProblem *
new_dead_problem (GlowLinkCheck *self)
{
  GlowPortProblemInfo info = {
    .kind = GLOW_PORT_PROBLEM_DRIVER_DEAD,
    .devnode = glow_port_get_devnode (self->port),
  };

  return glow_port_problem_new (&info);
}

static void
looked_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowLinkCheck) self = user_data;
  GTask *task = G_TASK (result);
  const Look *look = g_task_get_task_data (task);

  if (!g_task_propagate_boolean (task, NULL)) {
    finish (self);
    return;
  }
  if (glow_port_problem_get_kind (look->problem) != GLOW_PORT_PROBLEM_NONE) {
    self->problem = glow_port_problem_ref (look->problem);
    fail_at (self, get_stage (look));
    return;
  }
  if (g_error_matches (self->error, GLOW_ERROR, GLOW_ERROR_PORT_OPEN))
    self->problem = new_dead_problem (self);
  fail_at (self, get_stage_of_error (self));
}

static void
job_progress_cb (GlowFlashJob *job, gpointer user_data)
{
  GlowLinkCheck *self = user_data;

  /* the run tells of itself from the moment on that the port is open, and once more when
   * it has ended */
  if (!glow_flash_job_get_error (job) && self->marks[GLOW_LINK_LOCK] != GLOW_LINK_PASSED)
    reach (self, GLOW_LINK_BOOTLOADER, GLOW_LINK_RUNNING);
}

static void
job_finished_cb (GlowFlashJob *job, gpointer user_data)
{
  g_autoptr (GlowLinkCheck) self = user_data;
  const GError *error = glow_flash_job_get_error (job);
  const GlowChipInfo *info = glow_link_check_get_chip_info (self);

  if (!error) {
    set_detail (self, GLOW_LINK_BOOTLOADER, info ? info->description : NULL);
    reach (self, GLOW_LINK_BOOTLOADER, GLOW_LINK_PASSED);
    finish (self);
    return;
  }
  self->error = g_error_copy (error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (self);
  else if (is_about_opening (error) && self->port)
    start_look (self, g_error_matches (error, GLOW_ERROR, GLOW_ERROR_BUSY),
                looked_again_cb);
  else
    fail_at (self, get_stage_of_error (self));
}

static void
start_job (GlowLinkCheck *self)
{
  reach (self, GLOW_LINK_LOCK, GLOW_LINK_RUNNING);
  self->job = glow_flash_job_new (self->plan);
  g_signal_connect (self->job, "progress", G_CALLBACK (job_progress_cb), self);
  g_signal_connect (self->job, "finished", G_CALLBACK (job_finished_cb),
                    g_object_ref (self));
  glow_flash_job_start (self->job);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowLinkCheck) self = user_data;
  GTask *task = G_TASK (result);
  const Look *look = g_task_get_task_data (task);

  if (!g_task_propagate_boolean (task, &self->error)) {
    finish (self);
  } else if (glow_port_problem_get_kind (look->problem) != GLOW_PORT_PROBLEM_NONE) {
    self->problem = glow_port_problem_ref (look->problem);
    fail_at (self, get_stage (look));
  } else if (self->plan) {
    start_job (self);
  } else {
    finish (self);
  }
}

/**
 * glow_link_check_new_for_plan:
 * @port: (nullable) (transfer none): what is known of the port; %NULL for a board that is
 *   not behind a serial port
 * @plan: (nullable) (transfer none): a sealed plan to identify the board behind it; %NULL
 *   when there is no node to open
 *
 * Returns: (transfer full): a check that has not started
 */
GlowLinkCheck *
glow_link_check_new_for_plan (GlowPort *port, GlowFlashPlan *plan)
{
  GlowLinkCheck *self = g_object_new (GLOW_TYPE_LINK_CHECK, NULL);

  g_return_val_if_fail (!plan || glow_flash_plan_is_sealed (plan), NULL);

  self->port = port ? g_object_ref (port) : NULL;
  self->plan = plan ? g_object_ref (plan) : NULL;
  if (port)
    set_port_details (self);
  return self;
}

/**
 * glow_link_check_new:
 * @port: (nullable) (transfer none): as for glow_link_check_new_for_plan()
 * @target: (nullable) (transfer none): where the board is reached; %NULL when there is no
 *   node
 *
 * Returns: (transfer full): a check that has not started
 */
GlowLinkCheck *
glow_link_check_new (GlowPort *port, GlowTarget *target)
{
  g_autoptr (GlowFlashPlan) plan = NULL;

  if (target) {
    plan = glow_flash_plan_new (GLOW_OPERATION_IDENTIFY, target);
    glow_flash_plan_seal (plan, NULL); /* without files nothing can be wrong */
  }
  return glow_link_check_new_for_plan (port, plan);
}

/**
 * glow_link_check_start:
 *
 * The check keeps itself alive until "finished"; cancel it before letting go of it.
 */
void
glow_link_check_start (GlowLinkCheck *self)
{
  g_return_if_fail (GLOW_IS_LINK_CHECK (self) && !self->is_started);

  self->is_started = TRUE;
  if (!self->port) {
    start_job (self);
    return;
  }
  reach (self, is_usb (self) ? GLOW_LINK_USB : GLOW_LINK_NODE, GLOW_LINK_RUNNING);
  start_look (self, FALSE, looked_cb);
}

/**
 * glow_link_check_cancel:
 *
 * Ends it; "finished" follows, with the error %G_IO_ERROR_CANCELLED.
 */
void
glow_link_check_cancel (GlowLinkCheck *self)
{
  g_return_if_fail (GLOW_IS_LINK_CHECK (self));

  g_cancellable_cancel (self->cancellable);
  if (self->job)
    glow_flash_job_cancel (self->job);
}

/**
 * glow_link_check_get_port:
 *
 * Returns: (transfer none) (nullable): what is known of the port
 */
GlowPort *
glow_link_check_get_port (GlowLinkCheck *self)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), NULL);

  return self->port;
}

/**
 * glow_link_check_is_finished:
 *
 * Returns: whether no mark will change any more
 */
gboolean
glow_link_check_is_finished (GlowLinkCheck *self)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), FALSE);

  return self->is_finished;
}

/**
 * glow_link_check_get_mark:
 *
 * Returns: how far @stage is
 */
GlowLinkMark
glow_link_check_get_mark (GlowLinkCheck *self, GlowLinkStage stage)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self) && (guint) stage < GLOW_LINK_N_STAGES,
                        GLOW_LINK_SKIPPED);

  return self->marks[stage];
}

/**
 * glow_link_check_get_failed_stage:
 * @stage: (out): the one that is in the way
 *
 * Returns: whether there is one
 */
gboolean
glow_link_check_get_failed_stage (GlowLinkCheck *self, GlowLinkStage *stage)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), FALSE);

  for (GlowLinkStage i = GLOW_LINK_USB; i < GLOW_LINK_N_STAGES; i++) {
    if (self->marks[i] == GLOW_LINK_FAILED) {
      *stage = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * glow_link_check_get_problem:
 *
 * Returns: (transfer none) (nullable): why the port can't be had
 */
GlowPortProblem *
glow_link_check_get_problem (GlowLinkCheck *self)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), NULL);

  return self->problem;
}

/**
 * glow_link_check_get_error:
 *
 * Returns: (transfer none) (nullable): why the bootloader did not answer, or the port did
 *   not open; with a problem as well, that one says more
 */
const GError *
glow_link_check_get_error (GlowLinkCheck *self)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), NULL);

  return self->error;
}

/**
 * glow_link_check_get_chip_info:
 *
 * Returns: (transfer none) (nullable): the chip that answered
 */
const GlowChipInfo *
glow_link_check_get_chip_info (GlowLinkCheck *self)
{
  GlowFlashResult *result;

  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), NULL);

  result = self->job ? glow_flash_job_get_result (self->job) : NULL;
  return result ? glow_flash_result_get_chip_info (result) : NULL;
}

/**
 * glow_link_check_get_detail:
 *
 * Returns: (transfer none) (nullable): what was found at a stage, in the system's own
 *   words: the device, the driver, the node, the chip
 */
const char *
glow_link_check_get_detail (GlowLinkCheck *self, GlowLinkStage stage)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self) && (guint) stage < GLOW_LINK_N_STAGES,
                        NULL);

  return self->details[stage];
}

/**
 * glow_link_check_get_job:
 *
 * Returns: (transfer none) (nullable): the run that talks to the bootloader, for its log
 */
GlowFlashJob *
glow_link_check_get_job (GlowLinkCheck *self)
{
  g_return_val_if_fail (GLOW_IS_LINK_CHECK (self), NULL);

  return self->job;
}
