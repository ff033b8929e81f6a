/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-view-private.h"

#include <glib/gi18n-lib.h>

enum {
  SIGNAL_CURRENT_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowFlashMapView, glow_flash_map_view, GTK_TYPE_WIDGET)

void
_glow_flash_map_view_emit_current (GlowFlashMapView *self)
{
  g_signal_emit (self, signals[SIGNAL_CURRENT_CHANGED], 0);
}

GlowFlashMapPart *
_glow_flash_map_view_get_part (GlowFlashMapView *self, guint index)
{
  return g_ptr_array_index (self->parts, index);
}

static void
add_binding (GtkWidgetClass *widget_class, guint keyval, GtkShortcutFunc func, int value)
{
  gtk_widget_class_add_binding (widget_class, keyval, 0, func, "i", value);
}

static gboolean
zoom_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  gint32 steps;

  steps = g_variant_get_int32 (args);
  if (steps == 0)
    glow_flash_map_view_show_all (GLOW_FLASH_MAP_VIEW (widget));
  else
    glow_flash_map_view_zoom (GLOW_FLASH_MAP_VIEW (widget), steps);
  return TRUE;
}

static gboolean
end_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  gint32 direction;

  direction = g_variant_get_int32 (args);
  return _glow_flash_map_view_focus_end (GLOW_FLASH_MAP_VIEW (widget), direction > 0);
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  static const guint in_keys[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint out_keys[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };
  static const guint all_keys[] = { GDK_KEY_0, GDK_KEY_KP_0, GDK_KEY_Escape };

  for (gsize i = 0; i < G_N_ELEMENTS (in_keys); i++)
    add_binding (widget_class, in_keys[i], zoom_key_cb, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (out_keys); i++)
    add_binding (widget_class, out_keys[i], zoom_key_cb, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (all_keys); i++)
    add_binding (widget_class, all_keys[i], zoom_key_cb, 0);
  add_binding (widget_class, GDK_KEY_Home, end_key_cb, -1);
  add_binding (widget_class, GDK_KEY_End, end_key_cb, 1);
}

static void
glow_flash_map_view_dispose (GObject *object)
{
  GlowFlashMapView *self = GLOW_FLASH_MAP_VIEW (object);

  self->hovered = NULL;
  self->focused = NULL;
  for (guint i = 0; self->parts && i < self->parts->len; i++)
    gtk_widget_unparent (GTK_WIDGET (_glow_flash_map_view_get_part (self, i)));
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_object (&self->tick_layout);
  G_OBJECT_CLASS (glow_flash_map_view_parent_class)->dispose (object);
}

static void
glow_flash_map_view_finalize (GObject *object)
{
  GlowFlashMapView *self = GLOW_FLASH_MAP_VIEW (object);

  g_array_unref (self->boxes);
  g_ptr_array_unref (self->titles);
  G_OBJECT_CLASS (glow_flash_map_view_parent_class)->finalize (object);
}

static void
glow_flash_map_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (glow_flash_map_view_parent_class)->css_changed (widget, change);
  if (GLOW_FLASH_MAP_VIEW (widget)->tick_layout)
    pango_layout_context_changed (GLOW_FLASH_MAP_VIEW (widget)->tick_layout);
}

static void
glow_flash_map_view_class_init (GlowFlashMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_flash_map_view_dispose;
  object_class->finalize = glow_flash_map_view_finalize;
  widget_class->css_changed = glow_flash_map_view_css_changed;
  _glow_flash_map_view_install_drawing (widget_class);
  _glow_flash_map_view_install_moving (widget_class);
  install_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "flashmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  signals[SIGNAL_CURRENT_CHANGED] =
    g_signal_new ("current-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
glow_flash_map_view_init (GlowFlashMapView *self)
{
  self->parts = g_ptr_array_new ();
  self->boxes = g_array_new (FALSE, TRUE, sizeof (GlowMapBox));
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->tick_layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "");
  self->extent = 1;
  self->zoom = 1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* offsets grow to the right in every language */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  _glow_flash_map_view_add_controllers (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Flash map"), -1);
}

/**
 * glow_flash_map_view_new:
 *
 * Returns: (transfer floating): an empty map
 */
GtkWidget *
glow_flash_map_view_new (void)
{
  return g_object_new (GLOW_TYPE_FLASH_MAP_VIEW, NULL);
}

/**
 * glow_flash_map_view_begin:
 * @flash_size: bytes; 0: unknown
 *
 * Begins another content: lanes from the top, each followed by its parts.
 */
void
glow_flash_map_view_begin (GlowFlashMapView *self, guint64 flash_size)
{
  self->flash_size = flash_size;
  self->n_filled = 0;
  g_ptr_array_set_size (self->titles, 0);
}

/**
 * glow_flash_map_view_add_lane:
 * @title: what the parts of it have in common, translated
 */
void
glow_flash_map_view_add_lane (GlowFlashMapView *self, const char *title)
{
  g_ptr_array_add (self->titles, g_strdup (title));
}

/**
 * glow_flash_map_view_add:
 * @span: copied; its lane is that of the last title, whatever it says
 */
void
glow_flash_map_view_add (GlowFlashMapView *self, const GlowMapSpan *span)
{
  GlowMapSpan copy = *span;

  g_return_if_fail (self->titles->len > 0 && span->size > 0);
  copy.lane = self->titles->len - 1;
  if (self->n_filled == self->parts->len) {
    GtkWidget *part = glow_flash_map_part_new ();

    _glow_flash_map_view_watch_part (self, part);
    gtk_widget_set_parent (part, GTK_WIDGET (self));
    g_ptr_array_add (self->parts, part);
  }
  glow_flash_map_part_set_span (_glow_flash_map_view_get_part (self, self->n_filled++),
                                &copy);
}

static void
drop_spare_parts (GlowFlashMapView *self)
{
  while (self->parts->len > self->n_filled) {
    GlowFlashMapPart *part = _glow_flash_map_view_get_part (self, self->parts->len - 1);

    if (self->hovered == part)
      self->hovered = NULL;
    if (self->focused == part)
      self->focused = NULL;
    g_ptr_array_set_size (self->parts, self->parts->len - 1);
    gtk_widget_unparent (GTK_WIDGET (part));
  }
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const GlowMapSpan *left = glow_flash_map_part_get_span (*(GlowFlashMapPart *const *) a);
  const GlowMapSpan *right =
    glow_flash_map_part_get_span (*(GlowFlashMapPart *const *) b);

  if (left->lane != right->lane)
    return left->lane < right->lane ? -1 : 1;
  if (left->offset != right->offset)
    return left->offset < right->offset ? -1 : 1;
  return 0;
}

static void
fill_boxes (GlowFlashMapView *self)
{
  g_array_set_size (self->boxes, 0);
  for (guint i = 0; i < self->parts->len; i++) {
    const GlowMapSpan *span =
      glow_flash_map_part_get_span (_glow_flash_map_view_get_part (self, i));
    GlowMapBox box = { .lane = span->lane, .offset = span->offset, .size = span->size };

    g_array_append_val (self->boxes, box);
    self->extent = MAX (self->extent, (double) span->offset + (double) span->size);
  }
  glow_flash_map_layout_assign_rows ((GlowMapBox *) (gpointer) self->boxes->data,
                                     self->boxes->len);
}

/**
 * glow_flash_map_view_end:
 *
 * Shows what was added since glow_flash_map_view_begin().
 */
void
glow_flash_map_view_end (GlowFlashMapView *self)
{
  GtkWidget *before = NULL;
  double extent = self->extent;

  drop_spare_parts (self);
  g_ptr_array_sort (self->parts, compare_parts);
  for (guint i = 0; i < self->parts->len; i++) {
    GtkWidget *part = GTK_WIDGET (_glow_flash_map_view_get_part (self, i));

    /* a screen reader reads them in the order of the children */
    if (gtk_widget_get_prev_sibling (part) != before)
      gtk_widget_insert_after (part, GTK_WIDGET (self), before);
    before = part;
  }
  self->extent = MAX ((double) self->flash_size, 1);
  fill_boxes (self);
  if (extent != self->extent)
    glow_flash_map_view_show_all (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  _glow_flash_map_view_emit_current (self);
}

/**
 * glow_flash_map_view_get_current:
 *
 * Returns: (nullable): the part under the pointer, else the one that has the focus
 */
const GlowMapSpan *
glow_flash_map_view_get_current (GlowFlashMapView *self)
{
  if (self->hovered)
    return glow_flash_map_part_get_span (self->hovered);
  if (self->focused && self->has_focus)
    return glow_flash_map_part_get_span (self->focused);
  return NULL;
}

guint
glow_flash_map_view_get_n_parts (GlowFlashMapView *self)
{
  return self->parts->len;
}

guint
glow_flash_map_view_get_styles (GlowFlashMapView *self)
{
  guint styles = 0;

  for (guint i = 0; i < self->parts->len; i++)
    styles |=
      1u << glow_flash_map_part_get_span (_glow_flash_map_view_get_part (self, i))->style;
  return styles;
}
