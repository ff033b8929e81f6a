/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as an archive or a packed file, and whatever is in it as firmware. */

#include "glow-archive.h"
#include "glow-set-loader.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GlowFirmwareSet) set =
    glow_firmware_set_new (GLOW_FIRMWARE_SET_FILE, "fuzz");
  g_autoptr (GlowSetSource) source = glow_set_source_new_empty ();
  g_autoptr (GError) error = NULL;
  gboolean read = size > 0 && glow_set_loader_add_content (set, bytes, "fuzz", NULL,
                                                           source, NULL, &error);

  if (size > 0 && read != (error == NULL))
    abort ();
  if (read && glow_firmware_set_get_n_builds (set) == 0)
    abort ();
  return 0;
}
