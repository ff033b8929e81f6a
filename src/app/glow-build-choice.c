/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-build-choice.h"

/* Many builds for one chip: there is one to start with, the others are updates of it or
 * can't be flashed. */
static gboolean
is_better (GlowFirmwareBuild *build, GlowFirmwareBuild *other)
{
  gboolean sound = glow_firmware_build_get_problem (build) == NULL;
  gboolean other_sound = glow_firmware_build_get_problem (other) == NULL;

  if (sound != other_sound)
    return sound;
  return glow_firmware_build_is_whole (build) && !glow_firmware_build_is_whole (other);
}

static gboolean
has_each_chip_once (GlowFirmwareSet *set)
{
  for (guint i = 0; i < glow_firmware_set_get_n_builds (set); i++) {
    const GlowChip *chip =
      glow_firmware_build_get_chip (glow_firmware_set_get_build (set, i));

    if (chip == NULL)
      return FALSE;
    for (guint k = 0; k < i; k++) {
      if (glow_firmware_build_get_chip (glow_firmware_set_get_build (set, k)) == chip)
        return FALSE;
    }
  }
  return TRUE;
}

static GlowFirmwareBuild *
find_label (GlowFirmwareSet *set, const char *label)
{
  for (guint i = 0; label && i < glow_firmware_set_get_n_builds (set); i++) {
    GlowFirmwareBuild *build = glow_firmware_set_get_build (set, i);

    if (g_str_equal (glow_firmware_build_get_label (build), label))
      return build;
  }
  return NULL;
}

static GlowBuildChoice
decide_by_chip (GlowFirmwareSet *set, const GlowChip *chip, GlowFirmwareBuild **build)
{
  g_autoptr (GPtrArray) fits = glow_firmware_set_match (set, chip, NULL);

  if (fits->len == 0)
    return GLOW_BUILD_NO_MATCH;
  if (chip == NULL && fits->len > 1)
    return has_each_chip_once (set) ? GLOW_BUILD_BY_CHIP : GLOW_BUILD_ASK;
  *build = g_ptr_array_index (fits, 0);
  if (fits->len > 1 && !is_better (*build, g_ptr_array_index (fits, 1))) {
    *build = NULL;
    return GLOW_BUILD_ASK;
  }
  return GLOW_BUILD_ONE;
}

/**
 * glow_build_choice_make:
 * @set: (nullable): what was loaded
 * @chip: (nullable): the one that is known
 * @label: (nullable): of the build that somebody chose
 * @build: (out) (transfer none) (nullable): the build to be flashed
 *
 * Returns: how the build is decided upon; %GLOW_BUILD_ONE if it is
 */
GlowBuildChoice
glow_build_choice_make (GlowFirmwareSet *set,
                        const GlowChip *chip,
                        const char *label,
                        GlowFirmwareBuild **build)
{
  *build = NULL;
  if (set == NULL || glow_firmware_set_get_n_builds (set) == 0)
    return GLOW_BUILD_NONE;
  /* whatever the chip: what does not fit is then refused in its row */
  if (glow_firmware_set_get_n_builds (set) == 1)
    *build = glow_firmware_set_get_build (set, 0);
  else
    *build = find_label (set, label);
  if (*build)
    return GLOW_BUILD_ONE;
  return decide_by_chip (set, chip, build);
}
