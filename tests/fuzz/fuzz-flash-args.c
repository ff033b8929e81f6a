/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as esptool's @file. */

#include "fuzz-recipe.h"
#include "glow-flash-args.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GError *error = NULL;
  GlowRecipe *recipe = glow_flash_args_parse ((const char *) data, size, &error);

  fuzz_check_recipe (recipe, error);
  return 0;
}
