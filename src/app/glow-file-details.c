/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-details.h"

#include "glow-file-facts.h"

#include <glib/gi18n-lib.h>

struct _GlowFileDetails {
  AdwWindow parent_instance;

  /* owned */
  GPtrArray *sections; /* of GlowFactSection */

  /* template children */
  AdwWindowTitle *window_title;
  GtkWidget *copy_button;
  AdwToastOverlay *toast_overlay;
  GtkBox *sections_box;
};

G_DEFINE_FINAL_TYPE (GlowFileDetails, glow_file_details, ADW_TYPE_WINDOW)

static const struct {
  const char *icon_name; /* (nullable): none */
  const char *label;
  const char *css_class;
} marks[] = {
  [GLOW_FACT_PLAIN] = { NULL, NULL, NULL },
  [GLOW_FACT_RIGHT] = {
    "object-select-symbolic", N_ ("Right"), "success" },
    [GLOW_FACT_WARNED] = { "dialog-warning-symbolic", N_ ("Warning"), "warning" },
                           [GLOW_FACT_WRONG] = { "dialog-error-symbolic",
                                                 N_ ("Wrong"), "problem" },
                           };

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowFileDetails *self = GLOW_FILE_DETAILS (widget);
  g_autofree char *text = glow_file_facts_dup_text (self->sections);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (_ ("Copied")));
}

static GtkWidget *
create_label (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (dim) {
    gtk_widget_add_css_class (label, "dim-label");
    gtk_widget_add_css_class (label, "caption");
  }
  return label;
}

static GtkWidget *
create_mark (GlowFactMark mark)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (marks[mark].icon_name);

  gtk_widget_add_css_class (icon, marks[mark].css_class);
  gtk_widget_set_tooltip_text (icon, _ (marks[mark].label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (marks[mark].label), -1);
  return icon;
}

static GtkWidget *
create_row (const GlowFact *fact)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *label = g_strdup_printf ("%s: %s", fact->name, fact->value);

  gtk_box_append (GTK_BOX (texts), create_label (fact->name, TRUE));
  gtk_box_append (GTK_BOX (texts), create_label (fact->value, FALSE));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (line), texts);
  if (marks[fact->mark].icon_name)
    gtk_box_append (GTK_BOX (line), create_mark (fact->mark));
  gtk_widget_add_css_class (line, "fact");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  return row;
}

static GtkWidget *
create_group (const GlowFactSection *section)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *title = g_markup_escape_text (section->title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (section->subtitle)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                           section->subtitle);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  section->title, -1);
  for (guint i = 0; i < section->facts->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         create_row (g_ptr_array_index (section->facts, i)));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  return group;
}

static void
glow_file_details_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FILE_DETAILS);
  G_OBJECT_CLASS (glow_file_details_parent_class)->dispose (object);
}

static void
glow_file_details_finalize (GObject *object)
{
  g_clear_pointer (&GLOW_FILE_DETAILS (object)->sections, g_ptr_array_unref);
  G_OBJECT_CLASS (glow_file_details_parent_class)->finalize (object);
}

static void
glow_file_details_class_init (GlowFileDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_file_details_dispose;
  object_class->finalize = glow_file_details_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-file-details.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFileDetails, window_title);
  gtk_widget_class_bind_template_child (widget_class, GlowFileDetails, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFileDetails, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, GlowFileDetails, sections_box);
  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
}

static void
glow_file_details_init (GlowFileDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_widget_get_tooltip_text (self->copy_button), -1);
}

/**
 * glow_file_details_new:
 * @parent: the window to show it over
 * @item: a row of the list; what is known of it now is shown
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWindow *
glow_file_details_new (GtkWindow *parent, GlowFileItem *item)
{
  GlowFileDetails *self =
    g_object_new (GLOW_TYPE_FILE_DETAILS, "transient-for", parent, NULL);
  const char *name = glow_file_item_get_name (item);

  self->sections = glow_file_facts_new (item);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, _ ("Details"));
  for (guint i = 0; i < self->sections->len; i++) {
    const GlowFactSection *section = g_ptr_array_index (self->sections, i);

    if (section->facts->len > 0)
      gtk_box_append (self->sections_box, create_group (section));
  }
  return GTK_WINDOW (self);
}
