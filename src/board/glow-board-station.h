/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The radio of a simulated board and what it can hear: one network with a key that is
 * known here, open ones, and some of neighbours. */

#pragma once

#include "glow-board-app.h"

G_BEGIN_DECLS

/* For tests: the network that a board can join, and where it is then. */
#define GLOW_BOARD_STATION_SSID    "Workshop"
#define GLOW_BOARD_STATION_KEY     "GLOWsecretKEY-wifi"
#define GLOW_BOARD_STATION_ADDRESS "192.168.7.42"

typedef struct {
  const char *ssid; /* UTF-8 */
  gint rssi;        /* dBm */
  guint channel;
  const char *bssid;
  gboolean is_open;
  const char *key;    /* nullable: nobody here knows it, or there is none */
  const char *prefix; /* of the addresses there, nullable where nobody gets in */
  guint host;         /* last number of the board's address there */
} GlowBoardNetwork;

typedef enum {
  GLOW_BOARD_STATION_OFF,
  GLOW_BOARD_STATION_JOINING,
  GLOW_BOARD_STATION_JOINED,
  GLOW_BOARD_STATION_REFUSED,   /* the key is wrong */
  GLOW_BOARD_STATION_NOT_FOUND, /* no such network */
} GlowBoardStationState;

typedef struct {
  GlowBoardStationState state;
  const GlowBoardNetwork *network; /* nullable: which it is in, or wanted to be */
  GlowBoardStationState outcome;   /* of the attempt */
  gint64 begun_us;
} GlowBoardStation;

const GlowBoardNetwork *glow_board_station_networks (gsize *n_networks);
void glow_board_station_join (GlowBoardStation *self,
                              GlowBoardApp *app,
                              const char *ssid,
                              const char *key);
void glow_board_station_leave (GlowBoardStation *self, GlowBoardApp *app);
GlowBoardStationState glow_board_station_tick (GlowBoardStation *self);
char *glow_board_station_dup_address (const GlowBoardStation *self);
char *glow_board_station_dup_gateway (const GlowBoardStation *self);

G_END_DECLS
