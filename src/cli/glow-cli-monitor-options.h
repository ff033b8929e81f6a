/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The options that only "monitor" has. Main thread. */

#pragma once

#include "glow-cli-options.h"

G_BEGIN_DECLS

GOptionGroup *glow_cli_monitor_new_group (GlowCliMonitorOptions *self);
void glow_cli_monitor_options_clear (GlowCliMonitorOptions *self);
const char *glow_cli_monitor_get_line_end (const GlowCliMonitorOptions *self,
                                           GError **error);

G_END_DECLS
