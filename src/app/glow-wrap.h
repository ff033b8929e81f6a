/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a line made of parts may break. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *glow_wrap_at_dots (const char *text);
char *glow_wrap_before_sizes (const char *text);

G_END_DECLS
