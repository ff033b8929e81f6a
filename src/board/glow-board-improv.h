/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The device's side of Improv Wi-Fi over serial (linux-desktop.md 7.1), for every
 * personality that speaks it. */

#pragma once

#include "glow-board-station.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_BOARD_IMPROV_SCAN = 1 << 0,
  GLOW_BOARD_IMPROV_NAMES = 1 << 1,   /* hostname and device name */
  GLOW_BOARD_IMPROV_NETWORK = 1 << 2, /* network state */
} GlowBoardImprovFlags;

/* What a firmware tells of itself. Constant. */
typedef struct {
  const char *firmware;
  const char *version;
  const char *device;     /* its name unless it was given one */
  const char *os;         /* nullable */
  const char *os_version; /* nullable */
  GlowBoardImprovFlags flags;
} GlowBoardImprovFacts;

/* Bytes that belong to no packet. */
typedef void (*GlowBoardImprovFunc) (GlowBoardApp *app, guint8 byte);

typedef struct {
  const GlowBoardImprovFacts *facts;
  GByteArray *packet; /* owned: what has come of one */
  GlowBoardStation station;
  gboolean is_asked; /* the host waits for the outcome of an attempt */
  gsize n_listed;    /* of the networks of a scan */
  char *ssid;        /* owned, nullable: of the attempt */
  char *key;         /* owned, nullable: of the attempt */
} GlowBoardImprov;

void glow_board_improv_init (GlowBoardImprov *self, const GlowBoardImprovFacts *facts);
void glow_board_improv_clear (GlowBoardImprov *self);
void glow_board_improv_start (GlowBoardImprov *self, GlowBoardApp *app);
void glow_board_improv_push (GlowBoardImprov *self,
                             GlowBoardApp *app,
                             guint8 byte,
                             GlowBoardImprovFunc rest);
GlowBoardStationState glow_board_improv_tick (GlowBoardImprov *self, GlowBoardApp *app);
void glow_board_improv_tick_list (GlowBoardImprov *self, GlowBoardApp *app);
char *glow_board_improv_dup_chip (const GlowBoardApp *app);

G_END_DECLS
