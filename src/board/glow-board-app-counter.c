/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A calm line per second, and the same at a rate that a host has to find. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#define PERIOD_US  ((gint64) G_USEC_PER_SEC)
#define BAUD       115200u
#define NOISE_BAUD 9600u

typedef struct {
  guint n_lines;
} Counter;

static void
counter_tick (GlowBoardApp *self, guint timer)
{
  Counter *counter = self->state;

  glow_board_app_print (self, "I (%" G_GINT64_FORMAT ") counter: %u\r\n",
                        glow_board_app_uptime_ms (self), ++counter->n_lines);
  glow_board_app_tick_in (self, PERIOD_US);
}

static void
counter_start (GlowBoardApp *self)
{
  glow_board_app_tick_in (self, PERIOD_US);
}

const GlowBoardAppKind glow_board_app_counter = {
  .name = "counter",
  .baud = BAUD,
  .state_size = sizeof (Counter),
  .log = TRUE,
  .start = counter_start,
  .tick = counter_tick,
};

const GlowBoardAppKind glow_board_app_noise = {
  .name = "noise",
  .baud = NOISE_BAUD,
  .state_size = sizeof (Counter),
  .start = counter_start,
  .tick = counter_tick,
};

/* It would run, if the chip could read it. */
const GlowBoardAppKind glow_board_app_wrong_mode = {
  .name = "wrong-mode",
  .baud = BAUD,
  .state_size = sizeof (Counter),
  .log = TRUE,
  .needs_dual = TRUE,
  .start = counter_start,
  .tick = counter_tick,
};
