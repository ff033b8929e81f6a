/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What came and went on USB, from one scan to the next. Knows no clock and no system: it
 * is told the time and what was found. Main thread. */

#pragma once

#include "glow-port-event.h"
#include "glow-port-scan.h"

G_BEGIN_DECLS

typedef struct _GlowPortHistory GlowPortHistory;

/* Main thread, as all of it. */
GlowPortHistory *glow_port_history_new (void);
void glow_port_history_free (GlowPortHistory *self);

gboolean glow_port_history_add_fallen (GlowPortHistory *self,
                                       guint bus,
                                       guint device,
                                       guint16 vid,
                                       guint16 pid,
                                       gint64 now_us);
gint64 glow_port_history_update (GlowPortHistory *self, GPtrArray *found, gint64 now_us);

guint glow_port_history_get_last_id (GlowPortHistory *self);
guint glow_port_history_get_n_events (GlowPortHistory *self);
const GlowPortEvent *glow_port_history_get_event (GlowPortHistory *self, guint i);
GlowPortNews glow_port_history_get_news (GlowPortHistory *self,
                                         gint64 since_us,
                                         const GlowPortEvent **event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPortHistory, glow_port_history_free)

G_END_DECLS
