/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A Wi-Fi that a board has seen. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GLOW_TYPE_WIFI_NETWORK (glow_wifi_network_get_type ())

/**
 * GlowWifiNetwork:
 * @ssid: its name
 * @rssi_dbm: how strong it is at the board; 0 if it did not say
 * @secured: it wants a key
 */
typedef struct {
  char *ssid;
  int rssi_dbm;
  gboolean secured;
} GlowWifiNetwork;

GType glow_wifi_network_get_type (void);
GlowWifiNetwork *glow_wifi_network_new (const char *ssid, int rssi_dbm, gboolean secured);
GlowWifiNetwork *glow_wifi_network_copy (GlowWifiNetwork *self);
void glow_wifi_network_free (GlowWifiNetwork *self);
void glow_wifi_network_merge (GPtrArray *networks, GlowWifiNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowWifiNetwork, glow_wifi_network_free)

G_END_DECLS
