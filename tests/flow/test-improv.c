/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Improv's host against a device that is played by this file, with packets put together
 * here and not by the code under test. */

#include "glow-error.h"
#include "glow-setup-run.h"
#include "talk-transport.h"

#include <string.h>

#define SECOND  G_TIME_SPAN_SECOND
#define KEY     "GLOWsecretKEY-one"
#define NO_DIRS ((const char *const[]){ NULL })

typedef struct {
  GByteArray *in; /* owned */
  GString *heard; /* owned */
  char *hostname; /* owned */
  char *name;     /* owned */
  char *ssid;     /* owned */
  char *key;      /* owned */
  const char *firmware;
  const char *url;
  guint8 state;
  guint8 fault; /* what it answers to a Wi-Fi, 0: joins */
  gboolean silent;
  gboolean no_scan; /* as WLED */
  gboolean no_info;
  gboolean mute_wifi; /* never ends */
  gint64 starts_at_us;
  guint n_scans;
  guint n_wifi;
  guint empty_scans;
} Device;

static void
say_packet (TalkTransport *wire, gint64 delay_us, guint8 type, const GByteArray *data)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  guint8 head[] = { 1, type, (guint8) data->len };
  guint8 sum = 0;

  g_byte_array_append (packet, (const guint8 *) "IMPROV", 6);
  g_byte_array_append (packet, head, 3);
  g_byte_array_append (packet, data->data, data->len);
  for (guint i = 0; i < packet->len; i++)
    sum = (guint8) (sum + packet->data[i]);
  g_byte_array_append (packet, &sum, 1);
  g_byte_array_append (packet, (const guint8 *) "\n", 1);
  talk_transport_say (wire, delay_us, "[12:00:00][D][wifi:123]: something\r\n");
  talk_transport_say_bytes (wire, delay_us, packet->data, packet->len);
}

static void
say_byte (TalkTransport *wire, gint64 delay_us, guint8 type, guint8 value)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  g_byte_array_append (data, &value, 1);
  say_packet (wire, delay_us, type, data);
}

static void
say_result (TalkTransport *wire,
            gint64 delay_us,
            guint8 command,
            const char *const *strings)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint8 head[] = { command, 0 };

  g_byte_array_append (data, head, 2);
  for (guint i = 0; strings[i]; i++) {
    guint8 len = (guint8) strlen (strings[i]);

    g_byte_array_append (data, &len, 1);
    g_byte_array_append (data, (const guint8 *) strings[i], len);
  }
  data->data[1] = (guint8) (data->len - 2);
  say_packet (wire, delay_us, 0x04, data);
}

static void
do_scan (Device *device, TalkTransport *wire)
{
  device->n_scans++;
  if (device->no_scan) {
    say_byte (wire, 10000, 0x02, 0x02);
    return;
  }
  if (device->n_scans > device->empty_scans) {
    say_result (wire, SECOND, 0x04, (const char *[]){ "far", "-80", "NO", NULL });
    say_result (wire, SECOND, 0x04, (const char *[]){ "home", "-70", "YES", NULL });
    say_result (wire, SECOND, 0x04, (const char *[]){ "", "-10", "YES", NULL });
    say_result (wire, SECOND, 0x04, (const char *[]){ "home", "-40", "YES", NULL });
  }
  say_result (wire, SECOND, 0x04, (const char *[]){ NULL });
}

static void
do_wifi (Device *device, TalkTransport *wire, const guint8 *data)
{
  guint8 ssid_len = data[0];
  guint8 key_len = data[1 + ssid_len];

  device->n_wifi++;
  g_free (device->ssid);
  g_free (device->key);
  device->ssid = g_strndup ((const char *) data + 1, ssid_len);
  device->key = g_strndup ((const char *) data + 2 + ssid_len, key_len);
  say_byte (wire, 10000, 0x01, 0x03);
  if (device->mute_wifi)
    return;
  if (device->fault || !g_str_equal (device->key, KEY)) {
    say_byte (wire, 30 * SECOND, 0x02, device->fault ? device->fault : 0x03);
    say_byte (wire, 30 * SECOND, 0x01, 0x02);
    return;
  }
  device->state = 0x04;
  say_byte (wire, 4 * SECOND, 0x01, 0x04);
  if (device->url)
    say_result (wire, 4 * SECOND, 0x01, (const char *[]){ device->url, NULL });
}

static void
do_name (TalkTransport *wire, guint8 command, char **name, const guint8 *data, gsize len)
{
  if (len > 0) {
    g_free (*name);
    *name = g_strndup ((const char *) data, len);
  }
  if (g_strcmp0 (*name, "refused") == 0)
    say_byte (wire, 10000, 0x02, 0x05);
  else
    say_result (wire, 10000, command, (const char *[]){ *name ? *name : "", NULL });
}

static void
do_rpc (Device *device, TalkTransport *wire, const guint8 *data, gsize len)
{
  say_byte (wire, 5000, 0x02, 0x00);
  switch (data[0]) {
  case 0x01:
    do_wifi (device, wire, data + 2);
    break;
  case 0x02:
    say_byte (wire, 10000, 0x01, device->state);
    if (device->state == 0x04)
      say_result (wire, 10000, 0x02, (const char *[]){ device->url, NULL });
    break;
  case 0x03:
    if (device->no_info)
      say_byte (wire, 10000, 0x02, 0x02);
    else
      say_result (wire, 10000, 0x03,
                  (const char *[]){ device->firmware, "2024.6", "ESP32", "Desk lamp",
                                    NULL });
    break;
  case 0x04:
    do_scan (device, wire);
    break;
  case 0x05:
    do_name (wire, 0x05, &device->hostname, data + 2, len - 2);
    break;
  case 0x06:
    do_name (wire, 0x06, &device->name, data + 2, len - 2);
    break;
  default:
    say_byte (wire, 10000, 0x02, 0x02);
  }
}

/* what does not begin with the magic is thrown away, as is a packet with a wrong sum */
static void
take_packets (Device *device, TalkTransport *wire)
{
  GByteArray *in = device->in;

  while (in->len >= 10) {
    guint8 sum = 0;
    guint whole = 10u + in->data[8];

    if (memcmp (in->data, "IMPROV\x01\x03", 8) != 0) {
      g_byte_array_remove_range (in, 0, 1);
      continue;
    }
    if (in->len < whole)
      return;
    for (guint i = 0; i + 1 < whole; i++)
      sum = (guint8) (sum + in->data[i]);
    if (sum != in->data[whole - 1] || in->data[8] != in->data[10] + 2) {
      say_byte (wire, 5000, 0x02, 0x01);
      g_byte_array_remove_range (in, 0, 1);
      continue;
    }
    do_rpc (device, wire, in->data + 9, in->data[8]);
    g_byte_array_remove_range (in, 0, whole);
  }
}

static void
device_cb (TalkTransport *wire, const guint8 *data, gsize len, gpointer user_data)
{
  Device *device = user_data;

  if (device->silent || glow_transport_now (GLOW_TRANSPORT (wire)) < device->starts_at_us)
    return;
  g_byte_array_append (device->in, data, (guint) len);
  take_packets (device, wire);
}

static void
heard_cb (const char *line, gpointer user_data)
{
  g_string_append_printf (((Device *) user_data)->heard, "%s\n", line);
}

static Device *
device_new (void)
{
  Device *device = g_new0 (Device, 1);

  device->in = g_byte_array_new ();
  device->heard = g_string_new (NULL);
  device->firmware = "ESPHome";
  device->url = "http://192.168.4.79/";
  device->state = 0x02;
  return device;
}

static void
device_free (Device *device)
{
  g_assert_null (strstr (device->heard->str, "GLOW"));
  g_byte_array_unref (device->in);
  g_string_free (device->heard, TRUE);
  g_free (device->hostname);
  g_free (device->name);
  g_free (device->ssid);
  g_free (device->key);
  g_free (device);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, device_free)

static GlowSetupValues *
new_values (const char *ssid)
{
  GlowSetupValues *values = glow_setup_values_new ();

  glow_setup_values_set (values, GLOW_SETUP_SSID, ssid);
  glow_setup_values_set (values, GLOW_SETUP_KEY, KEY);
  return values;
}

static gboolean
run (Device *device,
     TalkTransport *wire,
     GlowSetupValues *values,
     GCancellable *cancellable,
     GlowSetupResult **result,
     GError **error)
{
  g_autoptr (GlowSetupKind) kind = glow_setup_kind_new_improv ();
  GlowSetupHooks hooks = { NULL, heard_cb, device, FALSE };
  gboolean ok = glow_setup_run (GLOW_TRANSPORT (wire), kind, values, &hooks, cancellable,
                                result, error);

  g_assert_cmpint (ok, ==, *error ? FALSE : TRUE);
  if (!ok)
    g_assert_null (strstr ((*error)->message, "GLOW"));
  return ok;
}

static void
test_all (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GlowSetupValues) values = new_values ("Café ☕");
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_NAME, "Größe");
  glow_setup_values_set (values, GLOW_SETUP_HOSTNAME, "lamp");
  run (device, wire, values, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device->ssid, ==, "Café ☕");
  g_assert_cmpstr (device->key, ==, KEY);
  g_assert_cmpstr (device->name, ==, "Größe");
  g_assert_cmpstr (device->hostname, ==, "lamp");
  g_assert_cmpstr (result->url, ==, "http://192.168.4.79/");
  g_assert_cmpstr (result->address, ==, "192.168.4.79");
  g_assert_cmpstr (result->firmware, ==, "ESPHome");
  g_assert_cmpstr (result->version, ==, "2024.6");
  g_assert_cmpstr (result->chip, ==, "ESP32");
  g_assert_cmpstr (result->device_name, ==, "Größe");
  g_assert_cmpstr (result->hostname, ==, "lamp");
  g_assert_true (result->connected);
  g_assert_cmpuint (device->n_wifi, ==, 1);
}

static void
test_wrong_key (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GlowSetupValues) values = new_values ("home");
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_KEY, "GLOWsecretKEY-wrong");
  run (device, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_WIFI);
  g_assert_null (result);
}

static void
test_faults_of_device (void)
{
  static const struct {
    guint8 fault;
    GlowError code;
  } rows[] = {
    { 0x02, GLOW_ERROR_UNSUPPORTED },   { 0x03, GLOW_ERROR_WIFI },
    { 0x04, GLOW_ERROR_SETUP_REFUSED }, { 0xff, GLOW_ERROR_SETUP_REFUSED },
    { 0x77, GLOW_ERROR_SETUP_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
    g_autoptr (GlowSetupValues) values = new_values ("home");
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    device->fault = rows[i].fault;
    run (device, wire, values, NULL, &result, &error);
    g_assert_error (error, GLOW_ERROR, (gint) rows[i].code);
  }
}

static void
test_no_answer_to_wifi (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GlowSetupValues) values = new_values ("home");
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now_us;

  device->mute_wifi = TRUE;
  run (device, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_SILENT);
  now_us = glow_transport_now (GLOW_TRANSPORT (wire));
  g_assert_cmpint (now_us, >=, 45 * SECOND);
  g_assert_cmpint (now_us, <, 50 * SECOND);
  /* it had said that it tries */
  g_assert_cmpuint (device->n_wifi, ==, 1);
}

static void
test_no_url (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GlowSetupValues) values = new_values ("home");
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  device->url = NULL;
  run (device, wire, values, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_true (result->connected);
  g_assert_null (result->url);
}

/* nothing but an address of the web is one */
static void
test_evil_url (void)
{
  static const char *const urls[] = { "file:///etc/passwd", "javascript:alert(1)", "x",
                                      "http://", "mailto:a@b" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
    g_autoptr (GlowSetupValues) values = new_values ("home");
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    device->url = urls[i];
    run (device, wire, values, NULL, &result, &error);
    g_assert_no_error (error);
    g_assert_null (result->url);
    g_assert_null (result->address);
  }
}

static void
test_hostname_refused (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GlowSetupValues) values = new_values ("home");
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_HOSTNAME, "refused");
  run (device, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED);
  g_assert_cmpuint (device->n_wifi, ==, 0);
}

static GPtrArray *
scan (Device *device, TalkTransport *wire, GError **error)
{
  g_autoptr (GlowSetupKind) kind = glow_setup_kind_new_improv ();
  GPtrArray *networks = NULL;

  glow_setup_scan (GLOW_TRANSPORT (wire), kind, NULL, NULL, &networks, error);
  return networks;
}

static void
test_scan (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) networks = NULL;
  const GlowWifiNetwork *network;

  device->empty_scans = 1;
  networks = scan (device, wire, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (device->n_scans, ==, 2);
  g_assert_cmpuint (networks->len, ==, 2);
  network = g_ptr_array_index (networks, 0);
  g_assert_cmpstr (network->ssid, ==, "home");
  g_assert_cmpint (network->rssi_dbm, ==, -40);
  g_assert_true (network->secured);
  network = g_ptr_array_index (networks, 1);
  g_assert_cmpstr (network->ssid, ==, "far");
  g_assert_false (network->secured);
}

static void
test_no_scan (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GError) error = NULL;

  device->no_scan = TRUE;
  g_assert_null (scan (device, wire, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
}

static GlowSetupResult *
detect (Device *device, TalkTransport *wire, gboolean fresh, GError **error)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  GlowSetupHooks hooks = { NULL, heard_cb, device, fresh };
  GlowSetupResult *result = NULL;

  glow_setup_detect (GLOW_TRANSPORT (wire), kinds, &hooks, NULL, &result, error);
  return result;
}

static void
test_detect (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowSetupResult) result = NULL;

  device->state = 0x04;
  result = detect (device, wire, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_setup_kind_get_id (result->kind), ==, "improv");
  g_assert_true (result->connected);
  g_assert_cmpstr (result->url, ==, "http://192.168.4.79/");
  /* it waits for answers, not for times to pass */
  g_assert_cmpint (glow_transport_now (GLOW_TRANSPORT (wire)), <, SECOND / 2);
}

/* firmware that has more settings than Improv carries is told them its own way */
static void
test_detect_prefers_recipe (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowSetupResult) result = NULL;

  device->firmware = "Tasmota";
  result = detect (device, wire, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_setup_kind_get_id (result->kind), ==, "tasmota");
  g_assert_true (result->improv);
}

static void
test_detect_late (void)
{
  for (guint fresh = 0; fresh < 2; fresh++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowSetupResult) result = NULL;

    device->starts_at_us = 8 * SECOND;
    device->no_info = TRUE;
    result = detect (device, wire, fresh == 1, &error);
    if (fresh == 1)
      g_assert_no_error (error);
    else
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_NO_SETUP);
  }
}

static void
test_losses (void)
{
  guint n_ok = 0;

  for (guint seed = 1; seed <= 100; seed++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
    g_autoptr (GlowSetupValues) values = new_values ("home");
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("seed %u", seed);
    talk_transport_set_loss (wire, seed, 4);
    if (!run (device, wire, values, NULL, &result, &error))
      continue;
    n_ok++;
    g_assert_cmpstr (device->ssid, ==, "home");
    g_assert_cmpstr (device->key, ==, KEY);
  }
  g_test_message ("%u of 100 runs went well", n_ok);
  g_assert_cmpuint (n_ok, >=, 80);
}

static void
test_ended_at (gconstpointer data)
{
  gboolean cancel = GPOINTER_TO_INT (data);

  for (gint64 at_us = 0; at_us < 6 * SECOND; at_us += 90000) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TalkTransport) wire = talk_transport_new (device_cb, device);
    g_autoptr (GlowSetupValues) values = new_values ("home");
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    if (cancel)
      talk_transport_set_cancel_at (wire, at_us, cancellable);
    else
      talk_transport_set_gone_at (wire, at_us);
    if (run (device, wire, values, cancellable, &result, &error))
      g_assert_cmpint (at_us, >, 4 * SECOND);
    else if (cancel)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    else
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/improv/all", test_all);
  g_test_add_func ("/improv/wrong-key", test_wrong_key);
  g_test_add_func ("/improv/faults-of-device", test_faults_of_device);
  g_test_add_func ("/improv/no-answer-to-wifi", test_no_answer_to_wifi);
  g_test_add_func ("/improv/no-url", test_no_url);
  g_test_add_func ("/improv/evil-url", test_evil_url);
  g_test_add_func ("/improv/hostname-refused", test_hostname_refused);
  g_test_add_func ("/improv/scan", test_scan);
  g_test_add_func ("/improv/no-scan", test_no_scan);
  g_test_add_func ("/improv/detect", test_detect);
  g_test_add_func ("/improv/detect/prefers-recipe", test_detect_prefers_recipe);
  g_test_add_func ("/improv/detect/late", test_detect_late);
  g_test_add_func ("/improv/losses", test_losses);
  g_test_add_data_func ("/improv/unplugged", GINT_TO_POINTER (FALSE), test_ended_at);
  g_test_add_data_func ("/improv/cancelled", GINT_TO_POINTER (TRUE), test_ended_at);
  return g_test_run ();
}
