/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The commands, one function per kind. Main thread; each runs to its end. */

#pragma once

#include "glow-cli-options.h"
#include "glow-cli.h"

G_BEGIN_DECLS

GlowExit glow_cli_ports (const GlowCliOptions *options);
GlowExit glow_cli_watch (const GlowCliOptions *options);
GlowExit glow_cli_check (const GlowCliOptions *options);
GlowExit glow_cli_inspect (const GlowCliOptions *options);
GlowExit glow_cli_monitor (const GlowCliOptions *options);
GlowExit glow_cli_setup (const GlowCliOptions *options);
GlowExit glow_cli_run (const GlowCliOptions *options);

const GlowChip *glow_cli_find_chip (const GlowCliOptions *options, GError **error);

G_END_DECLS
