/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One port as "ports" tells it. Main thread. */

#pragma once

#include "glow-port-list.h"
#include "glow-port-problem.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *glow_cli_port_dup_line (GlowPort *port, GlowPortProblem *problem);
void
glow_cli_port_add_json (JsonBuilder *builder, GlowPort *port, GlowPortProblem *problem);

/* What happened on USB; NULL for what the list of ports shows by itself. */
char *glow_cli_port_dup_event_line (const GlowPortEvent *event);
const char *glow_cli_port_get_event_nick (const GlowPortEvent *event);

G_END_DECLS
