/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What keeps a port from being used, before a run and after one that failed. Main
 * thread. */

#pragma once

#include "glow-cli-options.h"
#include "glow-port-problem.h"

G_BEGIN_DECLS

gboolean glow_cli_port_wait (const GlowCliOptions *options, GError **error);
gboolean glow_cli_port_wait_busy (const GlowCliOptions *options,
                                  const GError *reason,
                                  GError **error);
gboolean
glow_cli_port_prepare (const GlowCliOptions *options, GlowPort *port, GError **error);
gboolean glow_cli_port_explain (const GlowCliOptions *options,
                                const GError *error,
                                GlowPort **port,
                                GlowPortProblem **problem);

G_END_DECLS
