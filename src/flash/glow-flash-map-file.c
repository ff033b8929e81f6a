/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The file against itself and against the chip: content, family, revision, locks, sizes.
 */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-chip-header.h"
#include "glow-flash-map-private.h"
#include "glow-image-header.h"

/* Below lies what a chip with secure boot checks first: one wrong byte and it never
 * starts again (protocol.md 5.9, 7.2). */
#define SECURE_BOOT_KEEP_OUT 0x8000

#define DAMAGE                                                                           \
  (GLOW_IMAGE_PROBLEM_TRUNCATED | GLOW_IMAGE_PROBLEM_CHECKSUM | GLOW_IMAGE_PROBLEM_DIGEST)

/* bits of GlowImageProblem that have findings of their own */
#define NOT_BY_ITSELF GLOW_IMAGE_PROBLEM_ERRORS
#define N_PROBLEMS    32

static void
add_problem (GlowFlashMap *self, guint index, GlowFindingCode code, guint problem)
{
  GlowFinding finding = glow_finding_make (code, (gint) index);

  finding.problem = (GlowImageProblem) problem;
  finding.chip = glow_flash_map_peek_row (self, index)->chip;
  glow_flash_map_add (self, &finding);
}

static void
check_content (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  guint problems = (guint) glow_image_get_problems (row->image);

  if (problems & GLOW_IMAGE_PROBLEM_COMPRESSED)
    add_problem (self, index, GLOW_FINDING_CONTAINER, GLOW_IMAGE_PROBLEM_COMPRESSED);
  if (problems & GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP)
    add_problem (self, index, GLOW_FINDING_UNKNOWN_CHIP, GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP);
  if (problems & GLOW_IMAGE_PROBLEM_MIXED_CHIPS)
    add_problem (self, index, GLOW_FINDING_MIXED_CHIPS, GLOW_IMAGE_PROBLEM_MIXED_CHIPS);
  if (problems & DAMAGE)
    add_problem (self, index, GLOW_FINDING_DAMAGED, problems & DAMAGE);
  if (problems & GLOW_IMAGE_PROBLEM_COMPRESSED)
    return;
  for (guint i = 0; i < N_PROBLEMS; i++) {
    if (problems & ~(guint) NOT_BY_ITSELF & (1u << i))
      add_problem (self, index, GLOW_FINDING_CONTENT, 1u << i);
  }
}

static void
check_board_chip (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  const GlowChip *board = self->chip ? self->chip : row->only_chip;
  GlowFinding finding = glow_finding_make (GLOW_FINDING_WRONG_CHIP, (gint) index);

  if (!row->chip || !board || row->chip == board)
    return;
  finding.chip = row->chip;
  finding.other_chip = board;
  glow_flash_map_add (self, &finding);
  if (row->overrides & GLOW_OVERRIDE_CHIP) {
    /* typed for another chip than this one: the act does not cover it */
    g_array_index (self->findings, GlowFinding, self->findings->len - 1).overridden =
      FALSE;
  }
}

/* files for two chips can't be right whatever the board is */
static void
check_other_rows (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (GLOW_FINDING_CHIPS_DIFFER, (gint) index);

  if (self->chip || row->only_chip || !row->chip)
    return;
  for (guint i = 0; i < index; i++) {
    const GlowMapRow *other = glow_flash_map_peek_row (self, i);

    if (!other || !other->chip || other->chip == row->chip || other->only_chip)
      continue;
    finding.other_row = (gint) i;
    finding.chip = row->chip;
    finding.other_chip = other->chip;
    glow_flash_map_add (self, &finding);
    g_array_index (self->findings, GlowFinding, self->findings->len - 1).overridden =
      FALSE;
    return;
  }
}

static void
check_revision (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);

  if (!self->info || !self->info->has_revision ||
      glow_image_get_chip (row->image) != self->chip)
    return;
  for (guint i = 0; i < glow_image_get_n_parts (row->image); i++) {
    const GlowImagePart *part = glow_image_get_part (row->image, i);
    GlowFinding finding = glow_finding_make (GLOW_FINDING_REVISION, (gint) index);

    if (!part->has_header ||
        glow_image_header_allows_revision (&part->header, self->info->revision))
      continue;
    finding.revision = self->info->revision;
    finding.min_revision = part->header.min_revision;
    finding.max_revision = part->header.max_revision;
    glow_flash_map_add (self, &finding);
  }
}

/* A signature of the first scheme says nothing to a chip of the second and the other way
 * round; which keys the chip has is its own business. */
static gboolean
is_signed (const GlowImagePart *part)
{
  return part->signature.scheme != GLOW_SIGNATURE_NONE && part->signature.n_valid > 0;
}

static void
check_signatures (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);

  for (guint i = 0; i < glow_image_get_n_parts (row->image); i++) {
    const GlowImagePart *part = glow_image_get_part (row->image, i);
    GlowFinding finding = glow_finding_make (GLOW_FINDING_UNSIGNED, (gint) index);

    if (part->has_header && !is_signed (part))
      glow_flash_map_add (self, &finding);
  }
}

static void
check_locks (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  gboolean encrypted = glow_image_get_kind (row->image) == GLOW_IMAGE_ENCRYPTED;
  GlowFinding encryption =
    glow_finding_make (encrypted ? GLOW_FINDING_ENCRYPTED : GLOW_FINDING_ENCRYPTION,
                       (gint) index);
  GlowFinding low = glow_finding_make (GLOW_FINDING_SECURE_BOOT, (gint) index);

  if (self->info->flash_encryption)
    glow_flash_map_add (self, &encryption);
  if (!self->info->secure_boot || self->compare_only)
    return;
  check_signatures (self, index);
  low.offset = row->offset;
  low.limit = SECURE_BOOT_KEEP_OUT;
  if (row->has_offset && row->offset < SECURE_BOOT_KEEP_OUT)
    glow_flash_map_add (self, &low);
}

static void
check_end (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (GLOW_FINDING_BEYOND_FLASH, (gint) index);

  finding.offset = row->offset;
  finding.end = glow_map_row_get_end (row);
  finding.limit = self->flash_size;
  if (self->flash_size == 0 || finding.end <= self->flash_size)
    return;
  glow_flash_map_mark (self, index, GLOW_REGION_OVERRUN);
  glow_flash_map_add (self, &finding);
}

/**
 * glow_flash_choose_header_size:
 * @chip: the board's
 * @image: what is written where the chip boots from
 * @flash_size: of the board, bytes
 * @header_flash_size: the user's word, bytes; 0: none
 * @keep_flash_size: the user wants it as in the file
 *
 * The ESP8266's firmware believes its header: it gets the real size unless its layout is
 * fixed (PRODUCT.md).
 *
 * Returns: bytes that the header is to name; 0: as in the file
 */
guint64
glow_flash_choose_header_size (const GlowChip *chip,
                               GlowImage *image,
                               guint64 flash_size,
                               guint32 header_flash_size,
                               gboolean keep_flash_size)
{
  if (header_flash_size > 0)
    return header_flash_size;
  if ((chip->flags & GLOW_CHIP_HEADER_SIZE_RULE) && !keep_flash_size &&
      !glow_image_wants_own_flash_size (image))
    return flash_size;
  return 0;
}

/* the header at the place where the chip boots from is the one that counts */
static void
check_header_size (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);
  GlowFinding finding = glow_finding_make (GLOW_FINDING_HEADER_SIZE, (gint) index);

  if (self->flash_size == 0 || !self->chip)
    return;
  for (guint i = 0; i < glow_image_get_n_parts (row->image); i++) {
    const GlowImagePart *part = glow_image_get_part (row->image, i);

    if (!part->has_header ||
        row->offset + (guint64) part->file_offset != self->chip->bootloader_offset)
      continue;
    finding.wanted =
      glow_flash_choose_header_size (self->chip, row->image, self->flash_size,
                                     self->header_flash_size, self->keep_flash_size);
    if (finding.wanted == 0)
      finding.wanted =
        glow_chip_decode_flash_size (self->chip, part->header.flash_size_nibble);
    finding.limit = self->flash_size;
    if (finding.wanted > self->flash_size)
      glow_flash_map_add (self, &finding);
  }
}

/* what is wrong with a row wherever it is written */
void
glow_flash_map_check_file (GlowFlashMap *self, guint index)
{
  const GlowMapRow *row = glow_flash_map_peek_row (self, index);

  if (!self->compare_only)
    check_content (self, index);
  check_board_chip (self, index);
  check_other_rows (self, index);
  check_revision (self, index);
  if (self->info)
    check_locks (self, index);
  if (!row->has_offset)
    return;
  check_end (self, index);
  check_header_size (self, index);
}
