/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Tells that something about the serial ports has changed, from udev's events and from a
 * watch on /dev. What there is then, a scan must tell. Main thread.
 *
 * Signals: "changed" (gboolean settled): look again; not settled means that udev has not
 * finished with the node and its own event may follow. "removed" (const char *devnode): a
 * node went; one of the same name that is found later is a new one. */

#pragma once

#include <glib-object.h>
#include <libudev.h>

G_BEGIN_DECLS

#define GLOW_TYPE_PORT_WATCHER (glow_port_watcher_get_type ())
G_DECLARE_FINAL_TYPE (GlowPortWatcher, glow_port_watcher, GLOW, PORT_WATCHER, GObject)

GlowPortWatcher *glow_port_watcher_new (struct udev *udev);

G_END_DECLS
