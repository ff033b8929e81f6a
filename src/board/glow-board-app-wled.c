/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * WLED on its serial port: Improv without a scan, and hardly a word. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-improv.h"

#define SETUP_US ((gint64) 900000)

static const GlowBoardImprovFacts facts = {
  .firmware = "WLED",
  .version = "0.15.0",
  .device = "WLED",
};

static void
wled_receive (GlowBoardApp *app, guint8 byte)
{
  glow_board_improv_push (app->state, app, byte, NULL);
}

static void
wled_tick (GlowBoardApp *app, guint timer)
{
  if (timer == GLOW_BOARD_TIMER_STATION)
    glow_board_improv_tick (app->state, app);
}

static void
wled_start (GlowBoardApp *app)
{
  glow_board_improv_init (app->state, &facts);
  glow_board_app_spend (app, SETUP_US);
  glow_board_app_say (app, "Ada\r\n");
  glow_board_improv_start (app->state, app);
}

static void
wled_stop (GlowBoardApp *app)
{
  glow_board_improv_clear (app->state);
}

const GlowBoardAppKind glow_board_app_wled = {
  .name = "wled",
  .baud = 115200,
  .state_size = sizeof (GlowBoardImprov),
  .start = wled_start,
  .receive = wled_receive,
  .tick = wled_tick,
  .stop = wled_stop,
};
