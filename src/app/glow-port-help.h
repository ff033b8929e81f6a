/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What keeps this user from a port and the one thing that helps. Main thread. */

#pragma once

#include "glow-port.h"

G_BEGIN_DECLS

typedef struct {
  char *reason;  /* owned: one sentence */
  char *command; /* owned (nullable): for a terminal, when that is what helps */
} GlowPortHelp;

GlowPortHelp *glow_port_help_new (GlowPort *port);
void glow_port_help_free (GlowPortHelp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPortHelp, glow_port_help_free)

G_END_DECLS
