/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whether the board started, on the command line. Main thread. */

#pragma once

#include "glow-flash-plan.h"
#include "glow-flasher.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean glow_cli_boot_parse_time (const char *text, guint *time_s, GError **error);
void glow_cli_boot_print (GlowFlashResult *result);
void glow_cli_boot_add_json (JsonBuilder *builder, GlowFlashResult *result);
gboolean glow_cli_boot_failed (GlowFlashResult *result);

G_END_DECLS
