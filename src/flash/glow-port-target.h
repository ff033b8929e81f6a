/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * From a port of the list to what a worker opens. Main thread. */

#pragma once

#include "glow-port-problem.h"
#include "glow-port.h"
#include "glow-target.h"

G_BEGIN_DECLS

GlowTarget *glow_port_target_new (GlowPort *port);
GlowPortProblem *glow_port_target_new_problem (GlowPort *port);
gboolean glow_port_target_is_same_way (GlowPort *a, GlowPort *b);

G_END_DECLS
