/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-sandbox.h"

/**
 * glow_sandbox_is_inside:
 *
 * Returns: whether this is a Flatpak or a container (linux-desktop.md 1.3). A snap hides
 * neither groups nor programs, and its variables leak into whatever it starts.
 */
gboolean
glow_sandbox_is_inside (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ||
         g_file_test ("/run/host/container-manager", G_FILE_TEST_EXISTS);
}
