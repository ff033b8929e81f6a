/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-check.h"

#include "glow-chip-header.h"
#include "glow-chip-table.h"
#include "glow-error.h"
#include "glow-flash-map-private.h"
#include "glow-format.h"

#define FILE_UNIT 4 /* bytes a write is padded to; protocol.md 7.2 */

/* Below lies what a chip with secure boot checks first: one wrong byte and it never
 * starts again (protocol.md 5.9, 7.2). */
#define SECURE_BOOT_KEEP_OUT 0x8000

/* 24 address bits: what lies beyond wraps to the start (protocol.md 3.10) */
#define SMALL_FLASH_SIZE (16u * 1024 * 1024)

/* Writing to a locked board can end it for good. */
static gboolean
check_security (GlowFlashSession *session, guint32 offset, GError **error)
{
  if (session->info->flash_encryption) {
    g_set_error (
      error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
      "flash encryption is on: the board could not read what is written as it is");
    return FALSE;
  }
  if (session->info->secure_boot && offset < SECURE_BOOT_KEEP_OUT) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
                 "secure boot is on: writing below 0x%x could end this board for good",
                 (guint) SECURE_BOOT_KEEP_OUT);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_reach (GlowFlashSession *session, guint64 end, GError **error)
{
  gboolean large = glow_loader_is_stub (session->loader) &&
                   (session->info->chip->flags & GLOW_CHIP_LARGE_FLASH);

  if (large || end <= SMALL_FLASH_SIZE)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
               "this loader reaches 16 MiB of flash, not 0x%" G_GINT64_MODIFIER "x", end);
  return FALSE;
}

/**
 * glow_flash_check_range:
 * @session: an open session
 * @offset: bytes from the start of flash
 * @size: bytes to be changed
 * @error: %GLOW_ERROR_UNSUPPORTED
 *
 * Returns: %TRUE when this part of the flash may be changed, and can be by this loader
 */
gboolean
glow_flash_check_range (GlowFlashSession *session,
                        guint32 offset,
                        guint32 size,
                        GError **error)
{
  return check_security (session, offset, error) &&
         check_reach (session, offset + (guint64) size, error);
}

static const GlowImagePart *
find_boot_header (GlowFlashSession *session, GlowImage *image, guint32 offset)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    if (part->has_header &&
        offset + (guint64) part->file_offset == session->info->chip->bootloader_offset)
      return part;
  }
  return NULL;
}

static gint
choose_size_nibble (GlowFlashSession *session, GlowImage *image, GError **error)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (session->plan);
  const GlowChip *chip = session->info->chip;
  guint64 size =
    glow_flash_choose_header_size (chip, image, session->info->flash_size,
                                   options->flash_size, options->keep_flash_size);
  gint nibble;

  if (size == 0)
    return -1;
  nibble = glow_chip_encode_flash_size (chip, size);
  if (nibble < 0) {
    g_autofree char *text = glow_format_size (size);

    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "the %s's image header has no code for a flash of %s", chip->name, text);
    return -2;
  }
  return nibble;
}

static gboolean
choose_patch (GlowFlashSession *session,
              GlowImage *image,
              GlowImagePatch *patch,
              GError **error)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (session->plan);

  patch->mode = (gint) options->flash_mode - 1;
  patch->size_nibble = choose_size_nibble (session, image, error);
  patch->freq_nibble = -1;
  if (patch->size_nibble < -1)
    return FALSE;
  if (options->flash_freq_mhz == 0)
    return TRUE;
  patch->freq_nibble =
    glow_chip_encode_flash_freq (session->info->chip, options->flash_freq_mhz);
  if (patch->freq_nibble < 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "the %s knows no flash frequency of %u MHz", session->info->chip->name,
                 options->flash_freq_mhz);
    return FALSE;
  }
  return TRUE;
}

static gboolean
changes_header (const GlowImageHeader *header, const GlowImagePatch *patch)
{
  return (patch->mode >= 0 && patch->mode != header->flash_mode) ||
         (patch->size_nibble >= 0 && patch->size_nibble != header->flash_size_nibble) ||
         (patch->freq_nibble >= 0 && patch->freq_nibble != header->flash_freq_nibble);
}

static void
note_patch (GlowFlashSession *session,
            GlowImage *image,
            const GlowImageHeader *header,
            GBytes *new_bytes)
{
  const GlowChip *chip = session->info->chip;
  const guint8 *bytes =
    (const guint8 *) g_bytes_get_data (new_bytes, NULL) + header->file_offset;
  g_autofree char *old_size =
    glow_format_size (glow_chip_decode_flash_size (chip, header->flash_size_nibble));
  g_autofree char *new_size =
    glow_format_size (glow_chip_decode_flash_size (chip, bytes[3] >> 4));

  glow_flash_session_note (session,
                           "%s: header bytes 2 and 3 changed from %02x %02x to %02x %02x "
                           "(%s %u MHz %s to %s %u MHz %s)",
                           glow_image_get_name (image), (guint) header->flash_mode,
                           (guint) (header->flash_size_nibble << 4 |
                                    header->flash_freq_nibble),
                           (guint) bytes[2], (guint) bytes[3],
                           glow_chip_get_flash_mode_name (header->flash_mode),
                           glow_chip_decode_flash_freq (chip, header->flash_freq_nibble),
                           old_size, glow_chip_get_flash_mode_name (bytes[2]),
                           glow_chip_decode_flash_freq (chip, bytes[3] & 0xf), new_size);
}

/* the file's bytes with the header as the options and the chip want it */
static GBytes *
patch_image (GlowFlashSession *session, GlowImage *image, guint32 offset, GError **error)
{
  const GlowImagePart *part = find_boot_header (session, image, offset);
  GlowImagePatch patch;
  GBytes *patched;

  if (!part)
    return g_bytes_ref (glow_image_get_bytes (image));
  if (!choose_patch (session, image, &patch, error))
    return NULL;
  if (!changes_header (&part->header, &patch))
    return g_bytes_ref (glow_image_get_bytes (image));
  patched = glow_image_patch (image, part->file_offset, &patch);
  if (!patched) {
    glow_flash_session_note (session,
                             "%s is signed or damaged: its header stays as it is",
                             glow_image_get_name (image));
    return g_bytes_ref (glow_image_get_bytes (image));
  }
  note_patch (session, image, &part->header, patched);
  return patched;
}

static GBytes *
pad (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize padded_size = (size + FILE_UNIT - 1) / FILE_UNIT * FILE_UNIT;
  g_autoptr (GByteArray) padded = NULL;

  if (padded_size == size)
    return g_bytes_ref (bytes);
  padded = g_byte_array_sized_new ((guint) padded_size);
  g_byte_array_append (padded, data, (guint) size);
  for (gsize i = size; i < padded_size; i++)
    g_byte_array_append (padded, (const guint8[]){ 0xff }, 1);
  return g_byte_array_free_to_bytes (g_steal_pointer (&padded));
}

static void
free_part (gpointer data)
{
  GlowFlashPart *part = data;

  g_clear_pointer (&part->content, g_bytes_unref);
  g_clear_pointer (&part->deflated, g_bytes_unref);
  g_free (part);
}

static gint
compare_offsets (gconstpointer a, gconstpointer b)
{
  const GlowFlashPart *first = *(const GlowFlashPart *const *) a;
  const GlowFlashPart *second = *(const GlowFlashPart *const *) b;

  return first->offset < second->offset ? -1 : first->offset > second->offset;
}

static void
log_map (GlowFlashSession *session, GlowFlashMap *map)
{
  for (guint i = 0; i < glow_flash_map_get_n_rows (map); i++) {
    if (glow_flash_map_is_left_out (map, i))
      glow_flash_session_note (session, "Left out: %s, which is for another chip",
                               glow_image_get_name (glow_flash_map_get_image (map, i)));
  }
  for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++) {
    const GlowFinding *finding = glow_flash_map_get_finding (map, i);
    g_autofree char *message = glow_flash_map_dup_message (map, finding);

    if (finding->overridden)
      glow_flash_session_note (session, "As asked, in spite of this: %s", message);
    else if (finding->severity == GLOW_FINDING_WARNING)
      glow_flash_session_log (session, "Warning: %s", message);
  }
}

/**
 * glow_flash_check_board:
 * @session: an open session
 * @error: %GLOW_ERROR_WRONG_CHIP, %GLOW_ERROR_IMAGE, %GLOW_ERROR_TOO_BIG,
 *   %GLOW_ERROR_PLACE, %GLOW_ERROR_INCOMPLETE, %GLOW_ERROR_UNSUPPORTED
 *
 * Looks what is in the flash if the check depends on it, and checks the plan against it.
 *
 * Returns: %TRUE when every file of the plan fits this chip and this flash
 */
gboolean
glow_flash_check_board (GlowFlashSession *session, GError **error)
{
  GlowFlashResult *result = session->result;
  GlowFlashMap *map;

  if (glow_flash_plan_needs_board (session->plan, session->info->chip) &&
      !glow_flash_session_look (session, error))
    return FALSE;
  map = glow_flash_plan_new_map (session->plan, session->info, result->board);
  g_clear_pointer (&result->map, glow_flash_map_unref);
  result->map = map;
  log_map (session, map);
  if (!glow_flash_map_check (map, error))
    return FALSE;
  for (guint i = 0; i < glow_flash_map_get_n_rows (map); i++) {
    guint32 offset;

    if (glow_flash_map_get_offset (map, i, &offset) &&
        !glow_flash_map_is_left_out (map, i) &&
        !check_reach (session,
                      offset +
                        (guint64) glow_image_get_size (glow_flash_map_get_image (map, i)),
                      error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_flash_check_prepare:
 * @session: an open session whose board passed glow_flash_check_board()
 * @error: %GLOW_ERROR_ARGUMENT when an option means nothing on this chip
 *
 * Makes each file as it will lie in flash. The last thing that can refuse.
 *
 * Returns: (transfer full) (element-type GlowFlashPart): in the order to write, which is
 * that of the plan; by offset where the ROM erases more than it is told, so that nothing
 * new is lost
 */
GPtrArray *
glow_flash_check_prepare (GlowFlashSession *session, GError **error)
{
  GlowFlashMap *map = session->result->map;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);

  for (guint i = 0; i < glow_flash_map_get_n_rows (map); i++) {
    GlowImage *image = glow_flash_map_get_image (map, i);
    GlowFlashPart *part;
    g_autoptr (GBytes) patched = NULL;

    if (glow_flash_map_is_left_out (map, i))
      continue;
    part = g_new0 (GlowFlashPart, 1);
    g_ptr_array_add (parts, part);
    glow_flash_map_get_offset (map, i, &part->offset);
    patched = patch_image (session, image, part->offset, error);
    if (!patched)
      return NULL;
    part->name = glow_image_get_name (image);
    part->content = pad (patched);
  }
  if ((session->info->chip->flags & GLOW_CHIP_ERASE_QUIRK) &&
      !glow_loader_is_stub (session->loader))
    g_ptr_array_sort (parts, compare_offsets);
  return g_steal_pointer (&parts);
}
