/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which build of a set is flashed. Any thread. */

#pragma once

#include "glow-firmware-set.h"

G_BEGIN_DECLS

/**
 * GlowBuildChoice:
 * @GLOW_BUILD_NONE: nothing is loaded
 * @GLOW_BUILD_ONE: this build: it is the only one, the chip's, or was chosen
 * @GLOW_BUILD_BY_CHIP: one for each chip; the chip that answers decides
 * @GLOW_BUILD_ASK: several would do, somebody has to choose
 * @GLOW_BUILD_NO_MATCH: none is for this chip
 */
typedef enum {
  GLOW_BUILD_NONE,
  GLOW_BUILD_ONE,
  GLOW_BUILD_BY_CHIP,
  GLOW_BUILD_ASK,
  GLOW_BUILD_NO_MATCH,
} GlowBuildChoice;

GlowBuildChoice glow_build_choice_make (GlowFirmwareSet *set,
                                        const GlowChip *chip,
                                        const char *label,
                                        GlowFirmwareBuild **build);

G_END_DECLS
