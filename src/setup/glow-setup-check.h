/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What can't be sent, told before anything is. Pure, any thread. */

#pragma once

#include "glow-setup-kind.h"

G_BEGIN_DECLS

GArray *glow_setup_check (GlowSetupKind *kind, GlowSetupValues *values);
const char *glow_setup_trouble_to_string (GlowSetupTrouble trouble);
gboolean glow_setup_is_address (const char *text);

G_END_DECLS
