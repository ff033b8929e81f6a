/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * When a line came, as a console shows it before the line. Pure, any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *glow_console_dup_time (gint64 time_us);

G_END_DECLS
