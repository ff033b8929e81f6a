/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-console-page-private.h"

#include "glow-file-picker.h"

#include "glow-error-text.h"
#include "glow-port-text.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (GlowConsolePage, glow_console_page, ADW_TYPE_BIN)

static GlowConsoleBuffer *
get_buffer (GlowConsolePage *self)
{
  return glow_console_view_get_buffer (self->view);
}

static char *
dup_listening (GlowConsolePage *self)
{
  guint baud = glow_console_get_baud (self->console);
  const char *title = glow_board_item_get_title (self->item);

  if (glow_console_view_is_paused (self->view))
    /* TRANSLATORS: name of a board */
    return g_strdup_printf (_ ("%s · paused"), title);
  if (glow_target_get_usb (glow_console_get_target (self->console)) != GLOW_TARGET_UART)
    /* TRANSLATORS: name of a board */
    return g_strdup_printf (_ ("%s · listening"), title);
  /* TRANSLATORS: name of a board, and speed of its port */
  return g_strdup_printf (_ ("%s · listening at %u baud"), title, baud);
}

/* in one line */
static char *
dup_status (GlowConsolePage *self)
{
  GlowConsoleState state =
    self->console ? glow_console_get_state (self->console) : GLOW_CONSOLE_STOPPED;

  if (!self->item)
    return g_strdup (_ ("No board"));
  if (glow_board_item_is_busy (self->item))
    return g_strdup (_ ("The board is being worked on"));
  if (state == GLOW_CONSOLE_OPEN)
    return dup_listening (self);
  if (glow_board_item_get_problem (self->item) && !glow_board_item_is_usable (self->item))
    return glow_port_text_dup_state (glow_board_item_get_problem (self->item));
  if (state == GLOW_CONSOLE_FAILED)
    return g_strdup (glow_error_text_get_title (glow_console_get_error (self->console)));
  if (state == GLOW_CONSOLE_STOPPED)
    return g_strdup (_ ("Not connected"));
  return g_strdup (_ ("Opening the port"));
}

static void
show_empty (GlowConsolePage *self, const char *title, const char *description)
{
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
}

static void
show_problem (GlowConsolePage *self, GlowPortProblem *problem)
{
  g_autofree char *sentence = glow_port_text_dup_sentence (problem);
  g_autofree char *action = glow_port_text_dup_action (problem);
  g_autofree char *both =
    sentence && action ? g_strdup_printf ("%s\n%s", sentence, action) : NULL;
  g_autofree char *escaped = g_markup_escape_text (both       ? both
                                                   : sentence ? sentence
                                                              : "",
                                                   -1);

  show_empty (self, _ ("This port can't be used yet"), escaped);
}

static void
show_failure (GlowConsolePage *self, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", glow_error_text_get_reason (error),
                                           glow_error_text_get_action (error));
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  show_empty (self, glow_error_text_get_title (error), escaped);
}

/* what to do when there is nothing to read */
static void
fill_empty (GlowConsolePage *self)
{
  GlowPortProblem *problem = self->item ? glow_board_item_get_problem (self->item) : NULL;
  const GError *error = self->console ? glow_console_get_error (self->console) : NULL;

  if (!self->item)
    show_empty (self, _ ("No board"),
                         _ ("Plug one in, or choose one on the page Flash."));
  else if (problem && !glow_board_item_is_usable (self->item))
    show_problem (self, problem);
  else if (error)
    show_failure (self, error);
  else if (_glow_console_page_is_open (self))
    show_empty (self,
                _ ("Nothing said yet"),
                   _ ("Reset shows how the board starts. What it says appears here."));
  else if (glow_board_item_is_busy (self->item))
    show_empty (self, _ ("The board is being worked on"),
                         _ ("The console goes on when that is over."));
  else
    show_empty (self, _ ("Not connected"),
                         _ ("Connect listens to the board without restarting it."));
}

static gboolean
can_connect (GlowConsolePage *self)
{
  GlowConsoleState state =
    self->console ? glow_console_get_state (self->console) : GLOW_CONSOLE_STOPPED;

  return self->item && !glow_board_item_is_busy (self->item) && !self->suspended &&
         glow_board_item_is_usable (self->item) &&
         (state == GLOW_CONSOLE_STOPPED || state == GLOW_CONSOLE_FAILED);
}

static void
set_action_enabled (GlowConsolePage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Shows what is so. */
void
_glow_console_page_update (GlowConsolePage *self)
{
  gboolean is_open = _glow_console_page_is_open (self);
  gboolean is_empty = glow_console_buffer_is_empty (get_buffer (self));
  g_autofree char *status = dup_status (self);

  gtk_label_set_label (self->status_label, status);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status_label), status);
  gtk_widget_set_visible (self->connect_button, can_connect (self));
  set_action_enabled (self, "reset", is_open);
  set_action_enabled (self, "bootloader", is_open);
  set_action_enabled (self, "disconnect", is_open);
  set_action_enabled (self, "save", !is_empty);
  set_action_enabled (self, "clear", !is_empty);
  set_action_enabled (self, "copy", !is_empty);
  if (is_empty)
    fill_empty (self);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_page), is_empty);
  gtk_widget_set_visible (GTK_WIDGET (self->view), !is_empty);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  glow_console_pulse (GLOW_CONSOLE_PAGE (user_data)->console, GLOW_CONSOLE_RESET);
}

static void
bootloader_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  glow_console_pulse (GLOW_CONSOLE_PAGE (user_data)->console, GLOW_CONSOLE_BOOTLOADER);
}

static void
connect_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _glow_console_page_connect (user_data, TRUE);
}

static void
disconnect_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _glow_console_page_connect (user_data, FALSE);
}

static void
clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GlowConsolePage *self = user_data;

  glow_console_buffer_clear (get_buffer (self));
  glow_console_view_queue_render (self->view);
  _glow_console_page_update (self);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GlowConsolePage *self = user_data;
  g_autofree char *text = glow_console_view_dup_selection (self->view);

  if (!text)
    text = glow_console_buffer_dup_text (get_buffer (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
note_text (GlowConsolePage *self, const char *text)
{
  glow_console_buffer_add_note (get_buffer (self), text);
  glow_console_view_queue_render (self->view);
  _glow_console_page_update (self);
}

static void
note_trouble (GlowConsolePage *self, const GError *error)
{
  note_text (self, error->message);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowConsolePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    note_trouble (self, error);
}

/* as it is now, not as it was when the dialog opened */
static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowConsolePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = glow_file_picker_save_finish (result, &error);
  char *text;
  g_autoptr (GBytes) bytes = NULL;

  if (error)
    note_trouble (self, error);
  if (!file)
    return;
  text = glow_console_buffer_dup_text (get_buffer (self));
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL, saved_cb,
                                       g_object_ref (self));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GlowConsolePage *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "console-%Y%m%d-%H%M%S.log");

  glow_file_picker_save_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                               _ ("Save the console"), name, NULL, file_chosen_cb,
                                  g_object_ref (self));
}

static void
hex_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GlowConsolePage *self = user_data;

  g_simple_action_set_state (action, value);
  glow_console_buffer_set_hex (get_buffer (self), g_variant_get_boolean (value));
  glow_console_view_follow (self->view);
  glow_console_view_queue_render (self->view);
}

static void
timestamps_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GlowConsolePage *self = user_data;

  g_simple_action_set_state (action, value);
  glow_console_buffer_set_timestamps (get_buffer (self), g_variant_get_boolean (value));
  glow_console_view_queue_render (self->view);
}

static void
wrap_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  glow_console_view_set_wrap (GLOW_CONSOLE_PAGE (user_data)->view,
                              g_variant_get_boolean (value));
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GlowConsolePage *self = user_data;

  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
install_actions (GlowConsolePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "reset", .activate = reset_cb },
    { .name = "bootloader", .activate = bootloader_cb },
    { .name = "connect", .activate = connect_cb },
    { .name = "disconnect", .activate = disconnect_cb },
    { .name = "clear", .activate = clear_cb },
    { .name = "copy", .activate = copy_cb },
    { .name = "save", .activate = save_cb },
    { .name = "search", .activate = search_cb },
    { .name = "hex", .state = "false", .change_state = hex_changed_cb },
    { .name = "timestamps", .state = "false", .change_state = timestamps_changed_cb },
    { .name = "wrap", .state = "true", .change_state = wrap_changed_cb },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries),
                                   self);
  self->actions = G_ACTION_GROUP (group);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console", self->actions);
}

static void
find (GlowConsolePage *self, gboolean forward)
{
  const char *needle = gtk_editable_get_text (self->search_entry);
  gboolean found = *needle && glow_console_view_find (self->view, needle, forward);

  gtk_label_set_label (self->found_label, *needle && !found ? _ ("Not found") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->found_label), *needle && !found);
}

static void
search_changed_cb (GlowConsolePage *self)
{
  glow_console_view_unselect (self->view);
  find (self, FALSE);
}

static void
previous_cb (GlowConsolePage *self)
{
  find (self, FALSE);
}

static void
next_cb (GlowConsolePage *self)
{
  find (self, TRUE);
}

static void
filter_changed_cb (GlowConsolePage *self)
{
  glow_console_buffer_set_filter (get_buffer (self),
                                  gtk_editable_get_text (self->filter_entry));
  glow_console_view_follow (self->view);
  glow_console_view_queue_render (self->view);
}

/* a filter that is not to be seen would be a riddle */
static void
search_toggled_cb (GlowConsolePage *self)
{
  gboolean active = gtk_toggle_button_get_active (self->search_button);

  gtk_widget_set_visible (self->find_revealer, active);
  if (active) {
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
    return;
  }
  gtk_editable_set_text (self->search_entry, "");
  gtk_editable_set_text (self->filter_entry, "");
  glow_console_view_follow (self->view);
}

static void
stop_search_cb (GlowConsolePage *self)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
pause_toggled_cb (GlowConsolePage *self)
{
  glow_console_view_set_paused (self->view,
                                gtk_toggle_button_get_active (self->pause_button));
  _glow_console_page_update (self);
}

static void
send_cb (GlowConsolePage *self, GBytes *bytes)
{
  if (_glow_console_page_is_open (self))
    _glow_console_page_send (self, bytes);
  else
    note_text (self, _ ("Nothing was sent: the board is not connected"));
  glow_console_view_follow (self->view);
}

static void
interrupt_cb (GlowConsolePage *self, guint byte)
{
  const guint8 control = (guint8) byte;
  g_autoptr (GBytes) bytes = g_bytes_new (&control, 1);

  _glow_console_page_send (self, bytes);
}

static void
baud_chosen_cb (GlowConsolePage *self)
{
  if (self->console)
    glow_console_set_baud (self->console,
                           glow_baud_chooser_get_baud (self->baud_chooser));
}

static gboolean
glow_console_page_grab_focus (GtkWidget *widget)
{
  GlowConsolePage *self = GLOW_CONSOLE_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->send_bar)) ||
         gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
glow_console_page_dispose (GObject *object)
{
  GlowConsolePage *self = GLOW_CONSOLE_PAGE (object);

  if (self->send_bar)
    glow_console_page_set_board (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_CONSOLE_PAGE);
  G_OBJECT_CLASS (glow_console_page_parent_class)->dispose (object);
}

static void
glow_console_page_finalize (GObject *object)
{
  GlowConsolePage *self = GLOW_CONSOLE_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->item);
  g_clear_object (&self->last_item);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->console);
  g_clear_object (&self->console_signals);
  g_clear_object (&self->actions);
  glow_panic_stream_free (self->panics);
  G_OBJECT_CLASS (glow_console_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, "/glowplug/glow-console-page.ui");
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, status_label);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, connect_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, pause_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, search_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, save_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, clear_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, menu_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, find_revealer);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, search_entry);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, previous_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, next_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, found_label);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, filter_entry);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, empty_page);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, view);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, send_bar);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, baud_chooser);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, reset_button);
  gtk_widget_class_bind_template_child (klass, GlowConsolePage, bootloader_button);
}

static void
glow_console_page_class_init (GlowConsolePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_console_page_dispose;
  object_class->finalize = glow_console_page_finalize;
  widget_class->grab_focus = glow_console_page_grab_focus;
  g_type_ensure (GLOW_TYPE_BAUD_CHOOSER);
  g_type_ensure (GLOW_TYPE_CONSOLE_VIEW);
  g_type_ensure (GLOW_TYPE_SEND_BAR);
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "console.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "console.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK,
                                       "console.reset", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK,
                                       "console.clear", NULL);
}

/* an icon is no name */
static void
name_buttons (GlowConsolePage *self)
{
  GtkWidget *widgets[] = { GTK_WIDGET (self->pause_button),
                           self->clear_button,
                           self->save_button,
                           GTK_WIDGET (self->search_button),
                           GTK_WIDGET (self->menu_button),
                           self->previous_button,
                           self->next_button,
                           self->reset_button,
                           self->bootloader_button };

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widgets[i]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_widget_get_tooltip_text (widgets[i]), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Find"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show only lines with"), -1);
}

static void
connect_children (GlowConsolePage *self)
{
  const struct {
    gpointer object;
    const char *signal;
    GCallback callback;
  } table[] = {
    { self->search_entry, "search-changed", G_CALLBACK (search_changed_cb) },
    { self->search_entry, "activate", G_CALLBACK (previous_cb) },
    { self->search_entry, "previous-match", G_CALLBACK (previous_cb) },
    { self->search_entry, "next-match", G_CALLBACK (next_cb) },
    { self->search_entry, "stop-search", G_CALLBACK (stop_search_cb) },
    { self->previous_button, "clicked", G_CALLBACK (previous_cb) },
    { self->next_button, "clicked", G_CALLBACK (next_cb) },
    { self->filter_entry, "changed", G_CALLBACK (filter_changed_cb) },
    { self->search_button, "toggled", G_CALLBACK (search_toggled_cb) },
    { self->pause_button, "toggled", G_CALLBACK (pause_toggled_cb) },
    { self->send_bar, "send", G_CALLBACK (send_cb) },
    { self->view, "interrupt", G_CALLBACK (interrupt_cb) },
    { self->baud_chooser, "notify::baud", G_CALLBACK (baud_chosen_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_object (table[i].object, table[i].signal, table[i].callback, self,
                             G_CONNECT_SWAPPED);
}

static void
glow_console_page_init (GlowConsolePage *self)
{
  install_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  name_buttons (self);
  connect_children (self);
  _glow_console_page_init_port (self);
  _glow_console_page_update (self);
}

/**
 * glow_console_page_set_up:
 * @settings: (nullable): keeps what is to come back at the next start
 *
 * Call once.
 */
void
glow_console_page_set_up (GlowConsolePage *self, GSettings *settings)
{
  if (!settings)
    return;
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "console-baud", self->baud_chooser, "baud",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "console-line-ending", self->send_bar, "line-ending",
                   G_SETTINGS_BIND_DEFAULT);
}
