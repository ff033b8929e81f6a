/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-map-box.h"

#include <glib/gi18n-lib.h>

struct _GlowFlashMapBox {
  AdwBin parent_instance;

  /* owned */
  char *summary; /* (nullable) */

  guint styles; /* bits of the ones the legend explains */

  /* template children */
  GlowFlashMapView *view;
  GtkLabel *current_label;
  GtkFlowBox *legend;
  GtkWidget *in_button;
  GtkWidget *out_button;
  GtkWidget *all_button;
};

/* TRANSLATORS: what a colour of the flash map means */
static const char
  *const
    style_names[GLOW_N_MAP_STYLES] = {
      [GLOW_MAP_APP] = N_ ("application"),
                           [GLOW_MAP_BOOTLOADER] = N_ ("bootloader"),
                                                       [GLOW_MAP_TABLE] = N_ ("partition table"),
                                                                              [GLOW_MAP_SETTINGS] = N_ ("settings"),
                                                                                                        [GLOW_MAP_FILES] = N_ ("file system"),
                                                                                                                               [GLOW_MAP_MERGED] = N_ ("whole firmware"),
                                                                                                                                                       [GLOW_MAP_OTHER] = N_ ("other data"),
                                                                                                                                                                              [GLOW_MAP_PLACE] = N_ ("partition"),
                                                                                                                                                                              };

G_DEFINE_FINAL_TYPE (GlowFlashMapBox, glow_flash_map_box, ADW_TYPE_BIN)

static GtkWidget *
create_legend_entry (const char *css_class, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *child =
    g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "child", box, "focusable", FALSE, NULL);

  gtk_widget_add_css_class (swatch, "mapswatch");
  gtk_widget_add_css_class (swatch, css_class);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  return child;
}

static void
clear_legend (GlowFlashMapBox *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->legend))))
    gtk_flow_box_remove (self->legend, child);
}

static void
update_legend (GlowFlashMapBox *self)
{
  guint styles = glow_flash_map_view_get_styles (self->view);

  if (styles == self->styles)
    return;
  self->styles = styles;
  clear_legend (self);
  for (guint i = 0; i < GLOW_N_MAP_STYLES; i++) {
    if (styles & (1u << i))
      gtk_flow_box_append (self->legend,
                           create_legend_entry (glow_map_style_get_class (i),
                                                _ (style_names[i])));
  }
}

static void
update_line (GlowFlashMapBox *self)
{
  const GlowMapSpan *span = glow_flash_map_view_get_current (self->view);

  if (span)
    gtk_label_set_label (self->current_label, span->sentence);
  else
    gtk_label_set_label (self->current_label, self->summary ? self->summary : "");
}

static void
current_changed_cb (GlowFlashMapBox *self)
{
  gboolean zoomed = glow_flash_map_view_is_zoomed (self->view);

  update_line (self);
  update_legend (self);
  gtk_widget_set_sensitive (self->in_button,
                            glow_flash_map_view_can_zoom_in (self->view));
  gtk_widget_set_sensitive (self->out_button, zoomed);
  gtk_widget_set_sensitive (self->all_button, zoomed);
}

static void
in_cb (GlowFlashMapBox *self)
{
  glow_flash_map_view_zoom (self->view, 1);
}

static void
out_cb (GlowFlashMapBox *self)
{
  glow_flash_map_view_zoom (self->view, -1);
}

static void
all_cb (GlowFlashMapBox *self)
{
  glow_flash_map_view_show_all (self->view);
}

static void
glow_flash_map_box_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FLASH_MAP_BOX);
  G_OBJECT_CLASS (glow_flash_map_box_parent_class)->dispose (object);
}

static void
glow_flash_map_box_finalize (GObject *object)
{
  g_free (GLOW_FLASH_MAP_BOX (object)->summary);
  G_OBJECT_CLASS (glow_flash_map_box_parent_class)->finalize (object);
}

static void
glow_flash_map_box_class_init (GlowFlashMapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_flash_map_box_dispose;
  object_class->finalize = glow_flash_map_box_finalize;
  g_type_ensure (GLOW_TYPE_FLASH_MAP_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-flash-map-box.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFlashMapBox, view);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashMapBox, current_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashMapBox, legend);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashMapBox, in_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashMapBox, out_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashMapBox, all_button);
}

static void
name_buttons (GlowFlashMapBox *self)
{
  GtkWidget *const buttons[] = { self->in_button, self->out_button, self->all_button };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (buttons[i]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_widget_get_tooltip_text (buttons[i]), -1);
}

static void
glow_flash_map_box_init (GlowFlashMapBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_buttons (self);
  g_signal_connect_object (self->view, "current-changed", G_CALLBACK (current_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->in_button, "clicked", G_CALLBACK (in_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->out_button, "clicked", G_CALLBACK (out_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->all_button, "clicked", G_CALLBACK (all_cb), self,
                           G_CONNECT_SWAPPED);
  current_changed_cb (self);
}

GlowFlashMapView *
glow_flash_map_box_get_view (GlowFlashMapBox *self)
{
  return self->view;
}

/**
 * glow_flash_map_box_set_summary:
 * @summary: (nullable): all of the map in a sentence, for as long as none of its parts is
 *   pointed at; translated
 */
void
glow_flash_map_box_set_summary (GlowFlashMapBox *self, const char *summary)
{
  g_free (self->summary);
  self->summary = g_strdup (summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  summary ? summary : "", -1);
  update_line (self);
}
