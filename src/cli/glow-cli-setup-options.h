/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the command line says about a board's settings. No key and no password is ever
 * part of it: everybody on the machine can read a command line. Main thread. */

#pragma once

#include "glow-setup-values.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  /* owned, nullable */
  char *values[GLOW_SETUP_N_FIELDS]; /* but for the secrets: files they are in */
  char **commands;
  char *kind;
  char *profile;
  char *save_profile;
  char *profile_after_flash;
  gboolean open;
  gboolean remember;
  gboolean scan;
  gboolean info;
  gboolean fresh;
} GlowCliSetupOptions;

void glow_cli_setup_options_clear (GlowCliSetupOptions *self);
void glow_cli_setup_options_add (GlowCliSetupOptions *self, GOptionContext *context);
GlowSetupValues *glow_cli_setup_options_new_values (const GlowCliSetupOptions *self,
                                                    GError **error);
gboolean glow_cli_setup_options_fill (const GlowCliSetupOptions *self,
                                      GlowSetupValues *values,
                                      GError **error);

G_END_DECLS
