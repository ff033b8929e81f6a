/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Values kept under a name, without the secrets. They read and write files: not on the
 * main thread of the window. */

#pragma once

#include "glow-setup-values.h"

#include <gio/gio.h>

G_BEGIN_DECLS

char *glow_setup_profile_dup_dir (void);
gboolean glow_setup_profile_save (const char *dir,
                                  const char *name,
                                  GlowSetupValues *values,
                                  GError **error);
GlowSetupValues *
glow_setup_profile_load (const char *dir, const char *name, GError **error);
gboolean glow_setup_profile_remove (const char *dir, const char *name, GError **error);
char **glow_setup_profile_list (const char *dir);

G_END_DECLS
