/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-hub.h"

#include "glow-port-problem-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdalign.h>
#include <sys/inotify.h>
#include <unistd.h>

#define FOLDER_EVENTS                                                                    \
  (IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)
#define NODE_EVENTS (IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE)

/* Ports that are looked at before any of them is told, so that the first of many does not
 * wait for the last. */
#define MAX_LOOKS 16

struct _GlowPortHub {
  guint n_refs; /* clients, and a batch that runs */

  /* owned */
  int inotify_fd; /* -1: none could be had */
  guint inotify_source;
  GPtrArray *clients; /* GlowPortHubClient, borrowed */
  GPtrArray *queue;   /* Look */
  guint batch_source;
  gboolean is_looking;
};

struct _GlowPortHubClient {
  /* borrowed */
  GlowPortHub *hub;
  GObject *monitor;
  const GlowPortHubFuncs *funcs;

  /* owned */
  GlowPort *port;
  char *node_name; /* (nullable) */

  int folder_watch; /* -1: none */
  int node_watch;   /* -1: none */
};

/* One port to be looked at. */
typedef struct {
  GWeakRef monitor;
  const GlowPortHubFuncs *funcs; /* borrowed */

  /* owned */
  GlowPort *port;
  GlowPortProblem *problem; /* (nullable) */

  guint n_opened;
  gboolean is_busy;
} Look;

static GQuark hub_quark (void);
G_DEFINE_QUARK (glow - port - hub, hub)

static void start_batch (GlowPortHub *self);

static void
free_look (gpointer data)
{
  Look *look = data;

  g_weak_ref_clear (&look->monitor);
  g_object_unref (look->port);
  g_clear_pointer (&look->problem, glow_port_problem_unref);
  g_free (look);
}

static void
glow_port_hub_unref (GlowPortHub *self)
{
  if (--self->n_refs > 0)
    return;
  g_type_set_qdata (GLOW_TYPE_PORT, hub_quark (), NULL);
  g_clear_handle_id (&self->inotify_source, g_source_remove);
  g_clear_handle_id (&self->batch_source, g_source_remove);
  if (self->inotify_fd >= 0)
    close (self->inotify_fd);
  g_ptr_array_unref (self->clients);
  g_ptr_array_unref (self->queue);
  g_free (self);
}

static void
take_event (GlowPortHub *self, const struct inotify_event *event)
{
  for (guint i = 0; i < self->clients->len; i++) {
    GlowPortHubClient *client = g_ptr_array_index (self->clients, i);

    if (event->mask & IN_Q_OVERFLOW) {
      client->funcs->lost (client->monitor);
    } else if (event->wd == client->node_watch) {
      if (event->mask & IN_IGNORED)
        client->node_watch = -1;
      client->funcs->node_changed (client->monitor, event->mask);
    } else if (event->wd == client->folder_watch && event->len > 0 &&
               g_strcmp0 (event->name, client->node_name) == 0) {
      client->funcs->folder_changed (client->monitor, event->mask);
    }
  }
}

static gboolean
inotify_cb (int fd, GIOCondition condition, gpointer data)
{
  GlowPortHub *self = data;
  alignas (struct inotify_event) char buf[4096];
  gssize len = read (fd, buf, sizeof buf);
  gssize at = 0;

  while (at < len) {
    const struct inotify_event *event = (gconstpointer) (buf + at);

    take_event (self, event);
    at += (gssize) (sizeof *event + event->len);
  }
  return G_SOURCE_CONTINUE;
}

static GlowPortHub *
ensure_hub (void)
{
  GlowPortHub *self = g_type_get_qdata (GLOW_TYPE_PORT, hub_quark ());

  if (self) {
    self->n_refs++;
    return self;
  }
  self = g_new0 (GlowPortHub, 1);
  self->n_refs = 1;
  self->clients = g_ptr_array_new ();
  self->queue = g_ptr_array_new_with_free_func (free_look);
  self->inotify_fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->inotify_fd >= 0)
    self->inotify_source = g_unix_fd_add (self->inotify_fd, G_IO_IN, inotify_cb, self);
  else
    g_message ("can't watch ports: %s", g_strerror (errno));
  g_type_set_qdata (GLOW_TYPE_PORT, hub_quark (), self);
  return self;
}

/**
 * glow_port_hub_join:
 * @monitor: (transfer none): whom to tell; leaves before it ends
 * @port: (transfer none): what it follows
 * @funcs: (transfer none): how to tell
 *
 * Watches the folder of the node. Main thread.
 *
 * Returns: (transfer full): what to leave with
 */
GlowPortHubClient *
glow_port_hub_join (GObject *monitor, GlowPort *port, const GlowPortHubFuncs *funcs)
{
  GlowPortHubClient *self = g_new0 (GlowPortHubClient, 1);
  const char *devnode = glow_port_get_devnode (port);

  self->hub = ensure_hub ();
  self->monitor = monitor;
  self->funcs = funcs;
  self->port = g_object_ref (port);
  self->folder_watch = -1;
  self->node_watch = -1;
  if (devnode) {
    g_autofree char *folder = g_path_get_dirname (devnode);

    self->node_name = g_path_get_basename (devnode);
    self->folder_watch = inotify_add_watch (self->hub->inotify_fd, folder, FOLDER_EVENTS);
  }
  g_ptr_array_add (self->hub->clients, self);
  return self;
}

static gboolean
is_watch_used (GlowPortHub *self, int watch)
{
  for (guint i = 0; i < self->clients->len; i++) {
    const GlowPortHubClient *client = g_ptr_array_index (self->clients, i);

    if (client->folder_watch == watch || client->node_watch == watch)
      return TRUE;
  }
  return FALSE;
}

/* The kernel knows a file once for each inotify: others may have asked for the same. */
static void
drop_watch (GlowPortHub *self, int watch)
{
  if (watch >= 0 && !is_watch_used (self, watch))
    inotify_rm_watch (self->inotify_fd, watch);
}

/**
 * glow_port_hub_leave:
 * @client: (transfer full): from glow_port_hub_join()
 *
 * Main thread.
 */
void
glow_port_hub_leave (GlowPortHubClient *client)
{
  GlowPortHub *hub = client->hub;

  g_ptr_array_remove_fast (hub->clients, client);
  drop_watch (hub, client->folder_watch);
  drop_watch (hub, client->node_watch);
  g_object_unref (client->port);
  g_free (client->node_name);
  g_free (client);
  glow_port_hub_unref (hub);
}

/**
 * glow_port_hub_watch_node:
 * @client: a client
 *
 * Watches the node itself, also after it has come back or has become readable. Main
 * thread.
 *
 * Returns: whether it is another watch than before, so that what was counted is void
 */
gboolean
glow_port_hub_watch_node (GlowPortHubClient *client)
{
  const char *devnode = glow_port_get_devnode (client->port);
  int old = client->node_watch;

  if (!devnode)
    return FALSE;
  client->node_watch = inotify_add_watch (client->hub->inotify_fd, devnode, NODE_EVENTS);
  if (client->node_watch == old)
    return FALSE;
  drop_watch (client->hub, old);
  return TRUE;
}

/**
 * glow_port_hub_is_watching:
 * @client: a client
 *
 * Main thread.
 *
 * Returns: whether openings of the node are seen
 */
gboolean
glow_port_hub_is_watching (GlowPortHubClient *client)
{
  return client->node_watch >= 0;
}

static void
look_at (Look *look, GlowProcessTable *table)
{
  const char *devnode = glow_port_get_devnode (look->port);
  gboolean is_held = look->is_busy;
  GlowNodeId id;

  if (!is_held && devnode && look->n_opened > 0 && glow_node_id_read (&id, devnode))
    is_held = look->n_opened > glow_process_table_count_own (table, &id);
  look->problem = glow_port_problem_look_in (look->port, is_held, table);
}

static void
batch_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *looks = data;
  g_autoptr (GlowProcessTable) table = glow_process_table_new (NULL);

  for (guint i = 0; i < looks->len; i++)
    look_at (g_ptr_array_index (looks, i), table);
  g_task_return_boolean (task, TRUE);
}

static void
batch_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GlowPortHub *self = user_data;
  GPtrArray *looks = g_task_get_task_data (G_TASK (result));

  self->is_looking = FALSE;
  for (guint i = 0; i < looks->len; i++) {
    Look *look = g_ptr_array_index (looks, i);
    g_autoptr (GObject) monitor = g_weak_ref_get (&look->monitor);

    if (monitor)
      look->funcs->looked (monitor, look->problem);
  }
  if (self->queue->len > 0)
    start_batch (self);
  glow_port_hub_unref (self);
}

static void
start_batch (GlowPortHub *self)
{
  GPtrArray *looks = g_ptr_array_new_with_free_func (free_look);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, batch_ready_cb, self);

  while (self->queue->len > 0 && looks->len < MAX_LOOKS)
    g_ptr_array_add (looks, g_ptr_array_steal_index (self->queue, 0));
  self->n_refs++;
  self->is_looking = TRUE;
  g_task_set_source_tag (task, start_batch);
  g_task_set_name (task, "glow-port-look");
  g_task_set_task_data (task, looks, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, batch_thread);
}

static gboolean
batch_cb (gpointer data)
{
  GlowPortHub *self = data;

  self->batch_source = 0;
  if (!self->is_looking && self->queue->len > 0)
    start_batch (self);
  return G_SOURCE_REMOVE;
}

/**
 * glow_port_hub_look:
 * @client: a client; one look of it at a time
 * @n_opened: openings of the node that were seen, our own among them
 * @is_busy: somebody is known to have it
 *
 * Looks in a worker; "looked" follows. What is asked for in one turn of the main loop is
 * looked at together. Main thread.
 */
void
glow_port_hub_look (GlowPortHubClient *client, guint n_opened, gboolean is_busy)
{
  GlowPortHub *self = client->hub;
  Look *look = g_new0 (Look, 1);

  g_weak_ref_init (&look->monitor, client->monitor);
  look->funcs = client->funcs;
  look->port = g_object_ref (client->port);
  look->n_opened = n_opened;
  look->is_busy = is_busy;
  g_ptr_array_add (self->queue, look);
  if (self->batch_source == 0)
    self->batch_source = g_idle_add_full (G_PRIORITY_DEFAULT, batch_cb, self, NULL);
}
