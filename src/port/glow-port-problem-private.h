/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-port-problem.h"
#include "glow-process-table.h"

G_BEGIN_DECLS

/* Any thread; for many ports with one table. */
GlowPortProblem *
glow_port_problem_look_in (GlowPort *port, gboolean is_held, GlowProcessTable *table);

G_END_DECLS
