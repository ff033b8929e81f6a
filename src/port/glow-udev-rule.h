/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The rule for udev that lets whoever sits at the machine open one kind of adapter. Text
 * only: nothing is ever installed by us. Any thread. */

#pragma once

#include "glow-port.h"

G_BEGIN_DECLS

char *glow_udev_rule_for_port (GlowPort *port);
char *glow_udev_rule_dup_file_name (GlowPort *port);
char *glow_udev_rule_dup_install_command (GlowPort *port, const char *saved_path);

G_END_DECLS
