/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The files of flash and verify, and those that help a read. Main thread. */

#pragma once

#include "glow-cli-options.h"

G_BEGIN_DECLS

gboolean
glow_cli_files_add (const GlowCliOptions *options, GlowFlashPlan *plan, GError **error);

gboolean glow_cli_files_add_known (const GlowCliOptions *options,
                                   GlowFlashPlan *plan,
                                   GError **error);

G_END_DECLS
