/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * udev's events are the better ones: they come when the node has its group and mode. They
 * don't reach every sandbox, and a later change of the mode (somebody adds a rule, or
 * chmods) makes none. The watch on /dev sees both. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-watcher.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdalign.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

struct _GlowPortWatcher {
  GObject parent_instance;

  /* owned */
  struct udev_monitor *monitor; /* NULL: udev can't be reached */
  guint monitor_source;
  int inotify_fd; /* -1: no watch could be had */
  guint inotify_source;
};

G_DEFINE_FINAL_TYPE (GlowPortWatcher, glow_port_watcher, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
glow_port_watcher_finalize (GObject *object)
{
  GlowPortWatcher *self = GLOW_PORT_WATCHER (object);

  g_clear_handle_id (&self->monitor_source, g_source_remove);
  g_clear_handle_id (&self->inotify_source, g_source_remove);
  g_clear_pointer (&self->monitor, udev_monitor_unref);
  if (self->inotify_fd >= 0)
    close (self->inotify_fd);
  G_OBJECT_CLASS (glow_port_watcher_parent_class)->finalize (object);
}

static void
glow_port_watcher_class_init (GlowPortWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_port_watcher_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
glow_port_watcher_init (GlowPortWatcher *self)
{
  self->inotify_fd = -1;
}

/* At a "remove" only the event itself still knows the device; sysfs has forgotten it. */
static void
take_event (GlowPortWatcher *self, struct udev_device *device)
{
  const char *action = udev_device_get_action (device);
  const char *devnode = udev_device_get_devnode (device);

  g_debug ("udev: %s %s", action, udev_device_get_syspath (device));
  if (g_strcmp0 (action, "remove") == 0 && devnode &&
      g_strcmp0 (udev_device_get_subsystem (device), "tty") == 0)
    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, devnode);
}

static gboolean
monitor_cb (int fd, GIOCondition condition, gpointer data)
{
  GlowPortWatcher *self = data;
  struct udev_device *device;

  /* NULL is no end but for now: events that were filtered out wake us as well, and when
   * the queue has overflowed (ENOBUFS) the scan that follows makes up for the lost ones
   */
  while ((device = udev_monitor_receive_device (self->monitor)) != NULL) {
    take_event (self, device);
    udev_device_unref (device);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, TRUE);
  return G_SOURCE_CONTINUE;
}

static gboolean
start_monitor (GlowPortWatcher *self, struct udev *udev)
{
  /* "udev", not "kernel": those come before the node has its permissions */
  self->monitor = udev_monitor_new_from_netlink (udev, "udev");
  return self->monitor &&
         udev_monitor_filter_add_match_subsystem_devtype (self->monitor, "tty", NULL) >=
           0 &&
         udev_monitor_filter_add_match_subsystem_devtype (self->monitor, "usb",
                                                          "usb_device") >= 0 &&
         udev_monitor_enable_receiving (self->monitor) >= 0;
}

static void
take_watch_event (GlowPortWatcher *self, const struct inotify_event *event)
{
  if (event->mask & IN_Q_OVERFLOW) {
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, TRUE);
    return;
  }
  if (event->len == 0 || !g_str_has_prefix (event->name, "tty"))
    return;
  g_debug ("/dev/%s: 0x%x", event->name, event->mask);
  if (event->mask & IN_DELETE) {
    g_autofree char *devnode = g_strconcat ("/dev/", event->name, NULL);

    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, devnode);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, (event->mask & IN_CREATE) == 0);
}

static gboolean
inotify_cb (int fd, GIOCondition condition, gpointer data)
{
  GlowPortWatcher *self = data;
  alignas (struct inotify_event) char buf[4096];
  gssize len = read (fd, buf, sizeof buf);
  gssize at = 0;

  while (at < len) {
    const struct inotify_event *event = (gconstpointer) (buf + at);

    take_watch_event (self, event);
    at += (gssize) (sizeof *event + event->len);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
start_watch (GlowPortWatcher *self)
{
  self->inotify_fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  return self->inotify_fd >= 0 &&
         inotify_add_watch (self->inotify_fd, "/dev",
                            IN_CREATE | IN_ATTRIB | IN_DELETE | IN_ONLYDIR) >= 0;
}

/**
 * glow_port_watcher_new:
 * @udev: the context
 *
 * Starts to watch; scan after this, so that nothing falls between. Main thread.
 *
 * Returns: (transfer full): the watcher
 */
GlowPortWatcher *
glow_port_watcher_new (struct udev *udev)
{
  GlowPortWatcher *self = g_object_new (GLOW_TYPE_PORT_WATCHER, NULL);

  if (start_monitor (self, udev))
    self->monitor_source =
      g_unix_fd_add (udev_monitor_get_fd (self->monitor), G_IO_IN, monitor_cb, self);
  else
    g_message ("no events from udev, ports are found by a watch on /dev");
  if (start_watch (self))
    self->inotify_source = g_unix_fd_add (self->inotify_fd, G_IO_IN, inotify_cb, self);
  else
    g_message ("can't watch /dev: %s", g_strerror (errno));
  return self;
}
