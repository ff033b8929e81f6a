/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the monitors of all ports share: one inotify, of which a user may have 128, and
 * one reading of /proc for all that are to be looked at. Lives as long as a monitor does.
 * Main thread. */

#pragma once

#include "glow-port-problem.h"

G_BEGIN_DECLS

typedef struct _GlowPortHub GlowPortHub;
typedef struct _GlowPortHubClient GlowPortHubClient;

/**
 * GlowPortHubFuncs:
 * @folder_changed: the node came, went, or has another mode
 * @node_changed: inotify's events of the node itself: IN_OPEN, IN_CLOSE_*; IN_IGNORED
 * when it is watched no more
 * @lost: events were lost
 * @looked: what a look has found
 *
 * What a client is told; @looked may end any client, the others none.
 */
typedef struct {
  void (*folder_changed) (GObject *monitor, guint32 mask);
  void (*node_changed) (GObject *monitor, guint32 mask);
  void (*lost) (GObject *monitor);
  void (*looked) (GObject *monitor, GlowPortProblem *problem);
} GlowPortHubFuncs;

GlowPortHubClient *
glow_port_hub_join (GObject *monitor, GlowPort *port, const GlowPortHubFuncs *funcs);
void glow_port_hub_leave (GlowPortHubClient *client);
gboolean glow_port_hub_watch_node (GlowPortHubClient *client);
gboolean glow_port_hub_is_watching (GlowPortHubClient *client);
void glow_port_hub_look (GlowPortHubClient *client, guint n_opened, gboolean is_busy);

G_END_DECLS
