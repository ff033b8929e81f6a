/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as a file: every question an image answers, and a patch. */

#include "glow-image-details-text.h"
#include "glow-image-header.h"
#include "glow-image-text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What callers rely on. abort() instead of g_assert(): it can't be compiled out. */
static void
check_part (const GlowImagePart *part, gsize size)
{
  if (part->file_offset > size || part->size > size - part->file_offset)
    abort ();
  if (part->label[sizeof part->label - 1] != '\0')
    abort ();
  if ((part->kind == GLOW_IMAGE_PARTITION_TABLE) < (part->table != NULL) ||
      part->tail_size > size)
    abort ();
  if (!part->has_header)
    return;
  if (part->header.size > size - part->header.file_offset ||
      part->header.n_segments > GLOW_IMAGE_MAX_SEGMENTS ||
      part->header.n_segments > part->header.n_declared)
    abort ();
}

static void
check_order (GlowImage *image)
{
  gsize last = 0;

  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    check_part (part, glow_image_get_size (image));
    if (part->file_offset < last)
      abort ();
    last = part->file_offset;
  }
}

static void
check_problems (GlowImage *image)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = glow_image_check (image, &error);

  if (ok != (error == NULL) ||
      ok != !(glow_image_get_problems (image) & GLOW_IMAGE_PROBLEM_ERRORS))
    abort ();
}

/* Lines for people: labels and values are text. */
static void
check_words (GlowImage *image)
{
  g_autofree char *summary = glow_image_text_dup_summary (image);
  g_autofree char *problem = glow_image_text_dup_problem (image);
  g_autoptr (GPtrArray) details = glow_image_details_text_dup (image);

  if (!g_utf8_validate (summary, -1, NULL) || details->len == 0)
    abort ();
  if ((glow_image_get_problems (image) != 0) != (problem != NULL))
    abort ();
  for (guint i = 0; i < details->len; i++) {
    const GlowImageDetail *detail = g_ptr_array_index (details, i);

    if (!*detail->label || !g_utf8_validate (detail->label, -1, NULL) ||
        (detail->value && !g_utf8_validate (detail->value, -1, NULL)))
      abort ();
  }
}

/* A patched image is as whole as before and says what was asked for. */
static void
check_patch (GlowImage *image, gsize file_offset)
{
  GlowImagePatch patch = { 2, 4, 0xf };
  g_autoptr (GBytes) bytes = glow_image_patch (image, file_offset, &patch);
  GlowImageHeader header;
  gsize size;
  const guint8 *data;

  if (!bytes)
    return;
  data = g_bytes_get_data (bytes, &size);
  if (size != glow_image_get_size (image))
    abort ();
  if (!glow_image_header_parse (data, size, file_offset, &header) || !header.complete ||
      header.flash_mode != 2 || header.flash_size_nibble != 4)
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GlowImage) image = glow_image_new (bytes, "fuzz.bin", NULL);
  guint32 offset;

  if (!image)
    return 0;
  if (glow_image_get_n_parts (image) == 0)
    abort ();
  check_order (image);
  check_problems (image);
  check_words (image);
  for (guint id = 0; id < GLOW_N_CHIPS; id++)
    glow_image_suggest_offset (image, glow_chip_get (id), &offset);
  for (guint i = 0; i < glow_image_get_n_parts (image); i++)
    check_patch (image, glow_image_get_part (image, i)->file_offset);
  return 0;
}
