/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whether we see the system through a sandbox: groups have no names there and other
 * programs can't be seen. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean glow_sandbox_is_inside (void);

G_END_DECLS
