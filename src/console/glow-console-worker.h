/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The console's thread: has the port from its opening until it is parked, closed or gone.
 */

#pragma once

#include "glow-console-link.h"

G_BEGIN_DECLS

/* What a worker is told once and for all. */
typedef struct {
  GlowConsolePulseFunc pulse; /* (nullable): the lines are left alone */
  guint baud;                 /* bits per second; 0: automatic */
  guint likely_baud;          /* where automatic begins; 0: nothing is known */
  gboolean follow;            /* wait for a port that went away */
} GlowConsoleSetup;

void glow_console_worker_start (GlowConsoleLink *link,
                                GlowTarget *target,
                                const GlowConsoleSetup *setup,
                                GlowRedactor *redactor);

G_END_DECLS
