/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * ESPEasy's serial console (linux-desktop.md 7.5): its log, its way into a network, and
 * the reading of lines. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app-espeasy.h"

#include <string.h>

#define LINE_SIZE    128u /* bytes */
#define START_US     ((gint64) 2200000)
#define COMMAND_US   ((gint64) 8000)
#define WATCHDOG_US  ((gint64) 30 * G_USEC_PER_SEC)
#define MAX_ATTEMPTS 4u

/**
 * glow_board_espeasy_log:
 * @format: a line of the log, without its time and its end
 *
 * Writes a line of the log.
 */
void
glow_board_espeasy_log (GlowBoardApp *app, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  glow_board_app_print (app, "%" G_GINT64_FORMAT " : Info   : %s\r\n",
                        glow_board_app_uptime_ms (app), text);
}

static const char *
setting (GlowBoardEspeasy *self, const char *name, const char *second_name)
{
  return glow_board_settings_get (self->current, self->second ? second_name : name);
}

static void
start_access_point (GlowBoardApp *app)
{
  glow_board_espeasy_log (app, "WIFI : AP Mode enabled. SSID: ESP-Easy IP: 192.168.4.1 "
                               "ch: 1");
}

static void
attempt (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;
  const char *ssid = setting (self, "wifi-ssid", "wifi-ssid2");

  glow_board_espeasy_log (app, "WIFI : Connecting %s attempt #%u", ssid,
                          self->n_attempts++);
  glow_board_station_join (&self->station, app, ssid,
                           setting (self, "wifi-key", "wifi-key2"));
}

/**
 * glow_board_espeasy_connect:
 *
 * Begins to join a network, if it was told of one.
 */
void
glow_board_espeasy_connect (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;

  self->n_attempts = 0;
  self->second = *glow_board_settings_get (self->current, "wifi-ssid") == '\0';
  if (*setting (self, "wifi-ssid", "wifi-ssid2") == '\0') {
    glow_board_station_leave (&self->station, app);
    glow_board_espeasy_log (app, "WIFI : No valid wifi settings");
    start_access_point (app);
    return;
  }
  glow_board_espeasy_log (app, "WIFI : Set WiFi to STA");
  attempt (app);
}

/**
 * glow_board_espeasy_dup_address:
 *
 * Returns: (transfer full): the one it has in its network
 */
char *
glow_board_espeasy_dup_address (GlowBoardEspeasy *self)
{
  const char *fixed = glow_board_settings_get (self->current, "ip");

  if (self->station.state == GLOW_BOARD_STATION_JOINED && *fixed &&
      strcmp (fixed, "0.0.0.0") != 0)
    return g_strdup (fixed);
  return glow_board_station_dup_address (&self->station);
}

static void
joined (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;
  const GlowBoardNetwork *network = self->station.network;
  const char *fixed = glow_board_settings_get (self->current, "ip");
  const char *name = glow_board_settings_get (self->current, "name");
  g_autofree char *address = glow_board_espeasy_dup_address (self);
  g_autofree char *gateway = glow_board_station_dup_gateway (&self->station);

  glow_board_espeasy_log (
    app, "WIFI : Connected! AP: %s (%s) Ch: %u Duration: %" G_GINT64_FORMAT " ms",
    network->ssid, network->bssid, network->channel,
    (app->at_us - self->station.begun_us) / 1000);
  glow_board_espeasy_log (
    app, "WIFI : %s IP: %s (%s) GW: %s SN: 255.255.255.0   duration: 62 ms",
    *fixed ? "Static" : "DHCP", address, *name ? name : "ESP-Easy", gateway);
  glow_board_espeasy_log (app, "Webserver: start");
}

static void
not_joined (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;

  glow_board_espeasy_log (app, "WIFI : Disconnected! Reason: '%s'",
                          self->station.state == GLOW_BOARD_STATION_REFUSED
                            ? "(15) 4way handshake timeout"
                            : "(201) No AP found");
  if (self->n_attempts >= MAX_ATTEMPTS) {
    start_access_point (app);
    return;
  }
  if (*glow_board_settings_get (self->current, "wifi-ssid2"))
    self->second = !self->second;
  attempt (app);
}

static void
take_byte (GlowBoardApp *app, guint8 byte)
{
  GlowBoardEspeasy *self = app->state;
  g_autofree char *line = glow_board_line_input_push (&self->input, byte);

  if (!line)
    return;
  glow_board_app_spend (app, COMMAND_US);
  glow_board_app_print (app, ">%s\r\n", line);
  glow_board_line_input_be_busy (&self->input, app, COMMAND_US);
  glow_board_espeasy_run (app, line);
}

static void
espeasy_receive (GlowBoardApp *app, guint8 byte)
{
  GlowBoardEspeasy *self = app->state;

  if (!glow_board_line_input_defers (&self->input, app, byte))
    take_byte (app, byte);
}

static void
espeasy_tick (GlowBoardApp *app, guint timer)
{
  GlowBoardEspeasy *self = app->state;
  guint8 byte;

  if (timer == GLOW_BOARD_TIMER_STATION) {
    if (glow_board_station_tick (&self->station) == GLOW_BOARD_STATION_JOINED)
      joined (app);
    else
      not_joined (app);
    return;
  }
  if (timer == GLOW_BOARD_TIMER_OWN) {
    glow_board_espeasy_log (app,
                            "WD   : Uptime %" G_GINT64_FORMAT
                            "  ConnectFailures 0 FreeMem 218300 WiFiStatus %u",
                            glow_board_app_uptime_ms (app) / 60000,
                            self->station.state == GLOW_BOARD_STATION_JOINED ? 3u : 6u);
    glow_board_app_tick_in (app, WATCHDOG_US);
    return;
  }
  while (glow_board_line_input_next (&self->input, app, &byte))
    take_byte (app, byte);
}

static void
espeasy_start (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;

  glow_board_line_input_init (&self->input, LINE_SIZE, TRUE);
  self->current = glow_board_settings_new ();
  glow_board_settings_copy (self->current, app->settings);
  glow_board_app_spend (app, 72000);
  glow_board_app_say (app, "\r\n\r\n");
  glow_board_espeasy_log (app,
                          "\r\n\r\nINIT : Booting version: %s, (GitHub Actions) "
                          "(ESP82xx Core 3.1.2, ESP32 SDK 5.5.2)",
                          app->title ? app->title : "ESP_Easy_mega_20260220_normal");
  glow_board_espeasy_log (app, "INIT : Free RAM:279960");
  glow_board_espeasy_log (app, "INIT : Cold Boot - Restart Reason: Power on reset");
  glow_board_espeasy_log (app, "FS   : Mounting...");
  glow_board_app_spend (app, START_US);
  glow_board_espeasy_log (app, "FS   : LittleFS mount successful, used 122880 bytes of "
                               "323584");
  glow_board_espeasy_log (app, "INFO : Plugins: 47 [Normal]");
  glow_board_espeasy_connect (app);
  /* it looks at its serial port only now */
  glow_board_line_input_be_busy (&self->input, app, COMMAND_US);
  glow_board_app_tick_in (app, WATCHDOG_US);
}

static void
espeasy_stop (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;

  glow_board_line_input_clear (&self->input);
  g_clear_pointer (&self->current, glow_board_settings_free);
}

const GlowBoardAppKind glow_board_app_espeasy = {
  .name = "espeasy",
  .baud = 115200,
  .state_size = sizeof (GlowBoardEspeasy),
  .start = espeasy_start,
  .receive = espeasy_receive,
  .tick = espeasy_tick,
  .stop = espeasy_stop,
};
