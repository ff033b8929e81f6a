/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Follows the nodes of ttys and of USB devices by inotify. Main thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GlowDevWatch GlowDevWatch;

/**
 * GlowDevWatchFuncs:
 * @tty_changed: a node came, went or has another mode; %NULL @devnode is never given
 * @usb_changed: a USB device came or went; 0 and 0 when it is not known which
 */
typedef struct {
  void (*tty_changed) (const char *devnode, gboolean removed, gpointer user_data);
  void (*usb_changed) (guint bus, guint device, gboolean removed, gpointer user_data);
} GlowDevWatchFuncs;

/* Main thread, as all of it. */
GlowDevWatch *glow_dev_watch_new (const GlowDevWatchFuncs *funcs, gpointer user_data);
void glow_dev_watch_free (GlowDevWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowDevWatch, glow_dev_watch_free)

G_END_DECLS
