/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-part.h"

#define HATCH_GAP   6  /* pixels from line to line */
#define TEXT_MARGIN 4  /* pixels beside the name */
#define TEXT_MIN    18 /* pixels of width from which a name is of use */

struct _GlowFlashMapPart {
  GtkWidget parent_instance;

  /* owned */
  char *label;
  char *sentence;
  PangoLayout *layout;

  GlowMapSpan span; /* with the two above in it */
};

static const char *const style_classes[GLOW_N_MAP_STYLES] = {
  [GLOW_MAP_APP] = "app",     [GLOW_MAP_BOOTLOADER] = "bootloader",
  [GLOW_MAP_TABLE] = "table", [GLOW_MAP_SETTINGS] = "settings",
  [GLOW_MAP_FILES] = "files", [GLOW_MAP_MERGED] = "merged",
  [GLOW_MAP_OTHER] = "other", [GLOW_MAP_PLACE] = "place",
};

G_DEFINE_FINAL_TYPE (GlowFlashMapPart, glow_flash_map_part, GTK_TYPE_WIDGET)

/* Lines from the lower left to the upper right; refused parts are crossed both ways. */
static void
draw_hatch (cairo_t *cr, const GdkRGBA *color, GlowMapMark mark, int width, int height)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, mark == GLOW_MAP_REFUSED ? 1.5 : 1);
  for (int x = -height; x < width; x += HATCH_GAP) {
    cairo_move_to (cr, x, height);
    cairo_line_to (cr, x + height, 0);
  }
  for (int x = -height; mark == GLOW_MAP_REFUSED && x < width; x += HATCH_GAP) {
    cairo_move_to (cr, x, 0);
    cairo_line_to (cr, x + height, height);
  }
  cairo_stroke (cr);
}

static void
snapshot_mark (GlowFlashMapPart *self, GtkSnapshot *snapshot, GdkRGBA color)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);

  color.alpha *= 0.55f;
  draw_hatch (cr, &color, self->span.mark, width, height);
  cairo_destroy (cr);
}

/* On a plate of its own where there is hatching behind it. */
static void
snapshot_label (GlowFlashMapPart *self, GtkSnapshot *snapshot)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int text_width;
  int text_height;
  GdkRGBA plate;

  if (width < TEXT_MIN + 2 * TEXT_MARGIN)
    return;
  pango_layout_set_width (self->layout, (width - 2 * TEXT_MARGIN) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, &text_width, &text_height);
  if (self->span.mark != GLOW_MAP_FINE &&
      gtk_style_context_lookup_color (style, "window_bg_color", &plate))
    gtk_snapshot_append_color (snapshot, &plate,
                               &GRAPHENE_RECT_INIT (TEXT_MARGIN - 2,
                                                    (float) (height - text_height) / 2,
                                                    (float) (text_width + 4),
                                                    (float) text_height));
  gtk_snapshot_render_layout (snapshot, style, TEXT_MARGIN,
                              (double) (height - text_height) / 2, self->layout);
}

static void
glow_flash_map_part_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GlowFlashMapPart *self = GLOW_FLASH_MAP_PART (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (self->span.mark != GLOW_MAP_FINE)
    snapshot_mark (self, snapshot, color);
  snapshot_label (self, snapshot);
}

static void
glow_flash_map_part_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  int text_height;

  pango_layout_get_pixel_size (GLOW_FLASH_MAP_PART (widget)->layout, NULL, &text_height);
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? text_height : 1;
}

static void
glow_flash_map_part_dispose (GObject *object)
{
  g_clear_object (&GLOW_FLASH_MAP_PART (object)->layout);
  G_OBJECT_CLASS (glow_flash_map_part_parent_class)->dispose (object);
}

static void
glow_flash_map_part_finalize (GObject *object)
{
  GlowFlashMapPart *self = GLOW_FLASH_MAP_PART (object);

  g_free (self->label);
  g_free (self->sentence);
  G_OBJECT_CLASS (glow_flash_map_part_parent_class)->finalize (object);
}

static void
glow_flash_map_part_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (glow_flash_map_part_parent_class)
    ->system_setting_changed (widget, setting);
  if (GLOW_FLASH_MAP_PART (widget)->layout)
    pango_layout_context_changed (GLOW_FLASH_MAP_PART (widget)->layout);
}

static void
glow_flash_map_part_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (glow_flash_map_part_parent_class)->css_changed (widget, change);
  if (GLOW_FLASH_MAP_PART (widget)->layout)
    pango_layout_context_changed (GLOW_FLASH_MAP_PART (widget)->layout);
}

static void
glow_flash_map_part_class_init (GlowFlashMapPartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_flash_map_part_dispose;
  object_class->finalize = glow_flash_map_part_finalize;
  widget_class->snapshot = glow_flash_map_part_snapshot;
  widget_class->measure = glow_flash_map_part_measure;
  widget_class->css_changed = glow_flash_map_part_css_changed;
  widget_class->system_setting_changed = glow_flash_map_part_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "mappart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
glow_flash_map_part_init (GlowFlashMapPart *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "");
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
}

/**
 * glow_flash_map_part_new:
 *
 * Returns: (transfer floating): a part without a span
 */
GtkWidget *
glow_flash_map_part_new (void)
{
  return g_object_new (GLOW_TYPE_FLASH_MAP_PART, NULL);
}

static void
set_classes (GlowFlashMapPart *self)
{
  static const char *const marks[] = { NULL, "warned", "refused" };
  const char *classes[3] = { style_classes[self->span.style], marks[self->span.mark],
                             NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

/**
 * glow_flash_map_part_set_span:
 * @span: copied with its strings
 *
 * Makes it another part, without a change of the focus.
 */
void
glow_flash_map_part_set_span (GlowFlashMapPart *self, const GlowMapSpan *span)
{
  gboolean named = g_strcmp0 (self->sentence, span->sentence) != 0;

  g_free (self->label);
  self->label = g_strdup (span->label);
  g_free (self->sentence);
  self->sentence = g_strdup (span->sentence);
  self->span = *span;
  self->span.label = self->label;
  self->span.sentence = self->sentence;
  pango_layout_set_text (self->layout, self->label, -1);
  set_classes (self);
  if (named)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->sentence, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const GlowMapSpan *
glow_flash_map_part_get_span (GlowFlashMapPart *self)
{
  return &self->span;
}

/**
 * glow_map_style_get_class:
 *
 * Returns: the style class of such parts
 */
const char *
glow_map_style_get_class (GlowMapStyle style)
{
  return style_classes[style];
}
