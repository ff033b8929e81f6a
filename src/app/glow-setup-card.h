/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The next step after firmware was written that takes settings. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_CARD (glow_setup_card_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupCard, glow_setup_card, GLOW, SETUP_CARD, AdwBin)

void glow_setup_card_offer (GlowSetupCard *self, const char *firmware);
void glow_setup_card_hide (GlowSetupCard *self);

G_END_DECLS
