/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Secrets from a file, from standard input, or from somebody who types them. Main thread,
 * blocking. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *glow_cli_secret_read (const char *path, GError **error);
char *glow_cli_secret_ask (const char *question, GError **error);
gboolean glow_cli_secret_can_ask (void);

G_END_DECLS
