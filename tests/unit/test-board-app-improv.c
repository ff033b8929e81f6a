/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Improv Wi-Fi on the simulated board, byte for byte. */

#include "board-app-host.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define KEY    "GLOWsecretKEY-wifi"

/* What @app answers to an RPC packet: its packets in hex, each up to its checksum. */
static char *
ask (Host *host, const guint8 *data, gsize len, gint64 wait_us)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  guint8 head[] = { 'I', 'M', 'P', 'R', 'O', 'V', 1, 3, (guint8) len };
  guint8 tail[] = { 0, '\n' };
  g_autoptr (GByteArray) all = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_byte_array_append (packet, head, sizeof head);
  g_byte_array_append (packet, data, (guint) len);
  for (guint i = 0; i < packet->len; i++)
    tail[0] = (guint8) (tail[0] + packet->data[i]);
  g_byte_array_append (packet, tail, sizeof tail);
  host_write (host, packet->data, packet->len);
  all = host_read (host, wait_us);
  for (guint i = 0; i + 9 < all->len; i++) {
    guint8 sum = 0;
    guint size;
    g_autofree char *hex = NULL;

    if (memcmp (all->data + i, "IMPROV\x01", 7) != 0)
      continue;
    g_assert_true (i == 0 || all->data[i - 1] == '\n');
    size = 9u + all->data[i + 8];
    g_assert_cmpuint (i + size + 2, <=, all->len);
    for (guint j = 0; j < size; j++)
      sum = (guint8) (sum + all->data[i + j]);
    g_assert_cmphex (all->data[i + size], ==, sum);
    g_assert_cmphex (all->data[i + size + 1], ==, '\n');
    hex = host_hex (all->data + i + 7, size - 7);
    g_string_append_printf (text, "%s%s", text->len ? " " : "", hex);
  }
  g_test_message ("%s", text->str);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define ASK(host, wait_us, ...)                                                          \
  ask ((host), (const guint8[]){ __VA_ARGS__ }, sizeof (const guint8[]){ __VA_ARGS__ },  \
       (wait_us))

static void
start (Host *host, const char *chip, const char *app)
{
  g_autoptr (GByteArray) before = NULL;

  app_init (host, chip, app);
  before = host_read (host, 0);
}

/* no error, ready */
static void
test_state (void)
{
  static const char *const apps[] = { "improv", "wled", "tasmota" };

  for (gsize i = 0; i < G_N_ELEMENTS (apps); i++) {
    g_auto (Host) host = { 0 };
    g_autofree char *answer = NULL;

    start (&host, "esp32", apps[i]);
    answer = ASK (&host, SECOND, 2, 0);
    g_assert_cmpstr (answer, ==, "020100 010102");
  }
}

static const struct {
  const char *name;
  const char *chip;
  const char *app;
  const char *info; /* texts with their lengths */
} infos[] = {
  { "/board/improv/info/esphome", "esp32c3", "improv",
    "\007ESPHome\0112026.10.2\010ESP32-C3\013living-room\007ESP-IDF\0055.5.1" },
  { "/board/improv/info/wled", "esp8266", "wled",
    "\004WLED\0060.15.0\007ESP8266\004WLED" },
  { "/board/improv/info/tasmota", "esp32", "tasmota",
    "\007Tasmota\00614.3.0\005ESP32\007Tasmota" },
};

static void
test_info (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *hex =
    host_hex ((const guint8 *) infos[i].info, strlen (infos[i].info));
  guint len = (guint) strlen (infos[i].info);
  g_autofree char *expected =
    g_strdup_printf ("020100 04%02x03%02x%s", len + 2, len, hex);

  start (&host, infos[i].chip, infos[i].app);
  answer = ASK (&host, SECOND, 3, 0);
  g_assert_cmpstr (answer, ==, expected);
}

/* Each network, with strength and whether it has a key, then an empty result. */
static void
test_scan (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;

  start (&host, "esp32", "improv");
  answer = ASK (&host, 5 * SECOND, 4, 0);
  app_assert_has (answer, "04"
                          "13"
                          "0411"
                          "08"
                          "576f726b73686f70"
                          "03"
                          "2d3438"
                          "03"
                          "594553");
  app_assert_has (answer, "04"
                          "0f"
                          "040d"
                          "05"
                          "4775657374"
                          "03"
                          "2d3632"
                          "02"
                          "4e4f");
  g_assert_true (g_str_has_suffix (answer, " 04020400"));
  g_assert_cmpuint (app_count (answer, " "), ==, 7);
}

static void
test_no_scan (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;

  start (&host, "esp32", "wled");
  answer = ASK (&host, 5 * SECOND, 4, 0);
  g_assert_cmpstr (answer, ==, "020100 020102");
}

static char *
send_wifi (Host *host, const char *ssid, const char *key, gint64 wait_us)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint8 len = (guint8) (strlen (ssid) + strlen (key) + 2);

  g_byte_array_append (data, (const guint8[]){ 1, len, (guint8) strlen (ssid) }, 3);
  g_byte_array_append (data, (const guint8 *) ssid, (guint) strlen (ssid));
  g_byte_array_append (data, (const guint8[]){ (guint8) strlen (key) }, 1);
  g_byte_array_append (data, (const guint8 *) key, (guint) strlen (key));
  return ask (host, data->data, data->len, wait_us);
}

/* "http://192.168.7.42/" as the only text */
#define URL "14687474703a2f2f3139322e3136382e372e34322f"

static void
test_provision (void)
{
  static const char *const apps[] = { "improv", "wled", "tasmota" };

  for (gsize i = 0; i < G_N_ELEMENTS (apps); i++) {
    g_auto (Host) host = { 0 };
    g_autofree char *answer = NULL;
    g_autofree char *state = NULL;
    g_autofree char *boot = NULL;

    start (&host, "esp32", apps[i]);
    answer = send_wifi (&host, "Workshop", KEY, 5 * SECOND);
    g_assert_cmpstr (answer, ==, "020100 010103 010104 04170115" URL);
    app_assert_report (&host, "\"wifi-ssid\" : \"Workshop\"");
    boot = app_boot (&host, 8 * SECOND);
    state = ASK (&host, SECOND, 2, 0);
    g_assert_cmpstr (state, ==, "020100 010104 04170215" URL);
  }
}

static void
test_wrong_key (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;

  start (&host, "esp32", "improv");
  early = send_wifi (&host, "Workshop", "GLOWsecretKEY-wrong", 5 * SECOND);
  g_assert_cmpstr (early, ==, "020100 010103");
  late = ASK (&host, 10 * SECOND, 2, 0);
  g_assert_cmpstr (late, ==, "020100 010103 020103 010102");
  app_assert_no_settings (&host);
}

static void
test_open_network (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;

  start (&host, "esp32", "improv");
  answer = send_wifi (&host, "Café Nord", "", 5 * SECOND);
  app_assert_has (answer, "010104");
}

static void
test_names (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *name = NULL;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;

  start (&host, "esp32", "improv");
  before = ASK (&host, SECOND, 5, 0);
  g_assert_cmpstr (before, ==, "020100 040d050b0a676c6f772d626f617264");
  name = ASK (&host, SECOND, 6, 2, 'H', 'i');
  g_assert_cmpstr (name, ==, "020100 04050603024869");
  good = ASK (&host, SECOND, 5, 3, 'a', '-', '1');
  g_assert_cmpstr (good, ==, "020100 0406050403612d31");
  bad = ASK (&host, SECOND, 5, 3, 'a', '_', '1');
  g_assert_cmpstr (bad, ==, "020100 020105");
}

static void
test_network_state (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *after = NULL;

  start (&host, "esp32", "improv");
  before = ASK (&host, SECOND, 7, 0);
  g_assert_cmpstr (before, ==, "020100 040407020132");
  joined = send_wifi (&host, "Workshop", KEY, 5 * SECOND);
  after = ASK (&host, SECOND, 7, 0);
  g_assert_cmpstr (after, ==,
                   "020100 0419071701"
                   "33" URL);
}

static const struct {
  const char *name;
  guint8 data[8];
  gsize len;
  const char *answer;
} wrongs[] = {
  { "/board/improv/wrong/command", { 0x42, 0 }, 2, "020100 020102" },
  { "/board/improv/wrong/length", { 2, 7 }, 2, "020101" },
  { "/board/improv/wrong/empty", { 2 }, 1, "020101" },
  { "/board/improv/wrong/ssid", { 1, 4, 9, 'a', 1, 'b' }, 6, "020100 020101" },
  { "/board/improv/wrong/no-ssid", { 1, 2, 0, 0 }, 4, "020100 020101" },
};

static void
test_wrong (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;

  start (&host, "esp32", "improv");
  answer = ask (&host, wrongs[i].data, wrongs[i].len, SECOND);
  g_assert_cmpstr (answer, ==, wrongs[i].answer);
}

static void
test_wrong_checksum (void)
{
  static const guint8 packet[] = {
    'I', 'M', 'P', 'R', 'O', 'V', 1, 3, 2, 2, 0, 0x55, '\n'
  };
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;

  start (&host, "esp32", "wled");
  host_write (&host, packet, sizeof packet);
  answer = ASK (&host, SECOND, 2, 0);
  g_assert_cmpstr (answer, ==, "020101 020100 010102");
}

/* Packets stand between the lines of its log, each at the start of a line. */
static void
test_between_lines (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;

  start (&host, "esp32", "improv");
  text = app_listen (&host, 10 * SECOND);
  g_assert_cmpuint (app_count (text, "[D][sensor:093]: 'Uptime': Sending state"), >=, 10);
  for (guint i = 0; i < 20; i++) {
    g_clear_pointer (&answer, g_free);
    answer = ASK (&host, SECOND / 3, 2, 0);
    g_assert_cmpstr (answer, ==, "020100 010102");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/improv/state", test_state);
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    g_test_add_data_func (infos[i].name, GSIZE_TO_POINTER (i), test_info);
  g_test_add_func ("/board/improv/scan", test_scan);
  g_test_add_func ("/board/improv/no-scan", test_no_scan);
  g_test_add_func ("/board/improv/provision", test_provision);
  g_test_add_func ("/board/improv/wrong-key", test_wrong_key);
  g_test_add_func ("/board/improv/open-network", test_open_network);
  g_test_add_func ("/board/improv/names", test_names);
  g_test_add_func ("/board/improv/network-state", test_network_state);
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    g_test_add_data_func (wrongs[i].name, GSIZE_TO_POINTER (i), test_wrong);
  g_test_add_func ("/board/improv/wrong/checksum", test_wrong_checksum);
  g_test_add_func ("/board/improv/between-lines", test_between_lines);
  return g_test_run ();
}
