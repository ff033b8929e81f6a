/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-help-dialog.h"

#include "glow-code-block.h"
#include "glow-file-picker.h"
#include "glow-fold-box.h"

#include "glow-port-text.h"
#include "glow-udev-rule.h"

#include <glib/gi18n-lib.h>

struct _GlowHelpDialog {
  AdwWindow parent_instance;

  /* owned */
  GlowBoardItem *item;
  GlowPortProblem *problem; /* what it helps against; not the state by now */

  /* template children */
  GtkWidget *board_row;
  GtkImage *state_image;
  GtkLabel *sentence_label;
  GtkLabel *action_label;
  GtkWidget *rule_box;
  GlowCodeBlock *rule_block;
  GtkLabel *save_label;
  GtkWidget *save_button;
  GlowCodeBlock *install_block;
  GtkLabel *other_label;
  GlowCodeBlock *command_block;
  GtkWidget *close_button;
};

G_DEFINE_FINAL_TYPE (GlowHelpDialog, glow_help_dialog, ADW_TYPE_WINDOW)

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static gboolean
is_about_permission (GlowHelpDialog *self)
{
  return glow_port_problem_get_kind (self->problem) == GLOW_PORT_PROBLEM_NO_PERMISSION;
}

static void
show_help (GlowHelpDialog *self)
{
  g_autofree char *sentence = glow_port_text_dup_sentence (self->problem);
  g_autofree char *action = glow_port_text_dup_action (self->problem);
  g_autofree char *other = glow_port_text_dup_other_action (self->problem);
  g_autofree char *command = glow_port_text_dup_command (self->problem);
  g_autofree char *rule = NULL;

  gtk_window_set_title (GTK_WINDOW (self),
                        is_about_permission (self) ? _ ("Get access") : _ ("What helps"));
  set_text (self->sentence_label, sentence);
  set_text (self->action_label, action);
  set_text (self->other_label, other);
  glow_code_block_set_code (self->command_block, command);
  if (is_about_permission (self))
    rule = g_strchomp (glow_udev_rule_for_port (glow_board_item_get_port (self->item)));
  glow_code_block_set_code (self->rule_block, rule);
  gtk_widget_set_visible (self->rule_box, rule != NULL);
}

/* What was to be done is over: only that it has helped is left to say. */
static void
show_solved (GlowHelpDialog *self)
{
  set_text (self->sentence_label, _ ("Solved. The board can be used now."));
  set_text (self->action_label, NULL);
  set_text (self->other_label, NULL);
  glow_code_block_set_code (self->command_block, NULL);
  gtk_widget_set_visible (self->rule_box, FALSE);
  gtk_widget_grab_focus (self->close_button);
}

static void
update (GlowHelpDialog *self)
{
  GlowPortProblem *problem = glow_board_item_get_problem (self->item);
  gboolean solved = glow_board_item_is_usable (self->item);
  GtkWidget *image = GTK_WIDGET (self->state_image);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->board_row),
                                 glow_board_item_get_title (self->item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->board_row),
                               glow_board_item_get_subtitle (self->item));
  gtk_image_set_from_icon_name (self->state_image,
                                solved ? "object-select-symbolic"
                                       : glow_board_item_get_icon_name (self->item));
  gtk_widget_remove_css_class (image, solved ? "warning" : "success");
  gtk_widget_add_css_class (image, solved ? "success" : "warning");
  gtk_widget_set_visible (self->close_button, solved);
  if (solved) {
    show_solved (self);
    return;
  }
  /* the advice stays to be read while the board is unplugged and plugged in again */
  if (!glow_board_item_is_gone (self->item) &&
      !glow_port_problem_equal (problem, self->problem)) {
    g_clear_pointer (&self->problem, glow_port_problem_unref);
    self->problem = glow_port_problem_ref (problem);
  }
  show_help (self);
}

/* A sandbox gives a path of its own, which the terminal outside does not know. */
static char *
dup_saved_path (GlowHelpDialog *self, GFile *file)
{
  if (glow_port_problem_get_sandboxed (self->problem))
    return g_file_get_basename (file);
  return g_file_get_path (file);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowHelpDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_saved_path (self, G_FILE (source));
  g_autofree char *command = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    set_text (self->save_label, error->message);
    return;
  }
  command = glow_udev_rule_dup_install_command (glow_board_item_get_port (self->item),
                                                path ? path : "");
  set_text (self->save_label, glow_port_problem_get_sandboxed (self->problem)
            ? _ ("Saved. Run this command in the folder you saved it to.")
            : _ ("Saved. Run this command in a terminal."));
  glow_code_block_set_code (self->install_block, path ? command : NULL);
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowHelpDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = glow_file_picker_save_finish (result, &error);
  g_autofree char *rule = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (error)
    set_text (self->save_label, error->message);
  if (file == NULL)
    return;
  rule = glow_udev_rule_for_port (glow_board_item_get_port (self->item));
  bytes = g_bytes_new (rule, strlen (rule));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       written_cb, g_object_ref (self));
}

static void
save_cb (GlowHelpDialog *self)
{
  GlowPort *port = glow_board_item_get_port (self->item);
  g_autofree char *name = glow_udev_rule_dup_file_name (port);

  glow_file_picker_save_async (GTK_WINDOW (self), _ ("Save rule"), name, NULL,
                                                     place_chosen_cb,
                                                     g_object_ref (self));
}

static void
glow_help_dialog_dispose (GObject *object)
{
  GlowHelpDialog *self = GLOW_HELP_DIALOG (object);

  if (self->item)
    glow_board_item_unwatch (self->item);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_HELP_DIALOG);
  G_OBJECT_CLASS (glow_help_dialog_parent_class)->dispose (object);
}

static void
glow_help_dialog_finalize (GObject *object)
{
  g_clear_pointer (&GLOW_HELP_DIALOG (object)->problem, glow_port_problem_unref);
  G_OBJECT_CLASS (glow_help_dialog_parent_class)->finalize (object);
}

static void
glow_help_dialog_class_init (GlowHelpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_help_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_help_dialog_finalize;
  g_type_ensure (GLOW_TYPE_CODE_BLOCK);
  g_type_ensure (GLOW_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-help-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, board_row);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, state_image);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, action_label);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, rule_box);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, rule_block);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, save_label);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, install_block);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, other_label);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, command_block);
  gtk_widget_class_bind_template_child (widget_class, GlowHelpDialog, close_button);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
glow_help_dialog_init (GlowHelpDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * glow_help_dialog_new:
 * @parent: the window to show it over
 * @item: a board that can't be used
 *
 * Returns: (transfer none): the dialog, not shown yet
 */
GlowHelpDialog *
glow_help_dialog_new (GtkWindow *parent, GlowBoardItem *item)
{
  GlowHelpDialog *self =
    g_object_new (GLOW_TYPE_HELP_DIALOG, "transient-for", parent, NULL);

  self->item = g_object_ref (item);
  self->problem = glow_port_problem_ref (glow_board_item_get_problem (item));
  glow_board_item_watch (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
