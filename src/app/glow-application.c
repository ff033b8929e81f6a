/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-application.h"

#include "glow-alert.h"
#include "glow-board-list.h"
#include "glow-board-memory.h"
#include "glow-help.h"
#include "glow-port-list.h"
#include "glow-resources.h"
#include "glow-window.h"

#include <glib/gi18n-lib.h>

#define UNPACED_SUFFIX ":unpaced"
#define USUAL_CHIP     "esp32"

struct _GlowApplication {
  AdwApplication parent_instance;

  /* owned */
  GlowBoardList *boards; /* (nullable) before startup */
};

G_DEFINE_FINAL_TYPE (GlowApplication, glow_application, ADW_TYPE_APPLICATION)

static GlowWindow *
ensure_window (GlowApplication *self)
{
  for (GList *window = gtk_application_get_windows (GTK_APPLICATION (self)); window;
       window = window->next) {
    if (GLOW_IS_WINDOW (window->data))
      return window->data;
  }
  return glow_window_new (ADW_APPLICATION (self), self->boards);
}

static void
add_practice_board_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GlowApplication *self = user_data;
  g_autofree char *chip = g_strdup (g_variant_get_string (parameter, NULL));
  gboolean pace = !g_str_has_suffix (chip, UNPACED_SUFFIX);
  g_autoptr (GError) error = NULL;
  GlowWindow *window = ensure_window (self);
  GlowBoardItem *item;

  if (!pace)
    chip[strlen (chip) - strlen (UNPACED_SUFFIX)] = '\0';
  item = glow_board_list_add_practice (self->boards, chip, pace, &error);
  if (item)
    glow_window_choose_board (window, item);
  else
    glow_window_tell (window, error->message);
}

/* What the desktop offers beside the program's icon has no parameter. */
static void
practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_action_group_activate_action (user_data, "add-practice-board",
                                  g_variant_new_string (USUAL_CHIP));
  g_application_activate (user_data);
}

static void
find_board_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *window = GTK_WIDGET (ensure_window (user_data));

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (window, "win.find-board", NULL);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  glow_alert_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GlowWindow *window = ensure_window (user_data);

  glow_help_show (window, parameter ? g_variant_get_string (parameter, NULL) : "index");
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  /* by way of the windows, which ask when a run would be cut off */
  GList *windows =
    g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (user_data)),
                      (GCopyFunc) g_object_ref, NULL);

  /* dialogs first, while their window is there */
  for (GList *window = windows; window; window = window->next) {
    if (!GLOW_IS_WINDOW (window->data))
      gtk_window_close (window->data);
  }
  for (GList *window = windows; window; window = window->next) {
    if (GLOW_IS_WINDOW (window->data))
      gtk_window_close (window->data);
  }
  g_list_free_full (windows, g_object_unref);
}

static void
glow_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "add-practice-board",
      .activate = add_practice_board_cb,
      .parameter_type = "s" },
    { .name = "about", .activate = about_cb },
    { .name = "find-board", .activate = find_board_cb },
    { .name = "help", .activate = help_cb },
    { .name = "help-page", .activate = help_cb, .parameter_type = "s" },
    { .name = "practice", .activate = practice_cb },
    { .name = "quit", .activate = quit_cb },
  };
  static const char *const help_keys[] = { "F1", NULL };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  GlowApplication *self = GLOW_APPLICATION (application);
  g_autoptr (GlowPortList) ports = NULL;

  glow_resources_register_resource ();
  G_APPLICATION_CLASS (glow_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (GLOW_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.help", help_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  ports = glow_port_list_new ();
  self->boards = glow_board_list_new (ports);
}

static void
glow_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (GLOW_APPLICATION (application))));
}

static void
glow_application_open (GApplication *application,
                       GFile **files,
                       int n_files,
                       const char *hint)
{
  GlowWindow *window = ensure_window (GLOW_APPLICATION (application));

  for (int i = 0; i < n_files; i++)
    glow_window_add_file (window, files[i]);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
is_known_chip (const char *chip)
{
  g_autofree char *name = g_strndup (chip, strcspn (chip, "?"));

  return g_strv_contains (glow_board_get_chip_names (), name);
}

static gboolean
check_chips (const char *const *chips)
{
  for (gsize i = 0; chips[i]; i++) {
    if (!is_known_chip (chips[i])) {
      g_autofree char *known = g_strjoinv (", ", (char **) glow_board_get_chip_names ());

      /* TRANSLATORS: what was asked for, and a list of what there is */
      g_printerr (_ ("There is no practice board “%s”, only: %s\n"), chips[i], known);
      return FALSE;
    }
  }
  return TRUE;
}

static void
add_practice_boards (GApplication *application, const char *const *chips, gboolean pace)
{
  for (gsize i = 0; chips[i]; i++) {
    g_autofree char *parameter = g_strconcat (chips[i], pace ? "" : UNPACED_SUFFIX, NULL);

    g_action_group_activate_action (G_ACTION_GROUP (application), "add-practice-board",
                                    g_variant_new_string (parameter));
  }
}

/* Runs in the process that was started; the boards and the window belong to the first
 * one, which the actions reach. */
static int
glow_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  gboolean find_board = g_variant_dict_contains (options, "find-board");
  g_autofree const char **chips = NULL;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("Glowplug %s\n", GLOW_VERSION);
    return EXIT_SUCCESS;
  }
  g_variant_dict_lookup (options, "practice", "^a&s", &chips);
  if (chips == NULL && !find_board)
    return -1;
  if (chips && !check_chips (chips))
    return EXIT_FAILURE;
  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return EXIT_FAILURE;
  }
  if (chips)
    add_practice_boards (application, chips,
                         !g_variant_dict_contains (options, "practice-unpaced"));
  if (find_board)
    g_action_group_activate_action (G_ACTION_GROUP (application), "find-board", NULL);
  return -1;
}

/* A name that was given a moment before is written, too. */
static void
glow_application_shutdown (GApplication *application)
{
  g_autoptr (GError) error = NULL;

  if (!glow_board_memory_sync (glow_board_memory_get_default (), &error))
    g_warning ("%s", error->message);
  G_APPLICATION_CLASS (glow_application_parent_class)->shutdown (application);
}

static void
glow_application_finalize (GObject *object)
{
  g_clear_object (&GLOW_APPLICATION (object)->boards);
  G_OBJECT_CLASS (glow_application_parent_class)->finalize (object);
}

static void
glow_application_class_init (GlowApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = glow_application_finalize;
  application_class->startup = glow_application_startup;
  application_class->shutdown = glow_application_shutdown;
  application_class->activate = glow_application_activate;
  application_class->open = glow_application_open;
  application_class->handle_local_options = glow_application_handle_local_options;
}

static void
glow_application_init (GlowApplication *self)
{
  static const GOptionEntry entries[] = {
    { "practice", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
      N_ ("Add a practice board (without a chip: esp32)"), N_ ("CHIP") },
      { "practice-unpaced", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL,
        N_ ("Practice boards take no longer than the computer does"), NULL },
        { "find-board", 0, 0, G_OPTION_ARG_NONE, NULL,
          N_ ("Find out why a board doesn't show up"), NULL },
          { "version", 0, 0, G_OPTION_ARG_NONE, NULL,
            N_ ("Print the version and exit"), NULL },
            { NULL },
        };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_application_set_option_context_summary (
    G_APPLICATION (self), _ ("Puts firmware on ESP8266 and ESP32 boards."));
}

/**
 * glow_application_new:
 *
 * Returns: (transfer full): the program
 */
GlowApplication *
glow_application_new (void)
{
  return g_object_new (GLOW_TYPE_APPLICATION, "application-id", GLOW_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/glowplug",
                       NULL);
}

/**
 * glow_application_run:
 * @argc: number of arguments
 * @argv: the arguments of the program
 *
 * A lone "--practice" means the usual chip; GOption can't leave out the value of an
 * option that is handled in the other instance.
 *
 * Returns: the exit status
 */
int
glow_application_run (GlowApplication *self, int argc, char **argv)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  gboolean options = TRUE;

  for (int i = 0; i < argc; i++) {
    options = options && !g_str_equal (argv[i], "--");
    g_ptr_array_add (arguments, options && g_str_equal (argv[i], "--practice")
                                  ? (char *) "--practice=" USUAL_CHIP
                                  : argv[i]);
  }
  g_ptr_array_add (arguments, NULL);
  return g_application_run (G_APPLICATION (self), argc, (char **) arguments->pdata);
}
