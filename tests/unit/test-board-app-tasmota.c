/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Tasmota's console on the simulated board. */

#include "board-app-host.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define KEY    "GLOWsecretKEY-wifi"

static void
start (Host *host)
{
  g_autoptr (GByteArray) before = NULL;

  app_init (host, "esp32", "tasmota");
  before = host_read (host, 0);
}

static void
test_boot (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "tasmota");
  text = app_boot (&host, 5 * SECOND);
  app_assert_has (text, "Project tasmota - Tasmota Version 14.3.0");
  app_assert_has (text, "WIF: WifiManager active for 3 minutes");
}

/* The whole backlog is done before it restarts. */
static void
test_backlog (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *status = NULL;

  start (&host);
  text =
    app_ask (&host, "Backlog SSId1 Workshop; Password1 " KEY "; DeviceName Big lamp\n",
             20 * SECOND);
  app_assert_has (text, "CMD: Backlog SSId1 Workshop; ");
  app_assert_has (text, "RSL: RESULT = {\"SSId1\":\"Workshop\"}");
  app_assert_has (text, "RSL: RESULT = {\"Password1\":\"****\"}");
  app_assert_has (text, "RSL: RESULT = {\"DeviceName\":\"Big lamp\"}");
  app_assert_has (text, "APP: Restarting\r\n");
  g_assert_true (strstr (text, "DeviceName\":") < strstr (text, "APP: Restarting"));
  app_assert_has (text, "with IP address 192.168.7.42");
  g_assert_cmpuint (app_count (text, "APP: Restarting"), ==, 1);
  status = app_ask (&host, "Status 5\n", SECOND);
  app_assert_has (status, "STATUS5 = {\"StatusNET\":{");
  app_assert_has (status, "\"IPAddress\":\"192.168.7.42\"");
  app_assert_report (&host, "\"wifi-ssid\" : \"Workshop\"");
}

/* Without a backlog each command costs a restart. */
static void
test_single (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  text = app_ask (&host, "SSId1 Workshop\n", 4 * SECOND);
  app_assert_has (text, "APP: Restarting");
}

static void
test_wrong_key (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  text = app_ask (&host, "Backlog SSId1 Workshop; Password1 GLOWsecretKEY-wrong\n",
                  20 * SECOND);
  app_assert_has (text, "WIF: Connect failed with AP incorrect password");
}

static void
test_unknown (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  text = app_ask (&host, "IMPIMPROToast 5\r\n", SECOND);
  app_assert_has (text, "CMD: IMPIMPROToast 5\r\n");
  app_assert_has (text, "RSL: RESULT = {\"Command\":\"Unknown\"}");
}

static void
test_quotes (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  text = app_ask (&host, "DeviceName a \"b\" \\c\n", SECOND);
  app_assert_has (text, "{\"DeviceName\":\"a \\\"b\\\" \\\\c\"}");
}

static void
test_reset (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  text = app_ask (&host, "DeviceName lamp\nReset 1\n", 5 * SECOND);
  app_assert_has (text, "Reset and Restarting");
  app_assert_no_settings (&host);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/tasmota/boot", test_boot);
  g_test_add_func ("/board/tasmota/backlog", test_backlog);
  g_test_add_func ("/board/tasmota/single", test_single);
  g_test_add_func ("/board/tasmota/wrong-key", test_wrong_key);
  g_test_add_func ("/board/tasmota/unknown", test_unknown);
  g_test_add_func ("/board/tasmota/quotes", test_quotes);
  g_test_add_func ("/board/tasmota/reset", test_reset);
  return g_test_run ();
}
