/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-cause.h"

#define CHIP_ID_C6 13 /* the ROMs from there on have other words */

static const char *const names_8266[GLOW_BOARD_N_CAUSES] = {
  "2", "2", "1", "4", "4", "4", "2",
};

static const char *const names_32[GLOW_BOARD_N_CAUSES] = {
  "0x1 (POWERON_RESET)",    "0xc (SW_CPU_RESET)",     "0x3 (SW_RESET)",
  "0x7 (TG0WDT_SYS_RESET)", "0x8 (TG1WDT_SYS_RESET)", "0x10 (RTCWDT_RTC_RESET)",
  "0x1 (POWERON_RESET)",
};

static const char *const names_s2[GLOW_BOARD_N_CAUSES] = {
  "0x1 (POWERON)",
  "0xc (RTC_SW_CPU_RST)",
  "0x3 (RTC_SW_SYS_RST)",
  "0x7 (TG0WDT_SYS_RST)",
  "0x8 (TG1WDT_SYS_RST)",
  "0x10 (RTCWDT_RTC_RST)",
  "0x15 (USB_UART_CHIP_RESET)",
};

static const char *const names_c6[GLOW_BOARD_N_CAUSES] = {
  "0x1 (POWERON)",         "0xc (SW_CPU)",        "0x3 (LP_SW_HPSYS)",
  "0x7 (TG0_WDT_HPSYS)",   "0x8 (TG1_WDT_HPSYS)", "0x10 (LP_WDT_SYS)",
  "0x15 (USB_UART_HPSYS)",
};

/**
 * glow_board_cause_name:
 * @chip: static
 *
 * Returns: (transfer none): what the ROM puts behind "rst:" or "rst cause:"
 */
const char *
glow_board_cause_name (GlowBoardCause self, const GlowBoardChip *chip)
{
  if (chip->generation == GLOW_BOARD_GEN_8266)
    return names_8266[self];
  if (chip->generation == GLOW_BOARD_GEN_32)
    return names_32[self];
  return chip->chip_id < CHIP_ID_C6 ? names_s2[self] : names_c6[self];
}

/**
 * glow_board_cause_of_failure:
 * @chip: static
 *
 * Returns: what starts the chip again when its ROM or bootloader found nothing to run
 */
GlowBoardCause
glow_board_cause_of_failure (const GlowBoardChip *chip)
{
  return chip->generation == GLOW_BOARD_GEN_S2 ? GLOW_BOARD_CAUSE_TASK_WATCHDOG
                                               : GLOW_BOARD_CAUSE_RTC_WATCHDOG;
}

static const char *
closing_line (GlowBoardCause self, const GlowBoardChip *chip)
{
  if (chip->generation == GLOW_BOARD_GEN_8266)
    return self == GLOW_BOARD_CAUSE_RTC_WATCHDOG || self == GLOW_BOARD_CAUSE_CODE_WATCHDOG
             ? "wdt reset\r\n"
             : "";
  if (chip->generation == GLOW_BOARD_GEN_32 || self == GLOW_BOARD_CAUSE_POWER)
    return "";
  return glow_board_chip_is_xtensa (chip) ? "Saved PC:0x4037d4ac\r\n"
                                          : "Saved PC:0x4038061c\r\n";
}

/**
 * glow_board_cause_dup_banner:
 * @chip: static
 *
 * Returns: (transfer full): the first lines of a ROM that starts what is in the flash
 */
char *
glow_board_cause_dup_banner (GlowBoardCause self, const GlowBoardChip *chip)
{
  g_auto (GStrv) parts = g_strsplit (chip->run_text, "%s", 2);

  return g_strconcat (chip->rom_name, parts[0], glow_board_cause_name (self, chip),
                      parts[1], closing_line (self, chip), NULL);
}
