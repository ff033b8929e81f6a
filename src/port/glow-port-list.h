/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-port.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_TYPE_PORT_LIST (glow_port_list_get_type ())
G_DECLARE_FINAL_TYPE (GlowPortList, glow_port_list, GLOW, PORT_LIST, GObject)

/* A GListModel of GlowPort, newest plugged first. Main thread. */
GlowPortList *glow_port_list_new (void);
void glow_port_list_set_show_all (GlowPortList *self,
                                  gboolean show_all); /* legacy ttyS too */
gboolean glow_port_list_get_show_all (GlowPortList *self);
GlowPort *glow_port_list_find (GlowPortList *self,
                               const char *devnode); /* (transfer full) (nullable) */

/* Any thread: looks afresh. */
char *glow_port_find_again (GlowPort *port); /* (transfer full) (nullable) its node now */

G_END_DECLS
