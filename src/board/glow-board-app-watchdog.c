/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * It hangs, until a watchdog starts it again. On the ESP8266 and the ESP32 without a
 * word;\n * on later chips the watchdog of the tasks names who hangs. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#define HANG_8266_US ((gint64) 6 * G_USEC_PER_SEC)
#define HANG_32_US   ((gint64) 900000)
#define HANG_TASK_US ((gint64) 5 * G_USEC_PER_SEC)
#define REBOOT_US    ((gint64) 20000)

static void
watchdog_tick (GlowBoardApp *self, guint timer)
{
  gint64 uptime_ms = glow_board_app_uptime_ms (self);

  if (self->chip->generation != GLOW_BOARD_GEN_S2) {
    glow_board_app_restart (self, GLOW_BOARD_CAUSE_CODE_WATCHDOG);
    return;
  }
  glow_board_app_print (self,
                        "E (%" G_GINT64_FORMAT
                        ") task_wdt: Task watchdog got triggered. The following "
                        "tasks/users did not reset the watchdog in time:\r\n"
                        "E (%" G_GINT64_FORMAT ") task_wdt:  - IDLE (CPU 0)\r\n"
                        "E (%" G_GINT64_FORMAT ") task_wdt: Tasks currently running:\r\n"
                        "E (%" G_GINT64_FORMAT ") task_wdt: CPU 0: main\r\n"
                        "E (%" G_GINT64_FORMAT ") task_wdt: Aborting.\r\n"
                        "\r\n"
                        "abort() was called at PC 0x%s on core 0\r\n",
                        uptime_ms, uptime_ms, uptime_ms, uptime_ms, uptime_ms,
                        glow_board_chip_is_xtensa (self->chip) ? "4200f3b1" : "4200d2a6");
  glow_board_app_say (self, glow_board_chip_is_xtensa (self->chip)
                              ? "\r\n\r\nBacktrace: 0x42007a5b:0x3fc98f70 "
                                "0x42019f55:0x3fc98f90\r\n\r\n\r\n"
                              : "Core  0 register dump:\r\n"
                                "MEPC    : 0x40385fd2  RA      : 0x40385fb2  SP      : "
                                "0x3fc8e5f0  GP      : 0x3fc8a400  \r\n"
                                "MSTATUS : 0x00001881  MTVEC   : 0x40380001  MCAUSE  : "
                                "0x00000007  MTVAL   : 0x00000000  \r\n\r\n");
  glow_board_app_say (self, "ELF file SHA256: 4f2c81d09\r\n\r\nRebooting...\r\n");
  glow_board_app_spend (self, REBOOT_US);
  glow_board_app_restart (self, GLOW_BOARD_CAUSE_SOFTWARE);
}

static void
watchdog_start (GlowBoardApp *self)
{
  gint64 hang_us = HANG_TASK_US;

  if (self->chip->generation == GLOW_BOARD_GEN_8266)
    hang_us = HANG_8266_US;
  else if (self->chip->generation == GLOW_BOARD_GEN_32)
    hang_us = HANG_32_US;
  glow_board_app_say (self, "app: waiting for the sensor\r\n");
  glow_board_app_tick_in (self, hang_us);
}

const GlowBoardAppKind glow_board_app_watchdog = {
  .name = "watchdog",
  .baud = 115200,
  .log = TRUE,
  .start = watchdog_start,
  .tick = watchdog_tick,
};
