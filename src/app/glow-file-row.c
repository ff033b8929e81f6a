/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-row.h"

#include <glib/gi18n-lib.h>

struct _GlowFileRow {
  GtkListBoxRow parent_instance;

  /* owned */
  GlowFileItem *item;

  /* template children */
  GtkCheckButton *enabled_check;
  GtkLabel *name_label;
  GtkEntry *offset_entry;
  GtkMenuButton *menu_button;
  GtkLabel *summary_label;
  GtkWidget *problem_box;
  GtkLabel *problem_label;
};

enum {
  PROP_ITEM = 1,
  N_PROPS,
};

enum {
  SIGNAL_REMOVE,
  SIGNAL_MOVE,
  SIGNAL_RESET_OFFSET,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowFileRow, glow_file_row, GTK_TYPE_LIST_BOX_ROW)

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
}

static void
move_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_MOVE], 0,
                 g_str_equal (action, "file.move-up") ? -1 : 1);
}

static void
reset_offset_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_RESET_OFFSET], 0);
}

static void
update_problem (GlowFileRow *self)
{
  const char *problem = glow_file_item_get_problem (self->item);
  gboolean invalid = glow_file_item_has_offset_problem (self->item);
  GtkWidget *entry = GTK_WIDGET (self->offset_entry);

  gtk_label_set_label (self->problem_label, problem ? problem : "");
  gtk_widget_set_visible (self->problem_box, problem != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE
                                       : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (invalid)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
}

static void
name_controls (GlowFileRow *self)
{
  const char *name = glow_file_item_get_name (self->item);
  /* TRANSLATORS: name of a file */
  g_autofree char *check = g_strdup_printf (_ ("Flash %s"), name);
  /* TRANSLATORS: name of a file */
  g_autofree char *entry = g_strdup_printf (_ ("Offset of %s"), name);
  /* TRANSLATORS: name of a file */
  g_autofree char *menu = g_strdup_printf (_ ("More for %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled_check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, check, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->offset_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, entry, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->offset_entry),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->problem_label, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
}

static void
bind_item (GlowFileRow *self)
{
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  g_object_bind_property (self->item, "name", self->name_label, "label",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->item, "name", self->name_label, "tooltip-text",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->item, "summary", self->summary_label, "label",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->item, "enabled", self->enabled_check, "active", both);
  g_object_bind_property (self->item, "offset-text", self->offset_entry, "text", both);
  g_signal_connect_object (self->item, "notify::problem", G_CALLBACK (update_problem),
                           self, G_CONNECT_SWAPPED);
  update_problem (self);
}

static void
glow_file_row_constructed (GObject *object)
{
  GlowFileRow *self = GLOW_FILE_ROW (object);

  G_OBJECT_CLASS (glow_file_row_parent_class)->constructed (object);
  name_controls (self);
  bind_item (self);
}

static void
glow_file_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FILE_ROW);
  G_OBJECT_CLASS (glow_file_row_parent_class)->dispose (object);
}

static void
glow_file_row_finalize (GObject *object)
{
  g_clear_object (&GLOW_FILE_ROW (object)->item);
  G_OBJECT_CLASS (glow_file_row_parent_class)->finalize (object);
}

static void
glow_file_row_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    GLOW_FILE_ROW (object)->item = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-file-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, enabled_check);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, offset_entry);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, problem_box);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, problem_label);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "file.remove", NULL, remove_cb);
  gtk_widget_class_install_action (widget_class, "file.move-up", NULL, move_cb);
  gtk_widget_class_install_action (widget_class, "file.move-down", NULL, move_cb);
  gtk_widget_class_install_action (widget_class, "file.reset-offset", NULL,
                                   reset_offset_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "file.remove",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK,
                                       "file.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK,
                                       "file.move-down", NULL);
}

static void
glow_file_row_class_init (GlowFileRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->constructed = glow_file_row_constructed;
  object_class->dispose = glow_file_row_dispose;
  object_class->finalize = glow_file_row_finalize;
  object_class->set_property = glow_file_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, GLOW_TYPE_FILE_ITEM,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVE] = g_signal_new ("move", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_RESET_OFFSET] = g_signal_new ("reset-offset", type, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
glow_file_row_init (GlowFileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * glow_file_row_new:
 * @item: the file
 *
 * Main thread.
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
glow_file_row_new (GlowFileItem *item)
{
  return g_object_new (GLOW_TYPE_FILE_ROW, "item", item, NULL);
}

GlowFileItem *
glow_file_row_get_item (GlowFileRow *self)
{
  return self->item;
}
