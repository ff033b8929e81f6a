/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Recipes followed on a console that is played by this file. */

#include "glow-error.h"
#include "glow-setup-run.h"
#include "talk-transport.h"

#include <string.h>

#define SECOND   G_TIME_SPAN_SECOND
#define KEY      "GLOWsecretKEY-one"
#define KEY2     "GLOWsecretKEY-two"
#define PASSWORD "GLOWsecretKEY-admin"
#define NO_DIRS  ((const char *const[]){ NULL })

/* A firmware with a serial console: ESPEasy, or Tasmota. */
typedef struct {
  GString *line;        /* owned: begun */
  GHashTable *settings; /* owned */
  GString *heard;       /* owned: what the hooks were told */
  GString *steps;       /* owned */
  gboolean tasmota;
  gboolean silent;
  gboolean mute_ok;   /* never says Ok */
  gboolean templates; /* takes a % for its own */
  const char *right_key;
  gint64 boots_at_us;
  gboolean joined;
  gint64 joins_at_us;
  guint n_reboots;
} Fake;

static gboolean
is_in_net (Fake *fake, gint64 now_us)
{
  const char *key =
    g_hash_table_lookup (fake->settings, fake->tasmota ? "password1" : "wifikey");

  return fake->joined && now_us >= fake->joins_at_us &&
         g_strcmp0 (key, fake->right_key) == 0;
}

static void
reboot (Fake *fake, TalkTransport *wire)
{
  gint64 now_us = glow_transport_now (GLOW_TRANSPORT (wire));
  const char *key =
    g_hash_table_lookup (fake->settings, fake->tasmota ? "password1" : "wifikey");

  fake->n_reboots++;
  fake->joined = TRUE;
  fake->boots_at_us = now_us + SECOND;
  fake->joins_at_us = now_us + 6 * SECOND;
  talk_transport_say (wire, SECOND / 2,
                      "\r\nets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n");
  if (!fake->tasmota && g_strcmp0 (key, fake->right_key) != 0)
    talk_transport_say (
      wire, 5 * SECOND,
      "7000 : Info   : WIFI : Disconnected! Reason: '(202) Auth fail'\r\n");
}

static char *
unquote (const char *text)
{
  gsize len = strlen (text);

  if (len >= 2 && strchr ("\"'`[", text[0]))
    return g_strndup (text + 1, len - 2);
  return g_strdup (text);
}

static void
say_settings (Fake *fake, TalkTransport *wire)
{
  gboolean net = is_in_net (fake, glow_transport_now (GLOW_TRANSPORT (wire)));
  const char *key = g_hash_table_lookup (fake->settings, "wifikey");
  g_autofree char *text = g_strdup_printf (
    "\r\nSystem Info\r\n  IP Address    : %s\r\n  Build         : 20116\r\n"
    "  WifiKey       : %s\r\n\r\nOk\r\n",
    net ? "192.168.4.77" : "0.0.0.0", key ? key : "");

  talk_transport_say (wire, 20000, text);
}

static const char *
label_of (const char *name)
{
  static const char *const labels[][2] = {
    { "name", "Name:" },
    { "password", "Password:" },
    { "wifissid", "Wifi SSID:" },
    { "wifikey", "Wifi Key:" },
    { "wifissid2", "Wifi2 SSID:" },
    { "wifikey2", "Wifi2 Key:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    if (g_str_equal (labels[i][0], name))
      return labels[i][1];
  }
  return NULL;
}

static void
say_set (Fake *fake, TalkTransport *wire, const char *name, const char *value)
{
  const char *label = label_of (name);
  g_autofree char *text = NULL;

  if (g_str_equal (name, "name") && strlen (value) > 20)
    text = g_strdup ("\r\nName: is too large. max size is 20\r\n\nOk\r\n");
  else if (label)
    text = g_strdup_printf ("\r\n%s%s\r\n\nOk\r\n", label,
                            fake->templates && strchr (value, '%') ? "ESP" : value);
  else
    text = g_strdup ("\nOk\r\n");
  if (!fake->mute_ok)
    talk_transport_say (wire, 20000, text);
}

static void
espeasy_line (Fake *fake, TalkTransport *wire, const char *line)
{
  static const char *const known[] = {
    "name", "unit",    "password", "wifissid", "wifikey", "wifissid2", "wifikey2",
    "ip",   "gateway", "subnet",   "dns",      "save",    "timezone",  NULL,
  };
  g_autofree char *echo = g_strdup_printf (">%s\r\n", line);
  g_auto (GStrv) parts = g_strsplit (line, ",", 2);
  g_autofree char *name = g_ascii_strdown (parts[0], -1);

  talk_transport_say (wire, 5000, echo);
  /* logs come whenever they like */
  talk_transport_say (wire, 10000, "4711 : Info   : WD   : Uptime 1\r\n");
  if (g_str_equal (name, "settings")) {
    say_settings (fake, wire);
  } else if (g_str_equal (name, "reboot")) {
    reboot (fake, wire);
  } else if (g_strv_contains (known, name)) {
    char *value = unquote (parts[1] ? parts[1] : "");

    say_set (fake, wire, name, value);
    g_hash_table_insert (fake->settings, g_strdup (name), value);
  } else {
    g_autofree char *text = g_strdup_printf ("Command unknown: %s\r\n", line);

    talk_transport_say (wire, 20000, text);
  }
}

static void
tasmota_command (Fake *fake, TalkTransport *wire, guint i, const char *command)
{
  g_auto (GStrv) parts = g_strsplit (command, " ", 2);
  g_autofree char *name = g_ascii_strdown (parts[0], -1);
  gboolean secret = strstr (name, "password") != NULL;
  g_autofree char *text = NULL;

  if (g_str_equal (name, "status")) {
    text =
      g_strdup_printf ("00:00:09.111 STATUS5 = "
                       "{\"StatusNET\":{\"Hostname\":\"t\",\"IPAddress\":\"%s\"}}\r\n",
                       is_in_net (fake, glow_transport_now (GLOW_TRANSPORT (wire)))
                         ? "192.168.4.78"
                         : "0.0.0.0");
  } else if (g_str_equal (name, "restart")) {
    reboot (fake, wire);
    text = g_strdup ("00:00:09.111 RSL: RESULT = {\"Restart\":\"Restarting\"}\r\n");
  } else if (g_str_equal (name, "nonsense")) {
    text = g_strdup ("00:00:09.111 RSL: RESULT = {\"Command\":\"Unknown\"}\r\n");
  } else {
    g_hash_table_insert (fake->settings, g_strdup (name), g_strdup (parts[1]));
    text = g_strdup_printf (
      "00:00:09.111 CMD: %s\r\n00:00:09.112 RSL: RESULT = {\"%s\":\"%s\"}\r\n", command,
      parts[0], secret ? "****" : parts[1]);
  }
  talk_transport_say (wire, (i + 1) * SECOND / 5, text);
}

static void
tasmota_line (Fake *fake, TalkTransport *wire, const char *line)
{
  g_auto (GStrv) commands = NULL;

  if (!g_str_has_prefix (line, "Backlog ")) {
    tasmota_command (fake, wire, 0, line);
    return;
  }
  commands = g_strsplit (line + strlen ("Backlog "), ";", -1);
  for (guint i = 0; commands[i]; i++)
    tasmota_command (fake, wire, i, g_strstrip (commands[i]));
}

static void
fake_cb (TalkTransport *wire, const guint8 *data, gsize len, gpointer user_data)
{
  Fake *fake = user_data;

  for (gsize i = 0; i < len && !fake->silent; i++) {
    if (glow_transport_now (GLOW_TRANSPORT (wire)) < fake->boots_at_us)
      continue;
    if (data[i] != '\n' && data[i] != '\r') {
      g_string_append_c (fake->line, (char) data[i]);
    } else if (fake->line->len > 0) {
      if (fake->tasmota)
        tasmota_line (fake, wire, fake->line->str);
      else
        espeasy_line (fake, wire, fake->line->str);
      g_string_truncate (fake->line, 0);
    }
  }
}

static void
step_cb (const GlowSetupStep *step, gpointer user_data)
{
  Fake *fake = user_data;

  g_assert_cmpuint (step->step, <=, step->n_steps);
  g_string_append_printf (fake->steps, "%u ", (guint) step->phase);
}

static void
heard_cb (const char *line, gpointer user_data)
{
  g_string_append_printf (((Fake *) user_data)->heard, "%s\n", line);
}

static Fake *
fake_new (gboolean tasmota)
{
  Fake *fake = g_new0 (Fake, 1);

  fake->line = g_string_new (NULL);
  fake->heard = g_string_new (NULL);
  fake->steps = g_string_new (NULL);
  fake->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fake->tasmota = tasmota;
  fake->right_key = KEY;
  return fake;
}

static void
fake_free (Fake *fake)
{
  /* whatever happened, nobody was shown a secret */
  g_assert_null (strstr (fake->heard->str, "GLOWse"));
  g_assert_null (strstr (fake->heard->str, "secret"));
  g_string_free (fake->line, TRUE);
  g_string_free (fake->heard, TRUE);
  g_string_free (fake->steps, TRUE);
  g_hash_table_unref (fake->settings);
  g_free (fake);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fake, fake_free)

static GlowSetupValues *
new_values (void)
{
  GlowSetupValues *values = glow_setup_values_new ();

  glow_setup_values_set (values, GLOW_SETUP_SSID, "home net");
  glow_setup_values_set (values, GLOW_SETUP_KEY, KEY);
  return values;
}

static gboolean
run (Fake *fake,
     TalkTransport *wire,
     GlowSetupValues *values,
     GCancellable *cancellable,
     GlowSetupResult **result,
     GError **error)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  GlowSetupHooks hooks = { step_cb, heard_cb, fake, FALSE };
  gboolean ok =
    glow_setup_run (GLOW_TRANSPORT (wire),
                    glow_setup_kinds_find (kinds, fake->tasmota ? "tasmota" : "espeasy"),
                    values, &hooks, cancellable, result, error);

  g_assert_cmpint (ok, ==, error && *error ? FALSE : TRUE);
  if (!ok)
    g_assert_null (strstr ((*error)->message, "GLOW"));
  return ok;
}

static const char *
setting (Fake *fake, const char *name)
{
  return g_hash_table_lookup (fake->settings, name);
}

static void
test_espeasy_all (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_NAME, "Bob's \"lamp\"");
  glow_setup_values_set (values, GLOW_SETUP_UNIT, "7");
  glow_setup_values_set (values, GLOW_SETUP_ADMIN_PASSWORD, PASSWORD);
  glow_setup_values_set (values, GLOW_SETUP_SSID2, "other");
  glow_setup_values_set (values, GLOW_SETUP_KEY2, KEY2);
  glow_setup_values_set (values, GLOW_SETUP_IP, "192.168.4.77");
  glow_setup_values_set (values, GLOW_SETUP_GATEWAY, "192.168.4.1");
  glow_setup_values_set (values, GLOW_SETUP_SUBNET, "255.255.255.0");
  glow_setup_values_set (values, GLOW_SETUP_DNS, "8.8.8.8");
  glow_setup_values_set (values, GLOW_SETUP_COMMANDS, "TimeZone,60\n");
  run (fake, wire, values, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result->address, ==, "192.168.4.77");
  g_assert_cmpstr (result->url, ==, "http://192.168.4.77/");
  g_assert_true (result->connected);
  g_assert_cmpstr (setting (fake, "name"), ==, "Bob's \"lamp\"");
  g_assert_cmpstr (setting (fake, "password"), ==, PASSWORD);
  g_assert_cmpstr (setting (fake, "wifissid"), ==, "home net");
  g_assert_cmpstr (setting (fake, "wifikey2"), ==, KEY2);
  g_assert_cmpstr (setting (fake, "timezone"), ==, "60");
  g_assert_cmpuint (fake->n_reboots, ==, 1);
  g_assert_cmpuint (talk_transport_get_baud (wire), ==, 115200);
  g_assert_nonnull (strstr (fake->heard->str, ">WifiKey,•••"));
  g_assert_nonnull (strstr (fake->heard->str, "Wifi Key:•••"));
  g_assert_cmpstr (fake->steps->str, ==, "2 2 2 2 2 2 2 2 2 2 2 2 3 4 5 ");
}

static void
test_espeasy_wrong_key (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake->right_key = "GLOWsecretKEY-other";
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_WIFI);
  g_assert_nonnull (strstr (error->message, "(202) Auth fail"));
  g_assert_null (result);
}

static void
test_espeasy_refused (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_NAME, "longer than this version");
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED);
  g_assert_nonnull (strstr (error->message, "max size is 20"));
  g_assert_nonnull (strstr (error->message, "\"name\""));
  g_assert_cmpuint (fake->n_reboots, ==, 0);
}

static void
test_espeasy_bad_command (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_COMMANDS, "TimeZone,60\nnonsense,1");
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED);
  g_assert_nonnull (strstr (error->message, "Command unknown: nonsense,1"));
}

/* what the firmware made of it is not what was sent, though it says Ok */
static void
test_espeasy_took_something_else (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake->templates = TRUE;
  glow_setup_values_set (values, GLOW_SETUP_KEY, "GLOWsecretKEY-%sysname%");
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED);
  g_assert_nonnull (strstr (error->message, "\"key\""));
}

static void
test_espeasy_no_reply (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake->mute_ok = TRUE;
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_SILENT);
  g_assert_nonnull (strstr (error->message, "no reply"));
}

static void
test_silent (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake->silent = TRUE;
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_SILENT);
  g_assert_nonnull (strstr (error->message, "did not come back"));
}

static void
test_not_sent (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_NAME, "Küche");
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETTING);
  g_assert_cmpuint (talk_transport_get_sent (wire)->len, ==, 0);
}

/* unplugged, and cancelled, at any time */
static void
test_ended_at (gconstpointer data)
{
  gboolean cancel = GPOINTER_TO_INT (data);

  for (gint64 at_us = 0; at_us < 14 * SECOND; at_us += 170000) {
    g_autoptr (Fake) fake = fake_new (FALSE);
    g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
    g_autoptr (GlowSetupValues) values = new_values ();
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    if (cancel)
      talk_transport_set_cancel_at (wire, at_us, cancellable);
    else
      talk_transport_set_gone_at (wire, at_us);
    if (run (fake, wire, values, cancellable, &result, &error)) {
      g_assert_cmpint (at_us, >, 8 * SECOND);
      continue;
    }
    if (cancel)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    else
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
    g_assert_null (result);
  }
}

/* Bytes get lost both ways. It may fail, but it says so, and a success is one. */
static void
test_losses (gconstpointer data)
{
  gboolean tasmota = GPOINTER_TO_INT (data);
  guint n_ok = 0;

  for (guint seed = 1; seed <= 60; seed++) {
    g_autoptr (Fake) fake = fake_new (tasmota);
    g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
    g_autoptr (GlowSetupValues) values = new_values ();
    g_autoptr (GlowSetupResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("seed %u", seed);
    talk_transport_set_loss (wire, seed, 4);
    if (!run (fake, wire, values, NULL, &result, &error))
      continue;
    n_ok++;
    g_assert_cmpstr (setting (fake, tasmota ? "password1" : "wifikey"), ==, KEY);
    g_assert_true (g_str_has_prefix (result->address, "192.168.4."));
  }
  g_test_message ("%u of 60 runs went well", n_ok);
  g_assert_cmpuint (n_ok, >=, tasmota ? 20 : 40);
}

static void
test_tasmota (void)
{
  g_autoptr (Fake) fake = fake_new (TRUE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_SSID, "Küche");
  glow_setup_values_set (values, GLOW_SETUP_HOSTNAME, "lamp");
  glow_setup_values_set (values, GLOW_SETUP_NAME, "Desk lamp");
  glow_setup_values_set (values, GLOW_SETUP_ADMIN_PASSWORD, PASSWORD);
  run (fake, wire, values, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result->address, ==, "192.168.4.78");
  g_assert_cmpstr (setting (fake, "ssid1"), ==, "Küche");
  g_assert_cmpstr (setting (fake, "password1"), ==, KEY);
  g_assert_cmpstr (setting (fake, "devicename"), ==, "Desk lamp");
  g_assert_cmpstr (setting (fake, "webpassword"), ==, PASSWORD);
  g_assert_cmpuint (fake->n_reboots, ==, 1);
  g_assert_nonnull (strstr (talk_transport_get_sent (wire)->str, "Backlog DeviceName"));
}

static void
test_tasmota_refused (void)
{
  g_autoptr (Fake) fake = fake_new (TRUE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_COMMANDS, "nonsense 1");
  run (fake, wire, values, NULL, &result, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED);
  g_assert_nonnull (strstr (error->message, "Unknown"));
}

static void
test_detect (gconstpointer data)
{
  gboolean tasmota = GPOINTER_TO_INT (data);
  g_autoptr (Fake) fake = fake_new (tasmota);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_detect (GLOW_TRANSPORT (wire), kinds, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_setup_kind_get_id (result->kind), ==,
                   tasmota ? "tasmota" : "espeasy");
  g_assert_false (result->improv);
  g_assert_false (result->connected);
}

static void
test_detect_nothing (void)
{
  g_autoptr (Fake) fake = fake_new (FALSE);
  g_autoptr (TalkTransport) wire = talk_transport_new (fake_cb, fake);
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  g_autoptr (GlowSetupResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake->silent = TRUE;
  g_assert_false (
    glow_setup_detect (GLOW_TRANSPORT (wire), kinds, NULL, NULL, &result, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_NO_SETUP);
  g_assert_nonnull (strstr (error->message, "says nothing"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-talk/espeasy/all", test_espeasy_all);
  g_test_add_func ("/setup-talk/espeasy/wrong-key", test_espeasy_wrong_key);
  g_test_add_func ("/setup-talk/espeasy/refused", test_espeasy_refused);
  g_test_add_func ("/setup-talk/espeasy/bad-command", test_espeasy_bad_command);
  g_test_add_func ("/setup-talk/espeasy/something-else",
                   test_espeasy_took_something_else);
  g_test_add_func ("/setup-talk/espeasy/no-reply", test_espeasy_no_reply);
  g_test_add_func ("/setup-talk/silent", test_silent);
  g_test_add_func ("/setup-talk/not-sent", test_not_sent);
  g_test_add_data_func ("/setup-talk/unplugged", GINT_TO_POINTER (FALSE), test_ended_at);
  g_test_add_data_func ("/setup-talk/cancelled", GINT_TO_POINTER (TRUE), test_ended_at);
  g_test_add_data_func ("/setup-talk/losses/espeasy", GINT_TO_POINTER (FALSE),
                        test_losses);
  g_test_add_data_func ("/setup-talk/losses/tasmota", GINT_TO_POINTER (TRUE),
                        test_losses);
  g_test_add_func ("/setup-talk/tasmota/all", test_tasmota);
  g_test_add_func ("/setup-talk/tasmota/refused", test_tasmota_refused);
  g_test_add_data_func ("/setup-talk/detect/espeasy", GINT_TO_POINTER (FALSE),
                        test_detect);
  g_test_add_data_func ("/setup-talk/detect/tasmota", GINT_TO_POINTER (TRUE),
                        test_detect);
  g_test_add_func ("/setup-talk/detect/nothing", test_detect_nothing);
  return g_test_run ();
}
