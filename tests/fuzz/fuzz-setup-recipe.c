/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-setup-kind.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GlowSetupRecipe) recipe =
    glow_setup_recipe_new_from_data ("fuzz", bytes, NULL);
  g_autoptr (GlowSetupKind) kind = NULL;
  g_autoptr (GlowSetupValues) values = NULL;
  g_autoptr (GArray) problems = NULL;

  if (!recipe)
    return 0;
  kind = glow_setup_kind_new_recipe (recipe);
  values = glow_setup_values_new ();
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    glow_setup_values_set (values, (GlowSetupFieldId) i, "a value, with 'quotes'");
  problems = glow_setup_kind_check (kind, values);
  return 0;
}
