/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whether this system has a module of the kernel, and which of them make serial ports.
 * Any thread. */

#pragma once

#include "glow-port-problem.h"

G_BEGIN_DECLS

gboolean glow_kernel_module_is_serial (const char *driver);
GlowPortModuleState glow_kernel_module_get_state (const char *modules_dir,
                                                  const char *module);
GlowPortModuleState glow_kernel_module_get_system_state (const char *module);

G_END_DECLS
