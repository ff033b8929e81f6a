/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Follows what keeps one port from being used. It never opens the port; it looks in a
 * worker whenever the node changes or somebody opens or closes it. Main thread.
 *
 * Property: "problem" (GlowPortProblem, nullable): NULL before the first look; notified
 * only when it has become another one. */

#pragma once

#include "glow-port-problem.h"

G_BEGIN_DECLS

#define GLOW_TYPE_PORT_MONITOR (glow_port_monitor_get_type ())
G_DECLARE_FINAL_TYPE (GlowPortMonitor, glow_port_monitor, GLOW, PORT_MONITOR, GObject)

GlowPortMonitor *glow_port_monitor_new (GlowPort *port);
GlowPortMonitor *glow_port_monitor_new_busy (GlowPort *port);
GlowPort *glow_port_monitor_get_port (GlowPortMonitor *self);
GlowPortProblem *glow_port_monitor_get_problem (GlowPortMonitor *self); /* (nullable) */
gboolean glow_port_monitor_is_ready (GlowPortMonitor *self);
void glow_port_monitor_look_now (GlowPortMonitor *self);
void glow_port_monitor_note_busy (GlowPortMonitor *self);

G_END_DECLS
