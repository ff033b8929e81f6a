/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * /dev has the ttys. /dev/bus/usb/BUS has a node per USB device, also of those without a
 * serial side, and is there in every sandbox that may see /dev. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-dev-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define USB_DIR "/dev/bus/usb"

/* IN_ATTRIB is the change of mode or access list: udev hands a node over after it exists
 */
#define TTY_EVENTS                                                                       \
  (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR)
#define USB_EVENTS (IN_CREATE | IN_DELETE | IN_ONLYDIR)
#define GONE       (IN_DELETE | IN_MOVED_FROM)

struct _GlowDevWatch {
  /* never changed after construction */
  const GlowDevWatchFuncs *funcs;
  gpointer user_data;

  int fd; /* owned */
  guint source;
  int dev_watch;
  int usb_watch;     /* on USB_DIR; -1 while there is none */
  GHashTable *buses; /* owned: watch → number of the bus */
};

void
glow_dev_watch_free (GlowDevWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->buses);
  g_free (self);
}

static void
watch_bus (GlowDevWatch *self, const char *name)
{
  g_autofree char *dir = g_build_filename (USB_DIR, name, NULL);
  int watch = inotify_add_watch (self->fd, dir, USB_EVENTS);

  if (watch >= 0)
    g_hash_table_insert (self->buses, GINT_TO_POINTER (watch),
                         GUINT_TO_POINTER (strtoul (name, NULL, 10)));
}

static void
watch_usb (GlowDevWatch *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self->usb_watch < 0)
    self->usb_watch = inotify_add_watch (self->fd, USB_DIR, USB_EVENTS);
  if (self->usb_watch >= 0)
    dir = g_dir_open (USB_DIR, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)) != NULL)
    watch_bus (self, name);
}

static void
take_dev_event (GlowDevWatch *self, const struct inotify_event *event)
{
  g_autofree char *devnode = NULL;

  /* the first USB controller brings the folder */
  if (self->usb_watch < 0) {
    watch_usb (self);
    if (self->usb_watch >= 0)
      self->funcs->usb_changed (0, 0, FALSE, self->user_data);
  }
  if (!g_str_has_prefix (event->name, "tty"))
    return;
  g_debug ("/dev/%s: 0x%x", event->name, event->mask);
  devnode = g_strconcat ("/dev/", event->name, NULL);
  self->funcs->tty_changed (devnode, (event->mask & GONE) != 0, self->user_data);
}

static void
take_usb_event (GlowDevWatch *self, const struct inotify_event *event)
{
  gpointer bus;
  gboolean is_known =
    g_hash_table_lookup_extended (self->buses, GINT_TO_POINTER (event->wd), NULL, &bus);

  g_debug ("USB node %s: 0x%x", event->name, event->mask);
  if (is_known)
    self->funcs->usb_changed (GPOINTER_TO_UINT (bus),
                              (guint) strtoul (event->name, NULL, 10),
                              (event->mask & GONE) != 0, self->user_data);
  else
    self->funcs->usb_changed (0, 0, FALSE, self->user_data);
}

static void
take_event (GlowDevWatch *self, const struct inotify_event *event)
{
  if (event->mask & IN_Q_OVERFLOW) {
    watch_usb (self);
    self->funcs->usb_changed (0, 0, FALSE, self->user_data);
  } else if (event->mask & IN_IGNORED) {
    /* the folder went; its number may be given to another one */
    g_hash_table_remove (self->buses, GINT_TO_POINTER (event->wd));
    if (event->wd == self->usb_watch)
      self->usb_watch = -1;
  } else if (event->len == 0) {
    return;
  } else if (event->wd == self->dev_watch) {
    take_dev_event (self, event);
  } else {
    /* a controller that was plugged in, with whatever hangs on it already */
    if (event->wd == self->usb_watch && (event->mask & IN_CREATE))
      watch_bus (self, event->name);
    take_usb_event (self, event);
  }
}

static gboolean
inotify_cb (int fd, GIOCondition condition, gpointer data)
{
  GlowDevWatch *self = data;
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

/**
 * glow_dev_watch_new:
 * @funcs: what to call, on the main thread
 * @user_data: for @funcs
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the watch; %NULL with errno set when /dev can't be
 * watched
 */
GlowDevWatch *
glow_dev_watch_new (const GlowDevWatchFuncs *funcs, gpointer user_data)
{
  GlowDevWatch *self = g_new0 (GlowDevWatch, 1);

  self->funcs = funcs;
  self->user_data = user_data;
  self->buses = g_hash_table_new (NULL, NULL);
  self->usb_watch = -1;
  self->dev_watch = -1;
  self->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->fd >= 0)
    self->dev_watch = inotify_add_watch (self->fd, "/dev", TTY_EVENTS);
  if (self->dev_watch < 0) {
    int saved_errno = errno;

    glow_dev_watch_free (self);
    errno = saved_errno;
    return NULL;
  }
  watch_usb (self);
  self->source = g_unix_fd_add (self->fd, G_IO_IN, inotify_cb, self);
  return self;
}
