/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-link-row.h"

#include "glow-link-text.h"

struct _GlowLinkRow {
  AdwActionRow parent_instance;

  /* children */
  GtkWidget *image;
  GtkWidget *spinner;
  GtkWidget *mark_label;
};

G_DEFINE_FINAL_TYPE (GlowLinkRow, glow_link_row, ADW_TYPE_ACTION_ROW)

static void
glow_link_row_class_init (GlowLinkRowClass *klass)
{
}

static GtkWidget *
create_presentation (GType type)
{
  return g_object_new (type, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static void
glow_link_row_init (GlowLinkRow *self)
{
  AdwActionRow *row = ADW_ACTION_ROW (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->image = create_presentation (GTK_TYPE_IMAGE);
  self->spinner = create_presentation (GTK_TYPE_SPINNER);
  gtk_widget_set_valign (self->spinner, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->image);
  gtk_box_append (GTK_BOX (box), self->spinner);
  adw_action_row_add_prefix (row, box);
  self->mark_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->mark_label, "dim-label");
  adw_action_row_add_suffix (row, self->mark_label);
}

/**
 * glow_link_row_new:
 * @stage: what is looked at
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
glow_link_row_new (GlowLinkStage stage)
{
  return g_object_new (GLOW_TYPE_LINK_ROW, "title", glow_link_text_get_stage (stage),
                       NULL);
}

/**
 * glow_link_row_show:
 * @mark: how far the stage is
 * @detail: (nullable): what was found there
 */
void
glow_link_row_show (GlowLinkRow *self, GlowLinkMark mark, const char *detail)
{
  static const struct {
    const char *icon_name;
    const char *css_class;
  } looks[] = {
    [GLOW_LINK_PENDING] = { "content-loading-symbolic", "dim-label" },
    [GLOW_LINK_RUNNING] = { "content-loading-symbolic", "dim-label" },
    [GLOW_LINK_PASSED] = { "object-select-symbolic", "success" },
    [GLOW_LINK_FAILED] = { "dialog-warning-symbolic", "warning" },
    [GLOW_LINK_SKIPPED] = { "list-remove-symbolic", "dim-label" },
  };
  gboolean running = mark == GLOW_LINK_RUNNING;
  const char *classes[] = { looks[mark].css_class, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), looks[mark].icon_name);
  gtk_widget_set_css_classes (self->image, classes);
  gtk_widget_set_visible (self->image, !running);
  gtk_widget_set_visible (self->spinner, running);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  gtk_label_set_label (GTK_LABEL (self->mark_label), glow_link_text_get_mark (mark));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), detail ? detail : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  glow_link_text_get_mark (mark), -1);
}
