/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which serial ports there are now, as udev and sysfs tell. Main thread. */

#pragma once

#include "glow-port.h"

#include <libudev.h>

G_BEGIN_DECLS

/**
 * GlowPortScanTimeFunc:
 * @devnode: a node that was found
 *
 * Returns: when it was plugged, see glow_port_get_plugged_us()
 */
typedef gint64 (*GlowPortScanTimeFunc) (const char *devnode, gpointer user_data);

GPtrArray *glow_port_scan (struct udev *udev,
                           gboolean show_all,
                           GlowPortScanTimeFunc get_plugged_us,
                           gpointer user_data);

G_END_DECLS
