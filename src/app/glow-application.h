/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The program: one instance, its options, its actions, and the boards all windows see.
 * Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_APPLICATION (glow_application_get_type ())
G_DECLARE_FINAL_TYPE (GlowApplication,
                      glow_application,
                      GLOW,
                      APPLICATION,
                      AdwApplication)

GlowApplication *glow_application_new (void);
int glow_application_run (GlowApplication *self, int argc, char **argv);

G_END_DECLS
