/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-port-event.h"
#include "glow-port.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_TYPE_PORT_LIST (glow_port_list_get_type ())
G_DECLARE_FINAL_TYPE (GlowPortList, glow_port_list, GLOW, PORT_LIST, GObject)

/**
 * GlowPortBackEnds:
 * @GLOW_PORT_BACK_END_UDEV: events of udev; they don't reach every sandbox
 * @GLOW_PORT_BACK_END_DEV: a watch on /dev
 *
 * What tells a list that it is time to look. Without any, and where a watch can't be had,
 * it looks every two seconds.
 */
typedef enum {
  GLOW_PORT_BACK_END_UDEV = 1 << 0,
  GLOW_PORT_BACK_END_DEV = 1 << 1,
  GLOW_PORT_BACK_ENDS_ALL = GLOW_PORT_BACK_END_UDEV | GLOW_PORT_BACK_END_DEV,
} GlowPortBackEnds;

/* A GListModel of GlowPort, newest plugged first. Main thread.
 *
 * A GlowPort can't change: one that did is another object in the same update. What stays
 * is its row (glow_port_get_row()), also for a board that comes back under another node
 * or in another socket. What went is not in the model; its row is remembered.
 *
 * Signal "happened": glow_port_list_get_news() may have another answer. */
GlowPortList *glow_port_list_new (void);
GlowPortList *glow_port_list_new_with (GlowPortBackEnds back_ends);
void glow_port_list_set_show_all (GlowPortList *self,
                                  gboolean show_all); /* legacy ttyS too */
gboolean glow_port_list_get_show_all (GlowPortList *self);
GlowPort *glow_port_list_find (GlowPortList *self,
                               const char *devnode); /* (transfer full) (nullable) */
GlowPort *glow_port_list_find_row (GlowPortList *self,
                                   guint row); /* (transfer full) (nullable) */

/* What happened since @since_us (monotonic), for "my board doesn't show up". */
GlowPortNews glow_port_list_get_news (GlowPortList *self,
                                      gint64 since_us,
                                      const GlowPortEvent **event);
guint glow_port_list_get_n_events (GlowPortList *self);
const GlowPortEvent *glow_port_list_get_event (GlowPortList *self,
                                               guint i); /* oldest first */

/* Any thread: looks afresh. */
char *glow_port_find_again (GlowPort *port); /* (transfer full) (nullable) its node now */

G_END_DECLS
