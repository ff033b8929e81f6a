/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * ESPEasy's serial commands (linux-desktop.md 7.5), and how it takes a line apart. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app-espeasy.h"

#include <string.h>

#define SAVE_US   ((gint64) 350000)
#define REBOOT_US ((gint64) 1300000)
#define SCAN_US   ((gint64) 2100000)

typedef struct {
  const char *name;
  const char *label; /* what it is shown with */
  const char *key;   /* its setting */
  gsize size;        /* bytes, with the final NUL */
  gboolean is_secret;
} Text;

static const Text texts[] = {
  { "name", "Name:", "name", 26, FALSE },
  { "password", "Password:", "admin-password", 26, TRUE },
  { "wifissid", "Wifi SSID:", "wifi-ssid", 32, FALSE },
  { "wifikey", "Wifi Key:", "wifi-key", 64, TRUE },
  { "wifissid2", "Wifi2 SSID:", "wifi-ssid2", 32, FALSE },
  { "wifikey2", "Wifi2 Key:", "wifi-key2", 64, TRUE },
  { "wifiapkey", "WiFi AP Key:", "wifi-ap-key", 64, TRUE },
};

static const struct {
  const char *name;
  const char *label;
} addresses[] = {
  { "ip", "IP:" },
  { "gateway", "Gateway:" },
  { "subnet", "Subnet:" },
  { "dns", "DNS:" },
};

static char
closing_of (char c)
{
  if (c == '[')
    return ']';
  return c == '"' || c == '\'' || c == '`' ? c : '\0';
}

static gboolean
separates (char c)
{
  return c == ' ' || c == ',';
}

/* A quote groups wherever it stands, and is taken away only around the whole. */
static char *
dup_unquoted (const char *word, gsize len)
{
  if (len >= 2 && closing_of (word[0]) != '\0' && closing_of (word[0]) == word[len - 1])
    return g_strndup (word + 1, len - 2);
  return g_strndup (word, len);
}

/**
 * glow_board_espeasy_find_argument:
 * @line: a command
 * @index: which word, 0 for the command itself
 * @argument: (out) (nullable): the word
 *
 * Takes a line apart as ESPEasy does. A quote that is never closed has no word: the
 * firmware looks for its end beyond that of the line.
 *
 * Returns: whether there is that word
 */
gboolean
glow_board_espeasy_find_argument (const char *line, guint index, char **argument)
{
  const char *word = NULL;
  char closing = '\0';
  guint n_words = 0;

  *argument = NULL;
  for (const char *at = line; *at; at++) {
    if (!word && separates (*at))
      continue;
    if (!word)
      word = at;
    if (closing != '\0' && *at == closing)
      closing = '\0';
    else if (closing == '\0')
      closing = closing_of (*at);
    if (closing != '\0' || (at[1] != '\0' && !separates (at[1])))
      continue;
    if (n_words++ == index) {
      *argument = dup_unquoted (word, (gsize) (at + 1 - word));
      return TRUE;
    }
    word = NULL;
  }
  return FALSE;
}

static void
ok (GlowBoardApp *app)
{
  glow_board_app_say (app, "\nOk\r\n");
}

static void
set (GlowBoardEspeasy *self, const Text *text, const char *value)
{
  if (text->is_secret)
    glow_board_settings_set_secret (self->current, text->key, value);
  else
    glow_board_settings_set (self->current, text->key, value);
}

/* Refusals end with "Ok", too; without an argument there is nothing but that. */
static void
run_text (GlowBoardApp *app, const Text *text, const char *value)
{
  GlowBoardEspeasy *self = app->state;
  g_autofree char *stored = NULL;

  if (value && strlen (value) > text->size) {
    glow_board_app_print (app, "\r\n%s is too large. max size is %zu\r\n", text->label,
                          text->size);
  } else if (value) {
    stored = g_strndup (value, text->size - 1);
    set (self, text, stored);
    glow_board_app_print (app, "\r\n%s%s\r\n", text->label, stored);
  }
  ok (app);
}

static gboolean
is_address (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", -1);

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (gsize i = 0; i < 4; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 0, 255, NULL, NULL))
      return FALSE;
  return TRUE;
}

static void
run_address (GlowBoardApp *app, const char *name, const char *label, const char *value)
{
  GlowBoardEspeasy *self = app->state;
  const char *fixed = glow_board_settings_get (self->current, name);
  g_autofree char *address = NULL;

  if (value && is_address (value)) {
    glow_board_settings_set (self->current, name, value);
  } else if (value) {
    glow_board_app_print (app, "Invalid parameter: %s\r\n", value);
  } else {
    address = glow_board_espeasy_dup_address (self);
    glow_board_app_print (app, "\r\n%s%s%s\r\n", label, *fixed ? fixed : address,
                          *fixed ? "" : "(DHCP)");
  }
  ok (app);
}

static void
run_unit (GlowBoardApp *app, const char *value)
{
  GlowBoardEspeasy *self = app->state;
  g_autofree char *stored = NULL;

  if (value) {
    /* one byte in its settings; what is no number is 0 */
    stored = g_strdup_printf ("%u", (guint) (g_ascii_strtoull (value, NULL, 10) & 0xff));
    glow_board_settings_set (self->current, "unit", stored);
  } else {
    glow_board_app_print (app, "\r\nUnit:%s\r\n",
                          glow_board_settings_get (self->current, "unit"));
  }
  ok (app);
}

static void
run_settings (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;
  GlowBoardSettings *s = self->current;
  g_autofree char *address = glow_board_espeasy_dup_address (self);
  const char *unit = glow_board_settings_get (s, "unit");

  glow_board_app_print (app,
                        "\r\nSystem Info\r\n"
                        "  IP Address    : %s\r\n"
                        "  Build         : 21203\r\n"
                        "  Name          : %s\r\n"
                        "  Unit          : %s\r\n"
                        "  WifiSSID      : %s\r\n"
                        "  WifiKey       : %s\r\n"
                        "  WifiSSID2     : %s\r\n"
                        "  WifiKey2      : %s\r\n"
                        "  Free mem      : 218300\r\n",
                        address, glow_board_settings_get (s, "name"), *unit ? unit : "0",
                        glow_board_settings_get (s, "wifi-ssid"),
                        glow_board_settings_get (s, "wifi-key"),
                        glow_board_settings_get (s, "wifi-ssid2"),
                        glow_board_settings_get (s, "wifi-key2"));
  ok (app);
}

static void
run_save (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;

  glow_board_settings_copy (app->settings, self->current);
  glow_board_app_spend (app, SAVE_US);
  glow_board_espeasy_log (app, "FILE : Saved config.dat offset: 0 size: 4096");
  glow_board_espeasy_log (app, "FILE : Saved security.dat offset: 0 size: 593");
  glow_board_line_input_be_busy (&self->input, app, 0);
  ok (app);
}

static void
run_reboot (GlowBoardApp *app)
{
  glow_board_espeasy_log (app, "     : Rebooting...");
  glow_board_app_spend (app, REBOOT_US);
  glow_board_app_restart (app, GLOW_BOARD_CAUSE_SOFTWARE);
}

static void
run_reset (GlowBoardApp *app)
{
  glow_board_settings_clear (app->settings);
  glow_board_espeasy_log (app, "RESET: Resetting factory defaults...");
  run_reboot (app);
}

static void
run_scan (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;
  gsize n_networks;
  const GlowBoardNetwork *networks = glow_board_station_networks (&n_networks);

  glow_board_app_spend (app, SCAN_US);
  glow_board_app_print (app, "WIFI : %zu networks found:\r\n", n_networks);
  for (gsize i = 0; i < n_networks; i++)
    glow_board_app_print (app, "%zu: %s %s Ch:%u (%ddBm) %s\r\n", i + 1, networks[i].ssid,
                          networks[i].bssid, networks[i].channel, networks[i].rssi,
                          networks[i].is_open ? "open" : "WPA2/PSK");
  glow_board_line_input_be_busy (&self->input, app, 0);
  ok (app);
}

static void
run_connect (GlowBoardApp *app)
{
  ok (app);
  glow_board_espeasy_connect (app);
}

static void
run_disconnect (GlowBoardApp *app)
{
  GlowBoardEspeasy *self = app->state;

  glow_board_station_leave (&self->station, app);
  ok (app);
}

static const struct {
  const char *name;
  void (*run) (GlowBoardApp *app);
} commands[] = {
  { "settings", run_settings },
  { "save", run_save },
  { "reboot", run_reboot },
  { "factoryreset", run_reset },
  { "wifiscan", run_scan },
  { "wificonnect", run_connect },
  { "wifidisconnect", run_disconnect },
  { "wifistamode", ok },
};

static gboolean
run_known (GlowBoardApp *app, const char *command, const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_ascii_strcasecmp (texts[i].name, command) == 0) {
      run_text (app, &texts[i], value);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    if (g_ascii_strcasecmp (addresses[i].name, command) == 0) {
      run_address (app, addresses[i].name, addresses[i].label, value);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_ascii_strcasecmp (commands[i].name, command) == 0) {
      commands[i].run (app);
      return TRUE;
    }
  if (g_ascii_strcasecmp (command, "unit") != 0)
    return FALSE;
  run_unit (app, value);
  return TRUE;
}

/**
 * glow_board_espeasy_run:
 * @line: a command, as it came
 *
 * Does what a command says, and answers it.
 */
void
glow_board_espeasy_run (GlowBoardApp *app, const char *line)
{
  g_autofree char *command = NULL;
  g_autofree char *value = NULL;
  g_autofree char *beyond = NULL;

  if (!glow_board_espeasy_find_argument (line, 0, &command)) {
    glow_board_app_print (app, "Command unknown: \"%s\"\r\n", line);
    return;
  }
  glow_board_espeasy_find_argument (line, 1, &value);
  if (value && glow_board_espeasy_find_argument (line, 2, &beyond)) {
    glow_board_app_say (app, "Too many arguments, try using quotes!\r\n");
    return;
  }
  if (!run_known (app, command, value))
    glow_board_app_print (app, "Command unknown: \"%s\"\r\n", command);
}
