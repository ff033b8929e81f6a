/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-check.h"

#include "glow-error-text.h"
#include "glow-format.h"
#include "glow-image-text.h"

#include <glib/gi18n-lib.h>

/* Flash is erased in sectors: no write may start inside one (protocol.md 4.3). */
#define SECTOR_SIZE 0x1000 /* bytes */

static char *
check_image (GlowFileItem *item)
{
  const GError *error = glow_file_item_get_error (item);
  GlowImage *image = glow_file_item_get_image (item);
  g_autoptr (GError) image_error = NULL;
  g_autofree char *problem = NULL;

  if (error)
    return g_strdup (glow_error_text_get_title (error));
  if (image == NULL || glow_image_check (image, &image_error))
    return NULL;
  problem = glow_image_text_dup_problem (image);
  if (problem)
    return g_steal_pointer (&problem);
  return g_strdup (glow_error_text_get_title (image_error));
}

static char *
check_chip (GlowFileItem *item, const GlowChipInfo *info)
{
  GlowImage *image = glow_file_item_get_image (item);
  const GlowChip *wanted = image ? glow_image_get_chip (image) : NULL;

  if (wanted == NULL || info == NULL || wanted == info->chip)
    return NULL;
  /* TRANSLATORS: two names of chips */
  return g_strdup_printf (_ ("The file is for %s; this board is an %s"),
                             glow_chip_get_name (wanted),
                             glow_chip_get_name (info->chip));
}

static char *
check_offset (GlowFileItem *item, const GlowChipInfo *info)
{
  GlowImage *image = glow_file_item_get_image (item);
  const char *text = glow_file_item_get_offset_text (item);
  guint32 offset;

  if (image == NULL)
    return NULL;
  if (text[0] == '\0')
    return g_strdup (_ ("Type the offset this file belongs at, such as 0x10000"));
  if (!glow_file_item_parse_offset (item, &offset))
    return g_strdup_printf (_ ("“%s” is not an offset; type one like 0x10000"), text);
  if (offset % SECTOR_SIZE != 0) {
    g_autofree char *below = glow_format_hex (offset - offset % SECTOR_SIZE);
    g_autofree char *above =
      glow_format_hex ((guint64) offset - offset % SECTOR_SIZE + SECTOR_SIZE);

    return g_strdup_printf (_ ("An offset is a multiple of 0x1000: %s or %s"), below,
                               above);
  }
  if (info && info->flash_size > 0 &&
      offset + (guint64) glow_image_get_size (image) > info->flash_size) {
    g_autofree char *end = glow_format_hex (offset + glow_image_get_size (image));
    g_autofree char *size = glow_format_size (info->flash_size);

    return g_strdup_printf (_ ("It would end at %s, beyond the %s of this board"), end,
                               size);
  }
  return NULL;
}

static gboolean
get_span (GlowFileItem *item, guint64 *start, guint64 *end)
{
  GlowImage *image = glow_file_item_get_image (item);
  guint32 offset;

  if (!glow_file_item_get_enabled (item) || image == NULL ||
      !glow_file_item_parse_offset (item, &offset))
    return FALSE;
  *start = offset / SECTOR_SIZE * SECTOR_SIZE;
  *end = offset + (guint64) glow_image_get_size (image);
  *end = (*end + SECTOR_SIZE - 1) / SECTOR_SIZE * SECTOR_SIZE;
  return TRUE;
}

static char *
check_overlap (GListModel *items, guint index, GlowFileItem *item)
{
  guint64 start;
  guint64 end;

  if (!get_span (item, &start, &end))
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) other = g_list_model_get_item (items, i);
    guint64 other_start;
    guint64 other_end;

    if (i != index && get_span (other, &other_start, &other_end) && start < other_end &&
        other_start < end)
      /* TRANSLATORS: name of another file in the list */
      return g_strdup_printf (_ ("Overlaps with %s"), glow_file_item_get_name (other));
  }
  return NULL;
}

static char *
check_other_chips (GListModel *items, guint index, GlowFileItem *item)
{
  GlowImage *image = glow_file_item_get_image (item);
  const GlowChip *chip = image ? glow_image_get_chip (image) : NULL;

  for (guint i = 0; chip && i < index; i++) {
    g_autoptr (GlowFileItem) other = g_list_model_get_item (items, i);
    GlowImage *other_image = glow_file_item_get_image (other);
    const GlowChip *other_chip = other_image ? glow_image_get_chip (other_image) : NULL;

    if (glow_file_item_get_enabled (other) && other_chip && other_chip != chip)
      /* TRANSLATORS: name of a chip, name of another file, name of another chip */
      return g_strdup_printf (_ ("This file is for %s, but %s is for %s"), glow_chip_get_name (chip),
        glow_file_item_get_name (other), glow_chip_get_name (other_chip));
  }
  return NULL;
}

static char *
find_content_problem (GListModel *items,
                      guint index,
                      GlowFileItem *item,
                      const GlowChipInfo *info)
{
  char *problem = check_image (item);

  if (problem == NULL)
    problem = check_chip (item, info);
  if (problem == NULL && glow_file_item_get_enabled (item))
    problem = check_other_chips (items, index, item);
  return problem;
}

static char *
find_offset_problem (GListModel *items,
                     guint index,
                     GlowFileItem *item,
                     const GlowChipInfo *info)
{
  char *problem = check_offset (item, info);

  if (problem == NULL)
    problem = check_overlap (items, index, item);
  return problem;
}

static void
count_item (GlowFileItem *item, GlowFileCheck *check)
{
  GlowImage *image = glow_file_item_get_image (item);

  if (!glow_file_item_get_enabled (item))
    return;
  check->n_enabled++;
  if (image)
    check->total_size += glow_image_get_size (image);
  if (check->loading == NULL && glow_file_item_is_loading (item))
    check->loading = item;
  if (check->problem == NULL && glow_file_item_get_problem (item))
    check->problem = item;
}

/**
 * glow_file_check_run:
 * @items: of #GlowFileItem
 * @info: (nullable): what is known of the board they are for
 * @check: (out): the sum of it
 *
 * Sets the problem of every item; that of one that is not enabled is set as well, but
 * does not count.
 */
void
glow_file_check_run (GListModel *items, const GlowChipInfo *info, GlowFileCheck *check)
{
  *check = (GlowFileCheck){ 0 };
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);
    g_autofree char *content = find_content_problem (items, i, item, info);
    g_autofree char *place = find_offset_problem (items, i, item, info);

    glow_file_item_set_problem (item, content ? content : place, content == NULL);
    count_item (item, check);
  }
}
