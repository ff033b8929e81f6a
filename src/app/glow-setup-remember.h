/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The keyring, only as far as the user asks: whether to keep the keys once the board has
 * them, and to fill in those that are kept. Main thread; a worker waits for the keyring.
 */

#pragma once

#include "glow-setup-values.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_REMEMBER (glow_setup_remember_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupRemember,
                      glow_setup_remember,
                      GLOW,
                      SETUP_REMEMBER,
                      AdwActionRow)

/* Signals: "filled" (GlowSetupValues: the form's, with keys); "problem" (const char
 * *text: a sentence, or NULL). */
void glow_setup_remember_set_values (GlowSetupRemember *self, GlowSetupValues *values);
void glow_setup_remember_store (GlowSetupRemember *self, GlowSetupValues *values);

G_END_DECLS
