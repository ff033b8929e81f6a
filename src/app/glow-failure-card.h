/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Why a run failed and what to do: title, reason, one action, details folded. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FAILURE_CARD (glow_failure_card_get_type ())
G_DECLARE_FINAL_TYPE (GlowFailureCard, glow_failure_card, GLOW, FAILURE_CARD, AdwBin)

void glow_failure_card_show (GlowFailureCard *self, const GError *error);
void glow_failure_card_hide (GlowFailureCard *self);
void glow_failure_card_focus (GlowFailureCard *self);

G_END_DECLS
