/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Text that must not outlive its use: keys and passwords. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void glow_secret_free (char *secret);
void glow_secret_string_free (GString *string);
void glow_secret_bytes_free (GByteArray *bytes);

G_END_DECLS
