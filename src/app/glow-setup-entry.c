/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-entry.h"

#include "glow-setup-text.h"

#include <glib/gi18n-lib.h>

#define COMMANDS_HEIGHT 96 /* pixels: some four lines */

struct _GlowSetupEntry {
  GObject parent_instance;

  /* owned: in a list, or not yet */
  GtkWidget *row;
  GtkWidget *problem_row;

  /* borrowed: within the rows */
  GtkWidget *text; /* what has the focus: a GtkText or a GtkTextView */
  GtkLabel *problem_label;

  GlowSetupFieldId id;
  gboolean shown;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupEntry, glow_setup_entry, G_TYPE_OBJECT)

static void
glow_setup_entry_finalize (GObject *object)
{
  GlowSetupEntry *self = GLOW_SETUP_ENTRY (object);

  g_clear_object (&self->row);
  g_clear_object (&self->problem_row);
  G_OBJECT_CLASS (glow_setup_entry_parent_class)->finalize (object);
}

static void
glow_setup_entry_class_init (GlowSetupEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_setup_entry_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
glow_setup_entry_init (GlowSetupEntry *self)
{
}

static void
changed_cb (GlowSetupEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
activated_cb (GlowSetupEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static GtkInputPurpose
get_purpose (GlowSetupFieldId id)
{
  if (glow_setup_field_is_secret (id))
    return GTK_INPUT_PURPOSE_PASSWORD;
  return id == GLOW_SETUP_UNIT ? GTK_INPUT_PURPOSE_DIGITS : GTK_INPUT_PURPOSE_FREE_FORM;
}

/* libadwaita 1.2 gives the button that shows a password no name. */
static void
name_buttons (GtkWidget *widget, const char *title)
{
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Show what is typed"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child, title);
}

static void
make_entry_row (GlowSetupEntry *self)
{
  GType type = glow_setup_field_is_secret (self->id) ? ADW_TYPE_PASSWORD_ENTRY_ROW
                                                     : ADW_TYPE_ENTRY_ROW;

  self->row = g_object_new (type, "title", glow_setup_text_get_field (self->id),
                            "input-purpose", get_purpose (self->id), "input-hints",
                            GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI, NULL);
  if (glow_setup_field_is_secret (self->id))
    name_buttons (self->row, glow_setup_text_get_field (self->id));
  self->text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->row)));
  g_signal_connect_object (self->row, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->row, "entry-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
make_lines_row (GlowSetupEntry *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->text = g_object_new (GTK_TYPE_TEXT_VIEW, "monospace", TRUE, "accepts-tab", FALSE,
                             "wrap-mode", GTK_WRAP_WORD_CHAR, "left-margin", 12,
                             "right-margin", 12, "top-margin", 9, "bottom-margin", 9,
                             "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->text);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              COMMANDS_HEIGHT);
  self->row =
    g_object_new (ADW_TYPE_PREFERENCES_ROW, "title", glow_setup_text_get_field (self->id),
                  "activatable", FALSE, "focusable", FALSE, "child", scrolled, NULL);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)),
                           "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
make_problem_row (GlowSetupEntry *self)
{
  self->problem_label =
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                  PANGO_WRAP_WORD_CHAR, "margin-start", 12, "margin-end", 12,
                  "margin-top", 6, "margin-bottom", 6, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem_label), "problem");
  gtk_widget_add_css_class (GTK_WIDGET (self->problem_label), "caption");
  self->problem_row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE,
                                    "selectable", FALSE, "focusable", FALSE, "visible",
                                    FALSE, "child", self->problem_label, NULL);
}

/**
 * glow_setup_entry_new:
 * @id: which field
 *
 * Returns: (transfer full): its two rows, to be put into a list
 */
GlowSetupEntry *
glow_setup_entry_new (GlowSetupFieldId id)
{
  GlowSetupEntry *self = g_object_new (GLOW_TYPE_SETUP_ENTRY, NULL);

  self->id = id;
  self->shown = TRUE;
  if (id == GLOW_SETUP_COMMANDS)
    make_lines_row (self);
  else
    make_entry_row (self);
  make_problem_row (self);
  g_object_ref_sink (self->row);
  g_object_ref_sink (self->problem_row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  glow_setup_text_get_field (id), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->text),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->problem_label, NULL, -1);
  return self;
}

GlowSetupFieldId
glow_setup_entry_get_id (GlowSetupEntry *self)
{
  return self->id;
}

GtkWidget *
glow_setup_entry_get_row (GlowSetupEntry *self)
{
  return self->row;
}

GtkWidget *
glow_setup_entry_get_problem_row (GlowSetupEntry *self)
{
  return self->problem_row;
}

/**
 * glow_setup_entry_dup_text:
 *
 * Returns: (transfer full): what is in it, for glow_secret_free()
 */
char *
glow_setup_entry_dup_text (GlowSetupEntry *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  if (GTK_IS_EDITABLE (self->row))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * glow_setup_entry_set_text:
 * @text: (nullable): what to put into it
 */
void
glow_setup_entry_set_text (GlowSetupEntry *self, const char *text)
{
  if (GTK_IS_EDITABLE (self->row))
    gtk_editable_set_text (GTK_EDITABLE (self->row), text ? text : "");
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)),
                              text ? text : "", -1);
}

static void
update (GlowSetupEntry *self)
{
  gboolean wrong = *gtk_label_get_label (self->problem_label) != '\0';

  gtk_widget_set_visible (self->row, self->shown);
  gtk_widget_set_visible (self->problem_row, self->shown && wrong);
  if (wrong)
    gtk_widget_add_css_class (self->row, "error");
  else
    gtk_widget_remove_css_class (self->row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE
                                     : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/**
 * glow_setup_entry_set_problem:
 * @problem: (nullable): why it can't be sent as it is, a sentence
 */
void
glow_setup_entry_set_problem (GlowSetupEntry *self, const char *problem)
{
  if (g_strcmp0 (gtk_label_get_label (self->problem_label), problem ? problem : "") == 0)
    return;
  gtk_label_set_label (self->problem_label, problem ? problem : "");
  update (self);
}

/**
 * glow_setup_entry_set_shown:
 * @shown: whether the firmware has such a field
 */
void
glow_setup_entry_set_shown (GlowSetupEntry *self, gboolean shown)
{
  self->shown = shown;
  update (self);
}

gboolean
glow_setup_entry_is_shown (GlowSetupEntry *self)
{
  return self->shown;
}

void
glow_setup_entry_focus (GlowSetupEntry *self)
{
  gtk_widget_grab_focus (self->text);
}
