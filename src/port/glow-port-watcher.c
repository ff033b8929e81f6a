/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * udev's events say when a node has its group and mode, and name what went. They don't
 * reach every sandbox, and a later change of the mode (somebody adds a rule, or chmods)
 * makes none. The watch on /dev sees the node sooner and sees every change, and is all
 * there is where udev is silent, so both are always on. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-watcher.h"

#include "glow-dev-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <libudev.h>
#include <stdlib.h>

/* Seconds between two looks where /dev can't be watched; linux-desktop.md 1.5 */
#define POLL_S 2

struct _GlowPortWatcher {
  GObject parent_instance;

  /* owned */
  struct udev *udev;
  struct udev_monitor *monitor; /* NULL: udev can't be reached, or is not wanted */
  GlowDevWatch *dev_watch;      /* NULL: no watch could be had, or is not wanted */
  guint monitor_source;
  guint poll_source;
};

G_DEFINE_FINAL_TYPE (GlowPortWatcher, glow_port_watcher, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  SIGNAL_SETTLED,
  SIGNAL_DEVICE_REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
glow_port_watcher_finalize (GObject *object)
{
  GlowPortWatcher *self = GLOW_PORT_WATCHER (object);

  g_clear_handle_id (&self->monitor_source, g_source_remove);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_pointer (&self->dev_watch, glow_dev_watch_free);
  g_clear_pointer (&self->monitor, udev_monitor_unref);
  g_clear_pointer (&self->udev, udev_unref);
  G_OBJECT_CLASS (glow_port_watcher_parent_class)->finalize (object);
}

static void
glow_port_watcher_class_init (GlowPortWatcherClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = glow_port_watcher_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DEVICE_REMOVED] =
    g_signal_new ("device-removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);
}

static void
glow_port_watcher_init (GlowPortWatcher *self)
{
}

static guint
get_number (struct udev_device *device, const char *property)
{
  const char *text = udev_device_get_property_value (device, property);

  return text ? (guint) strtoul (text, NULL, 10) : 0;
}

/* "10c4/ea60/100", hexadecimal: vendor, product, release */
static void
read_product (struct udev_device *device, guint *vid, guint *pid)
{
  const char *text = udev_device_get_property_value (device, "PRODUCT");
  char *end = NULL;

  *vid = text ? (guint) strtoul (text, &end, 16) : 0;
  *pid = text && *end == '/' ? (guint) strtoul (end + 1, NULL, 16) : 0;
}

/* Only the event itself still knows the device: sysfs has forgotten it, and asked for a
 * parent libudev would answer with the hub. */
static void
take_remove (GlowPortWatcher *self, struct udev_device *device)
{
  const char *devnode = udev_device_get_property_value (device, "DEVNAME");
  const char *subsystem = udev_device_get_property_value (device, "SUBSYSTEM");
  guint vid;
  guint pid;

  if (g_strcmp0 (subsystem, "tty") == 0 && devnode)
    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, devnode);
  if (g_strcmp0 (subsystem, "usb") != 0)
    return;
  read_product (device, &vid, &pid);
  g_signal_emit (self, signals[SIGNAL_DEVICE_REMOVED], 0, get_number (device, "BUSNUM"),
                 get_number (device, "DEVNUM"), vid, pid);
}

static void
take_event (GlowPortWatcher *self, struct udev_device *device)
{
  const char *action = udev_device_get_action (device);
  const char *devnode = udev_device_get_devnode (device);

  g_debug ("udev: %s %s", action, udev_device_get_syspath (device));
  if (g_strcmp0 (action, "remove") == 0)
    take_remove (self, device);
  else if (devnode && g_strcmp0 (udev_device_get_subsystem (device), "tty") == 0)
    g_signal_emit (self, signals[SIGNAL_SETTLED], 0, devnode);
}

/* NULL is no error: what was filtered out wakes us as well. Nor is it the end after an
 * overflow: events were lost, for which the scan makes up, and more may be waiting. */
static gboolean
monitor_cb (int fd, GIOCondition condition, gpointer data)
{
  GlowPortWatcher *self = data;
  struct udev_device *device;

  do {
    errno = 0;
    device = udev_monitor_receive_device (self->monitor);
    if (device) {
      take_event (self, device);
      udev_device_unref (device);
    } else if (errno == ENOBUFS) {
      g_debug ("udev: events were lost");
    }
  } while (device || errno == ENOBUFS);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

static gboolean
start_monitor (GlowPortWatcher *self)
{
  /* "udev", not "kernel": those come before the node has its permissions */
  self->udev = udev_new ();
  self->monitor = udev_monitor_new_from_netlink (self->udev, "udev");
  if (!self->monitor ||
      udev_monitor_filter_add_match_subsystem_devtype (self->monitor, "tty", NULL) < 0 ||
      udev_monitor_filter_add_match_subsystem_devtype (self->monitor, "usb",
                                                       "usb_device") < 0 ||
      udev_monitor_enable_receiving (self->monitor) < 0)
    return FALSE;
  self->monitor_source =
    g_unix_fd_add (udev_monitor_get_fd (self->monitor), G_IO_IN, monitor_cb, self);
  return TRUE;
}

static void
tty_changed_cb (const char *devnode, gboolean removed, gpointer user_data)
{
  GlowPortWatcher *self = user_data;

  if (removed)
    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, devnode);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
usb_changed_cb (guint bus, guint device, gboolean removed, gpointer user_data)
{
  GlowPortWatcher *self = user_data;

  if (removed)
    g_signal_emit (self, signals[SIGNAL_DEVICE_REMOVED], 0, bus, device, 0u, 0u);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
poll_cb (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

/**
 * glow_port_watcher_new:
 * @back_ends: what to go by
 *
 * Starts to watch; scan after this, so that nothing falls between. Where nothing can be
 * watched it says "changed" every two seconds. Main thread.
 *
 * Returns: (transfer full): the watcher
 */
GlowPortWatcher *
glow_port_watcher_new (GlowPortBackEnds back_ends)
{
  static const GlowDevWatchFuncs funcs = {
    .tty_changed = tty_changed_cb,
    .usb_changed = usb_changed_cb,
  };
  GlowPortWatcher *self = g_object_new (GLOW_TYPE_PORT_WATCHER, NULL);
  gboolean has_udev = (back_ends & GLOW_PORT_BACK_END_UDEV) && start_monitor (self);

  if ((back_ends & GLOW_PORT_BACK_END_UDEV) && !has_udev)
    g_message ("no events from udev, ports are found by a watch on /dev");
  if (back_ends & GLOW_PORT_BACK_END_DEV)
    self->dev_watch = glow_dev_watch_new (&funcs, self);
  if ((back_ends & GLOW_PORT_BACK_END_DEV) && !self->dev_watch)
    g_message ("can't watch /dev: %s", g_strerror (errno));
  /* udev alone is no replacement: nobody can tell whether it is silent */
  if (!self->dev_watch && (!has_udev || (back_ends & GLOW_PORT_BACK_END_DEV)))
    self->poll_source = g_timeout_add_seconds (POLL_S, poll_cb, self);
  return self;
}
