/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-image-details-text.h"

#include "glow-format.h"
#include "glow-image-details-private.h"
#include "glow-image-text.h"

#include <glib/gi18n-lib.h>

/**
 * glow_image_detail_free:
 * @detail: (transfer full): a line
 *
 * Any thread.
 */
void
glow_image_detail_free (GlowImageDetail *detail)
{
  g_free (detail->label);
  g_free (detail->value);
  g_free (detail);
}

/* @value: (transfer full) (nullable): a heading */
void
glow_image_details_add (GPtrArray *details, const char *label, char *value)
{
  GlowImageDetail *detail = g_new0 (GlowImageDetail, 1);

  detail->label = g_strdup (label);
  detail->value = value;
  g_ptr_array_add (details, detail);
}

/* @value: (nullable): nothing is added, nor for an empty one */
void
glow_image_details_add_text (GPtrArray *details, const char *label, const char *value)
{
  if (value && *value)
    glow_image_details_add (details, label, g_strdup (value));
}

void
glow_image_details_add_size (GPtrArray *details, const char *label, guint64 size)
{
  g_autofree char *rounded = glow_format_size (size);
  g_autofree char *exact = g_strdup_printf ("%" G_GUINT64_FORMAT, size);

  if (size < 1024)
    glow_image_details_add (details, label, g_steal_pointer (&rounded));
  else
    /* TRANSLATORS: a size, and the same in bytes: "1.6 MiB (1709840 bytes)" */
    glow_image_details_add (details, label,
                            /* TRANSLATORS: a size such as 1.6 MiB, and the same in
                             * bytes, with separators */
                            g_strdup_printf (_ ("%s (%s bytes)"), rounded, exact));
}

static void
add_firmware (GPtrArray *details, GlowImage *image)
{
  const GlowChip *chip = glow_image_get_chip (image);
  const GlowImagePart *part = glow_image_get_part (image, 0);
  gboolean one_image = glow_image_get_n_parts (image) == 1 && part->has_header;

  glow_image_details_add_text (details, _ ("Firmware"),
                                           glow_image_get_firmware_name (image));
  glow_image_details_add_text (details, _ ("Version"),
                                           glow_image_get_firmware_version (image));
  glow_image_details_add_text (details, _ ("Built"), glow_image_get_build_date (image));
  /* the only part says it itself */
  if (one_image)
    return;
  glow_image_details_add_text (details, "ESP-IDF", glow_image_get_idf_version (image));
  glow_image_details_add_text (details, _ ("Chip"),
                                           chip ? glow_chip_get_name (chip) : NULL);
}

static void
add_problems (GPtrArray *details, GlowImage *image)
{
  g_auto (GStrv) problems = glow_image_text_dup_problems (image);

  for (guint i = 0; problems[i]; i++)
    glow_image_details_add_text (details, _ ("Problem"), problems[i]);
}

static void
add_file (GPtrArray *details, GlowImage *image)
{
  guint32 offset;

  glow_image_details_add_text (details, _ ("File"), glow_image_get_name (image));
  glow_image_details_add_text (details, _ ("Content"), glow_image_text_get_kind (
                                                         glow_image_get_kind (image)));
  add_firmware (details, image);
  if (glow_image_is_update_only (image))
    glow_image_details_add_text (
      details, _ ("Meant for"),
                  _ ("an update of a board that runs this firmware already"));
  glow_image_details_add_size (details, _ ("Size"), glow_image_get_size (image));
  if (glow_image_suggest_offset (image, NULL, &offset))
    glow_image_details_add (details, _ ("Place in flash"), glow_format_hex (offset));
  add_problems (details, image);
}

/* "Application “app0” at 0x10000", counted in the file */
static char *
dup_heading (const GlowImagePart *part)
{
  g_autofree char *offset = glow_format_hex (part->file_offset);
  const char *name = glow_image_text_get_kind (part->kind);

  if (!*part->label)
    /* TRANSLATORS: a part of a file and its place in it: "Bootloader at 0x1000" */
    return g_strdup_printf (_ ("%s at %s"), name, offset);
  /* TRANSLATORS: a part of a file, the partition it is for, its place in the file:
   * "Application “app0” at 0x10000" */
  return g_strdup_printf (_ ("%s “%s” at %s"), name, part->label, offset);
}

static void
add_part (GPtrArray *details, GlowImage *image, const GlowImagePart *part)
{
  g_autofree char *heading = dup_heading (part);

  if (glow_image_get_n_parts (image) > 1) {
    glow_image_details_add (details, heading, NULL);
    glow_image_details_add_size (details, _ ("Size"), part->size);
  }
  if (part->app_missing)
    glow_image_details_add_text (details,
                                 _ ("Problem"),
                                    _ ("the table promises an application here"));
  if (part->has_header)
    glow_image_details_add_header (details, part);
  else
    glow_image_details_add_data (details, image, part);
}

/**
 * glow_image_details_text_dup:
 * @image: the image
 *
 * Lists what is known of a file and of each part in it: the file first, then the parts in
 * its order, each under a heading if there is more than one. Any thread.
 *
 * Returns: (transfer container) (element-type GlowImageDetail): the lines, at least one
 */
GPtrArray *
glow_image_details_text_dup (GlowImage *image)
{
  g_autoptr (GPtrArray) details =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_image_detail_free);

  g_return_val_if_fail (GLOW_IS_IMAGE (image), NULL);

  add_file (details, image);
  for (guint i = 0; i < glow_image_get_n_parts (image); i++)
    add_part (details, image, glow_image_get_part (image, i));
  return g_steal_pointer (&details);
}
