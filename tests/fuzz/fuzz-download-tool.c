/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as the Flash Download Tool's configuration. */

#include "fuzz-recipe.h"
#include "glow-download-tool.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GError *error = NULL;
  GlowRecipe *recipe =
    glow_download_tool_parse ((const char *) data, size, "esp32/a.conf", &error);

  fuzz_check_recipe (recipe, error);
  return 0;
}
