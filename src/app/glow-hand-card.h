/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The card that asks for a hand: a board that does not reset by itself needs its buttons
 * pressed. It stands while the run listens, and goes away by itself. Main thread. */

#pragma once

#include "glow-flasher.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_HAND_CARD (glow_hand_card_get_type ())
G_DECLARE_FINAL_TYPE (GlowHandCard, glow_hand_card, GLOW, HAND_CARD, AdwBin)

void glow_hand_card_update (GlowHandCard *self, const GlowProgressState *state);
void glow_hand_card_hide (GlowHandCard *self);

G_END_DECLS
