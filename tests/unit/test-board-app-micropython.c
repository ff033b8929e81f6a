/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * MicroPython's prompt on the simulated board. */

#include "board-app-host.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
start (Host *host)
{
  g_autoptr (GByteArray) before = NULL;

  app_init (host, "esp32", "micropython");
  before = host_read (host, 0);
}

static void
test_boot (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "micropython");
  text = app_boot (&host, 2 * SECOND);
  app_assert_has (text,
                  "MicroPython v1.22.1 on 2024-01-05; Generic ESP32 module with ESP32"
                  "\r\nType \"help()\" for more information.\r\n>>> ");
}

static const struct {
  const char *typed;
  const char *answer;
} lines[] = {
  { "\r", "\r\n>>> " },
  { "print('hello')\r", "print('hello')\r\nhello\r\n>>> " },
  { "42\r", "42\r\n42\r\n>>> " },
  { "4\b5\r", "4\b \b5\r\n5\r\n>>> " },
  { "import os\r", "import os\r\n>>> " },
  { "toast\r",
    "toast\r\nTraceback (most recent call last):\r\n  File \"<stdin>\", line 1, "
    "in <module>\r\nNameError: name 'toast' isn't defined\r\n>>> " },
  { "half\x03", "half\r\n>>> " },
  { "\x04", "\r\nMPY: soft reboot\r\nMicroPython v1.22.1 on 2024-01-05; Generic ESP32 "
            "module with ESP32\r\nType \"help()\" for more information.\r\n>>> " },
  { "\x05print('a')\r\x04", "\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== "
                            "print('a')\r\n=== \r\na\r\n>>> " },
};

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_auto (Host) host = { 0 };
    g_autofree char *answer = NULL;

    start (&host);
    answer = app_ask (&host, lines[i].typed, SECOND);
    g_assert_cmpstr (answer, ==, lines[i].answer);
  }
}

static void
expect (Host *host, const char *sent, const char *answer)
{
  g_autofree char *got = app_ask (host, sent, SECOND);

  g_assert_cmpstr (got, ==, answer);
}

/* As linux-desktop.md 7.5 has it of a host's handshake. */
static void
test_raw (void)
{
  g_auto (Host) host = { 0 };

  start (&host);
  expect (&host, "\r\x03\x03", "\r\n>>> \r\n>>> \r\n>>> ");
  expect (&host, "\r\x01", "\r\n>>> \r\nraw REPL; CTRL-B to exit\r\n>");
  expect (&host, "\x04", "OK\r\nMPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>");
  expect (&host, "print('one')\nprint(\"two\")\x04", "OKone\r\ntwo\r\n\x04\x04>");
  expect (&host, "toast\x04",
          "OK\x04Traceback (most recent call last):\r\n  File \"<stdin>\", line 1, in "
          "<module>\r\nNameError: name 'toast' isn't defined\r\n\x04>");
  expect (&host, "\r\x02",
          "\r\nMicroPython v1.22.1 on 2024-01-05; Generic ESP32 module with ESP32\r\n"
          "Type \"help()\" for more information.\r\n>>> ");
}

static void
test_raw_paste (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *long_text = g_strnfill (150, ' ');
  g_autoptr (GByteArray) answer = NULL;

  start (&host);
  expect (&host, "\x01", "\r\nraw REPL; CTRL-B to exit\r\n>");
  app_write (&host, "\005A\001");
  answer = host_read (&host, SECOND);
  g_assert_cmpmem (answer->data, answer->len, "R\x01\x80\x00\x01", 5);
  expect (&host, "print('x')", "");
  expect (&host, long_text, "\x01");
  expect (&host, "\x04", "\x04x\r\n\x04\x04>");
}

static void
test_reset (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  start (&host);
  text = app_ask (&host, "machine.reset()\r", 3 * SECOND);
  app_assert_has (text, "rst:0xc (SW_CPU_RESET)");
  app_assert_has (text, ">>> ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/micropython/boot", test_boot);
  g_test_add_func ("/board/micropython/lines", test_lines);
  g_test_add_func ("/board/micropython/raw", test_raw);
  g_test_add_func ("/board/micropython/raw-paste", test_raw_paste);
  g_test_add_func ("/board/micropython/reset", test_reset);
  return g_test_run ();
}
