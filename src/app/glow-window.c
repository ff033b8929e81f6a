/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-window.h"

#include "glow-alert.h"
#include "glow-console-page.h"
#include "glow-file-picker.h"
#include "glow-flash-page.h"
#include "glow-link-page.h"
#include "glow-report-dialog.h"
#include "glow-settings.h"
#include "glow-setup-dialog.h"

#include <glib/gi18n-lib.h>

/* of the console, in a report */
#define REPORT_CONSOLE_LINES 100

struct _GlowWindow {
  AdwApplicationWindow parent_instance;

  /* owned */
  GSettings *settings; /* (nullable) */

  gboolean asking;    /* whether to stop the run */
  gboolean closing;   /* as soon as the run has ended */
  gboolean reporting; /* a report is being made */

  /* template children */
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  AdwViewStack *stack;
  AdwWindowTitle *window_title;
  GtkWidget *back_button;
  GtkMenuButton *menu_button;
  AdwToastOverlay *toast_overlay;
  GlowFlashPage *flash_page;
  GlowConsolePage *console_page;
  GlowLinkPage *link_page;
};

G_DEFINE_FINAL_TYPE (GlowWindow, glow_window, ADW_TYPE_APPLICATION_WINDOW)

static void
files_picked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GlowWindow *self = GLOW_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = glow_file_picker_open_finish (result, &error);

  if (error)
    glow_window_tell (self, error->message);
  for (guint i = 0; files && i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    glow_window_add_file (self, file);
  }
}

static void
add_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_file_picker_open_async (GTK_WINDOW (widget), NULL, files_picked_cb, NULL);
}

static void
add_folder_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_file_picker_open_folder_async (GTK_WINDOW (widget), NULL, files_picked_cb, NULL);
}

static void
open_web_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_flash_page_open_web (GLOW_WINDOW (widget)->flash_page);
}

static void
flash_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_flash_page_flash (GLOW_WINDOW (widget)->flash_page);
}

static void
identify_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_flash_page_identify (GLOW_WINDOW (widget)->flash_page);
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  glow_flash_page_cancel (GLOW_WINDOW (widget)->flash_page);
}

static gboolean
close_idle_cb (gpointer user_data)
{
  gtk_window_close (user_data);
  return G_SOURCE_REMOVE;
}

static void
page_changed_cb (GlowWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = glow_flash_page_is_running (self->flash_page);
  gboolean waiting = glow_flash_page_is_waiting (self->flash_page);
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self->flash_page));

  gtk_widget_action_set_enabled (widget, "win.flash",
                                 shown && glow_flash_page_is_ready (self->flash_page));
  gtk_widget_action_set_enabled (widget, "win.identify",
                                 shown &&
                                   glow_flash_page_is_contactable (self->flash_page));
  gtk_widget_action_set_enabled (widget, "win.cancel", running || waiting);
  gtk_widget_action_set_enabled (widget, "win.add-file", shown && !running);
  gtk_widget_action_set_enabled (widget, "win.find-board", shown && !running && !waiting);
  gtk_widget_action_set_enabled (widget, "win.link-check",
                                 shown && !running && !waiting &&
                                   glow_flash_page_get_board (self->flash_page));
  gtk_widget_action_set_enabled (widget, "win.set-up-board",
                                 !gtk_widget_get_visible (GTK_WIDGET (self->link_page)) &&
                                   !running && !waiting &&
                                   glow_flash_page_is_contactable (self->flash_page));
  /* not from inside the page, which is telling us */
  if (self->closing && !running)
    g_idle_add_full (G_PRIORITY_DEFAULT, close_idle_cb, g_object_ref (self),
                     g_object_unref);
}

/* What a stack does not show, a screen reader finds all the same: so what is in it is
 * hidden, too. */
static void
show_page (GlowWindow *self)
{
  gboolean is_link = gtk_widget_get_visible (GTK_WIDGET (self->link_page));
  const char *name = adw_view_stack_get_visible_child_name (self->stack);
  gboolean is_console = g_strcmp0 (name, "console") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->stack), !is_link);
  gtk_widget_set_visible (GTK_WIDGET (self->flash_page), !is_link && !is_console);
  gtk_widget_set_visible (GTK_WIDGET (self->console_page), !is_link && is_console);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher_title), !is_link);
  gtk_widget_set_visible (GTK_WIDGET (self->window_title), is_link);
  adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                    !is_link &&
                                      adw_view_switcher_title_get_title_visible (
                                        self->switcher_title));
  gtk_widget_set_visible (self->back_button, is_link);
  glow_console_page_set_suspended (self->console_page, is_link);
  glow_console_page_set_shown (self->console_page, !is_link && is_console);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", is_link);
  page_changed_cb (self);
}

static void
show_link_page (GlowWindow *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->link_page), shown);
  show_page (self);
}

static void
show_flash_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_view_stack_set_visible_child_name (GLOW_WINDOW (widget)->stack, "flash");
}

static void
show_console_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWindow *self = GLOW_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->stack, "console");
  gtk_widget_grab_focus (GTK_WIDGET (self->console_page));
}

static void
board_selected_cb (GlowWindow *self)
{
  glow_console_page_set_board (self->console_page,
                               glow_flash_page_get_board (self->flash_page));
}

static void
link_check_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWindow *self = GLOW_WINDOW (widget);

  show_link_page (self, TRUE);
  glow_link_page_open (self->link_page, glow_flash_page_get_board (self->flash_page));
}

static void
next_board_cb (GlowWindow *self)
{
  adw_view_stack_set_visible_child_name (self->stack, "flash");
  gtk_widget_child_focus (GTK_WIDGET (self->flash_page), GTK_DIR_TAB_FORWARD);
}

static void
set_up_over_cb (GlowWindow *self)
{
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    glow_console_page_release (self->console_page);
}

/* On the console's port: what is said there is seen there, too. */
static void
set_up_board_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWindow *self = GLOW_WINDOW (widget);
  GlowBoardItem *board = glow_flash_page_get_board (self->flash_page);
  GtkWindow *dialog;

  glow_console_page_hold (self->console_page);
  dialog = glow_setup_dialog_new (GTK_WINDOW (self), board,
                                  glow_console_page_get_console (self->console_page),
                                  glow_flash_page_is_fresh (self->flash_page));
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (set_up_over_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "next-board", G_CALLBACK (next_board_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
report_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowWindow) self = user_data;
  g_autofree char *text =
    glow_flash_page_report_finish (GLOW_FLASH_PAGE (source), result);

  self->reporting = FALSE;
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (glow_report_dialog_new (GTK_WINDOW (self), text)));
}

/* With what the board said last, whether or not a run went before. */
static void
report_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWindow *self = GLOW_WINDOW (widget);
  g_auto (GStrv) console =
    glow_console_page_dup_tail (self->console_page, REPORT_CONSOLE_LINES);

  if (self->reporting)
    return;
  self->reporting = TRUE;
  glow_flash_page_report_async (self->flash_page, (const char *const *) console,
                                report_made_cb, g_object_ref (self));
}

static void
find_board_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWindow *self = GLOW_WINDOW (widget);

  show_link_page (self, TRUE);
  glow_link_page_open (self->link_page, NULL);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowWindow *self = GLOW_WINDOW (widget);

  glow_link_page_close (self->link_page);
  show_link_page (self, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->flash_page), GTK_DIR_TAB_FORWARD);
}

/* A board that is found to be all right is the one to go on with. */
static void
use_board_cb (GlowWindow *self, GlowBoardItem *item)
{
  glow_flash_page_choose_board (self->flash_page, item);
  back_cb (GTK_WIDGET (self), NULL, NULL);
}

static gboolean
drop_cb (GlowWindow *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  GdkFileList *list = g_value_get_boxed (value);
  g_autoptr (GSList) files = gdk_file_list_get_files (list);

  if (glow_flash_page_is_running (self->flash_page))
    return FALSE;
  for (GSList *file = files; file; file = file->next)
    glow_window_add_file (self, file->data);
  return TRUE;
}

static void
stop_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GlowWindow *self = GLOW_WINDOW (source);

  self->asking = FALSE;
  if (!glow_alert_ask_finish (result))
    return;
  self->closing = TRUE;
  glow_flash_page_cancel (self->flash_page);
  page_changed_cb (self);
}

static void
ask_to_stop (GlowWindow *self)
{
  const GlowAlertQuestion question = {
    _ ("Stop flashing?"),
       _ ("The board is being written. It will not start until it is flashed again."),
          _ ("_Keep flashing"), _ ("_Stop and close"),
          };

  if (self->asking)
    return;
  self->asking = TRUE;
  glow_alert_ask_async (GTK_WINDOW (self), &question, stop_answered_cb, NULL);
}

static void
save_size (GlowWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL || gtk_window_is_maximized (GTK_WINDOW (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  /* the least the settings take, and the window with them */
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
}

static gboolean
glow_window_close_request (GtkWindow *window)
{
  GlowWindow *self = GLOW_WINDOW (window);

  if (glow_flash_page_is_running (self->flash_page)) {
    ask_to_stop (self);
    return TRUE;
  }
  save_size (self);
  return GTK_WINDOW_CLASS (glow_window_parent_class)->close_request (window);
}

/* Not on the menu, which comes first in the window but not in the work. */
static void
glow_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (glow_window_parent_class)->map (widget);
  gtk_widget_child_focus (GTK_WIDGET (GLOW_WINDOW (widget)->flash_page),
                          GTK_DIR_TAB_FORWARD);
}

static void
glow_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_WINDOW);
  G_OBJECT_CLASS (glow_window_parent_class)->dispose (object);
}

static void
glow_window_finalize (GObject *object)
{
  g_clear_object (&GLOW_WINDOW (object)->settings);
  G_OBJECT_CLASS (glow_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-file", NULL, add_file_cb);
  gtk_widget_class_install_action (widget_class, "win.add-folder", NULL, add_folder_cb);
  gtk_widget_class_install_action (widget_class, "win.open-web", NULL, open_web_cb);
  gtk_widget_class_install_action (widget_class, "win.flash", NULL, flash_cb);
  gtk_widget_class_install_action (widget_class, "win.identify", NULL, identify_cb);
  gtk_widget_class_install_action (widget_class, "win.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "win.link-check", NULL, link_check_cb);
  gtk_widget_class_install_action (widget_class, "win.find-board", NULL, find_board_cb);
  gtk_widget_class_install_action (widget_class, "win.set-up-board", NULL,
                                   set_up_board_cb);
  gtk_widget_class_install_action (widget_class, "win.report", NULL, report_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "win.show-flash", NULL, show_flash_cb);
  gtk_widget_class_install_action (widget_class, "win.show-console", NULL,
                                   show_console_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_ALT_MASK,
                                       "win.show-flash", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, GDK_ALT_MASK,
                                       "win.show-console", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK,
                                       "win.link-check", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_u, GDK_CONTROL_MASK,
                                       "win.set-up-board", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK,
                                       "win.add-file", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "win.flash", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "win.flash", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK,
                                       "win.identify", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
}

static void
glow_window_class_init (GlowWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_window_dispose;
  object_class->finalize = glow_window_finalize;
  widget_class->map = glow_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = glow_window_close_request;
  g_type_ensure (GLOW_TYPE_CONSOLE_PAGE);
  g_type_ensure (GLOW_TYPE_FLASH_PAGE);
  g_type_ensure (GLOW_TYPE_LINK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/glowplug/glow-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, flash_page);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, console_page);
  gtk_widget_class_bind_template_child (widget_class, GlowWindow, link_page);
  install_actions (widget_class);
}

static void
add_drop_target (GlowWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
restore_size (GlowWindow *self)
{
  int width = self->settings ? g_settings_get_int (self->settings, "window-width") : 0;
  int height = self->settings ? g_settings_get_int (self->settings, "window-height") : 0;

  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), width, height);
}

static void
glow_window_init (GlowWindow *self)
{
  static const char *const signals[] = { "notify::ready", "notify::contactable",
                                         "notify::running" };

  gtk_widget_init_template (GTK_WIDGET (self));
  if (GLOW_DEVELOPMENT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Main menu"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  self->settings = glow_settings_open ();
  restore_size (self);
  add_drop_target (self);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->flash_page, signals[i], G_CALLBACK (page_changed_cb),
                             self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->link_page, "use-board", G_CALLBACK (use_board_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flash_page, "notify::board",
                           G_CALLBACK (board_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (show_page),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->switcher_title, "notify::title-visible",
                           G_CALLBACK (show_page), self, G_CONNECT_SWAPPED);
  adw_window_title_set_title (self->window_title, C_ ("page title", "Link check"));
  show_link_page (self, FALSE);
}

/**
 * glow_window_new:
 * @application: owns the window
 * @boards: the boards to choose from
 *
 * Returns: (transfer none): a window, not shown yet
 */
GlowWindow *
glow_window_new (AdwApplication *application, GlowBoardList *boards)
{
  GlowWindow *self = g_object_new (GLOW_TYPE_WINDOW, "application", application, NULL);

  glow_link_page_set_up (self->link_page, boards);
  glow_flash_page_set_up (self->flash_page, boards, self->settings);
  glow_console_page_set_up (self->console_page, self->settings);
  board_selected_cb (self);
  return self;
}

static void
show_files (GlowWindow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->link_page)))
    back_cb (GTK_WIDGET (self), NULL, NULL);
  adw_view_stack_set_visible_child_name (self->stack, "flash");
}

/**
 * glow_window_add_file:
 * @file: a firmware file to add to the list, which is shown
 *
 * Not while a run reads the list; that is said.
 */
void
glow_window_add_file (GlowWindow *self, GFile *file)
{
  if (glow_flash_page_is_running (self->flash_page)) {
    glow_window_tell (self, _ ("No file can be added while a board is being flashed"));
    return;
  }
  show_files (self);
  glow_flash_page_add_file (self->flash_page, file);
}

/**
 * glow_window_choose_board:
 * @item: an entry of the boards' list to select
 */
void
glow_window_choose_board (GlowWindow *self, GlowBoardItem *item)
{
  glow_flash_page_choose_board (self->flash_page, item);
}

/**
 * glow_window_tell:
 * @text: something short that needs no answer
 */
void
glow_window_tell (GlowWindow *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (text));
}
