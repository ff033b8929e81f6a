/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A GIO module for the tests: at SIGUSR1 the program under test writes what only GTK
 * itself knows (which label is cut off, what lies outside of its window, which colours
 * the style has) as JSON into $GLOW_PROBE_FILE. A screen reader is not told any of it. */

#include "config.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include <signal.h>

typedef struct {
  JsonBuilder *json;   /* borrowed */
  GtkWidget *toplevel; /* borrowed */
} Report;

static const char *const colors[] = {
  "accent_bg_color", "accent_color",    "accent_fg_color",   "blue_3",
  "blue_4",          "card_bg_color",   "destructive_color", "error_color",
  "green_4",         "orange_3",        "popover_bg_color",  "purple_3",
  "success_color",   "view_bg_color",   "view_fg_color",     "warning_color",
  "window_bg_color", "window_fg_color", "yellow_4",
};

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value ? value : "");
}

static void
add_int (JsonBuilder *json, const char *name, int value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_bool (JsonBuilder *json, const char *name, gboolean value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_EDITABLE (widget))
    return gtk_editable_get_text (GTK_EDITABLE (widget));
  return NULL;
}

/* The value in a combo row is there in full once the row is opened; the hint in an entry
 * goes as soon as somebody types, and the entry has a name beside it. */
static gboolean
is_cut (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) &&
         gtk_widget_get_ancestor (widget, g_type_from_name ("AdwComboRow")) == NULL &&
         gtk_widget_get_ancestor (widget, GTK_TYPE_TEXT) == NULL &&
         pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));
}

/* A label that may be cut shows the whole in a tool tip of its own or of what holds it.
 */
static gboolean
has_tooltip (GtkWidget *widget)
{
  for (int i = 0; widget && i < 4; i++, widget = gtk_widget_get_parent (widget)) {
    if (gtk_widget_get_tooltip_text (widget))
      return TRUE;
  }
  return FALSE;
}

static void
add_widget (Report *report, GtkWidget *widget)
{
  JsonBuilder *json = report->json;
  graphene_rect_t bounds;
  g_autofree char *classes = NULL;
  g_auto (GStrv) list = gtk_widget_get_css_classes (widget);

  if (!gtk_widget_compute_bounds (widget, report->toplevel, &bounds))
    return;
  classes = g_strjoinv (" ", list);
  json_builder_begin_object (json);
  add_string (json, "type", G_OBJECT_TYPE_NAME (widget));
  add_string (json, "id", gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
  add_string (json, "classes", classes);
  add_string (json, "text", get_text (widget));
  add_string (json, "tooltip", gtk_widget_get_tooltip_text (widget));
  add_bool (json, "explained", has_tooltip (widget));
  add_bool (json, "cut", is_cut (widget));
  add_int (json, "x", (int) bounds.origin.x);
  add_int (json, "y", (int) bounds.origin.y);
  add_int (json, "width", (int) bounds.size.width);
  add_int (json, "height", (int) bounds.size.height);
  json_builder_end_object (json);
}

static void
add_tree (Report *report, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  add_widget (report, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    /* lies in a surface of its own, and is measured when it is a toplevel's child again
     */
    if (!GTK_IS_POPOVER (child))
      add_tree (report, child);
  }
}

static void
add_window (JsonBuilder *json, GtkWidget *window)
{
  Report report = { json, window };

  json_builder_begin_object (json);
  add_string (json, "title", gtk_window_get_title (GTK_WINDOW (window)));
  add_string (json, "type", G_OBJECT_TYPE_NAME (window));
  add_bool (json, "rtl", gtk_widget_get_direction (window) == GTK_TEXT_DIR_RTL);
  add_int (json, "width", gtk_widget_get_width (window));
  add_int (json, "height", gtk_widget_get_height (window));
  json_builder_set_member_name (json, "widgets");
  json_builder_begin_array (json);
  add_tree (&report, window);
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
add_colors (JsonBuilder *json, GtkWidget *window)
{
  GtkStyleContext *style = gtk_widget_get_style_context (window);

  json_builder_set_member_name (json, "colors");
  json_builder_begin_object (json);
  for (gsize i = 0; i < G_N_ELEMENTS (colors); i++) {
    GdkRGBA color;

    if (!gtk_style_context_lookup_color (style, colors[i], &color))
      continue;
    json_builder_set_member_name (json, colors[i]);
    json_builder_begin_array (json);
    json_builder_add_double_value (json, (double) color.red);
    json_builder_add_double_value (json, (double) color.green);
    json_builder_add_double_value (json, (double) color.blue);
    json_builder_add_double_value (json, (double) color.alpha);
    json_builder_end_array (json);
  }
  json_builder_end_object (json);
}

static void
write_report (void)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GListModel *windows = gtk_window_get_toplevels ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "windows");
  json_builder_begin_array (json);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (gtk_widget_get_mapped (window))
      add_window (json, window);
  }
  json_builder_end_array (json);
  if (g_list_model_get_n_items (windows) > 0) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, 0);

    add_colors (json, window);
  }
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);
  if (!g_file_set_contents (g_getenv ("GLOW_PROBE_FILE"), text, -1, NULL))
    g_warning ("the probe's file can't be written");
}

static gboolean
signal_cb (gpointer user_data)
{
  write_report ();
  return G_SOURCE_CONTINUE;
}

G_MODULE_EXPORT void
g_io_module_load (GIOModule *module)
{
  g_type_module_use (G_TYPE_MODULE (module));
  if (g_getenv ("GLOW_PROBE_FILE"))
    g_unix_signal_add (SIGUSR1, signal_cb, NULL);
}

G_MODULE_EXPORT void
g_io_module_unload (GIOModule *module)
{
}
