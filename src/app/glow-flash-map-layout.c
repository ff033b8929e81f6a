/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-layout.h"

#define MIN_WIDTH     6.0 /* pixels of a part */
#define GAP           1.0 /* pixels between two */

#define SMALLEST_STEP 0x1000    /* bytes: a sector */
#define COARSE_STEP   0x20000   /* bytes */
#define FINE_SPAN     0x100000u /* bytes */

/**
 * glow_flash_map_layout_get_x:
 * @window: what is seen
 * @offset: bytes from the start of flash
 *
 * Returns: pixels from the left edge, negative left of it
 */
double
glow_flash_map_layout_get_x (const GlowMapWindow *window, double offset)
{
  return (offset - window->start) / window->span * window->width;
}

static gboolean
overlap (const GlowMapBox *a, const GlowMapBox *b)
{
  return a->offset < b->offset + b->size && b->offset < a->offset + a->size;
}

static gboolean
row_is_free (const GlowMapBox *boxes, guint index, guint row)
{
  for (guint i = index; i > 0; i--) {
    const GlowMapBox *other = &boxes[i - 1];

    if (other->lane != boxes[index].lane)
      break;
    if (other->row == row && overlap (other, &boxes[index]))
      return FALSE;
  }
  return TRUE;
}

/* Where most fit side by side the first question is answered at once: by the end of the
 * parts before. */
/**
 * glow_flash_map_layout_assign_rows:
 * @boxes: sorted by lane and offset
 * @n_boxes: how many
 *
 * Gives parts of one lane that overlap a row each.
 */
void
glow_flash_map_layout_assign_rows (GlowMapBox *boxes, guint n_boxes)
{
  guint64 lane_end = 0;

  for (guint i = 0; i < n_boxes; i++) {
    if (i == 0 || boxes[i].lane != boxes[i - 1].lane)
      lane_end = 0;
    boxes[i].row = 0;
    while (boxes[i].offset < lane_end && !row_is_free (boxes, i, boxes[i].row))
      boxes[i].row++;
    lane_end = MAX (lane_end, boxes[i].offset + boxes[i].size);
  }
}

static gboolean
is_in_row (const GlowMapBox *box, guint lane, guint row)
{
  return box->lane == lane && box->row == row;
}

/* From the left: small ones get their width at the cost of what follows. */
static void
push_right (GlowMapBox *boxes, guint n_boxes, guint first, const GlowMapWindow *window)
{
  double end = -G_MAXDOUBLE;

  for (guint i = first; i < n_boxes && boxes[i].lane == boxes[first].lane; i++) {
    GlowMapBox *box = &boxes[i];
    double right;

    if (box->row != boxes[first].row)
      continue;
    right =
      glow_flash_map_layout_get_x (window, (double) box->offset + (double) box->size);
    box->x = MAX (glow_flash_map_layout_get_x (window, (double) box->offset), end);
    box->width = MAX (right - GAP - box->x, MIN_WIDTH);
    end = box->x + box->width + GAP;
  }
}

/* From the right: what was pushed over its edge comes back. */
static void
push_left (GlowMapBox *boxes, guint last, double limit)
{
  guint lane = boxes[last].lane;
  guint row = boxes[last].row;

  for (guint i = last + 1; i > 0 && boxes[i - 1].lane == lane; i--) {
    GlowMapBox *box = &boxes[i - 1];

    if (!is_in_row (box, lane, row))
      continue;
    if (box->x + box->width <= limit)
      break;
    box->width = MAX (limit - box->x, MIN_WIDTH);
    box->x = MIN (box->x, limit - box->width);
    limit = box->x - GAP;
  }
}

static gboolean
is_first (const GlowMapBox *boxes, guint index)
{
  for (guint i = index; i > 0 && boxes[i - 1].lane == boxes[index].lane; i--) {
    if (boxes[i - 1].row == boxes[index].row)
      return FALSE;
  }
  return TRUE;
}

static guint
find_last (const GlowMapBox *boxes, guint n_boxes, guint first)
{
  guint last = first;

  for (guint i = first; i < n_boxes && boxes[i].lane == boxes[first].lane; i++)
    last = boxes[i].row == boxes[first].row ? i : last;
  return last;
}

/**
 * glow_flash_map_layout_place:
 * @boxes: sorted by lane and offset, with their rows
 * @n_boxes: how many
 * @window: what is seen
 *
 * Gives each its place. Those outside of the window get one outside.
 */
void
glow_flash_map_layout_place (GlowMapBox *boxes,
                             guint n_boxes,
                             const GlowMapWindow *window)
{
  for (guint i = 0; i < n_boxes; i++) {
    guint last;
    double end;

    /* nearly always found by a look at its neighbour */
    if (!is_first (boxes, i))
      continue;
    push_right (boxes, n_boxes, i, window);
    last = find_last (boxes, n_boxes, i);
    end = glow_flash_map_layout_get_x (window, (double) boxes[last].offset +
                                                 (double) boxes[last].size);
    push_left (boxes, last, MAX (end, window->width));
  }
}

/**
 * glow_flash_map_layout_choose_step:
 * @window: what is seen
 * @min_pixels: at least so far from each other
 *
 * Returns: bytes from one mark of the scale to the next, a power of two
 */
guint64
glow_flash_map_layout_choose_step (const GlowMapWindow *window, int min_pixels)
{
  double bytes_per_pixel = window->span / MAX (window->width, 1);
  guint64 step = SMALLEST_STEP;

  while ((double) step < bytes_per_pixel * min_pixels)
    step *= 2;
  /* from here on whole numbers of MiB read better */
  return step >= COARSE_STEP && window->span > FINE_SPAN ? MAX (step, FINE_SPAN) : step;
}
