/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash map's sizes and what is drawn behind its parts: the scale, the lanes and
 * their titles, the end of the flash. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-view-private.h"

#include "glow-format.h"

#include <math.h>

#define ROW_PADDING 10 /* pixels of a row beyond its text */
#define ROW_GAP     2  /* pixels between the rows of a lane */
#define LANE_GAP    6  /* pixels between a lane and the next title */
#define TICK_GAP    12 /* pixels between two numbers of the scale, at least */
#define TICK_SIZE   4  /* pixels of height */

static int
get_text_height (GlowFlashMapView *self)
{
  int height;

  pango_layout_set_text (self->tick_layout, "0", -1);
  pango_layout_get_pixel_size (self->tick_layout, NULL, &height);
  return height;
}

static guint
get_n_rows (GlowFlashMapView *self, guint lane)
{
  guint n_rows = 1;

  for (guint i = 0; i < self->boxes->len; i++) {
    const GlowMapBox *box = &g_array_index (self->boxes, GlowMapBox, i);

    if (box->lane == lane)
      n_rows = MAX (n_rows, box->row + 1);
  }
  return n_rows;
}

static int
get_row_height (GlowFlashMapView *self)
{
  return get_text_height (self) + ROW_PADDING;
}

static int
get_scale_height (GlowFlashMapView *self)
{
  return get_text_height (self) + TICK_SIZE + ROW_GAP;
}

static int
get_lane_height (GlowFlashMapView *self, guint lane)
{
  return get_text_height (self) + ROW_GAP +
         (int) get_n_rows (self, lane) * (get_row_height (self) + ROW_GAP) + LANE_GAP;
}

/* the top of its title; that of the scale, which comes last, when there is no such lane
 */
static int
get_lane_top (GlowFlashMapView *self, guint lane)
{
  int top = 0;

  for (guint i = 0; i < lane; i++)
    top += get_lane_height (self, i);
  return top;
}

static void
glow_flash_map_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  GlowFlashMapView *self = GLOW_FLASH_MAP_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 120;
    *natural = 480;
    return;
  }
  *minimum = *natural = get_lane_top (self, self->titles->len) + get_scale_height (self);
}

static void
allocate_part (GlowFlashMapView *self, guint index)
{
  GtkWidget *part = GTK_WIDGET (_glow_flash_map_view_get_part (self, index));
  const GlowMapBox *box = &g_array_index (self->boxes, GlowMapBox, index);
  int row_height = get_row_height (self);
  GtkAllocation place;

  place.x = (int) round (box->x);
  place.width = MAX ((int) round (box->x + box->width) - place.x, 1);
  place.y = get_lane_top (self, box->lane) + get_text_height (self) + ROW_GAP +
            (int) box->row * (row_height + ROW_GAP);
  place.height = row_height;
  gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (part, &place, -1);
}

static void
glow_flash_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GlowFlashMapView *self = GLOW_FLASH_MAP_VIEW (widget);
  GlowMapWindow window;

  _glow_flash_map_view_get_window (self, &window);
  window.width = width;
  glow_flash_map_layout_place ((GlowMapBox *) (gpointer) self->boxes->data,
                               self->boxes->len, &window);
  for (guint i = 0; i < self->parts->len; i++)
    allocate_part (self, i);
}

static void
snapshot_text (GlowFlashMapView *self,
               GtkSnapshot *snapshot,
               const char *text,
               double x,
               double y)
{
  pango_layout_set_text (self->tick_layout, text, -1);
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (GTK_WIDGET (self)),
                              x, y, self->tick_layout);
}

static int
get_text_width (GlowFlashMapView *self, const char *text)
{
  int width;

  pango_layout_set_text (self->tick_layout, text, -1);
  pango_layout_get_pixel_size (self->tick_layout, &width, NULL);
  return width;
}

static char *
dup_tick_text (guint64 offset, guint64 step)
{
  if (offset == 0)
    return g_strdup ("0");
  return step % (1024 * 1024) == 0 ? glow_format_size (offset) : glow_format_hex (offset);
}

/* the strip itself, from the start to the end of the flash */
static void
snapshot_lane (GlowFlashMapView *self,
               GtkSnapshot *snapshot,
               guint lane,
               const GlowMapWindow *window)
{
  double flash_end = (double) self->flash_size;
  double end = self->flash_size > 0 ? glow_flash_map_layout_get_x (window, flash_end)
                                    : window->width;
  int top = get_lane_top (self, lane);
  int height =
    (int) get_n_rows (self, lane) * (get_row_height (self) + ROW_GAP) - ROW_GAP;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  snapshot_text (self, snapshot, g_ptr_array_index (self->titles, lane), 0, top);
  color.alpha *= 0.08f;
  top += get_text_height (self) + ROW_GAP;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (0, (float) top,
                                                  (float) CLAMP (end, 0, window->width),
                                                  (float) height));
}

static void
snapshot_tick (GlowFlashMapView *self, GtkSnapshot *snapshot, double x, gboolean is_end)
{
  int top = get_lane_top (self, self->titles->len) - LANE_GAP + ROW_GAP;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  if (!is_end)
    color.alpha *= 0.5f;
  gtk_snapshot_append_color (
    snapshot, &color,
    &GRAPHENE_RECT_INIT ((float) floor (x), (float) (is_end ? 0 : top), is_end ? 2 : 1,
                         (float) (is_end ? top + TICK_SIZE : TICK_SIZE)));
}

static double
snapshot_number (GlowFlashMapView *self,
                 GtkSnapshot *snapshot,
                 const GlowMapWindow *window,
                 const char *text,
                 double x)
{
  int width = get_text_width (self, text);
  int top = get_lane_top (self, self->titles->len) - LANE_GAP + ROW_GAP + TICK_SIZE;
  double left = CLAMP (x - (double) width / 2, 0, MAX (window->width - width, 0));

  snapshot_text (self, snapshot, text, left, top);
  return left;
}

/* The number at the end of the flash has the right of way. */
static void
snapshot_scale (GlowFlashMapView *self,
                GtkSnapshot *snapshot,
                const GlowMapWindow *window)
{
  guint64 step =
    glow_flash_map_layout_choose_step (window,
                                       get_text_width (self, "0x0000000") + TICK_GAP);
  guint64 first = (guint64) MAX (window->start, 0) / step * step;
  double limit = window->width;
  double end = glow_flash_map_layout_get_x (window, (double) self->flash_size);

  if (self->flash_size > 0 && end <= window->width) {
    g_autofree char *text = glow_format_size (self->flash_size);

    snapshot_tick (self, snapshot, MIN (end, window->width - 2), end < window->width - 2);
    limit = snapshot_number (self, snapshot, window, text, end) - TICK_GAP;
  }
  for (guint64 at = first; (double) at < window->start + window->span; at += step) {
    g_autofree char *text = dup_tick_text (at, step);
    double x = glow_flash_map_layout_get_x (window, (double) at);
    int half = get_text_width (self, text) / 2;

    if (x < 0 || (x + half > limit && x > end - half))
      continue;
    snapshot_tick (self, snapshot, x, FALSE);
    if (x + half <= limit)
      snapshot_number (self, snapshot, window, text, x);
  }
}

static void
glow_flash_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GlowFlashMapView *self = GLOW_FLASH_MAP_VIEW (widget);
  GlowMapWindow window;

  _glow_flash_map_view_get_window (self, &window);
  for (guint i = 0; i < self->titles->len; i++)
    snapshot_lane (self, snapshot, i, &window);
  snapshot_scale (self, snapshot, &window);
  for (guint i = 0; i < self->parts->len; i++)
    gtk_widget_snapshot_child (widget,
                               GTK_WIDGET (_glow_flash_map_view_get_part (self, i)),
                               snapshot);
}

void
_glow_flash_map_view_install_drawing (GtkWidgetClass *widget_class)
{
  widget_class->measure = glow_flash_map_view_measure;
  widget_class->size_allocate = glow_flash_map_view_size_allocate;
  widget_class->snapshot = glow_flash_map_view_snapshot;
}
