/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The stub images that an esptool somewhere on this computer carries. Any thread; reads
 * folders, so a worker. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *glow_stub_search (const char *root, const char *home, const char *name);

G_END_DECLS
