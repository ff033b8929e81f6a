/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What callers of the lists' parsers rely on. */

#pragma once

#include "glow-set-path.h"
#include "glow-set-recipe.h"

#include <stdlib.h>

static inline void
fuzz_check_notes (GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++) {
    const GlowFirmwareNote *note = g_ptr_array_index (notes, i);
    g_autofree char *message = glow_firmware_note_dup_message (note);

    if (!*message || !g_utf8_validate (message, -1, NULL))
      abort ();
  }
}

static inline void
fuzz_check_path (const char *path)
{
  g_autofree char *clean = glow_set_path_resolve ("folder", path);

  if (clean && (g_str_has_prefix (clean, "/") || g_str_has_prefix (clean, "../")))
    abort ();
}

/* Takes @recipe and @error. */
static inline void
fuzz_check_recipe (GlowRecipe *recipe, GError *error)
{
  if ((recipe == NULL) == (error == NULL))
    abort ();
  for (guint i = 0; recipe && i < recipe->builds->len; i++) {
    GlowRecipeBuild *build = g_ptr_array_index (recipe->builds, i);

    if (build->parts->len > GLOW_RECIPE_MAX_PARTS || build->options.mode > 3)
      abort ();
    fuzz_check_notes (build->notes);
    for (guint j = 0; j < build->parts->len; j++)
      fuzz_check_path (((GlowRecipePart *) g_ptr_array_index (build->parts, j))->path);
  }
  g_clear_pointer (&recipe, glow_recipe_free);
  g_clear_error (&error);
}
