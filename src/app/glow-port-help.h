/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The one thing a button can do about what keeps a port from being used. Main thread. */

#pragma once

#include "glow-port-problem.h"

G_BEGIN_DECLS

/**
 * GlowPortHelp:
 * @GLOW_PORT_HELP_NONE: nothing is wrong
 * @GLOW_PORT_HELP_WAIT: ask the board for its chip as soon as the port is let go
 * @GLOW_PORT_HELP_EXPLAIN: show what to type or to save
 * @GLOW_PORT_HELP_LINK_CHECK: look where between USB and bootloader it ends
 * @GLOW_PORT_HELP_FIND: look for the board on the bus
 */
typedef enum {
  GLOW_PORT_HELP_NONE,
  GLOW_PORT_HELP_WAIT,
  GLOW_PORT_HELP_EXPLAIN,
  GLOW_PORT_HELP_LINK_CHECK,
  GLOW_PORT_HELP_FIND,
} GlowPortHelp;

GlowPortHelp glow_port_help_for (GlowPortProblem *problem); /* (nullable) */
char *glow_port_help_dup_text (GlowPortProblem *problem);
const char *glow_port_help_get_label (GlowPortProblem *problem);
const char *glow_port_help_get_icon_name (GlowPortProblem *problem); /* (nullable) */

G_END_DECLS
