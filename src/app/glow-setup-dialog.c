/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-dialog.h"

#include "glow-code-block.h"
#include "glow-failure-card.h"
#include "glow-setup-form.h"
#include "glow-setup-session.h"

#include "glow-error-text.h"
#include "glow-error.h"
#include "glow-setup-text.h"

#include <glib/gi18n-lib.h>

#define PULSE_MS 100

typedef enum {
  LISTENING, /* what is on the board */
  LOST,      /* nothing that takes settings */
  FILLING,
  TELLING,
  ENDED,
} State;

struct _GlowSetupDialog {
  AdwWindow parent_instance;

  /* owned */
  GlowBoardItem *board;
  GlowConsole *console;
  GlowSetupSession *session;
  GlowSetupValues *told; /* (nullable): what was sent last */
  GError *failure;       /* (nullable): the one that is shown */

  State state;
  gboolean own_console;
  gboolean closed;
  guint pulse_source; /* 0: none */

  /* template children */
  GtkLabel *place_label;
  GtkLabel *state_label;
  GlowFailureCard *failure_card;
  GtkButton *repair_button;
  GtkWidget *work_box;
  GtkLabel *step_label;
  GtkProgressBar *progress_bar;
  GlowSetupForm *form;
  GtkWidget *end_box;
  GtkWidget *end_focus;
  GtkImage *end_image;
  GtkLabel *end_title;
  GtkLabel *end_label;
  GlowCodeBlock *address_block;
  GtkWidget *open_button;
  GtkLabel *status_label;
  GtkButton *cancel_button;
  GtkWidget *send_button;
};

enum {
  SIGNAL_NEXT_BOARD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupDialog, glow_setup_dialog, ADW_TYPE_WINDOW)

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (GLOW_SETUP_DIALOG (user_data)->progress_bar);
  return G_SOURCE_CONTINUE;
}

static void
set_pulsing (GlowSetupDialog *self, gboolean pulsing)
{
  if (pulsing && self->pulse_source == 0)
    self->pulse_source = g_timeout_add (PULSE_MS, pulse_cb, self);
  else if (!pulsing)
    g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static gboolean
is_working (GlowSetupDialog *self)
{
  return self->state == LISTENING || self->state == TELLING;
}

/* What can be done next, and if nothing can, why. */
static void
show_status (GlowSetupDialog *self)
{
  const char *missing =
    self->state == FILLING ? glow_setup_form_get_missing (self->form) : NULL;

  gtk_label_set_label (self->status_label, missing ? missing : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status_label), missing != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.send",
                                 self->state == FILLING && missing == NULL);
}

/* No GtkStack: what it does not show, a screen reader finds all the same. */
static void
set_state (GlowSetupDialog *self, State state)
{
  self->state = state;
  gtk_widget_set_visible (self->work_box, is_working (self));
  gtk_widget_set_visible (GTK_WIDGET (self->form), state == FILLING);
  gtk_widget_set_visible (self->end_box, state == ENDED);
  gtk_widget_set_visible (self->send_button, state == FILLING || state == TELLING);
  gtk_button_set_label (self->cancel_button,
                        state == ENDED || state == LOST ? _ ("_Close") : _ ("_Cancel"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.next", state == ENDED);
  set_pulsing (self, is_working (self));
  show_status (self);
}

static void
hide_failure (GlowSetupDialog *self)
{
  g_clear_error (&self->failure);
  glow_failure_card_hide (self->failure_card);
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button), FALSE);
}

static gboolean
is_about_wifi (const GError *error)
{
  return g_error_matches (error, GLOW_ERROR, GLOW_ERROR_WIFI);
}

static gboolean
is_about_values (const GError *error)
{
  return g_error_matches (error, GLOW_ERROR, GLOW_ERROR_SETTING) ||
         g_error_matches (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED);
}

static const char *
get_repair (GlowSetupDialog *self)
{
  if (is_about_wifi (self->failure))
    return _ ("_Correct the key");
  if (is_about_values (self->failure))
    return _ ("_Correct the values");
  return self->state == LOST ? _ ("_Look again") : _ ("_Send again");
}

/* The engine keeps secrets out of its messages; a board that repeats one could get it
 * into a message by way of a reply. */
static GError *
dup_redacted (GlowSetupDialog *self, const GError *error)
{
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  g_autofree char *message = NULL;

  if (self->told)
    glow_setup_values_add_secrets (self->told, redactor);
  message = glow_redactor_dup_text (redactor, error->message);
  return g_error_new_literal (error->domain, error->code, message);
}

static void
show_failure (GlowSetupDialog *self, const GError *error)
{
  g_clear_error (&self->failure);
  self->failure = dup_redacted (self, error);
  glow_failure_card_show (self->failure_card, self->failure);
  gtk_button_set_label (self->repair_button, get_repair (self));
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button), TRUE);
  glow_failure_card_focus (self->failure_card);
}

static void
begin_work (GlowSetupDialog *self, State state, const char *step)
{
  hide_failure (self);
  gtk_label_set_label (self->step_label, step);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  set_state (self, state);
  gtk_widget_grab_focus (self->work_box);
}

static void
listen (GlowSetupDialog *self)
{
  begin_work (self, LISTENING, _ ("Connecting"));
  glow_setup_session_detect (self->session);
}

static void
look (GlowSetupDialog *self)
{
  glow_setup_form_set_scanning (self->form, TRUE);
  glow_setup_session_look (self->session);
}

static void
tell (GlowSetupDialog *self)
{
  g_clear_pointer (&self->told, glow_setup_values_unref);
  self->told = glow_setup_values_ref (glow_setup_form_get_values (self->form));
  glow_setup_form_set_scanning (self->form, FALSE);
  begin_work (self, TELLING, _ ("Connecting"));
  glow_setup_session_tell (self->session, self->told);
}

static void
step_cb (GlowSetupDialog *self, const GlowSetupStep *step)
{
  g_autofree char *text = glow_setup_text_dup_step (step);

  if (!is_working (self))
    return;
  gtk_label_set_label (self->step_label, text);
  /* one step of one is no measure of how far it is */
  set_pulsing (self, step->n_steps < 2);
  if (step->n_steps >= 2)
    gtk_progress_bar_set_fraction (self->progress_bar,
                                   (double) (step->step - 1) / step->n_steps);
}

static char *
dup_firmware (const GlowSetupResult *result)
{
  const char *name =
    result->firmware ? result->firmware : glow_setup_kind_get_name (result->kind);

  if (result->version == NULL)
    return g_strdup (name);
  return g_strdup_printf ("%s %s", name, result->version);
}

static char *
dup_found (const GlowSetupResult *result)
{
  g_autofree char *firmware = dup_firmware (result);

  if (!result->connected)
    /* TRANSLATORS: a firmware and its version, such as ESPHome 2024.6.0 */
    return g_strdup_printf (_ ("%s is ready for its settings."), firmware);
  /* TRANSLATORS: a firmware and its version, and an address such as 192.168.1.20 */
  return g_strdup_printf (_ ("%s is in a network already, at %s."), firmware,
                             result->address ? result->address : "?");
}

static void
take_kind (GlowSetupDialog *self, const GError *error)
{
  GlowSetupResult *result = glow_setup_session_get_result (self->session);
  g_autofree char *found = NULL;

  if (error) {
    set_state (self, LOST);
    show_failure (self, error);
    return;
  }
  found = dup_found (result);
  gtk_label_set_label (self->state_label, found);
  glow_setup_form_set_kind (self->form, result->kind,
                            glow_setup_session_get_improv (self->session));
  set_state (self, FILLING);
  glow_setup_form_focus (self->form, GLOW_SETUP_SSID);
  if (glow_setup_session_can_look (self->session))
    look (self);
}

static void
take_networks (GlowSetupDialog *self, const GError *error)
{
  g_autofree char *problem = NULL;

  glow_setup_form_set_scanning (self->form, FALSE);
  if (error == NULL) {
    glow_setup_form_set_networks (self->form,
                                  glow_setup_session_get_networks (self->session));
    return;
  }
  if (g_error_matches (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED))
    problem = g_strdup (_ ("This firmware can't say which networks it sees: type the "
                                 "name."));
  else
    /* TRANSLATORS: a sentence without a full stop that says what went wrong */
    problem = g_strdup_printf (_ ("%s. Type the name, or search again."),
                                  glow_error_text_get_title (error));
  glow_setup_form_set_scan_problem (self->form, problem);
}

/* Where a browser may go; anything else a board could tell is shown, and not opened. */
static gboolean
is_web_address (const char *url)
{
  g_autofree char *scheme = url ? g_uri_parse_scheme (url) : NULL;

  return g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0;
}

static void
show_end (GlowSetupDialog *self, const GlowSetupResult *result)
{
  const char *address = result->url ? result->url : result->address;
  gboolean joined = result->connected && address;

  gtk_image_set_from_icon_name (self->end_image, joined ? "network-wireless-symbolic"
                                                        : "object-select-symbolic");
  gtk_label_set_label (self->end_title, joined ? _ ("The board is in the network")
                                               : _ ("The board has its settings"));
  gtk_label_set_label (self->end_label,
                       joined ? _ ("This is its address:")
                              : _ ("It did not say where it is; a router lists what is "
                                         "in its network."));
  glow_code_block_set_code (self->address_block, joined ? address : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address_block), joined);
  gtk_widget_set_visible (self->open_button, joined && is_web_address (result->url));
  gtk_label_set_label (self->state_label, "");
  set_state (self, ENDED);
  gtk_widget_grab_focus (self->end_focus);
}

static void
ended_cb (GlowSetupDialog *self, guint task, const GError *error)
{
  switch ((GlowSetupTask) task) {
  case GLOW_SETUP_DETECT:
    take_kind (self, error);
    break;
  case GLOW_SETUP_LOOK:
    take_networks (self, error);
    break;
  case GLOW_SETUP_TELL:
  default:
    if (error) {
      set_state (self, FILLING);
      show_failure (self, error);
    } else {
      show_end (self, glow_setup_session_get_result (self->session));
      glow_setup_form_remember (self->form, self->told);
    }
  }
}

static void
repair_cb (GlowSetupDialog *self)
{
  gboolean wifi = is_about_wifi (self->failure);
  gboolean values = is_about_values (self->failure);

  if (self->state == LOST)
    listen (self);
  else if (!wifi && !values && glow_setup_form_get_missing (self->form) == NULL)
    tell (self);
  else
    glow_setup_form_focus (self->form, wifi ? GLOW_SETUP_KEY : GLOW_SETUP_SSID);
}

/* The board is set up all the same. */
static void
keyring_problem_cb (GlowSetupDialog *self, const char *problem)
{
  if (self->state != ENDED)
    return;
  gtk_label_set_label (self->status_label, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->status_label), TRUE);
}

static void
form_activated_cb (GlowSetupDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "setup.send", NULL);
}

static void
send_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tell (GLOW_SETUP_DIALOG (widget));
}

/* Stops what goes on; when nothing does, or nothing would be left, closes. */
static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowSetupDialog *self = GLOW_SETUP_DIALOG (widget);

  if (self->state != TELLING) {
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  glow_setup_session_cancel (self->session);
  set_state (self, FILLING);
  gtk_label_set_label (self->state_label,
                       _ ("Cancelled. The board may have taken some of "
                                                   "the settings."));
  glow_setup_form_focus (self->form, GLOW_SETUP_SSID);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowSetupDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error) || self->closed)
    return;
  g_info ("no browser: %s", error->message);
  gtk_label_set_label (self->end_label, _ ("No browser could be opened; copy the "
                                                 "address into one:"));
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GlowSetupDialog *self = GLOW_SETUP_DIALOG (widget);
  GlowSetupResult *result = glow_setup_session_get_result (self->session);
  GdkDisplay *display = gtk_widget_get_display (widget);
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  if (result && is_web_address (result->url))
    g_app_info_launch_default_for_uri_async (result->url, G_APP_LAUNCH_CONTEXT (context),
                                             NULL, opened_cb, g_object_ref (self));
}

static void
next_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_NEXT_BOARD], 0);
  gtk_window_close (GTK_WINDOW (widget));
}

/* The board is given back at once, not when the last reference goes. */
static void
leave_board (GlowSetupDialog *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  glow_setup_session_cancel (self->session);
  if (self->own_console) {
    glow_console_stop (self->console, FALSE);
    glow_board_item_set_busy (self->board, FALSE);
  }
}

static gboolean
glow_setup_dialog_close_request (GtkWindow *window)
{
  leave_board (GLOW_SETUP_DIALOG (window));
  /* GTK 4.8 looks at the parent once more when the last reference goes, such as that of
   * the key press that ends the program, parent and all */
  gtk_window_set_transient_for (window, NULL);
  return GTK_WINDOW_CLASS (glow_setup_dialog_parent_class)->close_request (window);
}

static void
glow_setup_dialog_dispose (GObject *object)
{
  GlowSetupDialog *self = GLOW_SETUP_DIALOG (object);

  if (self->session)
    leave_board (self);
  set_pulsing (self, FALSE);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SETUP_DIALOG);
  G_OBJECT_CLASS (glow_setup_dialog_parent_class)->dispose (object);
}

static void
glow_setup_dialog_finalize (GObject *object)
{
  GlowSetupDialog *self = GLOW_SETUP_DIALOG (object);

  g_clear_object (&self->board);
  g_clear_object (&self->console);
  g_clear_object (&self->session);
  g_clear_pointer (&self->told, glow_setup_values_unref);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (glow_setup_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GLOW_TYPE_CODE_BLOCK);
  g_type_ensure (GLOW_TYPE_FAILURE_CARD);
  g_type_ensure (GLOW_TYPE_SETUP_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-setup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, place_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, state_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, failure_card);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, repair_button);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, work_box);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, step_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, form);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, end_box);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, end_focus);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, end_image);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, end_title);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, end_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, address_block);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, status_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupDialog, send_button);
}

static void
glow_setup_dialog_class_init (GlowSetupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_setup_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = glow_setup_dialog_close_request;
  signals[SIGNAL_NEXT_BOARD] =
    g_signal_new ("next-board", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "setup.send", NULL, send_cb);
  gtk_widget_class_install_action (widget_class, "setup.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "setup.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "setup.next", NULL, next_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "setup.cancel",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "setup.send", NULL);
}

static void
glow_setup_dialog_init (GlowSetupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Progress"), -1);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (show_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "activated", G_CALLBACK (form_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "keyring-problem", G_CALLBACK (keyring_problem_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "scan", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->repair_button, "clicked", G_CALLBACK (repair_cb), self,
                           G_CONNECT_SWAPPED);
}

static GlowConsole *
create_console (GlowBoardItem *board)
{
  g_autoptr (GlowTarget) target = glow_board_item_create_target (board);
  GlowConsole *console = glow_console_new (target);

  /* native USB goes away when the firmware starts anew */
  glow_console_set_follow (console, TRUE);
  return console;
}

/**
 * glow_setup_dialog_new:
 * @parent: the window to stand over
 * @board: the board; nobody else works with it meanwhile
 * @console: (nullable): the one that has its port; %NULL: one is made, and goes again
 * @fresh: the firmware was written just now and may take its time for its first start
 *
 * Returns: (transfer none): the window, not shown yet, which asks the board already
 */
GtkWindow *
glow_setup_dialog_new (GtkWindow *parent,
                       GlowBoardItem *board,
                       GlowConsole *console,
                       gboolean fresh)
{
  GlowSetupDialog *self =
    g_object_new (GLOW_TYPE_SETUP_DIALOG, "transient-for", parent, "application",
                  parent ? gtk_window_get_application (parent) : NULL, NULL);

  self->board = g_object_ref (board);
  self->own_console = console == NULL;
  self->console = console ? g_object_ref (console) : create_console (board);
  if (self->own_console)
    glow_board_item_set_busy (board, TRUE);
  self->session = glow_setup_session_new (self->console, fresh);
  g_signal_connect_object (self->session, "step", G_CALLBACK (step_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "ended", G_CALLBACK (ended_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_label_set_label (self->place_label, glow_board_item_get_title (board));
  listen (self);
  return GTK_WINDOW (self);
}
