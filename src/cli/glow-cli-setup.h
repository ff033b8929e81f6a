/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board told its Wi-Fi and settings: everything that can be asked of the user first,
 * then the board. Main thread. */

#pragma once

#include "glow-cli-options.h"
#include "glow-cli.h"

G_BEGIN_DECLS

typedef struct _GlowCliSetup GlowCliSetup;

GlowCliSetup *glow_cli_setup_new (const GlowCliOptions *options, GError **error);
void glow_cli_setup_free (GlowCliSetup *self);
GlowExit glow_cli_setup_run (GlowCliSetup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowCliSetup, glow_cli_setup_free)

G_END_DECLS
