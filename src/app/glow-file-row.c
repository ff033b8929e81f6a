/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-row.h"

#include "glow-finding-text.h"

#include <glib/gi18n-lib.h>

struct _GlowFileRow {
  GtkListBoxRow parent_instance;

  /* owned */
  GlowFileItem *item;
  GMenu *acts; /* of the menu: what would set its refusals aside */

  /* template children */
  GtkCheckButton *enabled_check;
  GtkLabel *name_label;
  GtkEntry *offset_entry;
  GtkMenuButton *menu_button;
  GtkLabel *summary_label;
  GtkBox *findings_box;
  GtkWidget *choose_button;
};

enum {
  PROP_ITEM = 1,
  N_PROPS,
};

enum {
  SIGNAL_REMOVE,
  SIGNAL_MOVE,
  SIGNAL_RESET_OFFSET,
  SIGNAL_ACT,
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
details_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACT], 0, "details");
}

static void
choose_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACT], 0, "choose");
}

/* Each refusal has an act of its own, and the act its name in the menu. For another chip
 * its name has to be typed, too. */
static void
override_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowFileItem *item = GLOW_FILE_ROW (widget)->item;
  guint override = g_variant_get_uint32 (parameter);

  if (override == GLOW_OVERRIDE_CHIP)
    g_signal_emit (widget, signals[SIGNAL_ACT], 0, "override");
  else
    glow_file_item_set_overrides (item, glow_file_item_get_overrides (item) | override,
                                  glow_file_item_get_typed_chip (item));
}

static void
drop_overrides_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_file_item_set_overrides (GLOW_FILE_ROW (widget)->item, 0, NULL);
}

/* What keeps the file from being flashed looks and sounds unlike what is only told. */
static GtkWidget *
create_finding (const GlowItemFinding *finding)
{
  static const struct {
    const char *icon_name;
    const char *icon_label;
    const char *css_class;
  } looks[] = {
    [GLOW_ITEM_ALLOWED] = {
      "changes-allow-symbolic", N_ ("Allowed"), "allowed" },
      [GLOW_ITEM_WARNING] = { "dialog-warning-symbolic", N_ ("Warning"), "warning" },
                              [GLOW_ITEM_REFUSAL] = { "dialog-error-symbolic",
                                                      N_ ("Problem"), "problem" },
                              };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[finding->level].icon_name);
  GtkWidget *label = gtk_label_new (finding->sentence);

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (looks[finding->level].icon_label), -1);
  gtk_widget_set_tooltip_text (icon, _ (looks[finding->level].icon_label));
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (box, looks[finding->level].css_class);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
update_acts (GlowFileRow *self, GPtrArray *findings)
{
  guint overrides = glow_item_findings_get_overrides (findings);

  g_menu_remove_all (self->acts);
  for (guint override = 1; override <= overrides; override <<= 1) {
    const char *act = glow_finding_text_get_act (override);
    g_autoptr (GMenuItem) entry = NULL;

    if (!(overrides & override) || act == NULL)
      continue;
    entry = g_menu_item_new (act, NULL);
    g_menu_item_set_action_and_target (entry, "file.override", "u", override);
    g_menu_append_item (self->acts, entry);
  }
}

static void
update_entry (GlowFileRow *self)
{
  gboolean invalid = glow_file_item_has_offset_problem (self->item);
  GtkWidget *entry = GTK_WIDGET (self->offset_entry);

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
update_findings (GlowFileRow *self)
{
  GPtrArray *findings = glow_file_item_get_findings (self->item);
  const char *problem = glow_file_item_get_problem (self->item);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->findings_box))))
    gtk_box_remove (self->findings_box, child);
  for (guint i = 0; i < findings->len; i++)
    gtk_box_append (self->findings_box, create_finding (g_ptr_array_index (findings, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->findings_box), findings->len > 0);
  update_acts (self, findings);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.drop-overrides",
                                 glow_file_item_get_overrides (self->item) != 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->offset_entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem ? problem : "", -1);
  update_entry (self);
}

/* A heading has no place in the flash; the files of its set stand a little to the right
 * of it. */
static void
update_kind (GlowFileRow *self)
{
  GlowFileItemKind kind = glow_file_item_get_kind (self->item);
  gboolean has_choice = glow_file_item_get_n_choices (self->item) > 1;

  gtk_widget_set_visible (GTK_WIDGET (self->offset_entry),
                          kind != GLOW_FILE_ITEM_HEADING);
  gtk_widget_set_margin_start (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)),
                               kind == GLOW_FILE_ITEM_PART ? 36 : 12);
  gtk_widget_set_visible (self->choose_button, has_choice);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.choose-build", has_choice);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.reset-offset",
                                 kind != GLOW_FILE_ITEM_HEADING);
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
  g_signal_connect_object (self->item, "notify::findings", G_CALLBACK (update_findings),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->item, "notify::kind", G_CALLBACK (update_kind), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->item, "notify::n-choices", G_CALLBACK (update_kind),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->item, "notify::name", G_CALLBACK (name_controls), self,
                           G_CONNECT_SWAPPED);
  update_kind (self);
  update_findings (self);
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
  g_clear_object (&GLOW_FILE_ROW (object)->acts);
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
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, findings_box);
  gtk_widget_class_bind_template_child (widget_class, GlowFileRow, choose_button);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "file.remove", NULL, remove_cb);
  gtk_widget_class_install_action (widget_class, "file.move-up", NULL, move_cb);
  gtk_widget_class_install_action (widget_class, "file.move-down", NULL, move_cb);
  gtk_widget_class_install_action (widget_class, "file.reset-offset", NULL,
                                   reset_offset_cb);
  gtk_widget_class_install_action (widget_class, "file.details", NULL, details_cb);
  gtk_widget_class_install_action (widget_class, "file.choose-build", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "file.override", "u", override_cb);
  gtk_widget_class_install_action (widget_class, "file.drop-overrides", NULL,
                                   drop_overrides_cb);
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
  signals[SIGNAL_ACT] = g_signal_new ("act", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  bind_template (widget_class);
  install_actions (widget_class);
}

/* The acts between the sections of the template's menu and its end. */
static void
add_acts (GlowFileRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  self->acts = g_menu_new ();
  g_menu_append_section (menu, NULL, gtk_menu_button_get_menu_model (self->menu_button));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->acts));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
glow_file_row_init (GlowFileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_acts (self);
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
