/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-baud-chooser.h"

#include "glow-alert.h"

#include <glib/gi18n-lib.h>

/* bits per second; what drivers take at all, linux-desktop.md 5.1 */
#define MIN_BAUD  50
#define MAX_BAUD  12000000

#define AUTOMATIC 0

static const guint usual_bauds[] = { 9600,   19200,   38400,   57600,  74880,
                                     115200, 230400,  250000,  460800, 500000,
                                     921600, 1000000, 1500000, 2000000 };

struct _GlowBaudChooser {
  AdwBin parent_instance;

  /* owned */
  GtkStringList *names; /* automatic, the usual ones, maybe another one, "other" */

  guint baud;
  guint found;       /* the one in force while it is automatic; 0: not known */
  guint other;       /* one that is in the list beside the usual ones; 0: none */
  gboolean updating; /* the list is changed by us */

  /* children */
  GtkDropDown *drop_down;
};

enum {
  PROP_BAUD = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GlowBaudChooser, glow_baud_chooser, ADW_TYPE_BIN)

static guint
find_usual (guint baud)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_bauds); i++) {
    if (usual_bauds[i] == baud)
      return i;
  }
  return G_N_ELEMENTS (usual_bauds);
}

static void
append (GlowBaudChooser *self, guint baud)
{
  g_autofree char *name = g_strdup_printf ("%u", baud);

  gtk_string_list_append (self->names, name);
}

static guint
get_place (GlowBaudChooser *self)
{
  if (self->baud == AUTOMATIC)
    return 0;
  return 1 + find_usual (self->baud);
}

static void
show_choice (GlowBaudChooser *self)
{
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->drop_down, get_place (self));
  self->updating = FALSE;
}

static void
fill (GlowBaudChooser *self)
{
  self->updating = TRUE;
  gtk_string_list_splice (self->names, 0,
                          g_list_model_get_n_items (G_LIST_MODEL (self->names)), NULL);
  gtk_string_list_append (self->names, C_ ("speed", "Automatic"));
  for (guint i = 0; i < G_N_ELEMENTS (usual_bauds); i++)
    append (self, usual_bauds[i]);
  if (self->other > 0)
    append (self, self->other);
  gtk_string_list_append (self->names, _ ("Other…"));
  self->updating = FALSE;
  show_choice (self);
}

static gboolean
parse_baud (const char *text, guint *baud)
{
  guint64 value;

  if (!text || !g_ascii_string_to_unsigned (text, 10, MIN_BAUD, MAX_BAUD, &value, NULL))
    return FALSE;
  *baud = (guint) value;
  return TRUE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowBaudChooser) self = user_data;
  g_autofree char *text = glow_alert_ask_text_finish (result);
  guint baud;

  if (text && parse_baud (g_strstrip (text), &baud))
    glow_baud_chooser_set_baud (self, baud);
  else
    show_choice (self);
}

static void
ask (GlowBaudChooser *self)
{
  const GlowAlertQuestion question = {
    .title = _ ("Another speed"),
                .body =
                  _ ("From 50 to 12000000 baud. What the adapter can't do is refused."),
                     .keep_label = _ ("_Cancel"), .act_label = _ ("_Use"),
                     };
  g_autofree char *text =
    g_strdup_printf ("%u", self->baud > 0 ? self->baud : self->found);

  show_choice (self);
  glow_alert_ask_text_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             &question,
                             _ ("Speed in baud"), text, asked_cb, g_object_ref (self));
}

static void
selected_cb (GlowBaudChooser *self)
{
  guint place = gtk_drop_down_get_selected (self->drop_down);
  guint n_usual = G_N_ELEMENTS (usual_bauds);

  if (self->updating || place == GTK_INVALID_LIST_POSITION)
    return;
  if (place == 0)
    glow_baud_chooser_set_baud (self, AUTOMATIC);
  else if (place <= n_usual)
    glow_baud_chooser_set_baud (self, usual_bauds[place - 1]);
  else if (place == n_usual + 1 && self->other > 0)
    glow_baud_chooser_set_baud (self, self->other);
  else
    ask (self);
}

static void
glow_baud_chooser_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_BAUD:
    g_value_set_uint (value, GLOW_BAUD_CHOOSER (object)->baud);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_baud_chooser_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_BAUD:
    glow_baud_chooser_set_baud (GLOW_BAUD_CHOOSER (object), g_value_get_uint (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_baud_chooser_finalize (GObject *object)
{
  g_clear_object (&GLOW_BAUD_CHOOSER (object)->names);
  G_OBJECT_CLASS (glow_baud_chooser_parent_class)->finalize (object);
}

static void
glow_baud_chooser_class_init (GlowBaudChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = glow_baud_chooser_get_property;
  object_class->set_property = glow_baud_chooser_set_property;
  object_class->finalize = glow_baud_chooser_finalize;
  properties[PROP_BAUD] = g_param_spec_uint ("baud", NULL, NULL, 0, MAX_BAUD, AUTOMATIC,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
glow_baud_chooser_init (GlowBaudChooser *self)
{
  GtkWidget *drop_down;

  self->names = gtk_string_list_new (NULL);
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->names)), NULL);
  self->drop_down = GTK_DROP_DOWN (drop_down);
  gtk_widget_set_tooltip_text (drop_down, _ ("Speed in baud"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Speed in baud"), -1);
  adw_bin_set_child (ADW_BIN (self), drop_down);
  fill (self);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
}

guint
glow_baud_chooser_get_baud (GlowBaudChooser *self)
{
  return self->baud;
}

/**
 * glow_baud_chooser_set_baud:
 * @baud: bits per second; 0: automatic
 */
void
glow_baud_chooser_set_baud (GlowBaudChooser *self, guint baud)
{
  gboolean changed = self->baud != baud;

  self->baud = baud;
  if (baud != AUTOMATIC && find_usual (baud) == G_N_ELEMENTS (usual_bauds) &&
      self->other != baud) {
    self->other = baud;
    fill (self);
  } else {
    show_choice (self);
  }
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BAUD]);
}

/**
 * glow_baud_chooser_show_found:
 * @baud: what is in force; 0: nothing is known
 *
 * What the question for another one begins with.
 */
void
glow_baud_chooser_show_found (GlowBaudChooser *self, guint baud)
{
  self->found = baud;
}
