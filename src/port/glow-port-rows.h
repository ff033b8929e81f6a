/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which board is which from one scan to the next, and what is to be shown of each. Knows
 * no clock and no system: it is told the time and what was found. Main thread. */

#pragma once

#include "glow-port-scan.h"
#include "glow-port.h"

G_BEGIN_DECLS

typedef struct _GlowPortRows GlowPortRows;

/* Main thread, as all of it. */
GlowPortRows *glow_port_rows_new (void);
void glow_port_rows_free (GlowPortRows *self);

/* What events told between two scans. */
void glow_port_rows_set_removed (GlowPortRows *self, const char *devnode);
void glow_port_rows_set_settled (GlowPortRows *self, const char *devnode);

gint64 glow_port_rows_update (GlowPortRows *self, GPtrArray *found, gint64 now_us);
GPtrArray *glow_port_rows_get_ports (GlowPortRows *self, gboolean show_all);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPortRows, glow_port_rows_free)

G_END_DECLS
