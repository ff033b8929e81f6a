/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Lays out short things side by side, and in another line what does not fit: AdwWrapBox
 * is newer than our floor. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flow-layout.h"

#define SPACING      12 /* px, between two in a line */
#define LINE_SPACING 3  /* px, between two lines */

struct _GlowFlowLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (GlowFlowLayout, glow_flow_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where the next child goes. */
typedef struct {
  int width; /* px: of a line */
  int x;     /* px */
  int y;     /* px */
  int line;  /* px: height of the line so far */
} Cursor;

static GtkWidget *
next_child (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkRequisition
get_size (GtkWidget *child)
{
  GtkRequisition size;

  gtk_widget_get_preferred_size (child, NULL, &size);
  return size;
}

static GtkRequisition
get_least (GtkWidget *child)
{
  GtkRequisition size;

  gtk_widget_get_preferred_size (child, &size, NULL);
  return size;
}

static GtkAllocation
place (Cursor *cursor, const GtkRequisition *size)
{
  GtkAllocation allocation = { 0, 0, MIN (size->width, cursor->width), size->height };

  if (cursor->x > 0 && cursor->x + size->width > cursor->width) {
    cursor->x = 0;
    cursor->y += cursor->line + LINE_SPACING;
    cursor->line = 0;
  }
  allocation.x = cursor->x;
  allocation.y = cursor->y;
  cursor->x += size->width + SPACING;
  cursor->line = MAX (cursor->line, size->height);
  return allocation;
}

static int
get_height (GtkWidget *widget, int width)
{
  Cursor cursor = { .width = width };

  for (GtkWidget *child = next_child (gtk_widget_get_first_child (widget)); child;
       child = next_child (gtk_widget_get_next_sibling (child))) {
    GtkRequisition size = get_size (child);

    place (&cursor, &size);
  }
  return cursor.y + cursor.line;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = next_child (gtk_widget_get_first_child (widget)); child;
       child = next_child (gtk_widget_get_next_sibling (child))) {
    *minimum = MAX (*minimum, get_least (child).width);
    *natural += get_size (child).width + (*natural > 0 ? SPACING : 0);
  }
}

static void
glow_flow_layout_measure (GtkLayoutManager *manager,
                          GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural = get_height (widget, for_size < 0 ? G_MAXINT : for_size);
}

static void
glow_flow_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           int width,
                           int height,
                           int baseline)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Cursor cursor = { .width = width };

  for (GtkWidget *child = next_child (gtk_widget_get_first_child (widget)); child;
       child = next_child (gtk_widget_get_next_sibling (child))) {
    GtkRequisition size = get_size (child);
    GtkAllocation allocation = place (&cursor, &size);

    if (rtl)
      allocation.x = width - allocation.x - allocation.width;
    gtk_widget_size_allocate (child, &allocation, -1);
  }
}

static GtkSizeRequestMode
glow_flow_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
glow_flow_layout_class_init (GlowFlowLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = glow_flow_layout_get_request_mode;
  manager_class->measure = glow_flow_layout_measure;
  manager_class->allocate = glow_flow_layout_allocate;
}

static void
glow_flow_layout_init (GlowFlowLayout *self)
{
}
