/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The terminal that keys come from: each at once, none of them for us; left as it was
 * found. Main thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GlowCliTerminal GlowCliTerminal;

GlowCliTerminal *glow_cli_terminal_take (int fd);
void glow_cli_terminal_give_back (GlowCliTerminal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowCliTerminal, glow_cli_terminal_give_back)

G_END_DECLS
