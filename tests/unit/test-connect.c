/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-command.h"
#include "glow-connect.h"

#include <string.h>

static void
test_classify (void)
{
  static const struct {
    const char *heard;
    GlowHeard kind;
  } cases[] = {
    { "", GLOW_HEARD_NOTHING },
    { "\xfe\x8a\x01\x03\xfe", GLOW_HEARD_GARBAGE },
    { "\xfe\x8aWiFi connected, 192.168.1.7\r\n", GLOW_HEARD_APPLICATION },
    { "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n",
      GLOW_HEARD_ROM_NORMAL_BOOT },
    { " ets Jan  8 2013,rst cause:1, boot mode:(3,6)\r\n", GLOW_HEARD_ROM_NORMAL_BOOT },
    { " ets Jan  8 2013,rst cause:1, boot mode:(1,6)\r\n", GLOW_HEARD_ROM_DOWNLOAD },
    { "rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\n"
      "waiting for download\r\n",
      GLOW_HEARD_ROM_DOWNLOAD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpint ((gint) glow_connect_classify ((const guint8 *) cases[i].heard,
                                                   strlen (cases[i].heard)),
                     ==, (gint) cases[i].kind);
  }
}

static void
test_time_limits (void)
{
  const gint64 second = G_USEC_PER_SEC;
  const guint64 mib = 1024 * 1024;

  g_assert_cmpint (glow_command_get_timeout_us (GLOW_COMMAND_READ_REG, FALSE, 0), ==,
                   3 * second);
  g_assert_cmpint (glow_command_get_timeout_us (GLOW_COMMAND_SYNC, FALSE, 0), ==,
                   second / 10);
  /* a ROM erases in BEGIN, a stub does not */
  g_assert_cmpint (glow_command_get_timeout_us (GLOW_COMMAND_FLASH_BEGIN, FALSE, mib), ==,
                   43 * second);
  g_assert_cmpint (glow_command_get_timeout_us (GLOW_COMMAND_FLASH_BEGIN, TRUE, mib), ==,
                   3 * second);
  /* never longer than 240 s */
  g_assert_cmpint (glow_command_get_timeout_us (GLOW_COMMAND_FLASH_BEGIN, FALSE,
                                                64 * mib),
                   ==, 240 * second);
}

static void
test_status_names (void)
{
  g_assert_cmpstr (glow_command_get_status_name (FALSE, 1, 7), ==, "checksum error");
  g_assert_cmpstr (glow_command_get_status_name (FALSE, 1, 0xee), ==,
                   "unknown ROM error");
  g_assert_cmpstr (glow_command_get_status_name (TRUE, 0xc4, 0), ==,
                   "flash operation failed");
  g_assert_cmpstr (glow_command_get_status_name (TRUE, 0x77, 0), ==,
                   "unknown stub error");
  g_assert_cmpstr (glow_command_get_name (GLOW_COMMAND_FLASH_DEFL_DATA), ==,
                   "FLASH_DEFL_DATA");
  g_assert_cmpstr (glow_command_get_name ((GlowCommand) 0x77), ==, "unknown command");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connect/classify", test_classify);
  g_test_add_func ("/command/time-limits", test_time_limits);
  g_test_add_func ("/command/status-names", test_status_names);
  return g_test_run ();
}
