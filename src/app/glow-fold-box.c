/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-fold-box.h"

#define SPACING        12  /* px, between text and buttons */
#define MIN_TEXT_WIDTH 260 /* px: a text that is given less is hard to read */

struct _GlowFoldBox {
  GtkWidget parent_instance;

  int min_text_width; /* px: with less the buttons go below */
};

enum {
  PROP_MIN_TEXT_WIDTH = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowFoldBox,
                               glow_fold_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      buildable_iface_init))

typedef struct {
  int min;
  int nat;
} Size;

static GtkWidget *
get_text (GtkWidget *widget)
{
  return gtk_widget_get_first_child (widget);
}

static GtkWidget *
next_button (GtkWidget *button)
{
  GtkWidget *next = gtk_widget_get_next_sibling (button);

  while (next && !gtk_widget_should_layout (next))
    next = gtk_widget_get_next_sibling (next);
  return next;
}

static Size
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  Size size = { 0, 0 };

  gtk_widget_measure (child, orientation, for_size, &size.min, &size.nat, NULL, NULL);
  return size;
}

/* All buttons in one line. */
static int
get_buttons_width (GtkWidget *widget)
{
  int width = 0;

  for (GtkWidget *button = next_button (get_text (widget)); button;
       button = next_button (button))
    width += SPACING + measure_child (button, GTK_ORIENTATION_HORIZONTAL, -1).nat;
  return width;
}

static int
get_buttons_height (GtkWidget *widget)
{
  int height = 0;

  for (GtkWidget *button = next_button (get_text (widget)); button;
       button = next_button (button))
    height = MAX (height, measure_child (button, GTK_ORIENTATION_VERTICAL, -1).nat);
  return height;
}

static gboolean
is_folded (GtkWidget *widget, int width)
{
  int text_width = measure_child (get_text (widget), GTK_ORIENTATION_HORIZONTAL, -1).nat;
  int buttons_width = get_buttons_width (widget);

  return buttons_width > 0 &&
         width - buttons_width < MIN (GLOW_FOLD_BOX (widget)->min_text_width, text_width);
}

/* The lines that the buttons take one after the other in @width. */
static guint
count_lines (GtkWidget *widget, int width)
{
  guint lines = 0;
  int left = 0;

  for (GtkWidget *button = next_button (get_text (widget)); button;
       button = next_button (button)) {
    int needed = measure_child (button, GTK_ORIENTATION_HORIZONTAL, -1).nat;

    if (lines == 0 || left < SPACING + needed) {
      lines++;
      left = width - needed;
    } else {
      left -= SPACING + needed;
    }
  }
  return lines;
}

static Size
measure_width (GtkWidget *widget)
{
  Size text = measure_child (get_text (widget), GTK_ORIENTATION_HORIZONTAL, -1);
  Size size = { text.min, text.nat + get_buttons_width (widget) };

  for (GtkWidget *button = next_button (get_text (widget)); button;
       button = next_button (button))
    size.min = MAX (size.min, measure_child (button, GTK_ORIENTATION_HORIZONTAL, -1).min);
  size.nat = MAX (size.min, size.nat);
  return size;
}

static Size
measure_height (GtkWidget *widget, int width)
{
  int buttons_height = get_buttons_height (widget);
  gboolean folded = width >= 0 && is_folded (widget, width);
  int text_width = width < 0 || folded ? width : width - get_buttons_width (widget);
  int height =
    measure_child (get_text (widget), GTK_ORIENTATION_VERTICAL, text_width).nat;
  Size size;

  if (folded)
    height += (int) count_lines (widget, width) * (SPACING / 2 + buttons_height);
  size.min = size.nat = MAX (height, buttons_height);
  return size;
}

static GtkSizeRequestMode
glow_fold_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
glow_fold_box_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  Size size = orientation == GTK_ORIENTATION_HORIZONTAL
                ? measure_width (widget)
                : measure_height (widget, for_size);

  *minimum = size.min;
  *natural = size.nat;
}

static void
allocate_child (GtkWidget *widget, GtkWidget *child, GtkAllocation place)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = gtk_widget_get_width (widget) - place.x - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

static void
allocate_beside (GtkWidget *widget, int width, int height)
{
  int x = width - get_buttons_width (widget);

  allocate_child (widget, get_text (widget), (GtkAllocation){ 0, 0, x, height });
  for (GtkWidget *button = next_button (get_text (widget)); button;
       button = next_button (button)) {
    Size nat = { 0, measure_child (button, GTK_ORIENTATION_HORIZONTAL, -1).nat };

    x += SPACING;
    allocate_child (widget, button, (GtkAllocation){ x, 0, nat.nat, height });
    x += nat.nat;
  }
}

static void
allocate_below (GtkWidget *widget, int width, int height)
{
  int line_height = get_buttons_height (widget);
  int y = height - (int) count_lines (widget, width) * (SPACING / 2 + line_height) -
          line_height;
  int x = width;

  allocate_child (widget, get_text (widget),
                  (GtkAllocation){ 0, 0, width, MAX (0, y + line_height) });
  for (GtkWidget *button = next_button (get_text (widget)); button;
       button = next_button (button)) {
    int needed = MIN (width, measure_child (button, GTK_ORIENTATION_HORIZONTAL, -1).nat);

    if (x + needed > width) {
      x = 0;
      y += line_height + SPACING / 2;
    }
    allocate_child (widget, button, (GtkAllocation){ x, y, needed, line_height });
    x += needed + SPACING;
  }
}

static void
glow_fold_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  if (is_folded (widget, width))
    allocate_below (widget, width, height);
  else
    allocate_beside (widget, width, height);
}

static void
glow_fold_box_add_child (GtkBuildable *buildable,
                         GtkBuilder *builder,
                         GObject *child,
                         const char *type)
{
  gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  iface->add_child = glow_fold_box_add_child;
}

static void
glow_fold_box_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_MIN_TEXT_WIDTH)
    g_value_set_int (value, GLOW_FOLD_BOX (object)->min_text_width);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
glow_fold_box_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_MIN_TEXT_WIDTH)
    GLOW_FOLD_BOX (object)->min_text_width = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
glow_fold_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (glow_fold_box_parent_class)->dispose (object);
}

static void
glow_fold_box_class_init (GlowFoldBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_fold_box_dispose;
  object_class->get_property = glow_fold_box_get_property;
  object_class->set_property = glow_fold_box_set_property;
  properties[PROP_MIN_TEXT_WIDTH] =
    g_param_spec_int ("min-text-width", NULL, NULL, 0, G_MAXINT, MIN_TEXT_WIDTH,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  widget_class->get_request_mode = glow_fold_box_get_request_mode;
  widget_class->measure = glow_fold_box_measure;
  widget_class->size_allocate = glow_fold_box_size_allocate;
}

static void
glow_fold_box_init (GlowFoldBox *self)
{
  self->min_text_width = MIN_TEXT_WIDTH;
}
