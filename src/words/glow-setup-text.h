/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board's Wi-Fi and settings for people. Any thread. */

#pragma once

#include "glow-setup-hooks.h"
#include "glow-setup-problem.h"

G_BEGIN_DECLS

const char *glow_setup_text_get_field (GlowSetupFieldId id); /* "Name of the Wi-Fi" */
char *glow_setup_text_dup_problem (const GlowSetupProblem *problem);
char *glow_setup_text_dup_step (const GlowSetupStep *step);

G_END_DECLS
