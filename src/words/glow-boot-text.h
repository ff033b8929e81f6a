/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whether a board started, for people: what happened, why, and the one thing to do. Any
 * thread. */

#pragma once

#include "glow-boot-report.h"

G_BEGIN_DECLS

/* All translated. */
const char *glow_boot_text_get_mark (GlowBootVerdict verdict); /* "Booted" */
char *
glow_boot_text_dup_title (const GlowBootReport *report); /* "The board restarts ..." */
char *glow_boot_text_dup_details (const GlowBootReport *report);
char *glow_boot_text_dup_reason (const GlowBootReport *report);
const char *glow_boot_text_get_action (const GlowBootReport *report); /* (nullable) */
const char *
glow_boot_text_get_repair (GlowBootRepair repair); /* (nullable): what a button says */
char *
glow_boot_text_dup_panic (const GlowPanic *panic); /* "Core 0: LoadProhibited ..." */

G_END_DECLS
