/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What setup prints. Main thread but for the two that say so. */

#pragma once

#include "glow-setup-hooks.h"
#include "glow-setup-result.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GlowCliSetupOutcome:
 * @result: (nullable): what is known of the board
 * @networks: (nullable): what it sees
 * @problems: (nullable): what could not be sent
 * @error: (nullable): why it failed
 */
typedef struct {
  GlowSetupResult *result;
  GPtrArray *networks;
  GArray *problems;
  const GError *error;
} GlowCliSetupOutcome;

/* Any thread. */
void glow_cli_setup_output_step (const GlowSetupStep *step, gpointer user_data);
void glow_cli_setup_output_heard (const char *line, gpointer user_data);

void glow_cli_setup_output_text (const GlowCliSetupOutcome *outcome);
void glow_cli_setup_output_json (const GlowCliSetupOutcome *outcome);

G_END_DECLS
