/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as Intel HEX. */

#include "glow-intel-hex.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GlowFirmwareSet) set =
    glow_firmware_set_new (GLOW_FIRMWARE_SET_INTEL_HEX, "fuzz");
  g_autoptr (GError) error = NULL;
  gboolean read = glow_intel_hex_add_build (set, bytes, "fuzz.hex", &error);

  if (read != (error == NULL) || (read && glow_firmware_set_get_n_builds (set) == 0))
    abort ();
  for (guint i = 0; i < glow_firmware_set_get_n_builds (set); i++) {
    GlowFirmwareBuild *build = glow_firmware_set_get_build (set, i);

    if (glow_firmware_build_get_n_parts (build) == 0)
      abort ();
    glow_firmware_build_is_whole (build);
  }
  return 0;
}
