/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Two watches of inotify: one on the folder, which sees the node come, go and change its
 * mode even when we may not read it, and one on the node, which sees it being opened and
 * closed. The kernel says of an opening only that there was one: the count of them tells
 * that somebody has the port whom /proc does not show. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-monitor.h"

#include "glow-port-hub.h"
#include "glow-process-table.h"

#include <sys/inotify.h>

/* Milliseconds from somebody's opening to the look: many programs open a port for a
 * moment only. */
#define OPENED_DELAY_MS 60

/* Milliseconds from any other change to the look, so that a burst is one look. */
#define CHANGED_DELAY_MS 5

/* Seconds between looks at what makes no event: a lock that is given back while the port
 * stays open, a lock file, a node that can't be watched. */
#define POLL_S       2

#define CLOSE_EVENTS (IN_CLOSE_WRITE | IN_CLOSE_NOWRITE)

struct _GlowPortMonitor {
  GObject parent_instance;

  /* owned */
  GlowPort *port;
  GlowPortProblem *problem; /* (nullable) */
  GlowPortHubClient *client;

  guint n_opened;       /* openings seen and not yet closed, ours among them */
  gint64 busy_until_us; /* monotonic; what stands for that count without a watch */

  guint look_source;
  gint64 look_due_us; /* monotonic */
  guint poll_source;
  gboolean is_looking;
  gboolean look_again;
};

enum {
  PROP_PROBLEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GlowPortMonitor, glow_port_monitor, G_TYPE_OBJECT)

static void schedule_look (GlowPortMonitor *self, guint delay_ms);

static gboolean
poll_cb (gpointer data)
{
  schedule_look (data, 0);
  return G_SOURCE_CONTINUE;
}

/* Closing a node that is watched makes an event; everything else has to be looked at. */
static gboolean
needs_poll (GlowPortMonitor *self)
{
  GlowPortProblemKind kind = glow_port_problem_get_kind (self->problem);

  return kind == GLOW_PORT_PROBLEM_IN_USE || kind == GLOW_PORT_PROBLEM_CLAIMED;
}

static void
update_poll (GlowPortMonitor *self)
{
  gboolean wanted = needs_poll (self);

  if (wanted && self->poll_source == 0)
    self->poll_source = g_timeout_add_seconds (POLL_S, poll_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->poll_source, g_source_remove);
}

/* What fell off at once stays that until something comes: a second later the same facts
 * look like any unplugged board. */
static gboolean
is_same_absence (GlowPortMonitor *self, GlowPortProblem *problem)
{
  return self->problem &&
         glow_port_problem_get_kind (self->problem) == GLOW_PORT_PROBLEM_VANISHED &&
         glow_port_problem_get_kind (problem) == GLOW_PORT_PROBLEM_UNPLUGGED;
}

static void
take_problem (GlowPortMonitor *self, GlowPortProblem *problem)
{
  if (is_same_absence (self, problem) || glow_port_problem_equal (self->problem, problem))
    return;
  g_clear_pointer (&self->problem, glow_port_problem_unref);
  self->problem = glow_port_problem_ref (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
start_look (GlowPortMonitor *self)
{
  gboolean is_watching = glow_port_hub_is_watching (self->client);

  if (self->is_looking) {
    self->look_again = TRUE;
    return;
  }
  self->is_looking = TRUE;
  self->look_again = FALSE;
  glow_port_hub_look (self->client, is_watching ? self->n_opened : 0,
                      !is_watching && g_get_monotonic_time () < self->busy_until_us);
}

static void
looked (GObject *object, GlowPortProblem *problem)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  self->is_looking = FALSE;
  if (self->look_again)
    schedule_look (self, 0);
  take_problem (self, problem);
  update_poll (self);
}

static gboolean
look_cb (gpointer data)
{
  GlowPortMonitor *self = data;

  self->look_source = 0;
  start_look (self);
  return G_SOURCE_REMOVE;
}

/* the earlier one of two counts */
static void
schedule_look (GlowPortMonitor *self, guint delay_ms)
{
  gint64 due_us = g_get_monotonic_time () + (gint64) delay_ms * 1000;

  if (self->look_source != 0 && self->look_due_us <= due_us)
    return;
  g_clear_handle_id (&self->look_source, g_source_remove);
  self->look_due_us = due_us;
  self->look_source = g_timeout_add (delay_ms, look_cb, self);
}

static guint
count_own (GlowPortMonitor *self)
{
  const char *devnode = glow_port_get_devnode (self->port);
  g_autoptr (GlowProcessTable) table = glow_process_table_new_own ();
  GlowNodeId id;

  return devnode && glow_node_id_read (&id, devnode)
           ? glow_process_table_count_own (table, &id)
           : 0;
}

/* Begins with what we have open ourselves: of the rest nothing is known yet. */
static void
watch_node (GlowPortMonitor *self)
{
  if (glow_port_hub_watch_node (self->client))
    self->n_opened = count_own (self);
}

/* Somebody has it beside us. */
static void
count_busy (GlowPortMonitor *self)
{
  self->n_opened = MAX (self->n_opened, count_own (self) + 1);
  self->busy_until_us = g_get_monotonic_time () + POLL_S * G_USEC_PER_SEC;
}

static void
folder_changed (GObject *object, guint32 mask)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  if (mask & (IN_CREATE | IN_ATTRIB | IN_MOVED_TO))
    watch_node (self);
  schedule_look (self, CHANGED_DELAY_MS);
}

static void
node_changed (GObject *object, guint32 mask)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  if (mask & IN_OPEN) {
    self->n_opened++;
    schedule_look (self, OPENED_DELAY_MS);
  } else if (mask & CLOSE_EVENTS) {
    /* it may have been open before we began to count */
    self->n_opened -= self->n_opened > 0 ? 1 : 0;
    schedule_look (self, CHANGED_DELAY_MS);
  }
}

static void
lost (GObject *object)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  self->n_opened = count_own (self);
  watch_node (self);
  schedule_look (self, CHANGED_DELAY_MS);
}

static void
glow_port_monitor_dispose (GObject *object)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  g_clear_pointer (&self->client, glow_port_hub_leave);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  G_OBJECT_CLASS (glow_port_monitor_parent_class)->dispose (object);
}

static void
glow_port_monitor_finalize (GObject *object)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  g_clear_object (&self->port);
  g_clear_pointer (&self->problem, glow_port_problem_unref);
  G_OBJECT_CLASS (glow_port_monitor_parent_class)->finalize (object);
}

static void
glow_port_monitor_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  GlowPortMonitor *self = GLOW_PORT_MONITOR (object);

  if (prop_id == PROP_PROBLEM)
    g_value_set_boxed (value, self->problem);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
glow_port_monitor_class_init (GlowPortMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = glow_port_monitor_dispose;
  object_class->finalize = glow_port_monitor_finalize;
  object_class->get_property = glow_port_monitor_get_property;

  properties[PROP_PROBLEM] =
    g_param_spec_boxed ("problem", NULL, NULL, GLOW_TYPE_PORT_PROBLEM,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
glow_port_monitor_init (GlowPortMonitor *self)
{
}

static GlowPortMonitor *
create (GlowPort *port, gboolean is_busy)
{
  static const GlowPortHubFuncs funcs = { folder_changed, node_changed, lost, looked };
  GlowPortMonitor *self = g_object_new (GLOW_TYPE_PORT_MONITOR, NULL);

  self->port = g_object_ref (port);
  self->client = glow_port_hub_join (G_OBJECT (self), port, &funcs);
  watch_node (self);
  if (is_busy)
    count_busy (self);
  start_look (self);
  return self;
}

/**
 * glow_port_monitor_new:
 * @port: (transfer none): what to follow
 *
 * Begins to watch and to look; the first "notify::problem" follows within milliseconds.
 * Main thread.
 *
 * Returns: (transfer full): the monitor
 */
GlowPortMonitor *
glow_port_monitor_new (GlowPort *port)
{
  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  return create (port, FALSE);
}

/**
 * glow_port_monitor_new_busy:
 * @port: (transfer none): what to follow
 *
 * As glow_port_monitor_new() and glow_port_monitor_note_busy() at once: the port is in
 * use from the first look on. Main thread.
 *
 * Returns: (transfer full): the monitor
 */
GlowPortMonitor *
glow_port_monitor_new_busy (GlowPort *port)
{
  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  return create (port, TRUE);
}

/**
 * glow_port_monitor_get_port:
 *
 * Main thread.
 *
 * Returns: (transfer none): what is followed
 */
GlowPort *
glow_port_monitor_get_port (GlowPortMonitor *self)
{
  g_return_val_if_fail (GLOW_IS_PORT_MONITOR (self), NULL);

  return self->port;
}

/**
 * glow_port_monitor_get_problem:
 *
 * Main thread.
 *
 * Returns: (transfer none) (nullable): what keeps it from being used, of the kind
 *   %GLOW_PORT_PROBLEM_NONE when nothing does; %NULL before the first look has ended
 */
GlowPortProblem *
glow_port_monitor_get_problem (GlowPortMonitor *self)
{
  g_return_val_if_fail (GLOW_IS_PORT_MONITOR (self), NULL);

  return self->problem;
}

/**
 * glow_port_monitor_is_ready:
 *
 * Main thread.
 *
 * Returns: whether a look has found that nothing is in the way
 */
gboolean
glow_port_monitor_is_ready (GlowPortMonitor *self)
{
  g_return_val_if_fail (GLOW_IS_PORT_MONITOR (self), FALSE);

  return self->problem &&
         glow_port_problem_get_kind (self->problem) == GLOW_PORT_PROBLEM_NONE;
}

/**
 * glow_port_monitor_look_now:
 *
 * Looks again at once, for what makes no event. Main thread.
 */
void
glow_port_monitor_look_now (GlowPortMonitor *self)
{
  g_return_if_fail (GLOW_IS_PORT_MONITOR (self));

  schedule_look (self, 0);
}

/**
 * glow_port_monitor_note_busy:
 *
 * Tells that opening the port has failed with %GLOW_ERROR_BUSY: somebody has it, whether
 * that can be seen or not. It is in use until somebody closes it; where that can't be
 * watched, for some seconds. Main thread.
 */
void
glow_port_monitor_note_busy (GlowPortMonitor *self)
{
  g_return_if_fail (GLOW_IS_PORT_MONITOR (self));

  count_busy (self);
  schedule_look (self, 0);
}
