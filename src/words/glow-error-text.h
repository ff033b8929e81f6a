/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Every error for people: what happened, the most likely reason, one action. Any thread.
 */

#pragma once

#include "glow-error.h"

G_BEGIN_DECLS

/* All translated, never NULL for a GlowError. The details are the engine's own words. */
const char *glow_error_text_get_title (const GError *error); /* "The port is in use" */
const char *
glow_error_text_get_reason (const GError *error); /* "Another program holds it open." */
const char *
glow_error_text_get_action (const GError *error); /* "Close the other program ..." */

G_END_DECLS
