/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which module of the kernel drives a USB serial device, and whether this system has it.
 * Any thread. */

#pragma once

#include "glow-port-problem.h"

G_BEGIN_DECLS

const char *glow_kernel_module_for_device (guint16 vid, guint16 pid, gboolean is_cdc);
gboolean glow_kernel_module_is_serial (const char *driver);
GlowPortModuleState glow_kernel_module_get_state (const char *modules_dir,
                                                  const char *module);
GlowPortModuleState glow_kernel_module_get_system_state (const char *module);

G_END_DECLS
