/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-station.h"

#include <string.h>

#define JOINED_US    ((gint64) 2600000)
#define REFUSED_US   ((gint64) 8 * G_USEC_PER_SEC)
#define NOT_FOUND_US ((gint64) 10 * G_USEC_PER_SEC)

/* The first one comes twice, as networks with two access points do. */
static const GlowBoardNetwork networks[] = {
  { GLOW_BOARD_STATION_SSID, -48, 6, "24:0A:C4:00:00:01", FALSE, GLOW_BOARD_STATION_KEY,
    "192.168.7", 42 },
  { "Guest", -62, 11, "24:0A:C4:00:00:02", TRUE, NULL, "192.168.9", 17 },
  { "Café Nord", -67, 1, "24:0A:C4:00:00:03", TRUE, NULL, "10.0.8", 112 },
  { GLOW_BOARD_STATION_SSID, -71, 1, "24:0A:C4:00:00:04", FALSE, GLOW_BOARD_STATION_KEY,
    "192.168.7", 42 },
  { "it's \"home\", [sweet]", -79, 9, "24:0A:C4:00:00:05", FALSE, NULL, NULL, 0 },
  { "FRITZ!Box 7590 XY", -88, 13, "24:0A:C4:00:00:06", FALSE, NULL, NULL, 0 },
};

/**
 * glow_board_station_networks:
 * @n_networks: (out): how many
 *
 * Returns: (transfer none) (array length=n_networks): what can be heard, the strongest
 *   first
 */
const GlowBoardNetwork *
glow_board_station_networks (gsize *n_networks)
{
  *n_networks = G_N_ELEMENTS (networks);
  return networks;
}

static const GlowBoardNetwork *
find (const char *ssid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    if (strcmp (networks[i].ssid, ssid) == 0)
      return &networks[i];
  return NULL;
}

static GlowBoardStationState
outcome_of (const GlowBoardNetwork *network, const char *key)
{
  if (!network)
    return GLOW_BOARD_STATION_NOT_FOUND;
  if (network->is_open || (network->key && strcmp (network->key, key) == 0))
    return GLOW_BOARD_STATION_JOINED;
  return GLOW_BOARD_STATION_REFUSED;
}

/**
 * glow_board_station_join:
 * @app: (transfer none): whose %GLOW_BOARD_TIMER_STATION then ticks
 * @ssid: name of a network
 * @key: its key, "" for none
 *
 * Begins to join a network, and forgets the one it was in.
 */
void
glow_board_station_join (GlowBoardStation *self,
                         GlowBoardApp *app,
                         const char *ssid,
                         const char *key)
{
  gint64 duration_us = JOINED_US;

  self->state = GLOW_BOARD_STATION_JOINING;
  self->network = find (ssid);
  self->outcome = outcome_of (self->network, key);
  self->begun_us = app->at_us;
  if (self->outcome == GLOW_BOARD_STATION_REFUSED)
    duration_us = REFUSED_US;
  else if (self->outcome == GLOW_BOARD_STATION_NOT_FOUND)
    duration_us = NOT_FOUND_US;
  glow_board_app_timer_in (app, GLOW_BOARD_TIMER_STATION, duration_us);
}

/**
 * glow_board_station_leave:
 * @app: (transfer none): as in glow_board_station_join()
 *
 * Leaves the network it is in, or wants to be in.
 */
void
glow_board_station_leave (GlowBoardStation *self, GlowBoardApp *app)
{
  self->state = GLOW_BOARD_STATION_OFF;
  self->network = NULL;
  glow_board_app_stop_timer (app, GLOW_BOARD_TIMER_STATION);
}

/**
 * glow_board_station_tick:
 *
 * %GLOW_BOARD_TIMER_STATION has ticked.
 *
 * Returns: what the attempt came to
 */
GlowBoardStationState
glow_board_station_tick (GlowBoardStation *self)
{
  self->state = self->outcome;
  return self->state;
}

/**
 * glow_board_station_dup_address:
 *
 * Returns: (transfer full): the board's address, "0.0.0.0" without a network
 */
char *
glow_board_station_dup_address (const GlowBoardStation *self)
{
  if (self->state != GLOW_BOARD_STATION_JOINED)
    return g_strdup ("0.0.0.0");
  return g_strdup_printf ("%s.%u", self->network->prefix, self->network->host);
}

/**
 * glow_board_station_dup_gateway:
 *
 * Returns: (transfer full): the way out of the network, "0.0.0.0" without one
 */
char *
glow_board_station_dup_gateway (const GlowBoardStation *self)
{
  if (self->state != GLOW_BOARD_STATION_JOINED)
    return g_strdup ("0.0.0.0");
  return g_strdup_printf ("%s.1", self->network->prefix);
}
