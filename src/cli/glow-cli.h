/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * glowplug-cli: the engine without a window. Main thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit codes, documented in glowplug-cli(1). */
typedef enum {
  GLOW_EXIT_OK = 0,
  GLOW_EXIT_FAILED = 1,
  GLOW_EXIT_USAGE = 2,
  GLOW_EXIT_FILE = 3,
  GLOW_EXIT_CHIP = 4,
  GLOW_EXIT_PORT = 5,
  GLOW_EXIT_SILENT = 6,
  GLOW_EXIT_LOADER = 7,
  GLOW_EXIT_VERIFY = 8,
  GLOW_EXIT_NOT_BOOTED = 9,
  GLOW_EXIT_CANCELLED = 130,
} GlowExit;

GlowExit glow_cli_main (int argc, char **argv);
GlowExit glow_cli_exit_for_error (const GError *error);

G_END_DECLS
