/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-wifi-network.h"

G_DEFINE_BOXED_TYPE (GlowWifiNetwork,
                     glow_wifi_network,
                     glow_wifi_network_copy,
                     glow_wifi_network_free)

/**
 * glow_wifi_network_new:
 * @ssid: its name
 * @rssi_dbm: strength
 * @secured: it wants a key
 *
 * Returns: (transfer full): the network
 */
GlowWifiNetwork *
glow_wifi_network_new (const char *ssid, int rssi_dbm, gboolean secured)
{
  GlowWifiNetwork *self = g_new0 (GlowWifiNetwork, 1);

  self->ssid = g_strdup (ssid);
  self->rssi_dbm = rssi_dbm;
  self->secured = secured;
  return self;
}

/**
 * glow_wifi_network_copy:
 *
 * Returns: (transfer full): the same again
 */
GlowWifiNetwork *
glow_wifi_network_copy (GlowWifiNetwork *self)
{
  return glow_wifi_network_new (self->ssid, self->rssi_dbm, self->secured);
}

/**
 * glow_wifi_network_free:
 */
void
glow_wifi_network_free (GlowWifiNetwork *self)
{
  g_free (self->ssid);
  g_free (self);
}

static gint
compare_strength (gconstpointer a, gconstpointer b)
{
  const GlowWifiNetwork *left = *(const GlowWifiNetwork *const *) a;
  const GlowWifiNetwork *right = *(const GlowWifiNetwork *const *) b;

  if (left->rssi_dbm != right->rssi_dbm)
    return left->rssi_dbm > right->rssi_dbm ? -1 : 1;
  return g_strcmp0 (left->ssid, right->ssid);
}

/**
 * glow_wifi_network_merge:
 * @networks: (element-type GlowWifiNetwork): those seen so far
 * @network: (transfer full): one more
 *
 * Access points of the same name are one network, as strong as the strongest of them. The
 * strongest network comes first; one that hides its name is left out.
 */
void
glow_wifi_network_merge (GPtrArray *networks, GlowWifiNetwork *network)
{
  g_autoptr (GlowWifiNetwork) taken = network;

  if (!*taken->ssid)
    return;
  for (guint i = 0; i < networks->len; i++) {
    GlowWifiNetwork *known = g_ptr_array_index (networks, i);

    if (!g_str_equal (known->ssid, taken->ssid))
      continue;
    if (taken->rssi_dbm > known->rssi_dbm) {
      known->rssi_dbm = taken->rssi_dbm;
      known->secured = taken->secured;
    }
    g_ptr_array_sort (networks, compare_strength);
    return;
  }
  g_ptr_array_add (networks, g_steal_pointer (&taken));
  g_ptr_array_sort (networks, compare_strength);
}
