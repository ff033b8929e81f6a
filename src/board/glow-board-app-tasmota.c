/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Tasmota's console (linux-desktop.md 7.5): Backlog, answers as JSON in the log, a
 * restart after each change of its network; Improv, too. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-improv.h"
#include "glow-board-line-input.h"

#include <string.h>

#define LINE_SIZE   520u /* bytes */
#define SETUP_US    ((gint64) 500000)
#define COMMAND_US  ((gint64) 5000)
#define BACKLOG_US  ((gint64) 200000)
#define RESTART_US  ((gint64) 2 * G_USEC_PER_SEC)
#define REBOOT_US   ((gint64) 300000)
#define MAX_BACKLOG 30u

static const GlowBoardImprovFacts facts = {
  .firmware = "Tasmota",
  .version = "14.3.0",
  .device = "Tasmota",
  .flags = GLOW_BOARD_IMPROV_SCAN,
};

typedef struct {
  GlowBoardImprov improv;   /* owned content */
  GlowBoardLineInput input; /* owned content */
  GQueue backlog;           /* char *, owned */
  gboolean wants_restart;
} Tasmota;

typedef struct {
  const char *name;
  const char *key; /* its setting */
  gboolean is_secret;
  gboolean restarts;
} Text;

static const Text texts[] = {
  { "SSId1", "wifi-ssid", FALSE, TRUE },
  { "Password1", "wifi-key", TRUE, TRUE },
  { "SSId2", "wifi-ssid2", FALSE, TRUE },
  { "Password2", "wifi-key2", TRUE, TRUE },
  { "Hostname", "hostname", FALSE, TRUE },
  { "DeviceName", "name", FALSE, FALSE },
  { "FriendlyName1", "friendly-name", FALSE, FALSE },
  { "WebPassword", "admin-password", TRUE, FALSE },
  { "IPAddress1", "ip", FALSE, FALSE },
  { "IPAddress2", "gateway", FALSE, FALSE },
  { "IPAddress3", "subnet", FALSE, FALSE },
  { "IPAddress4", "dns", FALSE, FALSE },
};

static void G_GNUC_PRINTF (3, 4)
  log_line (GlowBoardApp *app, const char *part, const char *format, ...)
{
  gint64 ms = glow_board_app_uptime_ms (app);
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  glow_board_app_print (app, "%02u:%02u:%02u.%03u %s: %s\r\n",
                        (guint) (ms / 3600000 % 24), (guint) (ms / 60000 % 60),
                        (guint) (ms / 1000 % 60), (guint) (ms % 1000), part, text);
}

static char *
dup_hostname (GlowBoardApp *app)
{
  const char *name = glow_board_settings_get (app->settings, "hostname");
  const guint8 *mac = app->traits->mac;

  if (*name)
    return g_strdup (name);
  return g_strdup_printf ("tasmota-%02X%02X%02X-%u", mac[3], mac[4], mac[5],
                          (guint) (((mac[4] << 8) | mac[5]) & 0x1fff));
}

static char *
dup_json (const char *text)
{
  GString *json = g_string_new (NULL);

  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_c (json, '\\');
    g_string_append_c (json, *text);
  }
  return g_string_free (json, FALSE);
}

static void
answer (GlowBoardApp *app, const char *name, const char *value)
{
  g_autofree char *json = dup_json (value);

  log_line (app, "RSL", "RESULT = {\"%s\":\"%s\"}", name, json);
}

static void
restart_soon (GlowBoardApp *app)
{
  Tasmota *self = app->state;

  self->wants_restart = TRUE;
  glow_board_app_tick_in (app, RESTART_US);
}

/* A key is never shown again. */
static void
run_text (GlowBoardApp *app, const Text *text, const char *value)
{
  if (!value) {
    answer (app, text->name,
            text->is_secret ? "****"
                            : glow_board_settings_get (app->settings, text->key));
    return;
  }
  if (text->is_secret)
    glow_board_settings_set_secret (app->settings, text->key, value);
  else
    glow_board_settings_set (app->settings, text->key, value);
  answer (app, text->name, text->is_secret ? "****" : value);
  if (text->restarts)
    restart_soon (app);
}

static void
run_status (GlowBoardApp *app)
{
  Tasmota *self = app->state;
  g_autofree char *hostname = dup_hostname (app);
  g_autofree char *address = glow_board_station_dup_address (&self->improv.station);
  g_autofree char *gateway = glow_board_station_dup_gateway (&self->improv.station);
  const char *fixed = glow_board_settings_get (app->settings, "ip");
  const guint8 *mac = app->traits->mac;
  gboolean joined = self->improv.station.state == GLOW_BOARD_STATION_JOINED;

  log_line (app, "RSL",
            "STATUS5 = {\"StatusNET\":{\"Hostname\":\"%s\",\"IPAddress\":\"%s\","
            "\"Gateway\":\"%s\",\"Subnetmask\":\"255.255.255.0\",\"DNSServer1\":\"%s\","
            "\"Mac\":\"%02X:%02X:%02X:%02X:%02X:%02X\",\"Webserver\":2}}",
            hostname, joined && *fixed && strcmp (fixed, "0.0.0.0") ? fixed : address,
            gateway, gateway, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

static void
run_backlog (GlowBoardApp *app, const char *rest)
{
  Tasmota *self = app->state;
  g_auto (GStrv) parts = g_strsplit (rest ? rest : "", ";", -1);

  for (gsize i = 0; parts[i] && self->backlog.length < MAX_BACKLOG; i++)
    if (*g_strstrip (parts[i]))
      g_queue_push_tail (&self->backlog, g_strdup (parts[i]));
  if (self->backlog.length > 0)
    glow_board_app_tick_in (app, BACKLOG_US);
}

static const Text *
find_text (const char *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_ascii_strcasecmp (texts[i].name, command) == 0)
      return &texts[i];
  return NULL;
}

static gboolean
is_command (const char *command, const char *name, const char *value, const char *wanted)
{
  return g_ascii_strcasecmp (command, name) == 0 && g_strcmp0 (value, wanted) == 0;
}

static void
run_command (GlowBoardApp *app, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 2);
  const char *value = parts[0] && parts[1] ? g_strstrip (parts[1]) : NULL;
  const Text *text = parts[0] ? find_text (parts[0]) : NULL;

  value = value && *value ? value : NULL;
  if (text) {
    run_text (app, text, value);
  } else if (g_ascii_strcasecmp (parts[0], "Backlog") == 0) {
    run_backlog (app, value);
  } else if (is_command (parts[0], "Status", value, "5")) {
    run_status (app);
  } else if (is_command (parts[0], "Restart", value, "1")) {
    answer (app, "Restart", "Restarting");
    restart_soon (app);
  } else if (is_command (parts[0], "Reset", value, "1")) {
    glow_board_settings_clear (app->settings);
    answer (app, "Reset", "Reset and Restarting");
    restart_soon (app);
  } else {
    answer (app, "Command", "Unknown");
  }
}

static void
take_text (GlowBoardApp *app, guint8 byte)
{
  Tasmota *self = app->state;
  g_autofree char *line = NULL;

  line = glow_board_line_input_push (&self->input, byte);
  if (!line || !*g_strstrip (line))
    return;
  glow_board_app_spend (app, COMMAND_US);
  log_line (app, "CMD", "%s", line);
  glow_board_line_input_be_busy (&self->input, app, COMMAND_US);
  run_command (app, line);
}

static void
take_byte (GlowBoardApp *app, guint8 byte)
{
  Tasmota *self = app->state;

  glow_board_improv_push (&self->improv, app, byte, take_text);
}

static void
tasmota_receive (GlowBoardApp *app, guint8 byte)
{
  Tasmota *self = app->state;

  if (!glow_board_line_input_defers (&self->input, app, byte))
    take_byte (app, byte);
}

static void
log_outcome (GlowBoardApp *app, GlowBoardStationState state)
{
  Tasmota *self = app->state;
  g_autofree char *hostname = dup_hostname (app);
  g_autofree char *address = glow_board_station_dup_address (&self->improv.station);

  if (state == GLOW_BOARD_STATION_JOINED) {
    log_line (app, "WIF", "Connected");
    log_line (app, "HTP", "Web server active on %s with IP address %s", hostname,
              address);
  } else if (state == GLOW_BOARD_STATION_REFUSED) {
    log_line (app, "WIF", "Connect failed with AP incorrect password");
  } else {
    log_line (app, "WIF", "Connect failed as AP cannot be reached");
  }
}

/* The next command of a backlog; a restart waits for its end. */
static void
go_on (GlowBoardApp *app)
{
  Tasmota *self = app->state;
  g_autofree char *line = g_queue_pop_head (&self->backlog);

  if (line) {
    run_command (app, line);
    if (self->backlog.length > 0 || self->wants_restart)
      glow_board_app_tick_in (app, self->backlog.length > 0 ? BACKLOG_US : RESTART_US);
  } else if (self->wants_restart) {
    log_line (app, "APP", "Restarting");
    glow_board_app_spend (app, REBOOT_US);
    glow_board_app_restart (app, GLOW_BOARD_CAUSE_SOFTWARE);
  }
}

static void
tasmota_tick (GlowBoardApp *app, guint timer)
{
  Tasmota *self = app->state;
  guint8 byte;

  if (timer == GLOW_BOARD_TIMER_STATION)
    log_outcome (app, glow_board_improv_tick (&self->improv, app));
  else if (timer == GLOW_BOARD_TIMER_IMPROV)
    glow_board_improv_tick_list (&self->improv, app);
  else if (timer == GLOW_BOARD_TIMER_OWN)
    go_on (app);
  else
    while (glow_board_line_input_next (&self->input, app, &byte))
      take_byte (app, byte);
}

static void
tasmota_start (GlowBoardApp *app)
{
  Tasmota *self = app->state;
  const char *ssid = glow_board_settings_get (app->settings, "wifi-ssid");
  const char *name = glow_board_settings_get (app->settings, "name");
  g_autofree char *hostname = dup_hostname (app);
  g_autofree char *chip = glow_board_improv_dup_chip (app);

  glow_board_improv_init (&self->improv, &facts);
  glow_board_line_input_init (&self->input, LINE_SIZE, FALSE);
  g_queue_init (&self->backlog);
  glow_board_app_say (app, "\r\n");
  log_line (app, "HDW", "%s", chip);
  log_line (app, "CFG", "Loaded from File, Count 6");
  glow_board_app_spend (app, SETUP_US);
  log_line (app, "SRC", "Restart");
  glow_board_app_print (app,
                        "00:00:00.210 Project tasmota - %s Version %s(release-tasmota)"
                        "-3_1_1(2026-10-15T13:16:32)\r\n",
                        *name ? name : "Tasmota", facts.version);
  if (*ssid) {
    log_line (app, "WIF", "Connecting to AP1 %s in mode 11n as %s...", ssid, hostname);
  } else {
    log_line (app, "WIF", "WifiManager active for 3 minutes");
    log_line (app, "HTP", "Web server active on %s with IP address 192.168.4.1",
              hostname);
  }
  glow_board_improv_start (&self->improv, app);
  glow_board_line_input_be_busy (&self->input, app, COMMAND_US);
}

static void
tasmota_stop (GlowBoardApp *app)
{
  Tasmota *self = app->state;

  glow_board_improv_clear (&self->improv);
  glow_board_line_input_clear (&self->input);
  g_queue_clear_full (&self->backlog, g_free);
}

const GlowBoardAppKind glow_board_app_tasmota = {
  .name = "tasmota",
  .baud = 115200,
  .state_size = sizeof (Tasmota),
  .start = tasmota_start,
  .receive = tasmota_receive,
  .tick = tasmota_tick,
  .stop = tasmota_stop,
};
