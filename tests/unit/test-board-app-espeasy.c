/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * ESPEasy's console on the simulated board. */

#include "board-app-host.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define KEY    "GLOWsecretKEY-wifi"

static void
start (Host *host)
{
  g_autoptr (GByteArray) before = NULL;

  app_init (host, "esp32", "espeasy");
  before = host_read (host, 0);
}

static char *
run (Host *host, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  return app_ask (host, text, SECOND);
}

static void
say (Host *host, const char *line)
{
  g_autofree char *answer = run (host, line);

  app_assert_has (answer, "\nOk\r\n");
}

static void
test_boot (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "espeasy");
  text = app_boot (&host, 10 * SECOND);
  app_assert_has (text, "INIT : Booting version: ESP_Easy_mega");
  app_assert_has (text, "WIFI : No valid wifi settings");
  app_assert_has (text, "AP Mode enabled. SSID: ESP-Easy IP: 192.168.4.1");
}

static const struct {
  const char *line;
  const char *answer;
} lines[] = {
  { "Name,workbench", ">Name,workbench\r\n\r\nName:workbench\r\n\nOk\r\n" },
  { "name workbench", ">name workbench\r\n\r\nName:workbench\r\n\nOk\r\n" },
  { "NAME,\"two words\"", ">NAME,\"two words\"\r\n\r\nName:two words\r\n\nOk\r\n" },
  { "Name,`it's,\"it\"`", ">Name,`it's,\"it\"`\r\n\r\nName:it's,\"it\"\r\n\nOk\r\n" },
  { "Name,[a b]", ">Name,[a b]\r\n\r\nName:a b\r\n\nOk\r\n" },
  { "Name,a\"b c\"", ">Name,a\"b c\"\r\n\r\nName:a\"b c\"\r\n\nOk\r\n" },
  { "Name,it's", ">Name,it's\r\n\nOk\r\n" },
  { "Name,\"\"", ">Name,\"\"\r\n\r\nName:\r\n\nOk\r\n" },
  { "Name,two words", ">Name,two words\r\nToo many arguments, try using quotes!\r\n" },
  { "Name,abcdefghijklmnopqrstuvwxyz0",
    ">Name,abcdefghijklmnopqrstuvwxyz0\r\n\r\nName: is too large. max size is 26\r\n\nOk"
    "\r\n" },
  { "Name,abcdefghijklmnopqrstuvwxyz", ">Name,abcdefghijklmnopqrstuvwxyz\r\n\r\nName:"
                                       "abcdefghijklmnopqrstuvwxy\r\n\nOk\r\n" },
  { "Name,M\xc3\xbcller", ">Name,Mller\r\n\r\nName:Mller\r\n\nOk\r\n" },
  { "Unit,300", ">Unit,300\r\n\nOk\r\n" },
  { "IP,192.168.7.300",
    ">IP,192.168.7.300\r\nInvalid parameter: 192.168.7.300\r\n\nOk\r\n" },
  { "IP", ">IP\r\n\r\nIP:0.0.0.0(DHCP)\r\n\nOk\r\n" },
  { "Toast,1", ">Toast,1\r\nCommand unknown: \"Toast\"\r\n" },
  { "...", ">...\r\nCommand unknown: \"...\"\r\n" },
};

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_auto (Host) host = { 0 };
    g_autofree char *answer = NULL;

    start (&host);
    answer = run (&host, lines[i].line);
    g_assert_cmpstr (answer, ==, lines[i].answer);
  }
}

/* 128 characters of a line, and no more */
static void
test_long_line (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *spaces = g_strnfill (118, ' ');
  g_autofree char *line = g_strconcat ("Name,", spaces, "abcdefgh", NULL);
  g_autofree char *answer = NULL;

  start (&host);
  answer = run (&host, line);
  app_assert_has (answer, "Name:abcde\r\n");
}

/* What comes while it saves has to fit into 192 bytes. */
static void
test_too_fast (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *many = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *settings = NULL;

  start (&host);
  many = g_strnfill (200, 'x');
  app_write (&host, "Save\n");
  app_write (&host, many);
  answer = app_ask (&host, "\nName,late\n", 2 * SECOND);
  app_assert_lacks (answer, "Name:late");
  settings = run (&host, "\nSettings");
  app_assert_has (settings, "System Info");
  app_assert_lacks (settings, "late");
}

static void
test_wifi (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *settings = NULL;

  start (&host);
  say (&host, "Name,bench");
  say (&host, "Unit,7");
  say (&host, "WifiSSID,Workshop");
  say (&host, "WifiKey," KEY);
  say (&host, "Save");
  text = run (&host, "Reboot");
  g_clear_pointer (&text, g_free);
  text = app_listen (&host, 15 * SECOND);
  app_assert_has (text, "rst:0xc (SW_CPU_RESET)");
  app_assert_has (text, "WIFI : Connecting Workshop attempt #0");
  app_assert_has (text, "WIFI : DHCP IP: 192.168.7.42 (bench)");
  settings = run (&host, "Settings");
  app_assert_has (settings, "  IP Address    : 192.168.7.42\r\n");
  app_assert_has (settings, "  Name          : bench\r\n");
  app_assert_has (settings, "  Unit          : 7\r\n");
  app_assert_has (settings, "  WifiKey       : " KEY "\r\n");
}

static void
test_wrong_key (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *settings = NULL;

  start (&host);
  say (&host, "WifiSSID,Workshop");
  say (&host, "WifiKey,GLOWsecretKEY-wrong");
  app_write (&host, "WifiConnect\n");
  text = app_listen (&host, 60 * SECOND);
  app_assert_has (text, "Disconnected! Reason: '(15) 4way handshake timeout'");
  app_assert_has (text, "AP Mode enabled");
  settings = run (&host, "Settings");
  app_assert_has (settings, "  IP Address    : 0.0.0.0\r\n");
}

/* The second network has its turn when the first is not there. */
static void
test_second_network (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  say (&host, "WifiSSID,Nowhere");
  say (&host, "WifiKey,GLOWsecretKEY-wrong");
  say (&host, "WifiSSID2,Workshop");
  say (&host, "WifiKey2," KEY);
  app_write (&host, "WifiConnect\n");
  text = app_listen (&host, 30 * SECOND);
  app_assert_has (text, "'(201) No AP found'");
  app_assert_has (text, "DHCP IP: 192.168.7.42");
}

static void
test_static_address (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  say (&host, "WifiSSID,Guest");
  say (&host, "IP,192.168.9.200");
  say (&host, "Gateway,192.168.9.1");
  app_write (&host, "WifiConnect\n");
  text = app_listen (&host, 30 * SECOND);
  app_assert_has (text, "Static IP: 192.168.9.200");
}

/* What was not saved is gone after a restart, and no report has a secret. */
static void
test_saved (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *report = NULL;
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, KEY, -1);

  start (&host);
  say (&host, "WifiKey," KEY);
  say (&host, "Password,GLOWsecretKEY-admin");
  say (&host, "Save");
  say (&host, "Name,unsaved");
  text = app_boot (&host, 5 * SECOND);
  report = glow_board_dup_report (host.board);
  app_assert_has (report, "\"length\" : 18");
  app_assert_has (report, digest);
  app_assert_lacks (report, "GLOWsecret");
  app_assert_lacks (report, "unsaved");
}

static void
test_factory_reset (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  say (&host, "Name,bench");
  say (&host, "Save");
  app_assert_report (&host, "\"name\" : \"bench\"");
  app_write (&host, "FactoryReset\n");
  text = app_listen (&host, 10 * SECOND);
  app_assert_has (text, "INIT : Booting");
  app_assert_no_settings (&host);
}

static void
test_other_rate (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *report = NULL;

  start (&host);
  glow_board_set_host_baud (host.board, 9600, host.now_us);
  app_write (&host, "Name,bench\nSave\n");
  text = app_listen (&host, 5 * SECOND);
  glow_board_set_host_baud (host.board, 115200, host.now_us);
  report = run (&host, "Settings");
  app_assert_lacks (report, "bench");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/espeasy/boot", test_boot);
  g_test_add_func ("/board/espeasy/lines", test_lines);
  g_test_add_func ("/board/espeasy/long-line", test_long_line);
  g_test_add_func ("/board/espeasy/too-fast", test_too_fast);
  g_test_add_func ("/board/espeasy/wifi", test_wifi);
  g_test_add_func ("/board/espeasy/wrong-key", test_wrong_key);
  g_test_add_func ("/board/espeasy/second-network", test_second_network);
  g_test_add_func ("/board/espeasy/static-address", test_static_address);
  g_test_add_func ("/board/espeasy/saved", test_saved);
  g_test_add_func ("/board/espeasy/factory-reset", test_factory_reset);
  g_test_add_func ("/board/espeasy/other-rate", test_other_rate);
  return g_test_run ();
}
