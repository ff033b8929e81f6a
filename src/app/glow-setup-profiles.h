/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The profiles: take one into the form, keep the form as one, remove one. Keys and
 * passwords are never in them. Main thread; the files are read by a worker. */

#pragma once

#include "glow-setup-values.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_PROFILES (glow_setup_profiles_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupProfiles,
                      glow_setup_profiles,
                      GLOW,
                      SETUP_PROFILES,
                      AdwBin)

/* Signal "loaded" (GlowSetupValues). */
void glow_setup_profiles_set_values (GlowSetupProfiles *self, GlowSetupValues *values);

G_END_DECLS
