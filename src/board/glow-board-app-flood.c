/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * An endless coloured log, as fast as the line is. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#include "glow-board-pace.h"

#define BAUD      2000000u
#define PERIOD_US ((gint64) 10000)

/* A driver has lost by then what nobody reads; there is no use in saying it. */
#define PATIENCE_US ((gint64) 8 * G_USEC_PER_SEC)

typedef struct {
  guint64 n_lines;
  gint64 begun_us; /* when the line was idle for the last time */
  guint64 n_bytes; /* since then */
} Flood;

static void
append_line (GString *text, guint64 number, gint64 uptime_ms)
{
  static const struct {
    const char *colour; /* as ESP-IDF has it */
    char level;
    const char *what;
  } looks[] = {
    { "0;32", 'I', "sensor: 23.5 C, 41 % at pin 4" },
    { "0;32", 'I', "wifi: beacon from 24:0a:c4:00:00:01, rssi -61" },
    { "0;33", 'W', "queue: 17 of 32 slots in use" },
    { "0;31", 'E', "i2c: no answer from 0x3c, trying again" },
    { "1;36", 'I', "loop: the quick brown fox jumps over the lazy dog" },
  };
  gsize look = number % G_N_ELEMENTS (looks);

  g_string_append_printf (text,
                          "\033[%sm%c (%" G_GINT64_FORMAT ") #%" G_GUINT64_FORMAT
                          " %s\033[0m\r\n",
                          looks[look].colour, looks[look].level, uptime_ms, number,
                          looks[look].what);
}

static void
flood_tick (GlowBoardApp *self, guint timer)
{
  Flood *flood = self->state;
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 due;

  if (self->now_us - self->at_us > PATIENCE_US) {
    self->at_us = self->now_us - PATIENCE_US;
    flood->begun_us = self->at_us;
    flood->n_bytes = 0;
  }
  due =
    glow_board_pace_line_bytes (self->baud, self->at_us + PERIOD_US - flood->begun_us);
  while (flood->n_bytes + text->len < due)
    append_line (text, flood->n_lines++, glow_board_app_uptime_ms (self));
  flood->n_bytes += text->len;
  glow_board_app_say (self, text->str);
  glow_board_app_tick_in (self, PERIOD_US);
}

static void
flood_start (GlowBoardApp *self)
{
  Flood *flood = self->state;

  flood->begun_us = self->at_us;
  glow_board_app_tick_in (self, 0);
}

const GlowBoardAppKind glow_board_app_flood = {
  .name = "flood",
  .baud = BAUD,
  .state_size = sizeof (Flood),
  .start = flood_start,
  .tick = flood_tick,
};
