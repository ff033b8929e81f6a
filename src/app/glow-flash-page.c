/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-page-private.h"

#include "glow-flash-map-fill.h"
#include "glow-format.h"
#include "glow-help-dialog.h"
#include "glow-settings.h"

#include "glow-port-text.h"

#include <glib/gi18n-lib.h>

enum {
  PROP_READY = 1,
  PROP_CONTACTABLE,
  PROP_RUNNING,
  PROP_BOARD,
  N_PROPS,
};

#define MAX_NAME_CHARS 20
#define SETTLE_MS      40

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GlowFlashPage, glow_flash_page, ADW_TYPE_BIN)

static char *
dup_board_missing (GlowFlashPage *self, GlowBoardItem *board)
{
  g_autofree char *state = NULL;

  if (board == NULL && glow_board_picker_is_empty (self->picker))
    return g_strdup (_ ("Plug in a board"));
  if (board == NULL)
    return g_strdup (_ ("Choose a board"));
  if (glow_board_item_is_usable (board) || glow_board_item_is_occupied (board))
    return NULL;
  state = glow_port_text_dup_state (glow_board_item_get_problem (board));
  /* TRANSLATORS: the state of a port, such as "no permission" */
  return g_strdup_printf (_ ("This port can't be used yet: %s"), state);
}

/* leaves room for the problem behind it in a narrow window */
static char *
dup_short_name (const char *name)
{
  glong len = g_utf8_strlen (name, -1);
  g_autofree char *start = NULL;

  if (len <= MAX_NAME_CHARS)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, MAX_NAME_CHARS / 2);
  return g_strdup_printf ("%s…%s", start,
                          g_utf8_offset_to_pointer (name, len - MAX_NAME_CHARS / 2 + 1));
}

static char *
dup_file_missing (GlowFlashPage *self, const GlowFileCheck *check)
{
  g_autofree char *name = NULL;

  if (check->n_enabled + check->n_sets == 0)
    return g_strdup (_ ("Add a firmware file"));
  if (check->loading)
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("Reading %s"), glow_file_item_get_name (check->loading));
  if (check->problem == NULL)
    return NULL;
  if (check->n_enabled + check->n_sets == 1)
    return g_strdup (glow_file_item_get_problem (check->problem));
  name = dup_short_name (glow_file_item_get_name (check->problem));
  /* TRANSLATORS: name of a file, and what is wrong with it */
  return g_strdup_printf (_ ("%s: %s"), name,
                             glow_file_item_get_problem (check->problem));
}

/* What would be flashed: a result stays in the bar until this is something else. */
char *
_glow_flash_page_dup_setup (GlowFlashPage *self)
{
  GListModel *items = glow_file_list_get_model (self->files);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);

    if (glow_file_item_get_enabled (item))
      g_string_append_printf (text, "%p %s@%s\n",
                              (void *) glow_file_item_get_source (item),
                              glow_file_item_get_name (item),
                              glow_file_item_get_offset_text (item));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
keeps_end (GlowFlashPage *self)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);
  g_autofree char *setup = NULL;

  if (self->end_setup == NULL)
    return FALSE;
  if (board != self->job_board && (board != NULL || self->end_succeeded))
    return FALSE;
  setup = _glow_flash_page_dup_setup (self);
  return g_str_equal (setup, self->end_setup);
}

/* How much it is, and nothing while the chip decides among builds: each has its own. */
static char *
dup_amount (const GlowFileCheck *check)
{
  g_autofree char *size = glow_format_size (check->total_size);

  if (check->n_deciding == 0)
    /* TRANSLATORS: an amount of firmware such as 1.6 MiB */
    return g_strdup_printf (_ ("Ready to flash %s"), size);
  if (check->total_size == 0)
    return g_strdup (_ ("Ready to flash the build for the chip that answers"));
  /* TRANSLATORS: an amount of firmware such as 1.6 MiB, of files beside a set of builds
   */
  return g_strdup_printf (_ ("Ready to flash %s and the build for the chip that answers"),
                             size);
}

static char *
dup_ready (GlowFlashPage *self, const GlowFileCheck *check)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);
  g_autofree char *size = glow_format_size (check->total_size);

  if (board == NULL || !glow_board_item_is_occupied (board))
    return dup_amount (check);
  if (check->n_deciding > 0)
    return g_strdup (_ ("Ready to flash as soon as the port is free"));
  /* TRANSLATORS: an amount of firmware such as 1.6 MiB; another program has the port */
  return g_strdup_printf (_ ("Ready to flash %s as soon as the port is free"), size);
}

static void
show_status (GlowFlashPage *self, const char *missing, const GlowFileCheck *check)
{
  g_autofree char *ready = dup_ready (self, check);

  if (keeps_end (self))
    return;
  g_clear_pointer (&self->end_setup, g_free);
  glow_setup_card_hide (self->setup_card);
  glow_job_bar_show_status (self->bar, missing ? missing : ready);
}

static void
set_flags (GlowFlashPage *self, gboolean ready, gboolean contactable)
{
  if (self->ready != ready) {
    self->ready = ready;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  }
  if (self->contactable != contactable) {
    self->contactable = contactable;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTACTABLE]);
  }
}

/* Works out what is missing and says so. */
void
_glow_flash_page_refresh (GlowFlashPage *self)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);
  const GlowChipInfo *info = board ? glow_board_item_get_chip_info (board) : NULL;
  g_autofree char *board_missing = dup_board_missing (self, board);
  g_autofree char *file_missing = NULL;
  const char *missing;
  GlowFileContext context = {
    .info = info, .board = board && board == self->contents_board ? self->contents : NULL
  };
  g_auto (GlowFileCheck) check = { 0 };

  glow_options_row_fill (self->options, &context.options);
  glow_file_list_check (self->files, &context, &check);
  glow_flash_map_fill (self->map, check.map);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  if (self->job) {
    set_flags (self, FALSE, FALSE);
    return;
  }
  if (_glow_flash_page_go_on_waiting (self)) {
    set_flags (self, FALSE, FALSE);
    return;
  }
  file_missing = dup_file_missing (self, &check);
  missing = board_missing ? board_missing : file_missing;
  set_flags (self, missing == NULL, board_missing == NULL);
  if (self->starting && check.loading == NULL) {
    self->starting = FALSE;
    if (missing == NULL) {
      _glow_flash_page_start (self, GLOW_OPERATION_FLASH);
      return;
    }
  }
  show_status (self, missing, &check);
}

static gboolean
refresh_idle_cb (gpointer user_data)
{
  GlowFlashPage *self = user_data;

  g_clear_pointer (&self->refresh_source, g_source_unref);
  _glow_flash_page_refresh (self);
  if (glow_file_list_is_settled (self->files))
    glow_settings_save_files (self->settings, self->files);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (GlowFlashPage *self)
{
  if (self->refresh_source)
    return;
  /* a folder of files comes in one by one: not all of them are checked for each */
  self->refresh_source = glow_file_list_is_settled (self->files)
                           ? g_idle_source_new ()
                           : g_timeout_source_new (SETTLE_MS);
  g_source_set_priority (self->refresh_source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->refresh_source, refresh_idle_cb, self, NULL);
  g_source_attach (self->refresh_source, NULL);
}

static void
files_changed_cb (GlowFlashPage *self)
{
  queue_refresh (self);
}

static void
selected_cb (GlowFlashPage *self)
{
  queue_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOARD]);
}

static void
explain_cb (GlowFlashPage *self, GlowBoardItem *board)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (glow_help_dialog_new (GTK_WINDOW (root), board)));
}

static void
flash_files (GlowFlashPage *self, GlowBootRepair repair)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);

  if (self->job || self->starting || self->waiting || !self->ready)
    return;
  self->repair = repair;
  if (glow_board_item_is_occupied (board)) {
    _glow_flash_page_wait (self, GLOW_OPERATION_FLASH);
    return;
  }
  self->starting = TRUE;
  glow_file_list_reload (self->files);
}

/* The button of the card does what it says. */
static void
repair_cb (GlowFlashPage *self, GlowBootRepair repair)
{
  if (repair == GLOW_BOOT_REPAIR_FLASH_MODE || repair == GLOW_BOOT_REPAIR_FLASH_SIZE)
    flash_files (self, repair);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.add-file", NULL);
}

static void
glow_flash_page_dispose (GObject *object)
{
  GlowFlashPage *self = GLOW_FLASH_PAGE (object);

  if (self->refresh_source)
    g_source_destroy (self->refresh_source);
  g_clear_pointer (&self->refresh_source, g_source_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_FLASH_PAGE);
  G_OBJECT_CLASS (glow_flash_page_parent_class)->dispose (object);
}

static void
glow_flash_page_finalize (GObject *object)
{
  GlowFlashPage *self = GLOW_FLASH_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->job);
  g_clear_object (&self->job_board);
  g_clear_object (&self->contents_board);
  g_clear_pointer (&self->contents, glow_board_contents_unref);
  g_free (self->end_setup);
  g_clear_object (&self->end_job);
  G_OBJECT_CLASS (glow_flash_page_parent_class)->finalize (object);
}

static void
glow_flash_page_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  GlowFlashPage *self = GLOW_FLASH_PAGE (object);

  switch (prop_id) {
  case PROP_READY:
    g_value_set_boolean (value, self->ready);
    break;
  case PROP_CONTACTABLE:
    g_value_set_boolean (value, self->contactable);
    break;
  case PROP_RUNNING:
    g_value_set_boolean (value, self->job != NULL);
    break;
  case PROP_BOARD:
    g_value_set_object (value, glow_flash_page_get_board (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GLOW_TYPE_FAILURE_CARD);
  g_type_ensure (GLOW_TYPE_HAND_CARD);
  g_type_ensure (GLOW_TYPE_BOARD_PICKER);
  g_type_ensure (GLOW_TYPE_FILE_LIST);
  g_type_ensure (GLOW_TYPE_FLASH_MAP_BOX);
  g_type_ensure (GLOW_TYPE_OPTIONS_ROW);
  g_type_ensure (GLOW_TYPE_LOG_VIEW);
  g_type_ensure (GLOW_TYPE_SETUP_CARD);
  g_type_ensure (GLOW_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-flash-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, failure_card);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, hand_card);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, picker);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, files);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, map);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, options_group);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, options);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, log_view);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, setup_card);
  gtk_widget_class_bind_template_child (widget_class, GlowFlashPage, bar);
}

static void
glow_flash_page_class_init (GlowFlashPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = glow_flash_page_dispose;
  object_class->finalize = glow_flash_page_finalize;
  object_class->get_property = glow_flash_page_get_property;
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_CONTACTABLE] =
    g_param_spec_boolean ("contactable", NULL, NULL, FALSE, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_BOARD] =
    g_param_spec_object ("board", NULL, NULL, GLOW_TYPE_BOARD_ITEM, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
glow_flash_page_init (GlowFlashPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->picker, "notify::selected", G_CALLBACK (selected_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "explain", G_CALLBACK (explain_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->failure_card, "repair", G_CALLBACK (repair_cb), self,
                           G_CONNECT_SWAPPED);
  _glow_flash_page_connect_files (self);
  g_signal_connect_object (self->files, "changed", G_CALLBACK (files_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
bind_settings (GlowFlashPage *self)
{
  static const char *const option_keys[] = { "baud", "flash-mode", "flash-frequency",
                                             "flash-size", "erase-all" };

  for (gsize i = 0; i < G_N_ELEMENTS (option_keys); i++)
    g_settings_bind (self->settings, option_keys[i], self->options, option_keys[i],
                     G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-all-ports", self->picker, "show-all",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "last-port", self->picker, "preferred",
                   G_SETTINGS_BIND_DEFAULT);
}

/**
 * glow_flash_page_set_up:
 * @boards: the boards to choose from
 * @settings: (nullable): keeps what is to come back at the next start
 *
 * Call once.
 */
void
glow_flash_page_set_up (GlowFlashPage *self, GlowBoardList *boards, GSettings *settings)
{
  glow_board_picker_set_list (self->picker, boards);
  if (settings) {
    self->settings = g_object_ref (settings);
    bind_settings (self);
    glow_settings_load_files (settings, self->files);
  }
  _glow_flash_page_refresh (self);
}

/**
 * glow_flash_page_add_file:
 * @file: a firmware file
 *
 * Not while a run reads the list.
 */
void
glow_flash_page_add_file (GlowFlashPage *self, GFile *file)
{
  if (self->job == NULL)
    glow_file_list_add (self->files, file);
}

void
glow_flash_page_choose_board (GlowFlashPage *self, GlowBoardItem *item)
{
  glow_board_picker_choose (self->picker, item);
}

/**
 * glow_flash_page_flash:
 *
 * Reads the files once more, they may have been built anew, and flashes them.
 */
void
glow_flash_page_flash (GlowFlashPage *self)
{
  flash_files (self, GLOW_BOOT_REPAIR_NONE);
}

void
glow_flash_page_identify (GlowFlashPage *self)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);

  if (self->job || self->starting || self->waiting || !self->contactable)
    return;
  if (glow_board_item_is_occupied (board))
    _glow_flash_page_wait (self, GLOW_OPERATION_IDENTIFY);
  else
    _glow_flash_page_start (self, GLOW_OPERATION_IDENTIFY);
}

gboolean
glow_flash_page_is_ready (GlowFlashPage *self)
{
  return self->ready;
}

gboolean
glow_flash_page_is_contactable (GlowFlashPage *self)
{
  return self->contactable;
}

/**
 * glow_flash_page_is_waiting:
 *
 * Returns: %TRUE while a run begins as soon as another program lets go of the port
 */
gboolean
glow_flash_page_is_waiting (GlowFlashPage *self)
{
  return self->waiting;
}

/**
 * glow_flash_page_get_board:
 *
 * Returns: (transfer none) (nullable): the board that is chosen
 */
GlowBoardItem *
glow_flash_page_get_board (GlowFlashPage *self)
{
  return glow_board_picker_get_selected (self->picker);
}

gboolean
glow_flash_page_is_running (GlowFlashPage *self)
{
  return self->job != NULL;
}

/**
 * glow_flash_page_is_fresh:
 *
 * Returns: %TRUE if the chosen board has just got firmware that takes settings
 */
gboolean
glow_flash_page_is_fresh (GlowFlashPage *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->setup_card));
}
