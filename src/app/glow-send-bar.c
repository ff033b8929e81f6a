/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-send-bar.h"

#include <glib/gi18n-lib.h>

#define MAX_HISTORY 200

static const struct {
  const char *id;
  const char *bytes;
  const char *name;
} endings[] = {
  { "crlf", "\r\n", N_ ("CR + LF") },
    { "lf", "\n", N_ ("LF") },
      { "cr", "\r", N_ ("CR") },
        { "none", "", N_ ("No line end") },
      };

struct _GlowSendBar {
  AdwBin parent_instance;

  /* owned */
  GPtrArray *history; /* of char *, the last one last */
  char *draft;        /* (nullable): what was being typed before the history */

  guint place; /* in the history; its length: none of it is shown */

  /* template children */
  GtkEntry *entry;
  GtkDropDown *ending_drop_down;
  GtkButton *send_button;
};

enum {
  PROP_LINE_ENDING = 1,
  N_PROPS,
};

enum {
  SIGNAL_SEND,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSendBar, glow_send_bar, ADW_TYPE_BIN)

static void
emit_send (GlowSendBar *self, const char *text, const char *ending)
{
  g_autofree char *line = g_strconcat (text, ending, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));

  g_signal_emit (self, signals[SIGNAL_SEND], 0, bytes);
}

static const char *
get_text (GlowSendBar *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
remember (GlowSendBar *self, const char *text)
{
  guint len = self->history->len;

  if (*text &&
      (len == 0 || !g_str_equal (g_ptr_array_index (self->history, len - 1), text)))
    g_ptr_array_add (self->history, g_strdup (text));
  if (self->history->len > MAX_HISTORY)
    g_ptr_array_remove_index (self->history, 0);
  self->place = self->history->len;
  g_clear_pointer (&self->draft, g_free);
}

static void
send_cb (GlowSendBar *self)
{
  guint ending = gtk_drop_down_get_selected (self->ending_drop_down);

  emit_send (self, get_text (self), endings[ending].bytes);
  remember (self, get_text (self));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
show_place (GlowSendBar *self)
{
  const char *text = self->place < self->history->len
                       ? g_ptr_array_index (self->history, self->place)
                       : self->draft;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text ? text : "");
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
go_back (GlowSendBar *self)
{
  if (self->place == 0)
    return;
  if (self->place == self->history->len) {
    g_free (self->draft);
    self->draft = g_strdup (get_text (self));
  }
  self->place--;
  show_place (self);
}

static void
go_forward (GlowSendBar *self)
{
  if (self->place == self->history->len)
    return;
  self->place++;
  show_place (self);
}

static gboolean
is_break (GlowSendBar *self, guint keyval, GdkModifierType state)
{
  return (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) ==
           GDK_CONTROL_MASK &&
         (keyval == GDK_KEY_c || keyval == GDK_KEY_d) &&
         !gtk_editable_get_selection_bounds (GTK_EDITABLE (self->entry), NULL, NULL);
}

static gboolean
key_pressed_cb (GlowSendBar *self, guint keyval, guint keycode, GdkModifierType state)
{
  const char control[] = { (char) (keyval & 0x1f), '\0' };

  if (is_break (self, keyval, state)) {
    emit_send (self, control, "");
    return GDK_EVENT_STOP;
  }
  if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up)
    go_back (self);
  else if (keyval == GDK_KEY_Down)
    go_forward (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
ending_changed_cb (GlowSendBar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINE_ENDING]);
}

static void
glow_send_bar_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  GlowSendBar *self = GLOW_SEND_BAR (object);

  switch (prop_id) {
  case PROP_LINE_ENDING:
    g_value_set_string (value,
                        endings[gtk_drop_down_get_selected (self->ending_drop_down)].id);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
set_ending (GlowSendBar *self, const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (g_strcmp0 (endings[i].id, id) == 0)
      gtk_drop_down_set_selected (self->ending_drop_down, i);
  }
}

static void
glow_send_bar_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_LINE_ENDING:
    set_ending (GLOW_SEND_BAR (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static gboolean
glow_send_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GLOW_SEND_BAR (widget)->entry));
}

static void
glow_send_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SEND_BAR);
  G_OBJECT_CLASS (glow_send_bar_parent_class)->dispose (object);
}

static void
glow_send_bar_finalize (GObject *object)
{
  GlowSendBar *self = GLOW_SEND_BAR (object);

  g_ptr_array_unref (self->history);
  g_free (self->draft);
  G_OBJECT_CLASS (glow_send_bar_parent_class)->finalize (object);
}

static void
glow_send_bar_class_init (GlowSendBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = glow_send_bar_get_property;
  object_class->set_property = glow_send_bar_set_property;
  object_class->dispose = glow_send_bar_dispose;
  object_class->finalize = glow_send_bar_finalize;
  widget_class->grab_focus = glow_send_bar_grab_focus;

  properties[PROP_LINE_ENDING] =
    g_param_spec_string ("line-ending", NULL, NULL, endings[0].id,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_SEND] =
    g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-send-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSendBar, entry);
  gtk_widget_class_bind_template_child (widget_class, GlowSendBar, ending_drop_down);
  gtk_widget_class_bind_template_child (widget_class, GlowSendBar, send_button);
}

static void
fill_endings (GlowSendBar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    gtk_string_list_append (names, _ (endings[i].name));
  gtk_drop_down_set_model (self->ending_drop_down, G_LIST_MODEL (names));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->ending_drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Line end"), -1);
}

static void
glow_send_bar_init (GlowSendBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->history = g_ptr_array_new_with_free_func (g_free);
  fill_endings (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Line to send to the board"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (send_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->send_button, "clicked", G_CALLBACK (send_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ending_drop_down, "notify::selected",
                           G_CALLBACK (ending_changed_cb), self, G_CONNECT_SWAPPED);
}
