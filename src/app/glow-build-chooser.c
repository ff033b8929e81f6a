/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-build-chooser.h"

#include "glow-build-text.h"
#include "glow-set-text.h"

#include <glib/gi18n-lib.h>

struct _GlowBuildChooser {
  AdwWindow parent_instance;

  /* owned */
  GlowFileSource *source;
  GPtrArray *builds; /* of GlowFirmwareBuild: what stands in @fits_list, in its order */

  /* template children */
  AdwWindowTitle *window_title;
  AdwPreferencesGroup *fits_group;
  GtkListBox *fits_list;
  GtkWidget *show_button;
  GtkLabel *show_label;
  GtkWidget *hidden_group;
  GtkListBox *hidden_list;
};

G_DEFINE_FINAL_TYPE (GlowBuildChooser, glow_build_chooser, ADW_TYPE_WINDOW)

static void
show_hidden_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowBuildChooser *self = GLOW_BUILD_CHOOSER (widget);

  gtk_widget_set_visible (self->hidden_group, TRUE);
  gtk_widget_set_visible (self->show_button, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->hidden_list), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
create_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  return row;
}

/* For which chip, as long as that is a question, then what is in it. */
static char *
dup_subtitle (GlowBuildChooser *self, GlowFirmwareBuild *build)
{
  const GlowChip *own = glow_firmware_build_get_chip (build);
  const GError *problem = glow_firmware_build_get_problem (build);
  g_autofree char *files = glow_build_text_dup_files (build);

  if (problem)
    return glow_build_text_dup_problem (build);
  if (own && glow_file_source_get_chip (self->source) == NULL)
    return g_strdup_printf ("%s · %s", glow_chip_get_name (own), files);
  if (!glow_firmware_build_is_whole (build))
    return g_strdup_printf ("%s · %s", files, _ ("an update, not a first installation"));
  return g_steal_pointer (&files);
}

static void
add_fit (GlowBuildChooser *self, GlowFirmwareBuild *build)
{
  g_autofree char *title = glow_set_text_dup_label (build);
  g_autofree char *subtitle = dup_subtitle (self, build);
  GtkWidget *row = create_row (title, subtitle);

  if (build == glow_file_source_get_build (self->source)) {
    GtkWidget *icon = gtk_image_new_from_icon_name ("object-select-symbolic");

    gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Chosen"), -1);
    gtk_widget_set_tooltip_text (icon, _ ("Chosen"));
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->fits_list, row);
  g_ptr_array_add (self->builds, g_object_ref (build));
}

static void
add_hidden (GlowBuildChooser *self, GlowFirmwareBuild *build, const GlowChip *chip)
{
  g_autofree char *title = glow_set_text_dup_label (build);
  g_autofree char *reason = glow_build_text_dup_reason (build, chip);
  GtkWidget *row = create_row (title, reason);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "dim-label");
  gtk_list_box_append (self->hidden_list, row);
}

static void
add_builds (GlowBuildChooser *self)
{
  GlowFirmwareSet *set = glow_file_source_get_set (self->source);
  const GlowChip *chip = glow_file_source_get_chip (self->source);
  guint n_hidden = 0;
  g_autoptr (GPtrArray) fits = glow_firmware_set_match (set, chip, &n_hidden);
  g_autofree char *hidden = glow_build_text_dup_hidden (n_hidden, chip);

  for (guint i = 0; i < fits->len; i++)
    add_fit (self, g_ptr_array_index (fits, i));
  for (guint i = 0; i < glow_firmware_set_get_n_builds (set); i++) {
    GlowFirmwareBuild *build = glow_firmware_set_get_build (set, i);

    if (!g_ptr_array_find (fits, build, NULL))
      add_hidden (self, build, chip);
  }
  gtk_label_set_label (self->show_label, hidden ? hidden : "");
  /* not told by the label inside of it */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->show_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, hidden ? hidden : "",
                                  -1);
  gtk_widget_set_visible (self->show_button, hidden != NULL);
}

static void
add_titles (GlowBuildChooser *self)
{
  GlowFirmwareSet *set = glow_file_source_get_set (self->source);
  const GlowChip *chip = glow_file_source_get_chip (self->source);
  g_autofree char *title = NULL;

  if (self->builds->len == 0)
    title = glow_build_text_dup_no_match (set, chip);
  else if (chip)
    /* TRANSLATORS: name of a chip */
    title = g_strdup_printf (_ ("For %s"), glow_chip_get_name (chip));
  else
    title = g_strdup (_ ("All builds"));
  adw_preferences_group_set_title (self->fits_group, title);
  gtk_widget_set_visible (GTK_WIDGET (self->fits_list), self->builds->len > 0);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->hidden_group),
                                   _ ("For other chips"));
  adw_window_title_set_subtitle (self->window_title, glow_firmware_set_get_name (set));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fits_list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
row_activated_cb (GlowBuildChooser *self, GtkListBoxRow *row)
{
  guint index = (guint) gtk_list_box_row_get_index (row);

  if (index >= self->builds->len)
    return;
  glow_file_source_choose_build (self->source, g_ptr_array_index (self->builds, index));
  gtk_window_close (GTK_WINDOW (self));
}

static void
glow_build_chooser_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_BUILD_CHOOSER);
  G_OBJECT_CLASS (glow_build_chooser_parent_class)->dispose (object);
}

static void
glow_build_chooser_finalize (GObject *object)
{
  GlowBuildChooser *self = GLOW_BUILD_CHOOSER (object);

  g_clear_object (&self->source);
  g_ptr_array_unref (self->builds);
  G_OBJECT_CLASS (glow_build_chooser_parent_class)->finalize (object);
}

static void
glow_build_chooser_class_init (GlowBuildChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_build_chooser_dispose;
  object_class->finalize = glow_build_chooser_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-build-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, window_title);
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, fits_group);
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, fits_list);
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, show_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, show_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, hidden_group);
  gtk_widget_class_bind_template_child (widget_class, GlowBuildChooser, hidden_list);
  gtk_widget_class_install_action (widget_class, "builds.show-hidden", NULL,
                                   show_hidden_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
glow_build_chooser_init (GlowBuildChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->builds = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_object (self->fits_list, "row-activated",
                           G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
}

/**
 * glow_build_chooser_new:
 * @parent: the window to ask over
 * @source: with a set of several builds; gets the one that is chosen
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWindow *
glow_build_chooser_new (GtkWindow *parent, GlowFileSource *source)
{
  GlowBuildChooser *self =
    g_object_new (GLOW_TYPE_BUILD_CHOOSER, "transient-for", parent, NULL);

  self->source = g_object_ref (source);
  add_builds (self);
  add_titles (self);
  return GTK_WINDOW (self);
}
