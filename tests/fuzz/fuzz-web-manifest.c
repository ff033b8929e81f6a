/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as the manifest of a web installer. */

#include "fuzz-recipe.h"
#include "glow-web-manifest.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GError *error = NULL;
  GlowRecipe *recipe = glow_web_manifest_parse ((const char *) data, size, &error);

  fuzz_check_recipe (recipe, error);
  return 0;
}
