/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is wrong with a file, in numbers. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-error.h"
#include "glow-image-header.h"
#include "glow-image-private.h"
#include "glow-partition-table.h"

#define HEX G_GSIZE_MODIFIER "x"

static const GlowImagePart *
find_part (GlowImage *self, gboolean (*is_bad) (const GlowImageHeader *header))
{
  for (guint i = 0; i < self->layout.parts->len; i++) {
    const GlowImagePart *part = glow_image_get_part (self, i);

    if (part->has_header && is_bad (&part->header))
      return part;
  }
  return NULL;
}

static gboolean
has_unknown_chip (const GlowImageHeader *header)
{
  return !header->chip && header->chip_id != GLOW_CHIP_NO_IMAGE_ID;
}

static gboolean
is_truncated (const GlowImageHeader *header)
{
  return !header->complete;
}

static gboolean
has_bad_checksum (const GlowImageHeader *header)
{
  return header->complete && !header->checksum_valid;
}

static gboolean
has_bad_digest (const GlowImageHeader *header)
{
  return header->complete && !header->digest_valid;
}

static void
fail_container (GlowImage *self, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "%s is a %s file, which can't be written to flash as it is", self->name,
               self->layout.container);
}

static void
fail_unknown_chip (GlowImage *self, GError **error)
{
  const GlowImageHeader *header = &find_part (self, has_unknown_chip)->header;

  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "the image at 0x%" HEX " of %s is for a chip with the unknown id %u",
               header->file_offset, self->name, header->chip_id);
}

static void
fail_mixed (GlowImage *self, GError **error)
{
  const GlowImagePart *first = NULL;

  for (guint i = 0; i < self->layout.parts->len; i++) {
    const GlowImagePart *part = glow_image_get_part (self, i);

    if (!part->has_header || !part->header.chip)
      continue;
    if (!first)
      first = part;
    if (part->header.chip == first->header.chip)
      continue;
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "%s has an image for %s at 0x%" HEX " and one for %s at 0x%" HEX,
                 self->name, glow_chip_get_name (first->header.chip), first->file_offset,
                 glow_chip_get_name (part->header.chip), part->file_offset);
    return;
  }
}

static void
fail_truncated (GlowImage *self, GError **error)
{
  const GlowImageHeader *header = &find_part (self, is_truncated)->header;
  const GlowImageSegment *last;
  gsize end = header->file_offset + header->size;
  guint64 wanted;

  if (header->n_segments == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "the image header at 0x%" HEX " of %s is cut off at 0x%" HEX,
                 header->file_offset, self->name, end);
    return;
  }
  last = &header->segments[header->n_segments - 1];
  wanted = (guint64) last->file_offset + last->size;
  if (wanted > end)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "segment %u of %u ends at 0x%" G_GINT64_MODIFIER
                 "x, the data of %s at 0x%" HEX,
                 header->n_segments, header->n_declared, wanted, self->name, end);
  else
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "%s ends at 0x%" HEX ", behind segment %u of %u and before the end of "
                 "the image at 0x%" HEX,
                 self->name, end, header->n_segments, header->n_declared,
                 header->file_offset);
}

static void
fail_checksum (GlowImage *self, GError **error)
{
  const GlowImageHeader *header = &find_part (self, has_bad_checksum)->header;
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);

  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "the checksum of the image at 0x%" HEX
               " of %s does not fit its %u segments, whose sum is 0x%02x",
               header->file_offset, self->name, header->n_segments,
               glow_image_header_sum (header, data));
}

static void
fail_digest (GlowImage *self, GError **error)
{
  const GlowImagePart *part = find_part (self, has_bad_digest);

  if (!part) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "the partition table in %s is damaged", self->name);
    return;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "the %s at the end of the image at 0x%" HEX
               " of %s does not fit its 0x%" HEX " bytes",
               part->header.format == GLOW_IMAGE_FORMAT_ESP8266_V2 ? "CRC-32" : "SHA-256",
               part->header.file_offset, self->name, part->header.size);
}

/* A lone table has more to say than that it is damaged. */
static gboolean
check_table (GlowImage *self, GError **error)
{
  g_autoptr (GlowPartitionTable) table = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);

  if (self->layout.kind != GLOW_IMAGE_PARTITION_TABLE)
    return TRUE;
  table = glow_partition_table_new (data, size, error);
  return table != NULL;
}

/**
 * glow_image_check:
 * @self: the image
 * @error: %GLOW_ERROR_IMAGE
 *
 * Says whether a file is whole. Whether it fits a board is not asked here. Any thread.
 *
 * Returns: %TRUE if no problem is an error; else the worst one is in @error
 */
gboolean
glow_image_check (GlowImage *self, GError **error)
{
  static const struct {
    GlowImageProblem problem;
    void (*fail) (GlowImage *self, GError **error);
  } problems[] = {
    { GLOW_IMAGE_PROBLEM_COMPRESSED, fail_container },
    { GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP, fail_unknown_chip },
    { GLOW_IMAGE_PROBLEM_MIXED_CHIPS, fail_mixed },
    { GLOW_IMAGE_PROBLEM_TRUNCATED, fail_truncated },
    { GLOW_IMAGE_PROBLEM_CHECKSUM, fail_checksum },
    { GLOW_IMAGE_PROBLEM_DIGEST, fail_digest },
  };

  g_return_val_if_fail (GLOW_IS_IMAGE (self), FALSE);

  if (!check_table (self, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++) {
    if (self->layout.problems & problems[i].problem) {
      problems[i].fail (self, error);
      return FALSE;
    }
  }
  return TRUE;
}
