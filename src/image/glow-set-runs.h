/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Runs of bytes into parts of a build. For one thread, not the main one. */

#pragma once

#include "glow-byte-runs.h"
#include "glow-firmware-build-private.h"

G_BEGIN_DECLS

gboolean glow_set_runs_add_parts (GlowFirmwareBuild *build,
                                  GlowByteRuns *runs,
                                  const char *name,
                                  GError **error);

G_END_DECLS
