/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A window to choose one of the builds of a set: the ones for the chip that is known, and
 * on request the others, with the reason why they are not offered. Main thread. */

#pragma once

#include "glow-file-source.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BUILD_CHOOSER (glow_build_chooser_get_type ())
G_DECLARE_FINAL_TYPE (GlowBuildChooser,
                      glow_build_chooser,
                      GLOW,
                      BUILD_CHOOSER,
                      AdwWindow)

GtkWindow *glow_build_chooser_new (GtkWindow *parent, GlowFileSource *source);

G_END_DECLS
