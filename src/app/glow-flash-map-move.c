/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How one moves in the flash map: the focus from part to part, the zoom, the pointer. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-view-private.h"

#include <math.h>

#define ZOOM_STEP      2.0
#define MIN_SPAN       0x8000 /* bytes from edge to edge at the strongest zoom */
#define PAN_SHARE      0.1    /* of the width, for one step of the wheel */

#define DRAG_THRESHOLD 8 /* pixels until it is no click any more */

static double
get_max_zoom (GlowFlashMapView *self)
{
  return MAX (self->extent / MIN_SPAN, 1);
}

void
_glow_flash_map_view_get_window (GlowFlashMapView *self, GlowMapWindow *window)
{
  window->start = self->start;
  window->span = self->extent / self->zoom;
  window->width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
}

static void
set_window (GlowFlashMapView *self, double start, double zoom)
{
  self->zoom = CLAMP (zoom, 1, get_max_zoom (self));
  self->start = CLAMP (start, 0, self->extent - self->extent / self->zoom);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  _glow_flash_map_view_emit_current (self);
}

/* @at: pixels from the left, which stay where they are */
static void
zoom_at (GlowFlashMapView *self, double factor, double at)
{
  GlowMapWindow window;
  double offset;
  double zoom = CLAMP (self->zoom * factor, 1, get_max_zoom (self));

  _glow_flash_map_view_get_window (self, &window);
  offset = window.start + at / window.width * window.span;
  set_window (self, offset - at / window.width * self->extent / zoom, zoom);
}

static int
find_part (GlowFlashMapView *self, GlowFlashMapPart *part)
{
  guint index;

  if (part == NULL || !g_ptr_array_find (self->parts, part, &index))
    return -1;
  return (int) index;
}

static int
find_focused (GlowFlashMapView *self)
{
  if (self->focused == NULL || !gtk_widget_has_focus (GTK_WIDGET (self->focused)))
    return -1;
  return find_part (self, self->focused);
}

/* Brings it into the window if it is not in it, or no more than a sliver of it. */
static void
show_part (GlowFlashMapView *self, GlowFlashMapPart *part)
{
  const GlowMapSpan *span = glow_flash_map_part_get_span (part);
  double seen = self->extent / self->zoom;
  double middle = (double) span->offset + (double) span->size / 2;
  double left = (double) span->offset;
  double right = left + (double) span->size;

  if (left >= self->start && right <= self->start + seen)
    return;
  if ((double) span->size > seen && left < self->start + seen / 2 &&
      right > self->start + seen / 2)
    return;
  set_window (self, (double) span->size > seen ? left : middle - seen / 2, self->zoom);
}

static gboolean
focus_part (GlowFlashMapView *self, guint index)
{
  GlowFlashMapPart *part = _glow_flash_map_view_get_part (self, index);

  show_part (self, part);
  return gtk_widget_grab_focus (GTK_WIDGET (part));
}

static guint
get_lane (GlowFlashMapView *self, guint index)
{
  return g_array_index (self->boxes, GlowMapBox, index).lane;
}

/* The part of the next lane that has anything, as near as can be to the middle of what
 * is seen of this one. */
static int
find_beside (GlowFlashMapView *self, guint from, int direction)
{
  const GlowMapBox *box = &g_array_index (self->boxes, GlowMapBox, from);
  double middle = box->x + box->width / 2;
  double best_distance = G_MAXDOUBLE;
  int best = -1;
  int best_lane = -1;

  for (guint i = 0; i < self->boxes->len; i++) {
    const GlowMapBox *other = &g_array_index (self->boxes, GlowMapBox, i);
    double distance = MAX (other->x - middle, middle - other->x - other->width);
    int lanes = ((int) other->lane - (int) box->lane) * direction;

    if (lanes < 1 || (best_lane > 0 && lanes > best_lane))
      continue;
    if (lanes == best_lane && distance >= best_distance)
      continue;
    best = (int) i;
    best_lane = lanes;
    best_distance = distance;
  }
  return best;
}

static gboolean
focus_beside (GlowFlashMapView *self, int from, int direction)
{
  int other = find_beside (self, (guint) from, direction);

  return other >= 0 && focus_part (self, (guint) other);
}

static gboolean
focus_next (GlowFlashMapView *self, int from, int direction)
{
  int other = from + direction;

  if (other < 0 || other >= (int) self->parts->len ||
      get_lane (self, (guint) other) != get_lane (self, (guint) from)) {
    gtk_widget_error_bell (GTK_WIDGET (self));
    return TRUE;
  }
  return focus_part (self, (guint) other);
}

/* Coming from outside: where the focus was before, else the first part. */
static gboolean
focus_again (GlowFlashMapView *self)
{
  int last = find_part (self, self->focused);

  if (self->parts->len == 0)
    return FALSE;
  return focus_part (self, last >= 0 ? (guint) last : 0);
}

static gboolean
glow_flash_map_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GlowFlashMapView *self = GLOW_FLASH_MAP_VIEW (widget);
  int from = find_focused (self);

  if (from < 0)
    return focus_again (self);
  switch (direction) {
  case GTK_DIR_LEFT:
    return focus_next (self, from, -1);
  case GTK_DIR_RIGHT:
    return focus_next (self, from, 1);
  case GTK_DIR_UP:
    return focus_beside (self, from, -1);
  case GTK_DIR_DOWN:
    return focus_beside (self, from, 1);
  case GTK_DIR_TAB_FORWARD:
  case GTK_DIR_TAB_BACKWARD:
  default:
    return FALSE;
  }
}

/* The first or the last part of the lane that has the focus. */
gboolean
_glow_flash_map_view_focus_end (GlowFlashMapView *self, gboolean last)
{
  int from = find_focused (self);
  int direction = last ? 1 : -1;
  int end = from;

  if (from < 0)
    return FALSE;
  while (end + direction >= 0 && end + direction < (int) self->parts->len &&
         get_lane (self, (guint) (end + direction)) == get_lane (self, (guint) from))
    end += direction;
  return focus_part (self, (guint) end);
}

static void
hover (GlowFlashMapView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GlowFlashMapPart *part =
    GLOW_IS_FLASH_MAP_PART (widget) ? GLOW_FLASH_MAP_PART (widget) : NULL;

  self->pointer_x = x;
  if (part == self->hovered)
    return;
  self->hovered = part;
  _glow_flash_map_view_emit_current (self);
}

static void
leave_cb (GlowFlashMapView *self)
{
  if (self->hovered == NULL)
    return;
  self->hovered = NULL;
  _glow_flash_map_view_emit_current (self);
}

static gboolean
scroll_cb (GlowFlashMapView *self,
           double dx,
           double dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (state & GDK_CONTROL_MASK) {
    zoom_at (self, pow (ZOOM_STEP, -dy), self->pointer_x);
    return TRUE;
  }
  if (state & GDK_SHIFT_MASK)
    dx += dy;
  /* the page scrolls on where there is nothing to move */
  if (dx == 0 || self->zoom <= 1)
    return FALSE;
  set_window (self, self->start + dx * PAN_SHARE * self->extent / self->zoom, self->zoom);
  return TRUE;
}

static void
drag_begin_cb (GlowFlashMapView *self)
{
  self->drag_start = self->start;
}

static void
drag_update_cb (GlowFlashMapView *self, double dx, double dy, GtkGesture *gesture)
{
  GlowMapWindow window;

  if (self->zoom <= 1 || fabs (dx) < DRAG_THRESHOLD)
    return;
  _glow_flash_map_view_get_window (self, &window);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  set_window (self, self->drag_start - dx / window.width * window.span, self->zoom);
}

/* A finger has no pointer to hover with: what was touched gets the focus. */
static void
pressed_cb (GlowFlashMapView *self, int n_press, double x, double y)
{
  hover (self, x, y);
  if (self->hovered)
    gtk_widget_grab_focus (GTK_WIDGET (self->hovered));
  if (n_press == 2)
    zoom_at (self, ZOOM_STEP * ZOOM_STEP, x);
}

static void
zoom_part (GlowFlashMapView *self, int steps)
{
  int part = find_focused (self);
  const GlowMapBox *box;
  double middle = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;

  if (part < 0) {
    zoom_at (self, pow (ZOOM_STEP, steps), middle);
    return;
  }
  box = &g_array_index (self->boxes, GlowMapBox, part);
  zoom_at (self, pow (ZOOM_STEP, steps), box->x + box->width / 2);
  show_part (self, self->focused);
}

/* The pointer's controllers; a part that gets the focus is watched by
 * _glow_flash_map_view_watch_part(). */
void
_glow_flash_map_view_add_controllers (GlowFlashMapView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (hover), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (hover), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
part_entered_cb (GlowFlashMapView *self, GtkEventController *controller)
{
  self->focused = GLOW_FLASH_MAP_PART (gtk_event_controller_get_widget (controller));
  self->has_focus = TRUE;
  _glow_flash_map_view_emit_current (self);
}

static void
part_left_cb (GlowFlashMapView *self)
{
  self->has_focus = FALSE;
  _glow_flash_map_view_emit_current (self);
}

void
_glow_flash_map_view_watch_part (GlowFlashMapView *self, GtkWidget *part)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "enter", G_CALLBACK (part_entered_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (part_left_cb), self);
  gtk_widget_add_controller (part, focus);
}

void
_glow_flash_map_view_install_moving (GtkWidgetClass *widget_class)
{
  widget_class->focus = glow_flash_map_view_focus;
}

/**
 * glow_flash_map_view_zoom:
 * @steps: how often to double what is seen, negative: to halve it
 *
 * Around the part with the focus, else around the middle.
 */
void
glow_flash_map_view_zoom (GlowFlashMapView *self, int steps)
{
  zoom_part (self, steps);
}

/**
 * glow_flash_map_view_show_all:
 *
 * Ends the zoom.
 */
void
glow_flash_map_view_show_all (GlowFlashMapView *self)
{
  set_window (self, 0, 1);
}

gboolean
glow_flash_map_view_can_zoom_in (GlowFlashMapView *self)
{
  return self->zoom < get_max_zoom (self);
}

gboolean
glow_flash_map_view_is_zoomed (GlowFlashMapView *self)
{
  return self->zoom > 1;
}
