/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-improv.h"

#include <string.h>

/* linux-desktop.md 7.1 */
#define MAGIC         "IMPROV\x01"
#define MAGIC_LEN     7u
#define HEAD_LEN      9u /* with type and length */
#define MAX_HOST_NAME 255u
#define MAX_LABEL     63u /* RFC 1123 */

typedef enum {
  TYPE_STATE = 1,
  TYPE_ERROR = 2,
  TYPE_COMMAND = 3,
  TYPE_RESULT = 4,
} Type;

typedef enum {
  STATE_READY = 2,
  STATE_JOINING = 3,
  STATE_JOINED = 4,
} State;

typedef enum {
  ERROR_NONE = 0,
  ERROR_INVALID = 1,
  ERROR_UNKNOWN = 2,
  ERROR_NOT_JOINED = 3,
  ERROR_HOSTNAME = 5,
} Error;

typedef enum {
  COMMAND_WIFI = 1,
  COMMAND_STATE = 2,
  COMMAND_INFO = 3,
  COMMAND_SCAN = 4,
  COMMAND_HOSTNAME = 5,
  COMMAND_NAME = 6,
  COMMAND_NETWORK = 7,
} Command;

#define SCAN_US       ((gint64) 1500000)
#define LIST_US       ((gint64) 15000)
#define NETWORK_WIFI  2u
#define NETWORK_REACH 1u

static void
send_packet (GlowBoardApp *app, Type type, const guint8 *data, gsize len)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  const guint8 head[2] = { (guint8) type, (guint8) len };
  guint8 tail[2] = { 0, '\n' };

  g_byte_array_append (packet, (const guint8 *) MAGIC, MAGIC_LEN);
  g_byte_array_append (packet, head, sizeof head);
  if (len > 0)
    g_byte_array_append (packet, data, (guint) len);
  for (guint i = 0; i < packet->len; i++)
    tail[0] = (guint8) (tail[0] + packet->data[i]);
  g_byte_array_append (packet, tail, sizeof tail);
  glow_board_app_send (app, packet->data, packet->len);
}

static void
send_error (GlowBoardApp *app, Error error)
{
  send_packet (app, TYPE_ERROR, (const guint8[]){ (guint8) error }, 1);
}

static void
send_state (GlowBoardImprov *self, GlowBoardApp *app)
{
  State state = STATE_READY;

  if (self->station.state == GLOW_BOARD_STATION_JOINED)
    state = STATE_JOINED;
  else if (self->station.state == GLOW_BOARD_STATION_JOINING)
    state = STATE_JOINING;
  send_packet (app, TYPE_STATE, (const guint8[]){ (guint8) state }, 1);
}

/* @texts ends with %NULL. */
static void
send_result (GlowBoardApp *app, Command command, const char *const *texts)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  const guint8 head[2] = { (guint8) command, 0 };

  g_byte_array_append (data, head, sizeof head);
  for (gsize i = 0; texts[i]; i++) {
    guint8 len = (guint8) strlen (texts[i]);

    g_byte_array_append (data, &len, 1);
    g_byte_array_append (data, (const guint8 *) texts[i], len);
  }
  data->data[1] = (guint8) (data->len - 2);
  send_packet (app, TYPE_RESULT, data->data, data->len);
}

static void
send_text (GlowBoardApp *app, Command command, const char *text)
{
  const char *const texts[] = { text, NULL };

  send_result (app, command, texts);
}

static void
send_url (GlowBoardImprov *self, GlowBoardApp *app, Command command)
{
  g_autofree char *address = glow_board_station_dup_address (&self->station);
  g_autofree char *url = g_strdup_printf ("http://%s/", address);

  send_text (app, command, url);
}

/**
 * glow_board_improv_dup_chip:
 *
 * Returns: (transfer full): the chip as firmwares call it, such as "ESP32-C3"
 */
char *
glow_board_improv_dup_chip (const GlowBoardApp *app)
{
  g_autofree char *upper = g_ascii_strup (app->chip->name, -1);

  if (!g_str_has_prefix (upper, "ESP32") || strlen (upper) == strlen ("ESP32"))
    return g_steal_pointer (&upper);
  return g_strdup_printf ("ESP32-%.2s", upper + strlen ("ESP32"));
}

static const char *
name_of (GlowBoardImprov *self, GlowBoardApp *app)
{
  const char *name = glow_board_settings_get (app->settings, "name");

  return *name ? name : self->facts->device;
}

static void
tell_info (GlowBoardImprov *self, GlowBoardApp *app)
{
  g_autofree char *chip = glow_board_improv_dup_chip (app);
  const char *const texts[] = {
    self->facts->firmware, self->facts->version,    chip, name_of (self, app),
    self->facts->os,       self->facts->os_version, NULL,
  };

  send_result (app, COMMAND_INFO, texts);
}

static void
tell_network (GlowBoardImprov *self, GlowBoardApp *app)
{
  g_autofree char *address = glow_board_station_dup_address (&self->station);
  g_autofree char *url = g_strdup_printf ("http://%s/", address);
  gboolean joined = self->station.state == GLOW_BOARD_STATION_JOINED;
  g_autofree char *flags =
    g_strdup_printf ("%u", NETWORK_WIFI | (joined ? NETWORK_REACH : 0));
  const char *const texts[] = { flags, joined ? url : NULL, NULL };

  send_result (app, COMMAND_NETWORK, texts);
}

static gboolean
is_label (const char *label)
{
  gsize len = strlen (label);

  if (len == 0 || len > MAX_LABEL || label[0] == '-' || label[len - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;
  return TRUE;
}

static gboolean
is_host_name (const char *text)
{
  g_auto (GStrv) labels = g_strsplit (text, ".", -1);

  for (gsize i = 0; labels[i]; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return labels[0] && strlen (text) <= MAX_HOST_NAME;
}

static void
run_hostname (GlowBoardApp *app, const char *name)
{
  const char *now;

  if (*name && !is_host_name (name)) {
    send_error (app, ERROR_HOSTNAME);
    return;
  }
  if (*name)
    glow_board_settings_set (app->settings, "hostname", name);
  now = glow_board_settings_get (app->settings, "hostname");
  send_text (app, COMMAND_HOSTNAME, *now ? now : "glow-board");
}

static void
run_name (GlowBoardImprov *self, GlowBoardApp *app, const char *name)
{
  if (*name)
    glow_board_settings_set (app->settings, "name", name);
  send_text (app, COMMAND_NAME, name_of (self, app));
}

/* One text with its length before it. */
static gboolean
take_text (const guint8 **data, gsize *len, char **text)
{
  gsize text_len = *len > 0 ? (*data)[0] : 0;

  if (*len == 0 || text_len > *len - 1)
    return FALSE;
  *text = g_strndup ((const char *) *data + 1, text_len);
  *data += text_len + 1;
  *len -= text_len + 1;
  return TRUE;
}

static void
run_wifi (GlowBoardImprov *self, GlowBoardApp *app, const guint8 *data, gsize len)
{
  g_autofree char *ssid = NULL;
  g_autofree char *key = NULL;

  if (!take_text (&data, &len, &ssid) || !take_text (&data, &len, &key) || len > 0 ||
      *ssid == '\0') {
    send_error (app, ERROR_INVALID);
    return;
  }
  g_free (self->ssid);
  g_free (self->key);
  self->ssid = g_steal_pointer (&ssid);
  self->key = g_steal_pointer (&key);
  self->is_asked = TRUE;
  glow_board_station_join (&self->station, app, self->ssid, self->key);
  send_state (self, app);
}

static void
run_state (GlowBoardImprov *self, GlowBoardApp *app)
{
  send_state (self, app);
  if (self->station.state == GLOW_BOARD_STATION_JOINED)
    send_url (self, app, COMMAND_STATE);
}

static void
run_scan (GlowBoardImprov *self, GlowBoardApp *app)
{
  self->n_listed = 0;
  glow_board_app_timer_in (app, GLOW_BOARD_TIMER_IMPROV, SCAN_US);
}

static gboolean
needs (GlowBoardImprov *self, GlowBoardApp *app, GlowBoardImprovFlags flag)
{
  if (self->facts->flags & flag)
    return TRUE;
  send_error (app, ERROR_UNKNOWN);
  return FALSE;
}

static void
run_command (GlowBoardImprov *self,
             GlowBoardApp *app,
             guint8 command,
             const guint8 *data,
             gsize len)
{
  g_autofree char *text = g_strndup ((const char *) data, len);

  if (command == COMMAND_WIFI)
    run_wifi (self, app, data, len);
  else if (command == COMMAND_STATE)
    run_state (self, app);
  else if (command == COMMAND_INFO)
    tell_info (self, app);
  else if (command == COMMAND_SCAN && needs (self, app, GLOW_BOARD_IMPROV_SCAN))
    run_scan (self, app);
  else if (command == COMMAND_HOSTNAME && needs (self, app, GLOW_BOARD_IMPROV_NAMES))
    run_hostname (app, text);
  else if (command == COMMAND_NAME && needs (self, app, GLOW_BOARD_IMPROV_NAMES))
    run_name (self, app, text);
  else if (command == COMMAND_NETWORK && needs (self, app, GLOW_BOARD_IMPROV_NETWORK))
    tell_network (self, app);
  else if (command == 0 || command > COMMAND_NETWORK)
    send_error (app, ERROR_UNKNOWN);
}

static gboolean
checksum_fits (const GByteArray *packet)
{
  guint8 sum = 0;

  for (guint i = 0; i < packet->len - 1; i++)
    sum = (guint8) (sum + packet->data[i]);
  return sum == packet->data[packet->len - 1];
}

static void
run_packet (GlowBoardImprov *self, GlowBoardApp *app)
{
  const guint8 *data = self->packet->data + HEAD_LEN;
  gsize len = self->packet->data[HEAD_LEN - 1];

  if (self->packet->data[MAGIC_LEN] != TYPE_COMMAND)
    return;
  if (!checksum_fits (self->packet) || len < 2 || data[1] != len - 2) {
    send_error (app, ERROR_INVALID);
    return;
  }
  /* linux-desktop.md 7.1: what was wrong before is over */
  send_error (app, ERROR_NONE);
  run_command (self, app, data[0], data + 2, len - 2);
}

/* What looked like the start of a packet is none. */
static void
give_back (GlowBoardImprov *self, GlowBoardApp *app, GlowBoardImprovFunc rest)
{
  guint len = self->packet->len;

  g_byte_array_set_size (self->packet, 0);
  for (guint i = 0; rest && i < len; i++)
    rest (app, (guint8) MAGIC[i]);
}

/**
 * glow_board_improv_push:
 * @app: (transfer none): at the time of the byte
 * @byte: has come
 * @rest: (scope call) (nullable): gets the bytes that belong to no packet, maybe later
 *
 * Takes the bytes of packets out of what comes, and answers each packet.
 */
void
glow_board_improv_push (GlowBoardImprov *self,
                        GlowBoardApp *app,
                        guint8 byte,
                        GlowBoardImprovFunc rest)
{
  guint len = self->packet->len;

  if (len > 0 && len < MAGIC_LEN && byte != (guint8) MAGIC[len])
    give_back (self, app, rest);
  len = self->packet->len;
  if (len == 0 && byte != (guint8) MAGIC[0]) {
    if (rest)
      rest (app, byte);
    return;
  }
  g_byte_array_append (self->packet, &byte, 1);
  len = self->packet->len;
  if (len < HEAD_LEN || len < HEAD_LEN + self->packet->data[HEAD_LEN - 1] + 1u)
    return;
  run_packet (self, app);
  g_byte_array_set_size (self->packet, 0);
}

/**
 * glow_board_improv_tick_list:
 *
 * %GLOW_BOARD_TIMER_IMPROV has ticked: the next network of a scan, or its end.
 */
void
glow_board_improv_tick_list (GlowBoardImprov *self, GlowBoardApp *app)
{
  gsize n_networks;
  const GlowBoardNetwork *networks = glow_board_station_networks (&n_networks);
  const char *const end[] = { NULL };
  g_autofree char *rssi = NULL;

  if (self->n_listed >= n_networks) {
    send_result (app, COMMAND_SCAN, end);
    return;
  }
  networks += self->n_listed++;
  rssi = g_strdup_printf ("%d", networks->rssi);
  send_result (app, COMMAND_SCAN,
               (const char *const[]){ networks->ssid, rssi,
                                      networks->is_open ? "NO" : "YES", NULL });
  glow_board_app_timer_in (app, GLOW_BOARD_TIMER_IMPROV, LIST_US);
}

/**
 * glow_board_improv_tick:
 *
 * %GLOW_BOARD_TIMER_STATION has ticked: it is in a network now, or not. A host that asked
 * for it is told, and what worked is remembered.
 *
 * Returns: what the attempt came to
 */
GlowBoardStationState
glow_board_improv_tick (GlowBoardImprov *self, GlowBoardApp *app)
{
  GlowBoardStationState state = glow_board_station_tick (&self->station);

  if (!self->is_asked)
    return state;
  self->is_asked = FALSE;
  if (state != GLOW_BOARD_STATION_JOINED) {
    send_error (app, ERROR_NOT_JOINED);
    send_state (self, app);
    return state;
  }
  glow_board_settings_set (app->settings, "wifi-ssid", self->ssid);
  glow_board_settings_set_secret (app->settings, "wifi-key", self->key);
  send_state (self, app);
  send_url (self, app, COMMAND_WIFI);
  return state;
}

/**
 * glow_board_improv_start:
 * @app: (transfer none): whose settings tell of a network, or don't
 *
 * Begins to join the network that it was told of.
 */
void
glow_board_improv_start (GlowBoardImprov *self, GlowBoardApp *app)
{
  const char *ssid = glow_board_settings_get (app->settings, "wifi-ssid");

  if (*ssid)
    glow_board_station_join (&self->station, app, ssid,
                             glow_board_settings_get (app->settings, "wifi-key"));
}

/**
 * glow_board_improv_init:
 * @facts: static
 *
 * Sets up a device that is in no network.
 */
void
glow_board_improv_init (GlowBoardImprov *self, const GlowBoardImprovFacts *facts)
{
  memset (self, 0, sizeof *self);
  self->facts = facts;
  self->packet = g_byte_array_new ();
}

/**
 * glow_board_improv_clear:
 *
 * Frees what has come.
 */
void
glow_board_improv_clear (GlowBoardImprov *self)
{
  g_clear_pointer (&self->packet, g_byte_array_unref);
  g_clear_pointer (&self->ssid, g_free);
  g_clear_pointer (&self->key, g_free);
}
