/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-runs.h"

#include "glow-error.h"

/* No flash is larger (protocol.md 3.10: 128 MiB is the largest code), and the chips map
 * it from 0x3c000000 on (3.11): such files were made of an ELF file. */
#define FLASH_END 0x08000000

static gboolean
add_part (GlowFirmwareBuild *build,
          const GlowByteRun *run,
          const char *name,
          GError **error)
{
  g_autofree char *part_name = g_strdup_printf ("%s@0x%x", name, run->addr);
  g_autoptr (GlowImage) image = glow_image_new (run->bytes, part_name, error);

  if (!image)
    return FALSE;
  glow_firmware_build_add_part (build, image, part_name, &run->addr);
  return TRUE;
}

/**
 * glow_set_runs_add_parts:
 * @build: gets a part for every run
 * @runs: the bytes
 * @name: of the file they are from
 * @error: %GLOW_ERROR_IMAGE
 *
 * Returns: %TRUE if there are any
 */
gboolean
glow_set_runs_add_parts (GlowFirmwareBuild *build,
                         GlowByteRuns *runs,
                         const char *name,
                         GError **error)
{
  g_autoptr (GPtrArray) joined = glow_byte_runs_join (runs, error);
  guint32 last;

  if (!joined)
    return FALSE;
  if (joined->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE, "%s has no bytes for the flash",
                 name);
    return FALSE;
  }
  for (guint i = 0; i < joined->len; i++) {
    if (!add_part (build, g_ptr_array_index (joined, i), name, error))
      return FALSE;
  }
  last = ((GlowByteRun *) g_ptr_array_index (joined, joined->len - 1))->addr;
  if (last >= FLASH_END)
    glow_firmware_build_add_note (
      build, glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                                     GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES, name, NULL,
                                     last, NULL));
  glow_firmware_build_settle (build);
  return TRUE;
}
