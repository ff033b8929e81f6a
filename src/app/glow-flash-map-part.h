/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One part of the flash map: a child of the map, so that the keyboard can be on it and a
 * screen reader reads it like an entry of a list. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FLASH_MAP_PART (glow_flash_map_part_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashMapPart,
                      glow_flash_map_part,
                      GLOW,
                      FLASH_MAP_PART,
                      GtkWidget)

/**
 * GlowMapStyle:
 * @GLOW_MAP_PLACE: something that may be filled, such as a partition
 *
 * How a part looks. None of them means anything by its colour alone: the part has a name.
 */
typedef enum {
  GLOW_MAP_APP,
  GLOW_MAP_BOOTLOADER,
  GLOW_MAP_TABLE,
  GLOW_MAP_SETTINGS,
  GLOW_MAP_FILES,
  GLOW_MAP_MERGED,
  GLOW_MAP_OTHER,
  GLOW_MAP_PLACE,
  GLOW_N_MAP_STYLES,
} GlowMapStyle;

/**
 * GlowMapMark:
 *
 * What is wrong with a part: drawn as hatching, so that it does not depend on colours.
 */
typedef enum {
  GLOW_MAP_FINE,
  GLOW_MAP_WARNED,
  GLOW_MAP_REFUSED,
} GlowMapMark;

typedef struct {
  guint lane;           /* from 0, from the top */
  guint64 offset;       /* bytes from the start of flash */
  guint64 size;         /* bytes, not 0 */
  const char *label;    /* short: for inside the part */
  const char *sentence; /* all of it: for the line below, and to be read aloud */
  GlowMapStyle style;
  GlowMapMark mark;
} GlowMapSpan;

GtkWidget *glow_flash_map_part_new (void);
void glow_flash_map_part_set_span (GlowFlashMapPart *self, const GlowMapSpan *span);
const GlowMapSpan *glow_flash_map_part_get_span (GlowFlashMapPart *self);
const char *glow_map_style_get_class (GlowMapStyle style);

G_END_DECLS
