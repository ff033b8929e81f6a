/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-setup-networks.h"

#include <glib/gi18n-lib.h>

#define MAX_HEIGHT 250 /* pixels: some four and a half rows, so that more is expected */

struct _GlowSetupNetworks {
  AdwBin parent_instance;

  /* owned */
  GPtrArray *networks; /* of GlowWifiNetwork, in the order of the rows */

  gboolean scanning;

  /* template children */
  GtkWidget *spinner;
  GtkWidget *scan_button;
  GtkLabel *status_label;
  GtkWidget *scrolled_window;
  GtkListBox *list;
};

enum {
  SIGNAL_CHOSEN,
  SIGNAL_SCAN,
  N_SIGNALS,
};

typedef struct {
  int rssi_dbm; /* at least */
  const char *icon_name;
  const char *text;
} Strength;

/* How a phone shows it, too: from -55 dBm on it can't be better, below -80 it hardly
 * works. */
static const Strength strengths[] = {
  { -55, "network-wireless-signal-excellent-symbolic", N_ ("very strong signal") },
    { -67, "network-wireless-signal-good-symbolic", N_ ("strong signal") },
      { -80, "network-wireless-signal-ok-symbolic", N_ ("middling signal") },
        { G_MININT, "network-wireless-signal-weak-symbolic", N_ ("weak signal") },
      };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowSetupNetworks, glow_setup_networks, ADW_TYPE_BIN)

static const Strength *
get_strength (const GlowWifiNetwork *network)
{
  gsize i = 0;

  while (network->rssi_dbm < strengths[i].rssi_dbm)
    i++;
  return &strengths[i];
}

static char *
dup_facts (const GlowWifiNetwork *network)
{
  const char *key = network->secured ? _ ("needs a key") : _ ("open, without a key");

  if (network->rssi_dbm == 0)
    return g_strdup (key);
  return g_strdup_printf ("%s · %s", _ (get_strength (network)->text), key);
}

static GtkWidget *
create_image (const char *icon_name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

/* A name in the air is anybody's: no markup, and not more than one line of it. */
static GtkWidget *
create_row (const GlowWifiNetwork *network)
{
  g_autofree char *facts = dup_facts (network);
  g_autofree char *name = g_strdup_printf ("%s, %s", network->ssid, facts);
  GtkWidget *row =
    g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", network->ssid,
                  "subtitle", facts, "title-lines", 1, "activatable", TRUE, NULL);

  if (network->rssi_dbm != 0)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               create_image (get_strength (network)->icon_name));
  if (network->secured)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               create_image ("channel-secure-symbolic"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return row;
}

static void
row_activated_cb (GlowSetupNetworks *self, GtkListBoxRow *row)
{
  guint index = (guint) gtk_list_box_row_get_index (row);
  const GlowWifiNetwork *network = g_ptr_array_index (self->networks, index);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, network->ssid, network->secured);
}

static void
scan_clicked_cb (GlowSetupNetworks *self)
{
  g_signal_emit (self, signals[SIGNAL_SCAN], 0);
}

static void
show_status (GlowSetupNetworks *self, const char *text)
{
  gtk_label_set_label (self->status_label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status_label), text != NULL);
  gtk_widget_set_visible (self->scrolled_window, self->networks->len > 0);
}

static void
glow_setup_networks_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_SETUP_NETWORKS);
  G_OBJECT_CLASS (glow_setup_networks_parent_class)->dispose (object);
}

static void
glow_setup_networks_finalize (GObject *object)
{
  g_ptr_array_unref (GLOW_SETUP_NETWORKS (object)->networks);
  G_OBJECT_CLASS (glow_setup_networks_parent_class)->finalize (object);
}

static void
glow_setup_networks_class_init (GlowSetupNetworksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_setup_networks_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_setup_networks_finalize;
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_SCAN] =
    g_signal_new ("scan", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-setup-networks.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowSetupNetworks, spinner);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupNetworks, scan_button);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupNetworks, status_label);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupNetworks, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, GlowSetupNetworks, list);
}

static void
glow_setup_networks_init (GlowSetupNetworks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->networks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_wifi_network_free);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scan_button, "clicked", G_CALLBACK (scan_clicked_cb),
                           self, G_CONNECT_SWAPPED);
  show_status (self, NULL);
}

/**
 * glow_setup_networks_set_scanning:
 * @scanning: whether the board is looking just now
 */
void
glow_setup_networks_set_scanning (GlowSetupNetworks *self, gboolean scanning)
{
  self->scanning = scanning;
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), scanning);
  gtk_widget_set_sensitive (self->scan_button, !scanning);
  if (scanning)
    show_status (self, _ ("The board is looking for networks."));
}

/* A list within a page that scrolls gets no more than it insists on. */
static void
fit_height (GlowSetupNetworks *self)
{
  int height;

  gtk_widget_measure (GTK_WIDGET (self->list), GTK_ORIENTATION_VERTICAL, -1, NULL,
                      &height, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled_window),
                                              MIN (height, MAX_HEIGHT));
}

/**
 * glow_setup_networks_set_networks:
 * @networks: (element-type GlowWifiNetwork): what it has found, strongest first, each
 *   name once
 */
void
glow_setup_networks_set_networks (GlowSetupNetworks *self, GPtrArray *networks)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_set_size (self->networks, 0);
  for (guint i = 0; i < networks->len; i++) {
    GlowWifiNetwork *network = g_ptr_array_index (networks, i);

    g_ptr_array_add (self->networks, glow_wifi_network_copy (network));
    gtk_list_box_append (self->list, create_row (network));
  }
  fit_height (self);
  show_status (self, networks->len > 0 ? NULL
                                       : _ ("The board sees no network. Its radio takes "
                                                  "2.4 GHz; type the name if it is hidden."));
}

/**
 * glow_setup_networks_set_problem:
 * @problem: why there is no list, a sentence
 */
void
glow_setup_networks_set_problem (GlowSetupNetworks *self, const char *problem)
{
  show_status (self, problem);
}

/**
 * glow_setup_networks_mark:
 * @ssid: (nullable): the name that is in the form now
 */
void
glow_setup_networks_mark (GlowSetupNetworks *self, const char *ssid)
{
  for (guint i = 0; i < self->networks->len; i++) {
    const GlowWifiNetwork *network = g_ptr_array_index (self->networks, i);

    if (g_strcmp0 (network->ssid, ssid) == 0) {
      gtk_list_box_select_row (self->list,
                               gtk_list_box_get_row_at_index (self->list, (int) i));
      return;
    }
  }
  gtk_list_box_unselect_all (self->list);
}
