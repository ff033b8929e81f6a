/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-picker.h"

#include "glow-port-help.h"
#include "glow-wrap.h"

#include <glib/gi18n-lib.h>

struct _GlowBoardPicker {
  AdwBin parent_instance;

  /* owned */
  GlowBoardList *list;
  GlowBoardItem *selected; /* (nullable) */
  GSignalGroup *selected_signals;
  char *preferred;    /* (nullable): id to take when nothing else is chosen */
  GlowPortHelp *help; /* (nullable): while the selected port can't be used */

  gboolean chosen; /* by the user, so nothing else may replace it */
  gboolean locked;

  /* template children */
  GtkListBox *rows;
  GtkWidget *empty_row;
  AdwActionRow *board_row;
  AdwPreferencesRow *problem_row;
  AdwPreferencesRow *facts_row;
  GtkButton *copy_button;
  GtkButton *identify_button;
  GtkMenuButton *list_button;
  GtkPopover *list_popover;
  GtkListBox *list_box;
  GtkCheckButton *show_all_check;
};

enum {
  PROP_SELECTED = 1,
  PROP_PREFERRED,
  PROP_SHOW_ALL,
  N_PROPS,
};

enum {
  SIGNAL_GONE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowBoardPicker, glow_board_picker, ADW_TYPE_BIN)

static void
update_help (GlowBoardPicker *self)
{
  gboolean needed = self->selected && !glow_board_item_is_usable (self->selected);

  g_clear_pointer (&self->help, glow_port_help_free);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), needed);
  if (!needed)
    return;
  self->help = glow_port_help_new (glow_board_item_get_port (self->selected));
  adw_preferences_row_set_title (self->problem_row, self->help->reason);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->problem_row),
                               self->help->command ? self->help->command : "");
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), self->help->command != NULL);
}

static void
update_facts (GlowBoardPicker *self)
{
  const char *facts = self->selected ? glow_board_item_get_facts (self->selected) : NULL;
  g_autofree char *wrapped = facts ? glow_wrap_at_dots (facts) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->facts_row),
                          self->selected && glow_board_item_is_usable (self->selected));
  adw_preferences_row_set_title (self->facts_row,
                                 wrapped ? wrapped : _ ("Chip not read yet"));
}

static void
update_rows (GlowBoardPicker *self)
{
  GtkWidget *board_row = GTK_WIDGET (self->board_row);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  gtk_widget_set_visible (self->empty_row, n_items == 0);
  gtk_widget_set_visible (board_row, n_items > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (board_row),
                                 self->selected
                                   ? glow_board_item_get_title (self->selected)
                                   : _ ("Choose a board"));
  adw_action_row_set_subtitle (
    self->board_row, self->selected ? glow_board_item_get_subtitle (self->selected) : "");
  update_help (self);
  update_facts (self);
}

static void
set_selected (GlowBoardPicker *self, GlowBoardItem *item)
{
  gboolean changed = g_set_object (&self->selected, item);

  g_signal_group_set_target (self->selected_signals, item);
  update_rows (self);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static GlowBoardItem *
find_candidate (GlowBoardPicker *self)
{
  GListModel *model = G_LIST_MODEL (self->list);
  GlowBoardItem *best = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowBoardItem) item = g_list_model_get_item (model, i);

    if (g_strcmp0 (glow_board_item_get_id (item), self->preferred) == 0)
      return item; /* the list holds it */
    if (!glow_board_item_is_likely (item))
      continue;
    /* newest first, but one that works before one that does not */
    if (best == NULL ||
        (glow_board_item_is_usable (item) && !glow_board_item_is_usable (best)))
      best = item;
  }
  return best;
}

static void
set_preferred (GlowBoardPicker *self, const char *id)
{
  const char *given = id && id[0] != '\0' ? id : NULL;

  if (g_strcmp0 (self->preferred, given) == 0)
    return;
  g_free (self->preferred);
  self->preferred = g_strdup (given);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFERRED]);
  if (self->list && !self->chosen && !self->locked)
    set_selected (self, find_candidate (self));
}

/* A board that was just plugged in is what the user means, not the one of last week. */
static void
forget_preferred_if_newer (GlowBoardPicker *self, guint position, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GlowBoardItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);
    GlowPort *port = glow_board_item_get_port (item);

    if (!self->chosen && port && glow_port_get_plugged_us (port) > 0 &&
        g_strcmp0 (glow_board_item_get_id (item), self->preferred) != 0)
      set_preferred (self, NULL);
  }
}

static void
drop_gone (GlowBoardPicker *self)
{
  g_autoptr (GlowBoardItem) gone = g_object_ref (self->selected);

  self->chosen = FALSE;
  g_signal_emit (self, signals[SIGNAL_GONE], 0, gone);
  set_selected (self, NULL);
}

static void
list_changed_cb (GlowBoardPicker *self,
                 guint position,
                 guint removed,
                 guint added,
                 GListModel *model)
{
  if (self->selected && !glow_board_list_contains (self->list, self->selected))
    drop_gone (self);
  forget_preferred_if_newer (self, position, added);
  if (!self->chosen && !self->locked)
    set_selected (self, find_candidate (self));
  update_rows (self);
}

static void
row_activated_cb (GlowBoardPicker *self, GtkListBoxRow *row)
{
  g_autoptr (GlowBoardItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->list),
                           (guint) gtk_list_box_row_get_index (row));

  gtk_popover_popdown (self->list_popover);
  glow_board_picker_choose (self, item);
}

static gboolean
is_selected (GBinding *binding, const GValue *from, GValue *to, gpointer item)
{
  g_value_set_double (to, g_value_get_object (from) == item ? 1 : 0);
  return TRUE;
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
  g_object_bind_property (item, "title", row, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "subtitle", row, "subtitle", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (user_data, "selected", mark, "opacity",
                               G_BINDING_SYNC_CREATE, is_selected, NULL, item, NULL);
  return row;
}

static void
copy_command_cb (GlowBoardPicker *self)
{
  if (self->help && self->help->command)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                            self->help->command);
}

static void
show_all_toggled_cb (GlowBoardPicker *self)
{
  glow_port_list_set_show_all (glow_board_list_get_ports (self->list),
                               gtk_check_button_get_active (self->show_all_check));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_ALL]);
}

static void
glow_board_picker_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_BOARD_PICKER);
  G_OBJECT_CLASS (glow_board_picker_parent_class)->dispose (object);
}

static void
glow_board_picker_finalize (GObject *object)
{
  GlowBoardPicker *self = GLOW_BOARD_PICKER (object);

  g_clear_object (&self->selected_signals);
  g_clear_object (&self->selected);
  g_clear_object (&self->list);
  g_clear_pointer (&self->help, glow_port_help_free);
  g_free (self->preferred);
  G_OBJECT_CLASS (glow_board_picker_parent_class)->finalize (object);
}

static void
glow_board_picker_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  GlowBoardPicker *self = GLOW_BOARD_PICKER (object);

  switch (prop_id) {
  case PROP_SELECTED:
    g_value_set_object (value, self->selected);
    break;
  case PROP_PREFERRED:
    g_value_set_string (value, self->preferred);
    break;
  case PROP_SHOW_ALL:
    g_value_set_boolean (value, gtk_check_button_get_active (self->show_all_check));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_board_picker_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  GlowBoardPicker *self = GLOW_BOARD_PICKER (object);

  switch (prop_id) {
  case PROP_PREFERRED:
    set_preferred (self, g_value_get_string (value));
    break;
  case PROP_SHOW_ALL:
    gtk_check_button_set_active (self->show_all_check, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-board-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, rows);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, empty_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, board_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, problem_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, facts_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, identify_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, list_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, list_popover);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, list_box);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, show_all_check);
}

static void
glow_board_picker_class_init (GlowBoardPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags out =
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = out | G_PARAM_WRITABLE;

  object_class->dispose = glow_board_picker_dispose;
  object_class->finalize = glow_board_picker_finalize;
  object_class->get_property = glow_board_picker_get_property;
  object_class->set_property = glow_board_picker_set_property;
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, GLOW_TYPE_BOARD_ITEM, out);
  properties[PROP_PREFERRED] = g_param_spec_string ("preferred", NULL, NULL, NULL, both);
  properties[PROP_SHOW_ALL] = g_param_spec_boolean ("show-all", NULL, NULL, FALSE, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_GONE] =
    g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_BOARD_ITEM);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
name_controls (GlowBoardPicker *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("group", "Board"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Choose a board"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Boards"), -1);
}

static void
glow_board_picker_init (GlowBoardPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_controls (self);
  self->selected_signals = g_signal_group_new (GLOW_TYPE_BOARD_ITEM);
  g_signal_group_connect_swapped (self->selected_signals, "notify",
                                  G_CALLBACK (update_rows), self);
  g_signal_connect_object (self->list_box, "row-activated", G_CALLBACK (row_activated_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_command_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->show_all_check, "toggled",
                           G_CALLBACK (show_all_toggled_cb), self, G_CONNECT_SWAPPED);
}

/**
 * glow_board_picker_set_list:
 * @list: the boards; set once
 */
void
glow_board_picker_set_list (GlowBoardPicker *self, GlowBoardList *list)
{
  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (list), create_row, self, NULL);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  set_selected (self, find_candidate (self));
}

/**
 * glow_board_picker_choose:
 * @item: an entry of the list
 *
 * The user's own choice: kept as long as it is plugged in.
 */
void
glow_board_picker_choose (GlowBoardPicker *self, GlowBoardItem *item)
{
  if (self->locked)
    return;
  self->chosen = TRUE;
  set_preferred (self, glow_board_item_get_id (item));
  set_selected (self, item);
}

GlowBoardItem *
glow_board_picker_get_selected (GlowBoardPicker *self)
{
  return self->selected;
}

gboolean
glow_board_picker_is_empty (GlowBoardPicker *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
}

/**
 * glow_board_picker_set_locked:
 * @locked: keep the choice whatever is plugged in
 */
void
glow_board_picker_set_locked (GlowBoardPicker *self, gboolean locked)
{
  self->locked = locked;
  gtk_widget_set_sensitive (GTK_WIDGET (self->list_button), !locked);
  if (!locked && !self->chosen && self->selected == NULL)
    set_selected (self, find_candidate (self));
}

/**
 * glow_board_picker_focus_facts:
 *
 * Moves the focus to what is known of the chip, so that a screen reader says it.
 */
void
glow_board_picker_focus_facts (GlowBoardPicker *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->facts_row));
}
