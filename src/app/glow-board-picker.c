/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-picker.h"

#include "glow-alert.h"
#include "glow-board-popover.h"
#include "glow-fold-box.h"
#include "glow-port-help.h"
#include "glow-wrap.h"

#include <glib/gi18n-lib.h>

struct _GlowBoardPicker {
  AdwBin parent_instance;

  /* owned */
  GlowBoardList *list;
  GlowBoardItem *selected; /* (nullable) */
  GSignalGroup *selected_signals;
  char *preferred; /* (nullable): id to take when nothing else is chosen */

  gboolean chosen; /* by the user, so nothing else may replace it */
  gboolean locked;

  /* template children */
  GtkListBox *rows;
  GtkWidget *board_row;
  GtkImage *state_image;
  GtkWidget *more_button;
  GtkWidget *list_button;
  GtkWidget *empty_row;
  GtkWidget *empty_label;
  GtkWidget *practice_button;
  GtkWidget *problem_row;
  GtkLabel *problem_label;
  GtkWidget *help_button;
  GtkLabel *help_button_label;
  GtkWidget *facts_row;
  GtkLabel *facts_label;
  GtkWidget *identify_button;
  GlowBoardPopover *list_popover;
};

enum {
  PROP_SELECTED = 1,
  PROP_PREFERRED,
  PROP_SHOW_ALL,
  N_PROPS,
};

enum {
  SIGNAL_GONE,
  SIGNAL_EXPLAIN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowBoardPicker, glow_board_picker, ADW_TYPE_BIN)

static void
update_board_row (GlowBoardPicker *self)
{
  AdwPreferencesRow *row = ADW_PREFERENCES_ROW (self->board_row);
  gboolean empty = glow_board_picker_is_empty (self);
  const char *title = empty ? _ ("Plug in a board") : _ ("Choose a board");
  const char *subtitle = empty ? _ ("With a USB cable that carries data") : "";
  GtkWidget *image = GTK_WIDGET (self->state_image);

  if (self->selected) {
    title = glow_board_item_get_title (self->selected);
    subtitle = glow_board_item_get_subtitle (self->selected);
  }
  adw_preferences_row_set_title (row, title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_image_set_from_icon_name (self->state_image,
                                self->selected
                                  ? glow_board_item_get_icon_name (self->selected)
                                  : "glow-board-symbolic");
  gtk_widget_remove_css_class (image, "warning");
  gtk_widget_remove_css_class (image, "dim-label");
  if (self->selected == NULL)
    gtk_widget_add_css_class (image, "dim-label");
  else if (!glow_board_item_is_usable (self->selected))
    gtk_widget_add_css_class (image, "warning");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !empty);
  gtk_widget_set_visible (self->list_button, !empty);
  gtk_widget_set_visible (self->more_button, self->selected != NULL);
}

/* %NULL: nothing helps that could be pressed */
static const char *
get_help_action (GlowPortProblem *problem)
{
  switch (glow_port_help_for (problem)) {
  case GLOW_PORT_HELP_WAIT:
    return "win.identify";
  case GLOW_PORT_HELP_EXPLAIN:
    return "board.explain";
  case GLOW_PORT_HELP_LINK_CHECK:
    return "win.link-check";
  case GLOW_PORT_HELP_FIND:
    return "win.find-board";
  case GLOW_PORT_HELP_NONE:
  default:
    return NULL;
  }
}

static void
update_problem (GlowBoardPicker *self)
{
  GlowPortProblem *problem = glow_board_item_get_problem (self->selected);
  const char *label = glow_port_help_get_label (problem);
  g_autofree char *text = glow_port_help_dup_text (problem);

  gtk_label_set_label (self->problem_label, text);
  gtk_widget_set_visible (self->help_button, label != NULL);
  if (label == NULL)
    return;
  gtk_label_set_label (self->help_button_label, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->help_button),
                                  get_help_action (problem));
}

static void
update_facts (GlowBoardPicker *self)
{
  const char *facts = glow_board_item_get_facts (self->selected);
  g_autofree char *wrapped = facts ? glow_wrap_at_dots (facts) : NULL;

  gtk_label_set_label (self->facts_label, wrapped ? wrapped : _ ("Chip not read yet"));
}

static void
update_rows (GlowBoardPicker *self)
{
  gboolean working =
    self->selected && (self->locked || glow_board_item_is_usable (self->selected));

  update_board_row (self);
  if (self->selected && !working)
    update_problem (self);
  if (working)
    update_facts (self);
  gtk_widget_set_visible (self->empty_row, self->selected == NULL);
  gtk_widget_set_visible (self->problem_row, self->selected && !working);
  gtk_widget_set_visible (self->facts_row, working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "board.name",
                                 self->selected &&
                                   !glow_board_item_is_practice (self->selected));
}

/* Whether it can be used is a matter for the page as well. */
static void
selected_changed_cb (GlowBoardPicker *self)
{
  update_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
set_selected (GlowBoardPicker *self, GlowBoardItem *item)
{
  gboolean changed = item != self->selected;

  if (item && changed)
    glow_board_item_watch (item);
  if (self->selected && changed)
    glow_board_item_unwatch (self->selected);
  g_set_object (&self->selected, item);
  glow_board_popover_mark (self->list_popover, item);
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

/* A run goes on following its board, which may come back. */
static void
drop_gone (GlowBoardPicker *self)
{
  g_autoptr (GlowBoardItem) gone = g_object_ref (self->selected);

  if (!self->locked)
    self->chosen = FALSE;
  g_signal_emit (self, signals[SIGNAL_GONE], 0, gone);
  if (!self->locked)
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
explain (GlowBoardPicker *self)
{
  g_signal_emit (self, signals[SIGNAL_EXPLAIN], 0, self->selected);
}

static void
explain_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  explain (GLOW_BOARD_PICKER (widget));
}

/* Who picks a board that can't be used wants to know what to do about it. */
static void
board_chosen_cb (GlowBoardPicker *self, GlowBoardItem *item)
{
  glow_board_picker_choose (self, item);
  if (glow_port_help_for (glow_board_item_get_problem (item)) == GLOW_PORT_HELP_EXPLAIN)
    explain (self);
}

static void
name_given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowBoardItem) item = user_data;
  g_autofree char *name = glow_alert_ask_text_finish (result);

  if (name)
    glow_board_item_set_name (item, g_strstrip (name));
}

static void
name_board_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowBoardPicker *self = GLOW_BOARD_PICKER (widget);
  g_autofree char *name = glow_board_item_dup_name (self->selected);
  const GlowAlertQuestion question = {
    _ ("Name this board"), _ ("The name is shown here whenever the board is plugged in. Leave it empty to see what the board calls itself."),
                              _ ("_Cancel"), _ ("_Set name"),
                              };

  glow_alert_ask_text_async (GTK_WINDOW (gtk_widget_get_root (widget)), &question,
                             _ ("Name"), name ? name : "", name_given_cb,
                                g_object_ref (self->selected));
}

static void
show_all_cb (GlowBoardPicker *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_ALL]);
}

static void
glow_board_picker_dispose (GObject *object)
{
  GlowBoardPicker *self = GLOW_BOARD_PICKER (object);

  if (self->selected)
    glow_board_item_unwatch (self->selected);
  g_clear_object (&self->selected);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_BOARD_PICKER);
  G_OBJECT_CLASS (glow_board_picker_parent_class)->dispose (object);
}

static void
glow_board_picker_finalize (GObject *object)
{
  GlowBoardPicker *self = GLOW_BOARD_PICKER (object);

  g_clear_object (&self->selected_signals);
  g_clear_object (&self->list);
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
    g_value_set_boolean (value, glow_board_popover_get_show_all (self->list_popover));
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
    glow_board_popover_set_show_all (self->list_popover, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GLOW_TYPE_BOARD_POPOVER);
  g_type_ensure (GLOW_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-board-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, rows);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, board_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, state_image);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, more_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, list_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, empty_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, empty_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, practice_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, problem_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, problem_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, help_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, help_button_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, facts_row);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, facts_label);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, identify_button);
  gtk_widget_class_bind_template_child (widget_class, GlowBoardPicker, list_popover);
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
  signals[SIGNAL_EXPLAIN] =
    g_signal_new ("explain", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_BOARD_ITEM);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "board.explain", NULL,
                                   explain_action_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "board.name", NULL,
                                   name_board_cb);
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
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More for this board"), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->help_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->problem_label, NULL, -1);
}

static void
glow_board_picker_init (GlowBoardPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_controls (self);
  self->selected_signals = g_signal_group_new (GLOW_TYPE_BOARD_ITEM);
  g_signal_group_connect_swapped (self->selected_signals, "changed",
                                  G_CALLBACK (selected_changed_cb), self);
  g_signal_connect_object (self->list_popover, "chosen", G_CALLBACK (board_chosen_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_popover, "notify::show-all",
                           G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
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
  glow_board_popover_set_list (self->list_popover, list);
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
  return self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
}

/**
 * glow_board_picker_set_locked:
 * @locked: keep the choice whatever is plugged in
 */
void
glow_board_picker_set_locked (GlowBoardPicker *self, gboolean locked)
{
  self->locked = locked;
  gtk_widget_set_sensitive (self->list_button, !locked);
  gtk_widget_set_sensitive (self->more_button, !locked);
  if (!locked && self->selected && !glow_board_list_contains (self->list, self->selected))
    drop_gone (self);
  if (!locked && !self->chosen && self->selected == NULL)
    set_selected (self, find_candidate (self));
  update_rows (self);
}

/**
 * glow_board_picker_focus_facts:
 *
 * Moves the focus to what is known of the chip, so that a screen reader says it.
 */
void
glow_board_picker_focus_facts (GlowBoardPicker *self)
{
  gtk_widget_grab_focus (self->facts_row);
}
