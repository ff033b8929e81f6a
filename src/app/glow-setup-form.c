/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-form.h"

#include "glow-secret.h"
#include "glow-setup-entry.h"
#include "glow-setup-keyring.h"
#include "glow-setup-networks.h"
#include "glow-setup-profiles.h"
#include "glow-setup-remember.h"
#include "glow-setup-text.h"

#include <glib/gi18n-lib.h>

struct _GlowSetupForm {
  AdwBin parent_instance;

  /* owned */
  GlowSetupEntry *entries[GLOW_SETUP_N_FIELDS];
  GlowSetupKind *kind;     /* (nullable): nothing can be filled in yet */
  GlowSetupKind *improv;   /* (nullable): the firmware's second way in */
  GlowSetupValues *values; /* as they are typed now */
  char *missing;           /* (nullable): nothing is */

  /* borrowed */
  AdwExpanderRow *folds[GLOW_SETUP_N_FIELDS]; /* (nullable): what a field lies in */

  gboolean filling; /* by program: what is half filled is not looked at */

  /* template children */
  GlowSetupNetworks *networks;
  AdwPreferencesGroup *wifi_group;
  GtkWidget *more_group;
  GlowSetupRemember *remember_row;
  GtkWidget *keyring_row;
  GtkLabel *keyring_label;
  AdwExpanderRow *second_row;
  AdwExpanderRow *static_row;
  AdwPreferencesGroup *board_group;
  GtkWidget *commands_group;
  AdwExpanderRow *commands_row;
  GlowSetupProfiles *profiles;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_ACTIVATED,
  SIGNAL_SCAN,
  SIGNAL_KEYRING_PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupForm, glow_setup_form, ADW_TYPE_BIN)

static gboolean
takes (GlowSetupForm *self, GlowSetupFieldId id)
{
  return self->kind && glow_setup_kind_get_field (self->kind, id)->taken;
}

static void
read_values (GlowSetupForm *self)
{
  g_clear_pointer (&self->values, glow_setup_values_unref);
  self->values = glow_setup_values_new ();
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    char *text = NULL;

    if (!takes (self, (GlowSetupFieldId) i))
      continue;
    text = glow_setup_entry_dup_text (self->entries[i]);
    glow_setup_values_set (self->values, (GlowSetupFieldId) i, text);
    glow_secret_free (text);
  }
}

/* That something is still to come is no mistake of what is there. */
static gboolean
is_mistake (const GlowSetupProblem *problem)
{
  return problem->trouble != GLOW_SETUP_MISSING;
}

static char *
dup_missing (GlowSetupForm *self, const GArray *problems)
{
  const GlowSetupProblem *problem;
  const char *field;
  g_autofree char *sentence = NULL;

  if (self->kind == NULL || glow_setup_values_is_empty (self->values))
    return g_strdup (_ ("Fill in what the board shall know."));
  if (problems->len == 0)
    return NULL;
  problem = &g_array_index (problems, GlowSetupProblem, 0);
  field = glow_setup_text_get_field (problem->field);
  sentence = glow_setup_text_dup_problem (problem);
  /* TRANSLATORS: the name of a field of the form, and a sentence that says what is wrong
   * with it */
  return g_strdup_printf (_ ("%s: %s"), field, sentence);
}

static void
show_problems (GlowSetupForm *self, const GArray *problems)
{
  char *sentences[GLOW_SETUP_N_FIELDS] = { NULL };

  for (guint i = 0; i < problems->len; i++) {
    const GlowSetupProblem *problem = &g_array_index (problems, GlowSetupProblem, i);

    if (is_mistake (problem) && sentences[problem->field] == NULL)
      sentences[problem->field] = glow_setup_text_dup_problem (problem);
  }
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    glow_setup_entry_set_problem (self->entries[i], sentences[i]);
    g_free (sentences[i]);
  }
}

/* what the firmware's own way can't take, unless all of it can go by Improv */
static GArray *
find_problems (GlowSetupForm *self)
{
  if (self->kind == NULL ||
      (self->improv && glow_setup_kind_accepts (self->improv, self->values, NULL)))
    return g_array_new (FALSE, FALSE, sizeof (GlowSetupProblem));
  return glow_setup_kind_check (self->kind, self->values);
}

static void
check (GlowSetupForm *self)
{
  g_autoptr (GArray) problems = NULL;

  read_values (self);
  problems = find_problems (self);
  show_problems (self, problems);
  g_free (self->missing);
  self->missing = dup_missing (self, problems);
  glow_setup_networks_mark (self->networks,
                            glow_setup_values_get (self->values, GLOW_SETUP_SSID));
  glow_setup_remember_set_values (self->remember_row, self->values);
  glow_setup_profiles_set_values (self->profiles, self->values);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
entry_changed_cb (GlowSetupForm *self)
{
  if (!self->filling)
    check (self);
}

static void
entry_activated_cb (GlowSetupForm *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* A key is of another network: it would be sent to this one. */
static void
chosen_cb (GlowSetupForm *self, const char *ssid, gboolean secured)
{
  const char *old = glow_setup_values_get (self->values, GLOW_SETUP_SSID);

  self->filling = TRUE;
  if (g_strcmp0 (old, ssid) != 0)
    glow_setup_entry_set_text (self->entries[GLOW_SETUP_KEY], NULL);
  glow_setup_entry_set_text (self->entries[GLOW_SETUP_SSID], ssid);
  self->filling = FALSE;
  check (self);
  if (secured)
    glow_setup_entry_focus (self->entries[GLOW_SETUP_KEY]);
}

/* The button that was pressed has nothing to do any more: the focus goes first. */
static void
filled_cb (GlowSetupForm *self, GlowSetupValues *values)
{
  glow_setup_entry_focus (self->entries[GLOW_SETUP_KEY]);
  glow_setup_form_set_values (self, values);
}

static void
keyring_problem_cb (GlowSetupForm *self, const char *problem)
{
  gtk_label_set_label (self->keyring_label, problem ? problem : "");
  gtk_widget_set_visible (self->keyring_row, problem != NULL);
  if (problem)
    g_signal_emit (self, signals[SIGNAL_KEYRING_PROBLEM], 0, problem);
}

static void
scan_cb (GlowSetupForm *self)
{
  g_signal_emit (self, signals[SIGNAL_SCAN], 0);
}

static void
add_to_group (GlowSetupForm *self, GlowSetupFieldId id, AdwPreferencesGroup *group)
{
  adw_preferences_group_add (group, glow_setup_entry_get_row (self->entries[id]));
  adw_preferences_group_add (group, glow_setup_entry_get_problem_row (self->entries[id]));
}

static void
add_to_row (GlowSetupForm *self, GlowSetupFieldId id, AdwExpanderRow *row)
{
  self->folds[id] = row;
  adw_expander_row_add_row (row, glow_setup_entry_get_row (self->entries[id]));
  adw_expander_row_add_row (row, glow_setup_entry_get_problem_row (self->entries[id]));
}

static void
add_entries (GlowSetupForm *self)
{
  add_to_group (self, GLOW_SETUP_SSID, self->wifi_group);
  add_to_group (self, GLOW_SETUP_KEY, self->wifi_group);
  add_to_row (self, GLOW_SETUP_SSID2, self->second_row);
  add_to_row (self, GLOW_SETUP_KEY2, self->second_row);
  add_to_row (self, GLOW_SETUP_IP, self->static_row);
  add_to_row (self, GLOW_SETUP_SUBNET, self->static_row);
  add_to_row (self, GLOW_SETUP_GATEWAY, self->static_row);
  add_to_row (self, GLOW_SETUP_DNS, self->static_row);
  add_to_group (self, GLOW_SETUP_NAME, self->board_group);
  add_to_group (self, GLOW_SETUP_UNIT, self->board_group);
  add_to_group (self, GLOW_SETUP_HOSTNAME, self->board_group);
  add_to_group (self, GLOW_SETUP_ADMIN_PASSWORD, self->board_group);
  add_to_row (self, GLOW_SETUP_COMMANDS, self->commands_row);
}

static void
glow_setup_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SETUP_FORM);
  G_OBJECT_CLASS (glow_setup_form_parent_class)->dispose (object);
}

static void
glow_setup_form_finalize (GObject *object)
{
  GlowSetupForm *self = GLOW_SETUP_FORM (object);

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    g_clear_object (&self->entries[i]);
  g_clear_pointer (&self->kind, glow_setup_kind_unref);
  g_clear_pointer (&self->improv, glow_setup_kind_unref);
  g_clear_pointer (&self->values, glow_setup_values_unref);
  g_free (self->missing);
  G_OBJECT_CLASS (glow_setup_form_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (GLOW_TYPE_SETUP_NETWORKS);
  g_type_ensure (GLOW_TYPE_SETUP_PROFILES);
  g_type_ensure (GLOW_TYPE_SETUP_REMEMBER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-setup-form.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, networks);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, wifi_group);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, more_group);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, remember_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, keyring_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, second_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, static_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, board_group);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, commands_group);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, commands_row);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupForm, profiles);
}

static void
glow_setup_form_class_init (GlowSetupFormClass *klass)
{
  static const char *const names[] = { "changed", "activated", "scan" };

  G_OBJECT_CLASS (klass)->dispose = glow_setup_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_form_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_KEYRING_PROBLEM] =
    g_signal_new ("keyring-problem", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
glow_setup_form_init (GlowSetupForm *self)
{
  self->values = glow_setup_values_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    self->entries[i] = glow_setup_entry_new ((GlowSetupFieldId) i);
    g_signal_connect_object (self->entries[i], "changed", G_CALLBACK (entry_changed_cb),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->entries[i], "activated",
                             G_CALLBACK (entry_activated_cb), self, G_CONNECT_SWAPPED);
  }
  add_entries (self);
  g_signal_connect_object (self->networks, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->networks, "scan", G_CALLBACK (scan_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->remember_row, "filled", G_CALLBACK (filled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->remember_row, "problem", G_CALLBACK (keyring_problem_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profiles, "loaded",
                           G_CALLBACK (glow_setup_form_set_values), self,
                           G_CONNECT_SWAPPED);
}

static void
show_groups (GlowSetupForm *self)
{
  gboolean second = takes (self, GLOW_SETUP_SSID2);
  gboolean fixed = takes (self, GLOW_SETUP_IP);
  gboolean keyring = takes (self, GLOW_SETUP_KEY) && glow_setup_keyring_is_built_in ();
  gboolean board = takes (self, GLOW_SETUP_NAME) || takes (self, GLOW_SETUP_UNIT) ||
                   takes (self, GLOW_SETUP_HOSTNAME) ||
                   takes (self, GLOW_SETUP_ADMIN_PASSWORD);

  gtk_widget_set_visible (GTK_WIDGET (self->networks),
                          self->improv ||
                            (self->kind && glow_setup_kind_can_scan (self->kind)));
  gtk_widget_set_visible (GTK_WIDGET (self->wifi_group), takes (self, GLOW_SETUP_SSID));
  gtk_widget_set_visible (GTK_WIDGET (self->second_row), second);
  gtk_widget_set_visible (GTK_WIDGET (self->static_row), fixed);
  gtk_widget_set_visible (GTK_WIDGET (self->remember_row), keyring);
  gtk_widget_set_visible (self->more_group, second || fixed || keyring);
  gtk_widget_set_visible (GTK_WIDGET (self->board_group), board);
  gtk_widget_set_visible (self->commands_group, takes (self, GLOW_SETUP_COMMANDS));
}

/**
 * glow_setup_form_set_kind:
 * @kind: the firmware
 * @improv: (nullable): Improv, if the firmware knows that, too
 *
 * Shows the fields that it takes. What was typed into others stays, and is not sent.
 */
void
glow_setup_form_set_kind (GlowSetupForm *self, GlowSetupKind *kind, GlowSetupKind *improv)
{
  g_clear_pointer (&self->kind, glow_setup_kind_unref);
  g_clear_pointer (&self->improv, glow_setup_kind_unref);
  self->kind = glow_setup_kind_ref (kind);
  self->improv = improv ? glow_setup_kind_ref (improv) : NULL;
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    glow_setup_entry_set_shown (self->entries[i], takes (self, (GlowSetupFieldId) i));
  show_groups (self);
  check (self);
}

/**
 * glow_setup_form_get_values:
 *
 * Returns: (transfer none): what is in the form, and not changed any more: the next
 *   letter makes another one
 */
GlowSetupValues *
glow_setup_form_get_values (GlowSetupForm *self)
{
  return self->values;
}

/* What lies folded and is set has to be seen. */
static void
unfold (GlowSetupForm *self, GlowSetupFieldId id)
{
  if (self->folds[id])
    adw_expander_row_set_expanded (self->folds[id], TRUE);
}

/**
 * glow_setup_form_set_values:
 * @values: of a profile: fields without a value stay as they are
 */
void
glow_setup_form_set_values (GlowSetupForm *self, GlowSetupValues *values)
{
  self->filling = TRUE;
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    const char *value = glow_setup_values_get (values, (GlowSetupFieldId) i);

    if (value == NULL)
      continue;
    glow_setup_entry_set_text (self->entries[i], value);
    unfold (self, (GlowSetupFieldId) i);
  }
  self->filling = FALSE;
  check (self);
}

/**
 * glow_setup_form_get_missing:
 *
 * Returns: (transfer none) (nullable): what keeps the values from being sent, a sentence
 */
const char *
glow_setup_form_get_missing (GlowSetupForm *self)
{
  return self->missing;
}

/**
 * glow_setup_form_focus:
 * @id: the field to type into next
 */
void
glow_setup_form_focus (GlowSetupForm *self, GlowSetupFieldId id)
{
  unfold (self, id);
  glow_setup_entry_focus (self->entries[id]);
}

/**
 * glow_setup_form_set_scanning:
 * @scanning: whether the board looks for networks just now
 */
void
glow_setup_form_set_scanning (GlowSetupForm *self, gboolean scanning)
{
  glow_setup_networks_set_scanning (self->networks, scanning);
}

/**
 * glow_setup_form_set_networks:
 * @networks: (element-type GlowWifiNetwork): what the board sees
 */
void
glow_setup_form_set_networks (GlowSetupForm *self, GPtrArray *networks)
{
  glow_setup_networks_set_networks (self->networks, networks);
  glow_setup_networks_mark (self->networks,
                            glow_setup_values_get (self->values, GLOW_SETUP_SSID));
}

/**
 * glow_setup_form_set_scan_problem:
 * @problem: why there is no list, a sentence
 */
void
glow_setup_form_set_scan_problem (GlowSetupForm *self, const char *problem)
{
  glow_setup_networks_set_problem (self->networks, problem);
}

/**
 * glow_setup_form_remember:
 * @values: what the board has taken
 *
 * Puts the keys into the keyring, if that was asked for.
 */
void
glow_setup_form_remember (GlowSetupForm *self, GlowSetupValues *values)
{
  glow_setup_remember_store (self->remember_row, values);
}
