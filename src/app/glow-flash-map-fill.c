/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-fill.h"

#include "glow-finding-text.h"
#include "glow-format.h"
#include "glow-image-text.h"
#include "glow-map-style.h"

#include <glib/gi18n-lib.h>

/* The size that something on the board is drawn with when its end is not known. */
#define UNKNOWN_SIZE 0x1000 /* bytes: a sector */

/* What the flags mean in words: in the line below the map, and for who can't see the
 * hatching. */
static const struct {
  GlowFlashRegionFlags flag;
  GlowMapMark mark;
  const char *words;
} flag_words[] = {
  { GLOW_REGION_OVERLAP, GLOW_MAP_REFUSED, N_ ("overlaps with another file") },
    { GLOW_REGION_OVERRUN, GLOW_MAP_REFUSED, N_ ("larger than its place") },
      { GLOW_REGION_UNALIGNED, GLOW_MAP_REFUSED, N_ ("begins inside a sector") },
        { GLOW_REGION_MISPLACED, GLOW_MAP_REFUSED, N_ ("at the wrong place") },
          { GLOW_REGION_OUTSIDE, GLOW_MAP_WARNED, N_ ("in no partition") },
            { GLOW_REGION_REPLACED, GLOW_MAP_FINE, N_ ("will be written over") },
              { GLOW_REGION_BOOTS, GLOW_MAP_FINE, N_ ("the one that starts") },
            };

static GlowMapMark
get_mark (GlowFlashRegionFlags flags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flag_words); i++) {
    if (flags & flag_words[i].flag)
      return flag_words[i].mark;
  }
  return GLOW_MAP_FINE;
}

static char *
dup_partition_type (const GlowFlashRegion *region)
{
  const GlowPartition partition = { .type = region->partition_type,
                                    .subtype = region->partition_subtype };
  g_autofree char *type = glow_partition_dup_type (&partition);
  g_autofree char *subtype = glow_partition_dup_subtype (&partition);

  /* TRANSLATORS: type and subtype of a partition */
  return g_strdup_printf (_ ("partition %s, %s"), type, subtype);
}

static char *
dup_kind (const GlowFlashRegion *region)
{
  if (region->is_partition)
    return dup_partition_type (region);
  return g_strdup (glow_image_text_get_kind (region->image_kind));
}

static const GlowFlashRegion *
find_file (GlowFlashMap *map, const GlowFlashRegion *part)
{
  for (guint i = 0; i < glow_flash_map_get_n_regions (map); i++) {
    const GlowFlashRegion *region = glow_flash_map_get_region (map, i);

    if (region->kind == GLOW_REGION_FILE && region->row == part->row)
      return region;
  }
  return NULL;
}

/* What is wrong with a file is wrong with its parts. */
static GlowFlashRegionFlags
get_flags (GlowFlashMap *map, const GlowFlashRegion *region)
{
  const GlowFlashRegion *file =
    region->kind == GLOW_REGION_PART ? find_file (map, region) : NULL;

  return file ? region->flags | file->flags : region->flags;
}

/* "app0 · firmware.bin": the names of a part of a file, or of anything else */
static void
append_names (GString *text, GlowFlashMap *map, const GlowFlashRegion *region)
{
  const GlowFlashRegion *file =
    region->kind == GLOW_REGION_PART ? find_file (map, region) : NULL;

  if (region->label[0] != '\0')
    g_string_append_printf (text, "%s · ", region->label);
  if (file)
    g_string_append_printf (text, "%s · ", file->label);
}

static char *
dup_sentence (GlowFlashMap *map, const GlowFlashRegion *region)
{
  GlowFlashRegionFlags flags = get_flags (map, region);
  g_autofree char *from = glow_format_hex (region->offset);
  g_autofree char *to = glow_format_hex (region->offset + region->size);
  g_autofree char *size = glow_format_size (region->size);
  g_autofree char *kind = dup_kind (region);
  g_autoptr (GString) text = g_string_new (NULL);

  append_names (text, map, region);
  g_string_append (text, kind);
  if (region->size > 0)
    /* TRANSLATORS: two places in flash and a size: "0x1000 to 0x7000, 24 KiB" */
    g_string_append_printf (text, _ (" · %s to %s, %s"), from, to, size);
  else
    /* TRANSLATORS: a place in flash: "at 0x1000" */
    g_string_append_printf (text, _ (" · at %s"), from);
  for (gsize i = 0; i < G_N_ELEMENTS (flag_words); i++) {
    if (flags & flag_words[i].flag)
      g_string_append_printf (text, " · %s", _ (flag_words[i].words));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GlowMapStyle
get_style (const GlowFlashRegion *region)
{
  if (region->kind == GLOW_REGION_PARTITION)
    return GLOW_MAP_PLACE;
  return glow_map_style_for_kind (region->image_kind);
}

static void
add_region (GlowFlashMapView *view, GlowFlashMap *map, const GlowFlashRegion *region)
{
  g_autofree char *sentence = dup_sentence (map, region);
  const char *kind = glow_image_text_get_kind (region->image_kind);
  const GlowMapSpan span = { .offset = region->offset,
                             .size = region->size > 0 ? region->size : UNKNOWN_SIZE,
                             .label = region->label[0] != '\0' ? region->label : kind,
                             .sentence = sentence,
                             .style = get_style (region),
                             .mark = get_mark (get_flags (map, region)) };

  glow_flash_map_view_add (view, &span);
}

/* Of a file with parts only the parts are drawn: they are its bytes. */
static gboolean
has_parts (GlowFlashMap *map, gint row)
{
  for (guint i = 0; i < glow_flash_map_get_n_regions (map); i++) {
    const GlowFlashRegion *region = glow_flash_map_get_region (map, i);

    if (region->kind == GLOW_REGION_PART && region->row == row)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_in_lane (GlowFlashMap *map, const GlowFlashRegion *region, GlowFlashRegionKind lane)
{
  if (lane != GLOW_REGION_FILE)
    return region->kind == lane;
  return region->kind == GLOW_REGION_PART ||
         (region->kind == GLOW_REGION_FILE && !has_parts (map, region->row));
}

static void
add_lane (GlowFlashMapView *view,
          GlowFlashMap *map,
          GlowFlashRegionKind lane,
          const char *title)
{
  gboolean titled = FALSE;

  for (guint i = 0; i < glow_flash_map_get_n_regions (map); i++) {
    const GlowFlashRegion *region = glow_flash_map_get_region (map, i);

    if (!is_in_lane (map, region, lane))
      continue;
    if (!titled)
      glow_flash_map_view_add_lane (view, title);
    titled = TRUE;
    add_region (view, map, region);
  }
}

static const char *
get_partitions_title (GlowFlashMap *map)
{
  gint row;
  guint32 offset;

  if (glow_flash_map_get_table (map, &offset, &row) && row < 0)
    return _ ("Partitions on the board");
  return _ ("Partitions");
}

static char *
dup_worst (GlowFlashMap *map, const GlowFinding *worst)
{
  GlowImage *image =
    worst->row >= 0 ? glow_flash_map_get_image (map, (guint) worst->row) : NULL;
  g_autofree char *sentence = glow_finding_text_dup_sentence (map, worst);

  if (image == NULL)
    return g_steal_pointer (&sentence);
  /* TRANSLATORS: name of a file, and what is wrong with it */
  return g_strdup_printf (_ ("%s: %s"), glow_image_get_name (image), sentence);
}

/* The map in one sentence: the worst there is to say, else how full the flash is. */
static char *
dup_summary (GlowFlashMap *map)
{
  const GlowFinding *worst = glow_flash_map_get_worst (map, GLOW_FLASH_MAP_ALL_ROWS);
  guint64 flash_size = glow_flash_map_get_flash_size (map);
  g_autofree char *size = glow_format_size (flash_size);

  if (worst)
    return dup_worst (map, worst);
  if (flash_size == 0)
    return g_strdup (_ ("The size of the flash is not known yet. Point at a part, or go "
                        "through them with the arrow keys."));
  /* TRANSLATORS: size of the flash */
  return g_strdup_printf (_ ("%s of flash. Point at a part, or go through them with the "
                             "arrow keys."),
                             size);
}

/**
 * glow_flash_map_fill:
 * @box: gets another content
 * @map: what to show
 *
 * Shows it. Without anything to show the box is hidden.
 */
void
glow_flash_map_fill (GlowFlashMapBox *box, GlowFlashMap *map)
{
  GlowFlashMapView *view = glow_flash_map_box_get_view (box);
  g_autofree char *summary = dup_summary (map);

  glow_flash_map_view_begin (view, glow_flash_map_get_flash_size (map));
  add_lane (view, map, GLOW_REGION_FILE, _ ("Will be written"));
  add_lane (view, map, GLOW_REGION_PARTITION, get_partitions_title (map));
  add_lane (view, map, GLOW_REGION_BOARD, _ ("On the board now"));
  glow_flash_map_view_end (view);
  glow_flash_map_box_set_summary (box, summary);
  gtk_widget_set_visible (GTK_WIDGET (box), glow_flash_map_view_get_n_parts (view) > 0);
}
