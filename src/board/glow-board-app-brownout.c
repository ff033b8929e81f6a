/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Its voltage drops as soon as the radio is switched on. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#define RADIO_US  ((gint64) 400000)
#define REBOOT_US ((gint64) 5000)

/* An ESP8266 has no detector: it starts over without a word. */
static void
brownout_tick (GlowBoardApp *self, guint timer)
{
  if (self->chip->generation == GLOW_BOARD_GEN_8266) {
    glow_board_app_restart (self, GLOW_BOARD_CAUSE_SYSTEM);
    return;
  }
  if (self->chip->generation == GLOW_BOARD_GEN_32) {
    glow_board_app_say (self, "\r\nBrownout detector was triggered\r\n\r\n");
    glow_board_app_spend (self, REBOOT_US);
    glow_board_app_restart (self, GLOW_BOARD_CAUSE_SOFTWARE);
    return;
  }
  glow_board_app_say (self, "E BOD: Brownout detector was triggered\r\n\r\n");
  glow_board_app_spend (self, REBOOT_US);
  glow_board_app_restart (self, GLOW_BOARD_CAUSE_SYSTEM);
}

static void
brownout_start (GlowBoardApp *self)
{
  glow_board_app_say (self, "wifi: starting\r\n");
  glow_board_app_tick_in (self, RADIO_US);
}

const GlowBoardAppKind glow_board_app_brownout = {
  .name = "brownout",
  .baud = 115200,
  .log = TRUE,
  .start = brownout_start,
  .tick = brownout_tick,
};
