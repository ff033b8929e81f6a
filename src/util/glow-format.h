/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *glow_format_size (guint64 size);
char *glow_format_hex (guint64 value);
gboolean glow_parse_number (const char *text, guint32 *value, GError **error);

G_END_DECLS
