/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-profiles.h"

#include "glow-alert.h"

#include "glow-error-text.h"
#include "glow-setup-profile.h"

#include <glib/gi18n-lib.h>

typedef enum {
  LIST,
  SAVE,
  LOAD,
  REMOVE,
} Kind;

/* What a worker is asked for, and what it found: the main thread looks at it again when
 * the worker is through. */
typedef struct {
  Kind kind;
  char *name;              /* owned (nullable) */
  GlowSetupValues *values; /* owned (nullable): to save, or loaded */
  char **names;            /* owned (nullable): what there is afterwards */
} Work;

struct _GlowSetupProfiles {
  AdwBin parent_instance;

  /* owned */
  GlowSetupValues *values; /* what would be saved */
  GPtrArray *rows;         /* of the profiles; borrowed from the list */
  char *asked;             /* (nullable): the name of the one that may be removed */

  /* template children */
  GtkWidget *name_row;
  GtkWidget *save_button;
  GtkWidget *status_row;
  GtkLabel *status_label;
};

enum {
  SIGNAL_LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupProfiles, glow_setup_profiles, ADW_TYPE_BIN)

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->name);
  g_clear_pointer (&work->values, glow_setup_values_unref);
  g_strfreev (work->names);
  g_free (work);
}

static gboolean
do_work (Work *work, GError **error)
{
  switch (work->kind) {
  case SAVE:
    return glow_setup_profile_save (NULL, work->name, work->values, error);
  case LOAD:
    work->values = glow_setup_profile_load (NULL, work->name, error);
    return work->values != NULL;
  case REMOVE:
    return glow_setup_profile_remove (NULL, work->name, error);
  case LIST:
  default:
    return TRUE;
  }
}

static void
work_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  gboolean worked = do_work (work, &error);

  work->names = glow_setup_profile_list (NULL);
  if (worked)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
show_status (GlowSetupProfiles *self, const char *text, gboolean problem)
{
  gtk_label_set_label (self->status_label, text ? text : "");
  gtk_widget_set_visible (self->status_row, text != NULL);
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->status_label), "problem");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_label), "problem");
}

static void show_names (GlowSetupProfiles *self, char **names);

static void
take_outcome (GlowSetupProfiles *self, const Work *work, const GError *error)
{
  g_autofree char *text = NULL;

  if (work->names)
    show_names (self, work->names);
  if (error)
    text = g_strdup_printf ("%s. %s (%s)", glow_error_text_get_title (error),
                            glow_error_text_get_action (error), error->message);
  else if (work->kind == SAVE)
    /* TRANSLATORS: the name of a profile */
    text = g_strdup_printf (_ ("Saved as “%s”, without keys and passwords."), work->name);
  else if (work->kind == REMOVE)
    /* TRANSLATORS: the name of a profile */
    text = g_strdup_printf (_ ("“%s” is removed."), work->name);
  else if (work->kind == LOAD)
    text =
      /* TRANSLATORS: the name of a profile */
      g_strdup_printf (_ ("The values of “%s” are in the form; type the keys."),
                          work->name);
  if (work->kind != LIST)
    show_status (self, text, error != NULL);
  if (error == NULL && work->kind == SAVE)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  if (error == NULL && work->kind == LOAD)
    g_signal_emit (self, signals[SIGNAL_LOADED], 0, work->values);
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GlowSetupProfiles *self = GLOW_SETUP_PROFILES (source);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  /* not when the window was closed meanwhile */
  if (gtk_widget_get_root (GTK_WIDGET (self)))
    take_outcome (self, g_task_get_task_data (G_TASK (result)), error);
}

/* takes @values */
static void
begin_work (GlowSetupProfiles *self, Kind kind, const char *name, GlowSetupValues *values)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, worked_cb, NULL);
  Work *work = g_new0 (Work, 1);

  work->kind = kind;
  work->name = g_strdup (name);
  work->values = values;
  g_task_set_source_tag (task, begin_work);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_cb);
}

static const char *
get_name (GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
}

static void
load_cb (GlowSetupProfiles *self, GtkWidget *button)
{
  begin_work (self, LOAD, get_name (button), NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowSetupProfiles) self = user_data;
  g_autofree char *name = g_steal_pointer (&self->asked);

  if (glow_alert_ask_finish (result) && name)
    begin_work (self, REMOVE, name, NULL);
}

static void
remove_cb (GlowSetupProfiles *self, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *name = get_name (button);
  /* TRANSLATORS: the name of a profile */
  g_autofree char *title = g_strdup_printf (_ ("Remove “%s”?"), name);
  const GlowAlertQuestion question = {
    .title = title,
    .body = _ ("Its values can't be brought back."),
               .keep_label = _ ("_Keep it"), .act_label = _ ("_Remove"),
               };

  if (self->asked)
    return;
  self->asked = g_strdup (name);
  glow_alert_ask_async (GTK_WINDOW (root), &question, answered_cb, g_object_ref (self));
}

static void
save_cb (GlowSetupProfiles *self)
{
  g_autofree char *name =
    g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row)));

  if (*g_strstrip (name))
    begin_work (self, SAVE, name, glow_setup_values_ref (self->values));
}

/* @name begins with what the button does: several of them are in one list. */
static GtkWidget *
create_button (const char *label, const char *icon_name, const char *name)
{
  GtkWidget *button =
    label ? gtk_button_new_with_label (label) : gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return button;
}

static GtkWidget *
create_row (GlowSetupProfiles *self, const char *name)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", name,
                                 "title-lines", 1, NULL);
  /* TRANSLATORS: the name of a profile */
  g_autofree char *load_name = g_strdup_printf (_ ("Use “%s”"), name);
  /* TRANSLATORS: the name of a profile */
  g_autofree char *remove_name = g_strdup_printf (_ ("Remove “%s”"), name);
  GtkWidget *load_button = create_button (C_ ("profile", "Use"), NULL, load_name);
  GtkWidget *remove_button = create_button (NULL, "user-trash-symbolic", remove_name);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), load_button);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove_button);
  g_signal_connect_object (load_button, "clicked", G_CALLBACK (load_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (remove_button, "clicked", G_CALLBACK (remove_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

/* Not bound as a child of the template: GTK 4.8 would take it away before AdwBin does. */
static AdwPreferencesGroup *
get_group (GlowSetupProfiles *self)
{
  return ADW_PREFERENCES_GROUP (adw_bin_get_child (ADW_BIN (self)));
}

/* A row that goes would take the focus with it. */
static void
show_names (GlowSetupProfiles *self, char **names)
{
  gboolean had_focus = FALSE;

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    had_focus |= gtk_widget_get_focus_child (row) != NULL;
    adw_preferences_group_remove (get_group (self), row);
  }
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; names[i]; i++) {
    GtkWidget *row = create_row (self, names[i]);

    adw_preferences_group_add (get_group (self), row);
    g_ptr_array_add (self->rows, row);
  }
  if (had_focus)
    gtk_widget_grab_focus (self->name_row);
}

/* The command line may have made one meanwhile. */
static void
glow_setup_profiles_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (glow_setup_profiles_parent_class)->map (widget);
  begin_work (GLOW_SETUP_PROFILES (widget), LIST, NULL, NULL);
}

static void
glow_setup_profiles_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SETUP_PROFILES);
  G_OBJECT_CLASS (glow_setup_profiles_parent_class)->dispose (object);
}

static void
glow_setup_profiles_finalize (GObject *object)
{
  GlowSetupProfiles *self = GLOW_SETUP_PROFILES (object);

  g_clear_pointer (&self->values, glow_setup_values_unref);
  g_ptr_array_unref (self->rows);
  g_free (self->asked);
  G_OBJECT_CLASS (glow_setup_profiles_parent_class)->finalize (object);
}

static void
glow_setup_profiles_class_init (GlowSetupProfilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_setup_profiles_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_profiles_finalize;
  widget_class->map = glow_setup_profiles_map;
  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_SETUP_VALUES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-setup-profiles.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSetupProfiles, name_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupProfiles, save_button);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupProfiles, status_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupProfiles, status_label);
}

static void
glow_setup_profiles_init (GlowSetupProfiles *self)
{
  GtkEditable *text;

  self->values = glow_setup_values_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  text = gtk_editable_get_delegate (GTK_EDITABLE (self->name_row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Save these values as"), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->status_label, NULL, -1);
  g_signal_connect_object (self->name_row, "entry-activated", G_CALLBACK (save_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * glow_setup_profiles_set_values:
 * @values: (transfer none): what would be saved now; not changed any more
 */
void
glow_setup_profiles_set_values (GlowSetupProfiles *self, GlowSetupValues *values)
{
  glow_setup_values_ref (values);
  glow_setup_values_unref (self->values);
  self->values = values;
}
