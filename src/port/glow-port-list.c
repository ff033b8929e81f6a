/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One way to fill the list, a scan, and several reasons to do it: the start, events of
 * udev, changes in /dev. Events only say that it is time to look and what went away. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-list.h"

#include "glow-port-scan.h"
#include "glow-port-watcher.h"

/* Milliseconds from the first event of a burst to the scan. A hub full of boards arrives
 * within tens of milliseconds; people notice a tenth of a second. */
#define SETTLED_DELAY_MS 50

/* Milliseconds from a new node to the scan unless udev's event comes first, which takes
 * it 50 to 110 ms: before that the node still belongs to root alone. */
#define UNSETTLED_DELAY_MS 300

struct _GlowPortList {
  GObject parent_instance;

  /* owned */
  struct udev *udev;
  GlowPortWatcher *watcher;
  GPtrArray *ports;       /* GlowPort, sorted */
  GHashTable *plugged_us; /* devnode → gint64 *, of every port of the last scan */

  guint scan_source;
  gint64 scan_due_us; /* monotonic */
  gboolean started;
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

static void
glow_port_list_finalize (GObject *object)
{
  GlowPortList *self = GLOW_PORT_LIST (object);

  g_clear_handle_id (&self->scan_source, g_source_remove);
  g_clear_object (&self->watcher);
  g_clear_pointer (&self->udev, udev_unref);
  g_clear_pointer (&self->ports, g_ptr_array_unref);
  g_clear_pointer (&self->plugged_us, g_hash_table_unref);
  G_OBJECT_CLASS (glow_port_list_parent_class)->finalize (object);
}

static void
glow_port_list_class_init (GlowPortListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_port_list_finalize;
}

static void
glow_port_list_init (GlowPortList *self)
{
  self->ports = g_ptr_array_new_with_free_func (g_object_unref);
  self->plugged_us = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

typedef struct {
  GlowPortList *list;
  GHashTable *plugged_us;
  gint64 now_us;
} ScanTimes;

/* The time of a port we know, or now; 0 for those that were there before us. */
static gint64
get_plugged_us_cb (const char *devnode, gpointer user_data)
{
  ScanTimes *times = user_data;
  const gint64 *known_us = g_hash_table_lookup (times->list->plugged_us, devnode);
  gint64 new_us = times->list->started ? times->now_us : 0;
  gint64 plugged_us = known_us ? *known_us : new_us;

  g_hash_table_insert (times->plugged_us, g_strdup (devnode),
                       g_memdup2 (&plugged_us, sizeof plugged_us));
  return plugged_us;
}

static GlowPort *
find (GPtrArray *ports, const char *devnode)
{
  for (guint i = 0; i < ports->len; i++) {
    GlowPort *port = g_ptr_array_index (ports, i);

    if (g_str_equal (glow_port_get_devnode (port), devnode))
      return port;
  }
  return NULL;
}

/* A port that has not changed stays the same object, so that a view keeps its selection.
 */
static void
keep_equal_ports (GPtrArray *ports, GPtrArray *known)
{
  for (guint i = 0; i < ports->len; i++) {
    GlowPort *port = g_ptr_array_index (ports, i);
    GlowPort *same = find (known, glow_port_get_devnode (port));

    if (same && glow_port_equal (port, same)) {
      ports->pdata[i] = g_object_ref (same);
      g_object_unref (port);
    }
  }
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
scan (GlowPortList *self)
{
  ScanTimes times = {
    .list = self,
    .plugged_us = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .now_us = g_get_monotonic_time (),
  };
  GPtrArray *ports =
    glow_port_scan (self->udev, self->show_all, get_plugged_us_cb, &times);

  g_hash_table_unref (self->plugged_us);
  self->plugged_us = times.plugged_us;
  keep_equal_ports (ports, self->ports);
  replace_ports (self, ports);
}

static gboolean
scan_cb (gpointer data)
{
  GlowPortList *self = data;

  self->scan_source = 0;
  scan (self);
  return G_SOURCE_REMOVE;
}

/* The first event of a burst sets the time; a later one can only bring it forward. */
static void
changed_cb (GlowPortWatcher *watcher, gboolean settled, GlowPortList *self)
{
  guint delay_ms = settled ? SETTLED_DELAY_MS : UNSETTLED_DELAY_MS;
  gint64 due_us = g_get_monotonic_time () + (gint64) delay_ms * 1000;

  if (self->scan_source != 0 && self->scan_due_us <= due_us)
    return;
  g_clear_handle_id (&self->scan_source, g_source_remove);
  self->scan_due_us = due_us;
  self->scan_source = g_timeout_add (delay_ms, scan_cb, self);
}

static void
removed_cb (GlowPortWatcher *watcher, const char *devnode, GlowPortList *self)
{
  g_hash_table_remove (self->plugged_us, devnode);
}

/**
 * glow_port_list_new:
 *
 * The ports there are, followed from now on: a #GListModel of #GlowPort. Main thread.
 *
 * Returns: (transfer full): the list
 */
GlowPortList *
glow_port_list_new (void)
{
  GlowPortList *self = g_object_new (GLOW_TYPE_PORT_LIST, NULL);

  self->udev = udev_new ();
  self->watcher = glow_port_watcher_new (self->udev);
  g_signal_connect_object (self->watcher, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->watcher, "removed", G_CALLBACK (removed_cb), self, 0);
  scan (self);
  self->started = TRUE;
  return self;
}

/**
 * glow_port_list_set_show_all:
 * @show_all: whether to list the ttyS of the mainboard, too
 *
 * Main thread.
 */
void
glow_port_list_set_show_all (GlowPortList *self, gboolean show_all)
{
  g_return_if_fail (GLOW_IS_PORT_LIST (self));

  if (self->show_all == (show_all != FALSE))
    return;
  self->show_all = show_all != FALSE;
  scan (self);
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

static gint64
no_time (const char *devnode, gpointer user_data)
{
  return 0;
}

/* by its serial number, or where it has none by its place on the bus */
static gboolean
is_same_board (GlowPort *port, GlowPort *other)
{
  const char *serial = glow_port_get_serial (port);

  if (!glow_port_is_usb (port) || !glow_port_is_usb (other))
    return g_strcmp0 (glow_port_get_devnode (port), glow_port_get_devnode (other)) == 0;
  if (serial && glow_port_get_vid (port) == glow_port_get_vid (other) &&
      g_strcmp0 (serial, glow_port_get_serial (other)) == 0)
    return TRUE;
  return g_strcmp0 (glow_port_get_usb_path (port), glow_port_get_usb_path (other)) == 0;
}

/**
 * glow_port_find_again:
 * @port: as it was
 *
 * Where the same board is now: the same USB path, or the same maker and serial number. A
 * port on the same path is preferred, since serial numbers are not always unique. Any
 * thread; blocks for some milliseconds.
 *
 * Returns: (transfer full) (nullable): the node's path, %NULL while it is not there
 */
char *
glow_port_find_again (GlowPort *port)
{
  struct udev *udev = udev_new ();
  g_autoptr (GPtrArray) ports = NULL;
  const char *found = NULL;
  char *devnode;

  g_return_val_if_fail (GLOW_IS_PORT (port) && udev != NULL, NULL);

  ports = glow_port_scan (udev, TRUE, no_time, NULL);
  for (guint i = 0; i < ports->len; i++) {
    GlowPort *other = g_ptr_array_index (ports, i);
    gboolean same_path =
      g_strcmp0 (glow_port_get_usb_path (port), glow_port_get_usb_path (other)) == 0;

    if (is_same_board (port, other) && (!found || same_path))
      found = glow_port_get_devnode (other);
  }
  devnode = g_strdup (found);
  udev_unref (udev);
  return devnode;
}
