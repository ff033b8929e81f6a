/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a kind of firmware can be told, to be filled in. Every value is checked as it is
 * typed. Main thread. */

#pragma once

#include "glow-setup-kind.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_FORM (glow_setup_form_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupForm, glow_setup_form, GLOW, SETUP_FORM, AdwBin)

/* Signals: "changed"; "activated" (Enter); "scan" (look for networks);
 * "keyring-problem" (const char *sentence). */
void glow_setup_form_set_kind (GlowSetupForm *self,
                               GlowSetupKind *kind,
                               GlowSetupKind *improv); /* (nullable) */
GlowSetupValues *glow_setup_form_get_values (GlowSetupForm *self);
void glow_setup_form_set_values (GlowSetupForm *self, GlowSetupValues *values);
const char *glow_setup_form_get_missing (GlowSetupForm *self); /* (nullable) */
void glow_setup_form_focus (GlowSetupForm *self, GlowSetupFieldId id);
void glow_setup_form_remember (GlowSetupForm *self, GlowSetupValues *values);

void glow_setup_form_set_scanning (GlowSetupForm *self, gboolean scanning);
void glow_setup_form_set_networks (GlowSetupForm *self, GPtrArray *networks);
void glow_setup_form_set_scan_problem (GlowSetupForm *self, const char *problem);

G_END_DECLS
