/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as settings, file systems, otadata, text or bare code. */

#include "glow-content.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_nvs (const guint8 *data, gsize size)
{
  GlowNvs nvs;

  if (!glow_nvs_read (&nvs, data, size))
    return;
  if (nvs.n_used == 0 || nvs.n_used + nvs.n_damaged > nvs.n_pages ||
      nvs.n_pages > size / 0x1000 || nvs.n_entries > nvs.n_used * 126 ||
      nvs.version < 1 || nvs.version > 2)
    abort ();
}

static void
check_filesystem (const guint8 *data, gsize size)
{
  GlowFilesystem filesystem;
  gboolean found = glow_filesystem_read (&filesystem, data, size);

  if (found != (filesystem.type != GLOW_FILESYSTEM_NONE))
    abort ();
  if (found && filesystem.block_size == 0)
    abort ();
}

static void
check_otadata (const guint8 *data, gsize size)
{
  GlowOtadata otadata;

  if (!glow_otadata_read (&otadata, data, size) &&
      (otadata.entries[0].present || otadata.entries[1].present))
    abort ();
  if (otadata.chosen > 1 ||
      (otadata.chosen >= 0 && !otadata.entries[otadata.chosen].present))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint32 place = 0;

  check_nvs (data, size);
  check_filesystem (data, size);
  check_otadata (data, size);
  if (glow_content_find_code_place (data, size, &place) && place % 0x1000 != 0)
    abort ();
  if (size > 0)
    glow_content_recognise (data, size);
  return 0;
}
