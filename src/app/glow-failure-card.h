/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Why a run failed, or the board does not start what was written, and what to do: title,
 * reason, one action, details folded. */

#pragma once

#include "glow-boot-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FAILURE_CARD (glow_failure_card_get_type ())
G_DECLARE_FINAL_TYPE (GlowFailureCard, glow_failure_card, GLOW, FAILURE_CARD, AdwBin)

/* Signals: "repair" (GlowBootRepair): its button was pressed. */
void glow_failure_card_show (GlowFailureCard *self, const GError *error);
void glow_failure_card_show_boot (GlowFailureCard *self, GlowBootReport *report);
void glow_failure_card_set_reportable (GlowFailureCard *self, gboolean reportable);
void glow_failure_card_hide (GlowFailureCard *self);
void glow_failure_card_focus (GlowFailureCard *self);

G_END_DECLS
