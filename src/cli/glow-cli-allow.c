/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-allow.h"

#include "glow-error.h"
#include "glow-format.h"

#include <string.h>

#define CHIP_PREFIX "chip="

static const struct {
  const char *name;
  GlowOverride override;
} acts_by_name[] = {
  { "damaged", GLOW_OVERRIDE_DAMAGED },       { "revision", GLOW_OVERRIDE_REVISION },
  { "flash-size", GLOW_OVERRIDE_FLASH_SIZE }, { "place", GLOW_OVERRIDE_PLACE },
  { "parts", GLOW_OVERRIDE_PARTS },           { "signature", GLOW_OVERRIDE_SIGNATURE },
  { "encrypted", GLOW_OVERRIDE_ENCRYPTED },
};

/* What was said of one file. */
typedef struct {
  GlowOverride overrides;
  const char *typed_chip; /* (nullable) borrowed */
} Allowed;

static gboolean
take_act (Allowed *allowed, const char *act, GError **error)
{
  if (g_str_has_prefix (act, CHIP_PREFIX)) {
    allowed->typed_chip = act + strlen (CHIP_PREFIX);
    allowed->overrides |= GLOW_OVERRIDE_CHIP;
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (acts_by_name); i++) {
    if (!g_str_equal (act, acts_by_name[i].name))
      continue;
    allowed->overrides |= acts_by_name[i].override;
    return TRUE;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
               "\"%s\" is nothing to allow: N:damaged, revision, flash-size, place, "
               "parts, signature, encrypted or chip=NAME, for the file N",
               act);
  return FALSE;
}

/* "2:parts": the act for the second file; with one file the number may be left out */
static gboolean
take (Allowed *allowed, guint n_files, const char *text, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *number = colon ? g_strndup (text, (gsize) (colon - text)) : NULL;
  guint32 file = 1;

  if (number && !glow_parse_number (number, &file, error))
    return FALSE;
  if (file < 1 || file > n_files || (!colon && n_files > 1)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "\"%s\" has to name one of the %u files, such as 1:parts", text,
                 n_files);
    return FALSE;
  }
  return take_act (&allowed[file - 1], colon ? colon + 1 : text, error);
}

/**
 * glow_cli_allow:
 * @plan: with all its files
 * @acts: (nullable): "2:parts", "place", "1:chip=esp32": what the user takes upon himself
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * Returns: %TRUE when the plan knows
 */
gboolean
glow_cli_allow (GlowFlashPlan *plan, const char *const *acts, GError **error)
{
  guint n_files = glow_flash_plan_get_n_images (plan);
  g_autofree Allowed *allowed = g_new0 (Allowed, n_files + 1);

  for (guint i = 0; acts && acts[i]; i++) {
    if (!take (allowed, n_files, acts[i], error))
      return FALSE;
  }
  for (guint i = 0; i < n_files; i++) {
    if (allowed[i].overrides != GLOW_OVERRIDE_NONE)
      glow_flash_plan_set_override (plan, i, allowed[i].overrides, allowed[i].typed_chip);
  }
  return TRUE;
}
