/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Tells that something about the serial ports has changed. What there is then, a scan
 * must tell. Two back ends: udev's events, and a watch on /dev with the USB nodes below
 * it. Main thread.
 *
 * Signals:
 * "changed": look again.
 * "removed" (const char *devnode): a node went; one of the same name that is found later
 * is a new one.
 * "settled" (const char *devnode): udev has handed a node over.
 * "device-removed" (guint bus, guint device, guint vid, guint pid): a USB device went;
 * the ids are 0 when the event did not say them. */

#pragma once

#include "glow-port-list.h"

G_BEGIN_DECLS

#define GLOW_TYPE_PORT_WATCHER (glow_port_watcher_get_type ())
G_DECLARE_FINAL_TYPE (GlowPortWatcher, glow_port_watcher, GLOW, PORT_WATCHER, GObject)

GlowPortWatcher *glow_port_watcher_new (GlowPortBackEnds back_ends);

G_END_DECLS
