/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One adapter on the fake bus, the port as the list has it, and everything that a program
 * does to its node or its lines. */

#pragma once

#include "glow-fake-port.h"
#include "glow-port-list.h"

G_BEGIN_DECLS

#define PORT_RIG_NODE "/dev/ttyUSB0"

typedef struct {
  /* borrowed */
  GlowFakeBus *bus;

  /* owned */
  GlowFakePort *fake; /* (nullable): unplugged */
  GlowPort *port;

  /* atomic */
  gint n_opened; /* openings and closings of the node by programs under the preload */
  gint n_lines;  /* changes of DTR and RTS */
} PortRig;

void port_rig_set_up (PortRig *self, gconstpointer bus);
void port_rig_tear_down (PortRig *self, gconstpointer bus);
void port_rig_plug (PortRig *self);
void port_rig_unplug (PortRig *self);
void port_rig_find_port (PortRig *self);
char *port_rig_dup_terminal (PortRig *self);
char *port_rig_dup_usb_node (PortRig *self);
char *port_rig_dup_path (PortRig *self, const char *path);
void port_rig_assert_untouched (PortRig *self);

G_END_DECLS
