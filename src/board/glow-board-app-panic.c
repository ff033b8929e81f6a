/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * It reads from address 0 soon after its start, again and again: what the three kinds
 * of\n * chips print then. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#define CRASH_US  ((gint64) 700000)
#define REBOOT_US ((gint64) 30000) /* while the dump goes over the line */

/* A dump of ESP-IDF 4, as Arduino has it, without a space behind "Backtrace:". */
static const char dump_32[] =
  "Guru Meditation Error: Core  1 panic'ed (LoadProhibited). Exception was unhandled.\r\n"
  "\r\n"
  "Core  1 register dump:\r\n"
  "PC      : 0x400d1b2c  PS      : 0x00060730  A0      : 0x800d1f3a  A1      : "
  "0x3ffb2740  \r\n"
  "A2      : 0x00000000  A3      : 0x3ffbdb2c  A4      : 0x00000001  A5      : "
  "0x00000001  \r\n"
  "A6      : 0x00060720  A7      : 0x00000000  A8      : 0x800d1b20  A9      : "
  "0x3ffb2720  \r\n"
  "A10     : 0x00000004  A11     : 0x3f400120  A12     : 0x00000001  A13     : "
  "0x00000003  \r\n"
  "A14     : 0x00000001  A15     : 0x00000000  SAR     : 0x0000001f  EXCCAUSE: "
  "0x0000001c  \r\n"
  "EXCVADDR: 0x00000000  LBEG    : 0x400014fd  LEND    : 0x4000150d  LCOUNT  : "
  "0xffffffff  \r\n"
  "\r\n"
  "\r\n"
  "Backtrace:0x400d1b29:0x3ffb2740 0x400d1f37:0x3ffb2760 0x400d0c41:0x3ffb2780 "
  "0x400d2f09:0x3ffb27a0 0x40086b5d:0x3ffb27c0 \r\n"
  "\r\n"
  "\r\n"
  "\r\n"
  "\r\n"
  "ELF file SHA256: 0000000000000000\r\n"
  "\r\n"
  "Rebooting...\r\n";

/* One of ESP-IDF 5. */
static const char dump_xtensa[] =
  "Guru Meditation Error: Core  0 panic'ed (StoreProhibited). Exception was "
  "unhandled.\r\n"
  "\r\n"
  "Core  0 register dump:\r\n"
  "PC      : 0x42007a5e  PS      : 0x00060130  A0      : 0x82019f58  A1      : "
  "0x3fc98f70  \r\n"
  "A2      : 0x00000000  A3      : 0x0000002a  A4      : 0x3fc98fa0  A5      : "
  "0x00000000  \r\n"
  "A6      : 0x00000000  A7      : 0x00000000  A8      : 0x82007a5c  A9      : "
  "0x3fc98f50  \r\n"
  "A10     : 0x00000011  A11     : 0x3c0231e0  A12     : 0x3c023210  A13     : "
  "0x00000111  \r\n"
  "A14     : 0x3c0231e0  A15     : 0x0000000a  SAR     : 0x00000004  EXCCAUSE: "
  "0x0000001d  \r\n"
  "EXCVADDR: 0x00000000  LBEG    : 0x400556d5  LEND    : 0x400556e5  LCOUNT  : "
  "0xfffffffe  \r\n"
  "\r\n"
  "\r\n"
  "Backtrace: 0x42007a5b:0x3fc98f70 0x42019f55:0x3fc98f90 0x4037a1c5:0x3fc98fc0\r\n"
  "\r\n"
  "\r\n"
  "\r\n"
  "\r\n"
  "ELF file SHA256: 4f2c81d09\r\n"
  "\r\n"
  "Rebooting...\r\n";

static const char dump_riscv[] = "Guru Meditation Error: Core  0 panic'ed (Load access "
                                 "fault). Exception was unhandled.\r\n"
                                 "\r\n"
                                 "Core  0 register dump:\r\n"
                                 "MEPC    : 0x42006c0e  RA      : 0x42006c04  SP      : "
                                 "0x3fc8f6f0  GP      : 0x3fc8a400  \r\n"
                                 "TP      : 0x3fc89d04  T0      : 0x4005890e  T1      : "
                                 "0x3fc8f2fc  T2      : 0x00000000  \r\n"
                                 "S0/FP   : 0x3fc8e000  S1      : 0x00000000  A0      : "
                                 "0x00000011  A1      : 0x3fc8f6d4  \r\n"
                                 "A2      : 0x00000000  A3      : 0x00000001  A4      : "
                                 "0x3fc8c000  A5      : 0x00000000  \r\n"
                                 "A6      : 0x60023000  A7      : 0x0000000a  S2      : "
                                 "0x00000000  S3      : 0x00000000  \r\n"
                                 "S4      : 0x00000000  S5      : 0x00000000  S6      : "
                                 "0x00000000  S7      : 0x00000000  \r\n"
                                 "S8      : 0x00000000  S9      : 0x00000000  S10     : "
                                 "0x00000000  S11     : 0x00000000  \r\n"
                                 "T3      : 0x00000000  T4      : 0x00000000  T5      : "
                                 "0x00000000  T6      : 0x00000000  \r\n"
                                 "MSTATUS : 0x00001881  MTVEC   : 0x40380001  MCAUSE  : "
                                 "0x00000005  MTVAL   : 0x00000000  \r\n"
                                 "MHARTID : 0x00000000  \r\n"
                                 "\r\n"
                                 "Stack memory:\r\n"
                                 "3fc8f6f0: 0x00000000 0x00000000 0x00000000 0x42015c3e "
                                 "0x00000000 0x00000000 0x00000000 "
                                 "0x4038532c\r\n"
                                 "3fc8f710: 0x00000000 0x00000000 0x00000000 0x00000000 "
                                 "0xa5a5a5a5 0xa5a5a5a5 0xa5a5a5a5 "
                                 "0xa5a5a5a5\r\n"
                                 "3fc8f730: 0xa5a5a5a5 0x00000154 0x3fc8f180 0x3fc8c4b8 "
                                 "0x3fc8c4b8 0x3fc8f730 0x3fc8c4b0 "
                                 "0x00000018\r\n"
                                 "\r\n"
                                 "\r\n"
                                 "\r\n"
                                 "ELF file SHA256: 4f2c81d09\r\n"
                                 "\r\n"
                                 "Rebooting...\r\n";

static const char dump_8266[] =
  "\r\n"
  "--------------- CUT HERE FOR EXCEPTION DECODER ---------------\r\n"
  "\r\n"
  "Exception (28):\r\n"
  "epc1=0x40201c34 epc2=0x00000000 epc3=0x00000000 excvaddr=0x00000000 "
  "depc=0x00000000\r\n"
  "\r\n"
  ">>>stack>>>\r\n"
  "\r\n"
  "ctx: cont\r\n"
  "sp: 3ffffdc0 end: 3fffffd0 offset: 0150\r\n"
  "3fffff10:  00000000 00000000 3ffee53c 40201c2c  \r\n"
  "3fffff20:  3fffdad0 00000000 3ffee50c 40201d0f  \r\n"
  "3fffff30:  3fffdad0 00000000 3ffee50c 40202e1c  \r\n"
  "3fffff40:  feefeffe feefeffe 3ffe85d8 40100e29  \r\n"
  "<<<stack<<<\r\n"
  "\r\n"
  "--------------- CUT HERE FOR EXCEPTION DECODER ---------------\r\n";

static const char *
find_dump (const GlowBoardChip *chip)
{
  if (chip->generation == GLOW_BOARD_GEN_8266)
    return dump_8266;
  if (chip->generation == GLOW_BOARD_GEN_32)
    return dump_32;
  return glow_board_chip_is_xtensa (chip) ? dump_xtensa : dump_riscv;
}

static void
panic_tick (GlowBoardApp *self, guint timer)
{
  glow_board_app_say (self, find_dump (self->chip));
  glow_board_app_spend (self, REBOOT_US);
  glow_board_app_restart (self, GLOW_BOARD_CAUSE_SOFTWARE);
}

static void
panic_start (GlowBoardApp *self)
{
  glow_board_app_say (self, "app: reading the settings\r\n");
  glow_board_app_tick_in (self, CRASH_US);
}

const GlowBoardAppKind glow_board_app_panic = {
  .name = "panic",
  .baud = 115200,
  .log = TRUE,
  .start = panic_start,
  .tick = panic_tick,
};
