/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One way to fill the list, a scan, and several reasons to do it: the start, events of
 * udev, changes in /dev, the end of a wait. The first scan is made at once; the later
 * ones are made by a worker, since sysfs may block while the kernel is busy with a
 * device. GlowPortRows and GlowPortHistory say what it means. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-list.h"

#include "glow-port-history.h"
#include "glow-port-rows.h"
#include "glow-port-scan.h"
#include "glow-port-watcher.h"

/* Milliseconds of quiet after which a burst of events is taken to be over, and how long
 * it may last before a look is taken all the same. A hub full of boards arrives within
 * tens of milliseconds; people notice a tenth of a second. */
#define QUIET_MS 15
#define BURST_MS 45

struct _GlowPortList {
  GObject parent_instance;

  /* owned */
  GlowPortWatcher *watcher;
  GlowPortRows *rows;
  GlowPortHistory *history;
  GPtrArray *ports; /* of GlowPort, sorted */

  guint scan_source;
  guint wait_source;
  gint64 burst_us; /* monotonic: its first event; 0: none since the last scan began */
  gboolean is_scanning; /* a worker is */
  gboolean show_all;
};

static void glow_port_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowPortList,
                               glow_port_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      glow_port_list_iface_init))

static GType
glow_port_list_get_item_type (GListModel *model)
{
  return GLOW_TYPE_PORT;
}

static guint
glow_port_list_get_n_items (GListModel *model)
{
  return GLOW_PORT_LIST (model)->ports->len;
}

static gpointer
glow_port_list_get_item (GListModel *model, guint position)
{
  GlowPortList *self = GLOW_PORT_LIST (model);

  if (position >= self->ports->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->ports, position));
}

static void
glow_port_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = glow_port_list_get_item_type;
  iface->get_n_items = glow_port_list_get_n_items;
  iface->get_item = glow_port_list_get_item;
}

enum {
  SIGNAL_HAPPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
glow_port_list_finalize (GObject *object)
{
  GlowPortList *self = GLOW_PORT_LIST (object);

  g_clear_handle_id (&self->scan_source, g_source_remove);
  g_clear_handle_id (&self->wait_source, g_source_remove);
  g_clear_object (&self->watcher);
  g_clear_pointer (&self->rows, glow_port_rows_free);
  g_clear_pointer (&self->history, glow_port_history_free);
  g_clear_pointer (&self->ports, g_ptr_array_unref);
  G_OBJECT_CLASS (glow_port_list_parent_class)->finalize (object);
}

static void
glow_port_list_class_init (GlowPortListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_port_list_finalize;
  signals[SIGNAL_HAPPENED] =
    g_signal_new ("happened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
glow_port_list_init (GlowPortList *self)
{
  self->ports = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = glow_port_rows_new ();
  self->history = glow_port_history_new ();
}

static GlowPort *
find (GPtrArray *ports, const char *devnode)
{
  for (guint i = 0; i < ports->len; i++) {
    GlowPort *port = g_ptr_array_index (ports, i);

    if (g_strcmp0 (glow_port_get_devnode (port), devnode) == 0)
      return port;
  }
  return NULL;
}

static void
replace_ports (GlowPortList *self, GPtrArray *ports)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->ports);
  guint first = 0;
  guint last = 0; /* how many at the end stay */

  self->ports = ports;
  while (first < old->len && first < ports->len &&
         old->pdata[first] == ports->pdata[first])
    first++;
  while (first + last < old->len && first + last < ports->len &&
         old->pdata[old->len - 1 - last] == ports->pdata[ports->len - 1 - last])
    last++;
  if (old->len - first - last > 0 || ports->len - first - last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                                ports->len - first - last);
}

static void
show_ports (GlowPortList *self)
{
  replace_ports (self, glow_port_rows_get_ports (self->rows, self->show_all));
}

static void plan_scan (GlowPortList *self);

static gboolean
wait_cb (gpointer data)
{
  GlowPortList *self = data;

  self->wait_source = 0;
  plan_scan (self);
  return G_SOURCE_REMOVE;
}

/* What is waited for needs another look though no event comes. */
static void
set_wait (GlowPortList *self, gint64 due_us, gint64 now_us)
{
  g_clear_handle_id (&self->wait_source, g_source_remove);
  if (due_us < G_MAXINT64)
    self->wait_source =
      g_timeout_add ((guint) (MAX (due_us - now_us, 0) / 1000 + 1), wait_cb, self);
}

static void
take_found (GlowPortList *self, GPtrArray *found)
{
  gint64 now_us = g_get_monotonic_time ();
  guint last_id = glow_port_history_get_last_id (self->history);
  gint64 row_due_us = glow_port_rows_update (self->rows, found, now_us);
  gint64 event_due_us = glow_port_history_update (self->history, found, now_us);

  set_wait (self, MIN (row_due_us, event_due_us), now_us);
  show_ports (self);
  if (glow_port_history_get_last_id (self->history) != last_id)
    g_signal_emit (self, signals[SIGNAL_HAPPENED], 0);
}

static void
scan_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, glow_port_scan (), (GDestroyNotify) g_ptr_array_unref);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* The list may have gone while the worker looked. */
static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = G_TASK (result);
  g_autoptr (GlowPortList) self = g_weak_ref_get (g_task_get_task_data (task));
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (task, NULL);

  if (!self)
    return;
  self->is_scanning = FALSE;
  take_found (self, found);
  if (self->burst_us)
    plan_scan (self);
}

static gboolean
scan_cb (gpointer data)
{
  GlowPortList *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, scanned_cb, NULL);
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  self->scan_source = 0;
  self->burst_us = 0;
  self->is_scanning = TRUE;
  g_weak_ref_init (weak, self);
  g_task_set_task_data (task, weak, weak_ref_free);
  g_task_run_in_thread (task, scan_in_thread);
  return G_SOURCE_REMOVE;
}

/* Each event of a burst puts the scan off a little, but not for long. */
static void
plan_scan (GlowPortList *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 left_ms;

  if (!self->burst_us)
    self->burst_us = now_us;
  if (self->is_scanning)
    return;
  left_ms = BURST_MS - (now_us - self->burst_us) / 1000;
  g_clear_handle_id (&self->scan_source, g_source_remove);
  self->scan_source = g_timeout_add ((guint) CLAMP (left_ms, 0, QUIET_MS), scan_cb, self);
}

static void
removed_cb (GlowPortWatcher *watcher, const char *devnode, GlowPortList *self)
{
  glow_port_rows_set_removed (self->rows, devnode);
}

static void
settled_cb (GlowPortWatcher *watcher, const char *devnode, GlowPortList *self)
{
  glow_port_rows_set_settled (self->rows, devnode);
}

static void
device_removed_cb (GlowPortWatcher *watcher,
                   guint bus,
                   guint device,
                   guint vid,
                   guint pid,
                   GlowPortList *self)
{
  if (bus != 0 && glow_port_history_add_fallen (self->history, bus, device, (guint16) vid,
                                                (guint16) pid, g_get_monotonic_time ()))
    g_signal_emit (self, signals[SIGNAL_HAPPENED], 0);
}

/**
 * glow_port_list_new_with:
 * @back_ends: what to go by
 *
 * The ports there are, followed from now on: a #GListModel of #GlowPort. Main thread.
 *
 * Returns: (transfer full): the list
 */
GlowPortList *
glow_port_list_new_with (GlowPortBackEnds back_ends)
{
  GlowPortList *self = g_object_new (GLOW_TYPE_PORT_LIST, NULL);
  g_autoptr (GPtrArray) found = NULL;

  self->watcher = glow_port_watcher_new (back_ends);
  g_signal_connect_object (self->watcher, "changed", G_CALLBACK (plan_scan), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watcher, "removed", G_CALLBACK (removed_cb), self, 0);
  g_signal_connect_object (self->watcher, "settled", G_CALLBACK (settled_cb), self, 0);
  g_signal_connect_object (self->watcher, "device-removed",
                           G_CALLBACK (device_removed_cb), self, 0);
  found = glow_port_scan ();
  take_found (self, found);
  return self;
}

/**
 * glow_port_list_new:
 *
 * The ports there are, followed by all means from now on. Main thread.
 *
 * Returns: (transfer full): the list
 */
GlowPortList *
glow_port_list_new (void)
{
  return glow_port_list_new_with (GLOW_PORT_BACK_ENDS_ALL);
}

/**
 * glow_port_list_set_show_all:
 * @show_all: whether to list the ttyS of the mainboard, too
 *
 * Takes effect at once. Main thread.
 */
void
glow_port_list_set_show_all (GlowPortList *self, gboolean show_all)
{
  g_return_if_fail (GLOW_IS_PORT_LIST (self));

  if (self->show_all == (show_all != FALSE))
    return;
  self->show_all = show_all != FALSE;
  show_ports (self);
}

/**
 * glow_port_list_get_show_all:
 *
 * Main thread.
 *
 * Returns: whether the ttyS of the mainboard are listed, too
 */
gboolean
glow_port_list_get_show_all (GlowPortList *self)
{
  g_return_val_if_fail (GLOW_IS_PORT_LIST (self), FALSE);

  return self->show_all;
}

/**
 * glow_port_list_find:
 * @devnode: path of a node, such as "/dev/ttyUSB0"
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the port with that node
 */
GlowPort *
glow_port_list_find (GlowPortList *self, const char *devnode)
{
  GlowPort *port;

  g_return_val_if_fail (GLOW_IS_PORT_LIST (self), NULL);
  g_return_val_if_fail (devnode != NULL, NULL);

  port = find (self->ports, devnode);
  return port ? g_object_ref (port) : NULL;
}

/**
 * glow_port_list_find_row:
 * @row: what glow_port_get_row() said
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): that board as it is now; %NULL while it is not
 * there
 */
GlowPort *
glow_port_list_find_row (GlowPortList *self, guint row)
{
  g_return_val_if_fail (GLOW_IS_PORT_LIST (self), NULL);

  for (guint i = 0; i < self->ports->len; i++) {
    GlowPort *port = g_ptr_array_index (self->ports, i);

    if (glow_port_get_row (port) == row)
      return g_object_ref (port);
  }
  return NULL;
}

/**
 * glow_port_list_get_news:
 * @since_us: monotonic time in microseconds, such as when a person began to look
 * @event: (out) (transfer none) (nullable) (optional): what the answer is about, until
 * the main loop runs again
 *
 * Main thread.
 *
 * Returns: what the last device that appeared since came to
 */
GlowPortNews
glow_port_list_get_news (GlowPortList *self, gint64 since_us, const GlowPortEvent **event)
{
  g_return_val_if_fail (GLOW_IS_PORT_LIST (self), GLOW_PORT_NEWS_NOTHING);

  return glow_port_history_get_news (self->history, since_us, event);
}

/**
 * glow_port_list_get_n_events:
 *
 * Main thread.
 *
 * Returns: how many events are remembered
 */
guint
glow_port_list_get_n_events (GlowPortList *self)
{
  g_return_val_if_fail (GLOW_IS_PORT_LIST (self), 0);

  return glow_port_history_get_n_events (self->history);
}

/**
 * glow_port_list_get_event:
 * @i: which, the oldest first
 *
 * Main thread.
 *
 * Returns: (transfer none): the event, until the main loop runs again
 */
const GlowPortEvent *
glow_port_list_get_event (GlowPortList *self, guint i)
{
  g_return_val_if_fail (GLOW_IS_PORT_LIST (self), NULL);

  return glow_port_history_get_event (self->history, i);
}
