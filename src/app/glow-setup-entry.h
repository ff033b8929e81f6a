/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One field of the form: a row to type in, and one below it for what is wrong. Main
 * thread. */

#pragma once

#include "glow-setup-field.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_ENTRY (glow_setup_entry_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupEntry, glow_setup_entry, GLOW, SETUP_ENTRY, GObject)

/* Signals: "changed"; "activated" (Enter was pressed in it). */
GlowSetupEntry *glow_setup_entry_new (GlowSetupFieldId id);
GlowSetupFieldId glow_setup_entry_get_id (GlowSetupEntry *self);
GtkWidget *glow_setup_entry_get_row (GlowSetupEntry *self);
GtkWidget *glow_setup_entry_get_problem_row (GlowSetupEntry *self);
char *glow_setup_entry_dup_text (GlowSetupEntry *self); /* glow_secret_free() */
void glow_setup_entry_set_text (GlowSetupEntry *self, const char *text);
void glow_setup_entry_set_problem (GlowSetupEntry *self, const char *problem);
void glow_setup_entry_set_shown (GlowSetupEntry *self, gboolean shown);
gboolean glow_setup_entry_is_shown (GlowSetupEntry *self);
void glow_setup_entry_focus (GlowSetupEntry *self);

G_END_DECLS
