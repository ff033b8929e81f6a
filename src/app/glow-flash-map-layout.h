/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where the parts of the flash map go: to scale, except that none becomes so small that
 * it can't be seen or hit. Knows no widgets. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One part, in and out. */
typedef struct {
  guint lane;
  guint64 offset; /* bytes */
  guint64 size;   /* bytes */
  guint row;      /* out: from the top of its lane; parts that overlap are not in one */
  double x;       /* out: pixels from the left of the view */
  double width;   /* out: pixels */
} GlowMapBox;

typedef struct {
  double start; /* bytes: at the left edge */
  double span;  /* bytes from edge to edge */
  int width;    /* pixels from edge to edge */
} GlowMapWindow;

double glow_flash_map_layout_get_x (const GlowMapWindow *window, double offset);
void glow_flash_map_layout_assign_rows (GlowMapBox *boxes, guint n_boxes);
void glow_flash_map_layout_place (GlowMapBox *boxes,
                                  guint n_boxes,
                                  const GlowMapWindow *window);
guint64 glow_flash_map_layout_choose_step (const GlowMapWindow *window, int min_pixels);

G_END_DECLS
