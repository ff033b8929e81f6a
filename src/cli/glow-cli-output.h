/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the command line prints: progress and log on standard error, results on standard
 * output. Main thread. */

#pragma once

#include "glow-flash-job.h"
#include "glow-port-problem.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void glow_cli_output_progress (const GlowProgressState *state);
void glow_cli_output_clear_progress (void);
void glow_cli_output_error (const GError *error);
void glow_cli_output_problem (GlowPort *port, GlowPortProblem *problem);
void glow_cli_output_json (JsonBuilder *builder);

void
glow_cli_output_add_string (JsonBuilder *builder, const char *name, const char *value);
void glow_cli_output_add_int (JsonBuilder *builder, const char *name, gint64 value);
void glow_cli_output_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void glow_cli_output_add_error (JsonBuilder *builder, const GError *error);
void glow_cli_output_add_chip (JsonBuilder *builder, const GlowChipInfo *info);
void glow_cli_output_add_problem (JsonBuilder *builder,
                                  GlowPort *port,
                                  GlowPortProblem *problem);
void glow_cli_output_add_result (JsonBuilder *builder, GlowFlashResult *result);
void glow_cli_output_result (GlowOperation operation, GlowFlashResult *result);

G_END_DECLS
