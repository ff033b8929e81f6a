/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The networks that a board sees, to choose one of them. Main thread. */

#pragma once

#include "glow-wifi-network.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_NETWORKS (glow_setup_networks_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupNetworks,
                      glow_setup_networks,
                      GLOW,
                      SETUP_NETWORKS,
                      AdwBin)

/* Signals: "chosen" (const char *ssid, gboolean secured); "scan": look again. */
void glow_setup_networks_set_scanning (GlowSetupNetworks *self, gboolean scanning);
void glow_setup_networks_set_networks (GlowSetupNetworks *self, GPtrArray *networks);
void glow_setup_networks_set_problem (GlowSetupNetworks *self, const char *problem);
void glow_setup_networks_mark (GlowSetupNetworks *self, const char *ssid);

G_END_DECLS
