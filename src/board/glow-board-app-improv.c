/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A firmware as ESPHome makes them: Improv with all it has, between the lines of a
 * coloured log. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-improv.h"

#define SETUP_US ((gint64) 600000)
#define LOG_US   ((gint64) 700000)

static const GlowBoardImprovFacts facts = {
  .firmware = "ESPHome",
  .version = "2026.10.2",
  .device = "living-room",
  .os = "ESP-IDF",
  .os_version = "5.5.1",
  .flags = GLOW_BOARD_IMPROV_SCAN | GLOW_BOARD_IMPROV_NAMES | GLOW_BOARD_IMPROV_NETWORK,
};

typedef struct {
  GlowBoardImprov improv; /* owned content */
} Device;

static void
log_line (GlowBoardApp *app, const char *colour, const char *text)
{
  glow_board_app_print (app, "\033[%sm%s\033[0m\r\n", colour, text);
}

static void
improv_receive (GlowBoardApp *app, guint8 byte)
{
  Device *self = app->state;

  glow_board_improv_push (&self->improv, app, byte, NULL);
}

static void
log_outcome (GlowBoardApp *app, GlowBoardStationState state)
{
  Device *self = app->state;
  g_autofree char *address = glow_board_station_dup_address (&self->improv.station);

  if (state != GLOW_BOARD_STATION_JOINED) {
    log_line (app, "0;33", "[W][wifi:619]: Connecting to network failed");
    return;
  }
  log_line (app, "0;32", "[I][wifi:617]: Connected");
  glow_board_app_print (app, "\033[0;35m[C][wifi:428]:   IP Address: %s\033[0m\r\n",
                        address);
}

static void
improv_tick (GlowBoardApp *app, guint timer)
{
  Device *self = app->state;

  if (timer == GLOW_BOARD_TIMER_STATION) {
    log_outcome (app, glow_board_improv_tick (&self->improv, app));
    return;
  }
  if (timer == GLOW_BOARD_TIMER_IMPROV) {
    glow_board_improv_tick_list (&self->improv, app);
    return;
  }
  glow_board_app_print (app,
                        "\033[0;36m[D][sensor:093]: 'Uptime': Sending state "
                        "%" G_GINT64_FORMAT ".00000 s with 0 decimals of accuracy\033[0m"
                        "\r\n",
                        glow_board_app_uptime_ms (app) / 1000);
  glow_board_app_tick_in (app, LOG_US);
}

static void
improv_start (GlowBoardApp *app)
{
  Device *self = app->state;

  glow_board_improv_init (&self->improv, &facts);
  log_line (app, "0;32", "[I][logger:171]: Log initialized");
  log_line (app, "0;35",
            "[C][safe_mode:079]: There have been 0 suspected unsuccessful "
            "boot attempts");
  log_line (app, "0;32", "[I][app:029]: Running through setup()");
  glow_board_app_spend (app, SETUP_US);
  glow_board_app_print (app,
                        "\033[0;32m[I][app:102]: ESPHome version %s compiled on Oct 20 "
                        "2026, 10:11:12\033[0m\r\n",
                        facts.version);
  glow_board_improv_start (&self->improv, app);
  glow_board_app_tick_in (app, LOG_US);
}

static void
improv_stop (GlowBoardApp *app)
{
  Device *self = app->state;

  glow_board_improv_clear (&self->improv);
}

const GlowBoardAppKind glow_board_app_improv = {
  .name = "improv",
  .baud = 115200,
  .state_size = sizeof (Device),
  .log = TRUE,
  .start = improv_start,
  .receive = improv_receive,
  .tick = improv_tick,
  .stop = improv_stop,
};
