/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-improv.h"

#include "glow-error.h"
#include "glow-secret.h"
#include "glow-wifi-network.h"

#include <string.h>

/* µs; linux-desktop.md 7.1 unless said */
#define REPEAT_US (1 * G_TIME_SPAN_SECOND) /* while looking for a device */
#define ANSWER_US (6 * G_TIME_SPAN_SECOND) /* our own: three times RESEND_US */
#define RESEND_US (2 * G_TIME_SPAN_SECOND) /* our own: not even a sign came back */
#define SCAN_US   (30 * G_TIME_SPAN_SECOND)
#define SCAN_RESEND_US                                                                   \
  (10 * G_TIME_SPAN_SECOND) /* our own: some block while scanning                        \
                             */
#define SCAN_AGAIN_US (3 * G_TIME_SPAN_SECOND)
#define PROVISION_US  (45 * G_TIME_SPAN_SECOND)
#define URL_US        (1 * G_TIME_SPAN_SECOND) /* our own: from the state to the address */

#define MAX_SENDS     3 /* of one request */
#define MAX_SCANS     3
#define MAX_REQUEST   253 /* bytes: what a packet holds besides command and length */

typedef enum {
  MORE,  /* the answer is not complete */
  READY, /* it is */
} Verdict;

/* One request and what has come back for it. */
typedef struct {
  GlowSetupLink *link; /* borrowed */
  guint8 command;
  const guint8 *data; /* borrowed */
  gsize len;
  gint64 limit_us;
  gint64 resend_us;

  gboolean has_sign; /* the device reacted */
  guint8 fault;
  gboolean has_state;
  guint8 state;
  gint64 state_us; /* when */
  gboolean has_result;
  char **strings;      /* owned: of the result that came last */
  GPtrArray *networks; /* borrowed (nullable): where a scan goes */
  gboolean scan_over;
} Rpc;

static void
rpc_clear (Rpc *rpc)
{
  g_clear_pointer (&rpc->strings, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rpc, rpc_clear)

static gboolean
send_request (Rpc *rpc, GError **error)
{
  GByteArray *payload = g_byte_array_sized_new (GLOW_IMPROV_MAX_DATA);
  guint8 head[] = { rpc->command, (guint8) rpc->len };
  GByteArray *packet;
  gboolean sent;

  g_byte_array_append (payload, head, sizeof head);
  if (rpc->len > 0)
    g_byte_array_append (payload, rpc->data, (guint) rpc->len);
  packet = glow_improv_packet_encode (GLOW_IMPROV_RPC, payload->data, payload->len);
  g_debug ("sending Improv request 0x%02x", rpc->command);
  sent = glow_setup_link_write (rpc->link, packet->data, packet->len, error);
  glow_secret_bytes_free (packet);
  glow_secret_bytes_free (payload);
  return sent;
}

static void
add_network (Rpc *rpc, char **strings)
{
  if (!strings[0]) {
    rpc->scan_over = TRUE;
    return;
  }
  glow_wifi_network_merge (
    rpc->networks,
    glow_wifi_network_new (strings[0],
                           strings[1] ? (int) g_ascii_strtoll (strings[1], NULL, 10) : 0,
                           strings[1] && g_strcmp0 (strings[2], "NO") != 0));
}

static void
take_result (Rpc *rpc, const GlowImprovPacket *packet)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) strings = NULL;
  guint8 command;

  if (!glow_improv_packet_get_strings (packet, &command, &strings, &error)) {
    g_info ("%s", error->message);
    return;
  }
  /* a late one of an earlier request */
  if (command != rpc->command)
    return;
  rpc->has_result = TRUE;
  if (rpc->networks)
    add_network (rpc, strings);
  g_strfreev (rpc->strings);
  rpc->strings = g_steal_pointer (&strings);
}

static void
take_packet (Rpc *rpc, const GlowImprovPacket *packet)
{
  rpc->has_sign = TRUE;
  if (packet->type == GLOW_IMPROV_RESULT) {
    take_result (rpc, packet);
  } else if (packet->type == GLOW_IMPROV_ERROR && packet->len == 1) {
    rpc->fault = packet->data[0];
  } else if (packet->type == GLOW_IMPROV_STATE && packet->len == 1) {
    rpc->has_state = TRUE;
    rpc->state = packet->data[0];
    rpc->state_us = glow_setup_link_now (rpc->link);
  }
}

/* A device in the network tells its address right after the state. */
static gboolean
is_url_overdue (Rpc *rpc)
{
  return rpc->has_state && rpc->state == GLOW_IMPROV_PROVISIONED &&
         glow_setup_link_now (rpc->link) - rpc->state_us >= URL_US;
}

static Verdict
judge (Rpc *rpc)
{
  if (rpc->fault != GLOW_IMPROV_NO_ERROR)
    return READY;
  switch (rpc->command) {
  case GLOW_IMPROV_GET_STATE:
    return rpc->has_result || is_url_overdue (rpc) ||
               (rpc->has_state && rpc->state != GLOW_IMPROV_PROVISIONED)
             ? READY
             : MORE;
  case GLOW_IMPROV_SEND_WIFI:
    return rpc->has_result || is_url_overdue (rpc) ? READY : MORE;
  case GLOW_IMPROV_SCAN:
    return rpc->scan_over ? READY : MORE;
  default:
    return rpc->has_result ? READY : MORE;
  }
}

static gboolean
listen_until (Rpc *rpc, gint64 deadline_us, Verdict *verdict, GError **error)
{
  *verdict = MORE;
  while (*verdict == MORE && glow_setup_link_now (rpc->link) < deadline_us) {
    gint64 until_us =
      rpc->has_state ? MIN (deadline_us, rpc->state_us + URL_US) : deadline_us;

    if (until_us <= glow_setup_link_now (rpc->link))
      until_us = deadline_us;
    if (!glow_setup_link_wait (rpc->link, until_us, error))
      return FALSE;
    for (;;) {
      g_autofree GlowImprovPacket *packet = glow_setup_link_pop_packet (rpc->link);

      if (!packet || *verdict == READY)
        break;
      take_packet (rpc, packet);
      *verdict = judge (rpc);
    }
    if (*verdict == MORE)
      *verdict = judge (rpc);
  }
  return TRUE;
}

/* FALSE with *complete: the time was up */
static gboolean
try_rpc (Rpc *rpc, gboolean *complete, GError **error)
{
  gint64 deadline_us = glow_setup_link_now (rpc->link) + rpc->limit_us;
  Verdict verdict = MORE;

  *complete = FALSE;
  glow_setup_link_forget (rpc->link);
  for (guint i = 0; i < MAX_SENDS && !rpc->has_sign; i++) {
    gint64 until_us = glow_setup_link_now (rpc->link) + rpc->resend_us;

    if (!send_request (rpc, error) ||
        !listen_until (rpc, MIN (until_us, deadline_us), &verdict, error))
      return FALSE;
    /* it heard something, but not this */
    if (rpc->fault == GLOW_IMPROV_INVALID_RPC && i + 1 < MAX_SENDS) {
      rpc->fault = GLOW_IMPROV_NO_ERROR;
      rpc->has_sign = FALSE;
      verdict = MORE;
    }
  }
  if (verdict == MORE && rpc->has_sign &&
      !listen_until (rpc, deadline_us, &verdict, error))
    return FALSE;
  *complete = verdict == READY;
  return TRUE;
}

static gboolean
fail_for_fault (const Rpc *rpc, GError **error)
{
  switch (rpc->fault) {
  case GLOW_IMPROV_NO_ERROR:
    return TRUE;
  case GLOW_IMPROV_NOT_CONNECTED:
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_WIFI,
                 "the board could not join the Wi-Fi");
    return FALSE;
  case GLOW_IMPROV_UNKNOWN_RPC:
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
                 "the firmware does not know the Improv request 0x%02x", rpc->command);
    return FALSE;
  case GLOW_IMPROV_BAD_HOSTNAME:
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED,
                 "the firmware refused the host name");
    return FALSE;
  case GLOW_IMPROV_NOT_AUTHORISED:
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED,
                 "the board wants to be unlocked first, most often by a button on it");
    return FALSE;
  default:
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED,
                 "the firmware answered the Improv request 0x%02x with error 0x%02x",
                 rpc->command, rpc->fault);
    return FALSE;
  }
}

static gboolean
do_rpc (Rpc *rpc, GError **error)
{
  gboolean complete;

  if (!try_rpc (rpc, &complete, error))
    return FALSE;
  if (!complete) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_SILENT,
                 "no answer to the Improv request 0x%02x within %d s", rpc->command,
                 (int) (rpc->limit_us / G_TIME_SPAN_SECOND));
    return FALSE;
  }
  return fail_for_fault (rpc, error);
}

/**
 * glow_improv_find:
 * @limit_us: how long to ask
 * @found: (out): whether a device answered
 * @state: (out): its state, if it did
 * @error: the transport's, %G_IO_ERROR_CANCELLED
 *
 * Asks each second for the state. That none answers is no error.
 *
 * Returns: %FALSE with @error set
 */
gboolean
glow_improv_find (GlowSetupLink *link,
                  gint64 limit_us,
                  gboolean *found,
                  GlowImprovState *state,
                  GError **error)
{
  gint64 deadline_us = glow_setup_link_now (link) + limit_us;

  *found = FALSE;
  while (!*found && glow_setup_link_now (link) < deadline_us) {
    g_auto (Rpc) rpc = { .link = link, .command = GLOW_IMPROV_GET_STATE };
    gint64 until_us = MIN (glow_setup_link_now (link) + REPEAT_US, deadline_us);
    Verdict verdict;

    if (!send_request (&rpc, error))
      return FALSE;
    while (!rpc.has_state && glow_setup_link_now (link) < until_us) {
      if (!listen_until (&rpc, until_us, &verdict, error))
        return FALSE;
    }
    *found = rpc.has_state;
    *state = (GlowImprovState) rpc.state;
  }
  return TRUE;
}

static char *
dup_nonempty (char **strings, guint i)
{
  return g_strv_length (strings) > i && *strings[i] ? g_strdup (strings[i]) : NULL;
}

/**
 * glow_improv_read_info:
 * @result: gets what firmware there is, as far as the device says
 * @error: the transport's; %GLOW_ERROR_SETUP_SILENT
 *
 * Returns: %FALSE with @error set
 */
gboolean
glow_improv_read_info (GlowSetupLink *link, GlowSetupResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_auto (Rpc) rpc = { .link = link,
                       .command = GLOW_IMPROV_GET_INFO,
                       .limit_us = ANSWER_US,
                       .resend_us = RESEND_US };

  result->improv = TRUE;
  if (!do_rpc (&rpc, &local_error)) {
    /* what it is has nothing to do with whether it takes a Wi-Fi */
    if (g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  result->firmware = dup_nonempty (rpc.strings, 0);
  result->version = dup_nonempty (rpc.strings, 1);
  result->chip = dup_nonempty (rpc.strings, 2);
  result->device_name = dup_nonempty (rpc.strings, 3);
  return TRUE;
}

/**
 * glow_improv_read_url:
 * @result: gets whether the board is in a network, and where
 * @error: the transport's; %GLOW_ERROR_SETUP_SILENT
 *
 * Returns: %FALSE with @error set
 */
gboolean
glow_improv_read_url (GlowSetupLink *link, GlowSetupResult *result, GError **error)
{
  g_auto (Rpc) rpc = { .link = link,
                       .command = GLOW_IMPROV_GET_STATE,
                       .limit_us = ANSWER_US,
                       .resend_us = RESEND_US };

  if (!do_rpc (&rpc, error))
    return FALSE;
  result->connected = rpc.has_state && rpc.state == GLOW_IMPROV_PROVISIONED;
  if (rpc.strings)
    glow_setup_result_set_url (result, rpc.strings[0]);
  return TRUE;
}

/**
 * glow_improv_scan:
 * @networks: (element-type GlowWifiNetwork): gets what the board sees, strongest first
 * @error: %GLOW_ERROR_UNSUPPORTED where it can't look, %GLOW_ERROR_SETUP_SILENT, the
 *   transport's
 *
 * A board that has just started may see nothing at first: it is asked again.
 *
 * Returns: %TRUE, also with no network at all
 */
gboolean
glow_improv_scan (GlowSetupLink *link, GPtrArray *networks, GError **error)
{
  for (guint i = 0; i < MAX_SCANS && networks->len == 0; i++) {
    g_auto (Rpc) rpc = { .link = link,
                         .command = GLOW_IMPROV_SCAN,
                         .limit_us = SCAN_US,
                         .resend_us = SCAN_RESEND_US,
                         .networks = networks };

    if (i > 0 && !glow_setup_link_pause (link, SCAN_AGAIN_US, error))
      return FALSE;
    if (!do_rpc (&rpc, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_improv_set_name:
 * @command: %GLOW_IMPROV_DEVICE_NAME or %GLOW_IMPROV_HOSTNAME
 * @name: the name; at most 253 bytes
 * @answer: (out) (nullable): what the device made of it
 * @error: %GLOW_ERROR_UNSUPPORTED, %GLOW_ERROR_SETUP_REFUSED, %GLOW_ERROR_SETUP_SILENT,
 *   the transport's
 *
 * The name of the device comes before the host name, which a device may make from it.
 *
 * Returns: %TRUE if it was taken
 */
gboolean
glow_improv_set_name (GlowSetupLink *link,
                      GlowImprovCommand command,
                      const char *name,
                      char **answer,
                      GError **error)
{
  g_auto (Rpc) rpc = { .link = link,
                       .command = (guint8) command,
                       .data = (const guint8 *) name,
                       .len = strlen (name),
                       .limit_us = ANSWER_US,
                       .resend_us = RESEND_US };

  g_return_val_if_fail (rpc.len <= MAX_REQUEST, FALSE);

  if (!do_rpc (&rpc, error))
    return FALSE;
  *answer = dup_nonempty (rpc.strings, 0);
  return TRUE;
}

static void
append_string (GByteArray *data, const char *text)
{
  guint8 len = (guint8) strlen (text);

  g_byte_array_append (data, &len, 1);
  g_byte_array_append (data, (const guint8 *) text, len);
}

/**
 * glow_improv_provision:
 * @ssid: name of the network
 * @key: (nullable): its key; with @ssid at most 251 bytes
 * @result: gets where the board is then
 * @error: %GLOW_ERROR_WIFI when it could not join, %GLOW_ERROR_SETUP_REFUSED,
 *   %GLOW_ERROR_SETUP_SILENT, the transport's
 *
 * Returns: %TRUE when the board says that it is in the network
 */
gboolean
glow_improv_provision (GlowSetupLink *link,
                       const char *ssid,
                       const char *key,
                       GlowSetupResult *result,
                       GError **error)
{
  GByteArray *data = g_byte_array_sized_new (MAX_REQUEST);
  g_auto (Rpc) rpc = { .link = link,
                       .command = GLOW_IMPROV_SEND_WIFI,
                       .limit_us = PROVISION_US,
                       .resend_us = RESEND_US };
  gboolean joined;

  g_return_val_if_fail (strlen (ssid) + strlen (key ? key : "") + 2 <= MAX_REQUEST,
                        FALSE);

  append_string (data, ssid);
  append_string (data, key ? key : "");
  rpc.data = data->data;
  rpc.len = data->len;
  joined = do_rpc (&rpc, error);
  glow_secret_bytes_free (data);
  if (!joined)
    return FALSE;
  result->connected = TRUE;
  if (rpc.strings)
    glow_setup_result_set_url (result, rpc.strings[0]);
  return TRUE;
}
