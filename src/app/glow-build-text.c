/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-build-text.h"

#include "glow-format.h"
#include "glow-set-text.h"

#include <glib/gi18n-lib.h>

/**
 * glow_build_text_dup_hidden:
 * @n_hidden: builds that are for other chips
 * @chip: (nullable): the one that is known
 *
 * Returns: (transfer full) (nullable): "12 builds for other chips"
 */
char *
glow_build_text_dup_hidden (guint n_hidden, const GlowChip *chip)
{
  return n_hidden > 0 && chip ? glow_set_text_dup_hidden (n_hidden) : NULL;
}

/* the set as it calls itself */
static char *
dup_title (GlowFirmwareSet *set)
{
  const char *kind = glow_set_text_get_kind (glow_firmware_set_get_kind (set));
  const char *version = glow_firmware_set_get_version (set);

  return version ? g_strdup_printf ("%s · %s", kind, version) : g_strdup (kind);
}

static char *
dup_build (GlowFirmwareSet *set, GlowFirmwareBuild *build)
{
  const GlowChip *chip = glow_firmware_build_get_chip (build);

  if (glow_firmware_set_get_n_builds (set) > 1)
    return glow_set_text_dup_build (build);
  /* TRANSLATORS: name of a chip */
  return chip ? g_strdup_printf (_ ("for %s"), glow_chip_get_name (chip)) : NULL;
}

/**
 * glow_build_text_dup_heading:
 * @set: what was added
 * @build: (nullable): the build that is to be flashed
 * @chip: (nullable): the one that is known
 *
 * Returns: (transfer full): "List of builds · ESP32-C3 · 3 builds for other chips"
 */
char *
glow_build_text_dup_heading (GlowFirmwareSet *set,
                             GlowFirmwareBuild *build,
                             const GlowChip *chip)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = dup_title (set);
  guint n_builds = glow_firmware_set_get_n_builds (set);
  guint n_hidden = 0;
  g_autoptr (GPtrArray) fits = glow_firmware_set_match (set, chip, &n_hidden);
  g_autofree char *hidden = glow_build_text_dup_hidden (n_hidden, chip);

  g_string_append (text, title);
  if (build) {
    g_autofree char *name = dup_build (set, build);

    if (name)
      g_string_append_printf (text, " · %s", name);
  } else {
    g_string_append (text, " · ");
    /* TRANSLATORS: how many builds a set of firmware has */
    g_string_append_printf (text, ngettext ("%u build", "%u builds", n_builds), n_builds);
    if (chip == NULL && n_builds > 1)
      g_string_append_printf (text, " · %s", _ ("the chip that answers decides"));
  }
  if (hidden && n_builds > 1)
    g_string_append_printf (text, " · %s", hidden);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * glow_build_text_dup_ask:
 * @set: has several builds that would do
 * @chip: (nullable): the one that is known
 *
 * Returns: (transfer full): what keeps it from being flashed
 */
char *
glow_build_text_dup_ask (GlowFirmwareSet *set, const GlowChip *chip)
{
  g_autoptr (GPtrArray) fits = glow_firmware_set_match (set, chip, NULL);

  if (chip)
    /* TRANSLATORS: name of a chip */
    return g_strdup_printf (ngettext ("Choose a build: %u is for %s",
                                      "Choose a build: %u are for %s", fits->len),
                            fits->len, glow_chip_get_name (chip));
  /* TRANSLATORS: how many builds a set of firmware has */
  return g_strdup_printf (ngettext ("Choose the build: there is %u",
                                    "Choose one of the %u builds, or identify the board",
                                    fits->len),
                          fits->len);
}

/**
 * glow_build_text_dup_no_match:
 * @set: has no build for this chip
 * @chip: the one that is known
 *
 * Returns: (transfer full): what keeps it from being flashed
 */
char *
glow_build_text_dup_no_match (GlowFirmwareSet *set, const GlowChip *chip)
{
  guint n_builds = glow_firmware_set_get_n_builds (set);

  /* TRANSLATORS: how many builds there are, and the chip on the board, such as
   * ESP32-S3 */
  return g_strdup_printf (ngettext ("The %u build in it is not for %s",
                                    "None of the %u builds in it is for %s", n_builds),
                          n_builds, glow_chip_get_name (chip));
}

/**
 * glow_build_text_dup_reason:
 * @build: a build
 * @chip: (nullable): the one that is known
 *
 * Returns: (transfer full) (nullable): why the build is not offered
 */
char *
glow_build_text_dup_reason (GlowFirmwareBuild *build, const GlowChip *chip)
{
  const GlowChip *own = glow_firmware_build_get_chip (build);

  if (chip == NULL || own == NULL || own == chip)
    return NULL;
  /* TRANSLATORS: two names of chips */
  return g_strdup_printf (_ ("For %s; this board is an %s"), glow_chip_get_name (own),
                             glow_chip_get_name (chip));
}

/**
 * glow_build_text_dup_files:
 * @build: a build
 *
 * Returns: (transfer full): "4 files, 1.2 MiB"
 */
char *
glow_build_text_dup_files (GlowFirmwareBuild *build)
{
  guint n_parts = glow_firmware_build_get_n_parts (build);
  guint64 total = 0;
  g_autofree char *size = NULL;

  for (guint i = 0; i < n_parts; i++)
    total += glow_image_get_size (glow_firmware_build_get_part (build, i)->image);
  size = glow_format_size (total);
  /* TRANSLATORS: a number of files and their size together */
  return g_strdup_printf (ngettext ("%u file, %s", "%u files, %s", n_parts), n_parts,
                          size);
}

/**
 * glow_build_text_dup_problem:
 * @build: a build
 *
 * Returns: (transfer full) (nullable): why it can't be flashed as it is
 */
char *
glow_build_text_dup_problem (GlowFirmwareBuild *build)
{
  for (guint i = 0; i < glow_firmware_build_get_n_notes (build); i++) {
    const GlowFirmwareNote *note = glow_firmware_build_get_note (build, i);

    if (note->level == GLOW_FIRMWARE_NOTE_PROBLEM)
      return glow_set_text_dup_note (note);
  }
  return NULL;
}
