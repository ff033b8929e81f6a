/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a set is and which of its builds is to be flashed, in sentences. Any thread. */

#pragma once

#include "glow-firmware-set.h"

G_BEGIN_DECLS

char *glow_build_text_dup_heading (GlowFirmwareSet *set,
                                   GlowFirmwareBuild *build,
                                   const GlowChip *chip);
char *glow_build_text_dup_hidden (guint n_hidden, const GlowChip *chip);
char *glow_build_text_dup_ask (GlowFirmwareSet *set, const GlowChip *chip);
char *glow_build_text_dup_no_match (GlowFirmwareSet *set, const GlowChip *chip);
char *glow_build_text_dup_reason (GlowFirmwareBuild *build, const GlowChip *chip);
char *glow_build_text_dup_problem (GlowFirmwareBuild *build); /* (nullable) */
char *glow_build_text_dup_files (GlowFirmwareBuild *build);

G_END_DECLS
