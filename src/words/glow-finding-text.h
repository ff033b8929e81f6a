/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the check of a plan found, in sentences for people. Any thread. */

#pragma once

#include "glow-flash-map.h"

G_BEGIN_DECLS

char *glow_finding_text_dup_sentence (GlowFlashMap *map, const GlowFinding *finding);
const char *glow_finding_text_get_act (GlowOverride override);      /* (nullable) */
const char *glow_finding_text_get_offset (GlowOffsetSource source); /* (nullable) */

G_END_DECLS
