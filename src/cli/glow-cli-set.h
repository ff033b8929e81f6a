/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a file, a folder or an address expands to, for programs and for people. Main
 * thread. */

#pragma once

#include "glow-cli-options.h"
#include "glow-firmware-set.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GlowFirmwareSet *glow_cli_set_open (const char *arg, GError **error);
gboolean glow_cli_set_is_plain (GlowFirmwareSet *set);
void glow_cli_set_add (JsonBuilder *builder, GlowFirmwareSet *set, const GlowChip *chip);
void glow_cli_set_print (GlowFirmwareSet *set, const GlowChip *chip);

G_END_DECLS
