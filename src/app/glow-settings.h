/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What comes back at the next start. Everything works without it: a program that is not
 * installed has no schema. Main thread. */

#pragma once

#include "glow-file-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *glow_settings_open (void); /* (transfer full) (nullable) */
void glow_settings_load_files (GSettings *settings, GlowFileList *files);
void glow_settings_save_files (GSettings *settings, GlowFileList *files);

G_END_DECLS
