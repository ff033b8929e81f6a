/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What boards say when they start, in pieces. */

#pragma once

#define C3_ROM_AS(cause)                                                                 \
  "ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\nrst:" cause                     \
  ",boot:0xd (SPI_FAST_FLASH_BOOT)\r\n"
#define C3_ROM          C3_ROM_AS ("0x1 (POWERON)")
#define C3_ROM_WATCHDOG C3_ROM_AS ("0x7 (TG0WDT_SYS_RST)")
#define C3_LOADS                                                                         \
  "SPIWP:0xee\r\nmode:QIO, clock div:1\r\nload:0x3fcd5820,len:0x1708\r\n"                \
  "load:0x403cc710,len:0x968\r\nload:0x403ce710,len:0x2f68\r\nentry 0x403cc710\r\n"

#define ESP32_ROM_AS(cause, boot)                                                        \
  "ets Jul 29 2019 12:21:46\r\n\r\nrst:" cause ",boot:" boot "\r\n"
#define ESP32_ROM_FOR(cause) ESP32_ROM_AS (cause, "0x13 (SPI_FAST_FLASH_BOOT)")
#define ESP32_ROM            ESP32_ROM_FOR ("0x1 (POWERON_RESET)")
#define ESP32_ROM_SOFTWARE   ESP32_ROM_FOR ("0xc (SW_CPU_RESET)")
#define ESP32_ROM_WATCHDOG   ESP32_ROM_FOR ("0x10 (RTCWDT_RTC_RESET)")
#define ESP32_ROM_BROWNOUT   ESP32_ROM_FOR ("0xf (RTCWDT_BROWN_OUT_RESET)")
#define ESP32_ROM_SLEPT      ESP32_ROM_FOR ("0x5 (DEEPSLEEP_RESET)")
#define ESP32_ROM_DOWNLOAD                                                               \
  ESP32_ROM_AS ("0x1 (POWERON_RESET)", "0x3 "                                            \
                                       "(DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))")
#define ESP32_LOADS                                                                      \
  "configsip: 0, SPIWP:0xee\r\n"                                                         \
  "clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00\r\n"          \
  "mode:QIO, clock div:1\r\nload:0x3fff0030,len:1184\r\nload:0x40078000,len:13192\r\n"   \
  "ho 0 tail 12 room 4\r\nload:0x40080400,len:3028\r\nentry 0x400805e4\r\n"

#define ESP8266_ROM "\r\n ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n\r\n"
#define ESP8266_LOADS                                                                    \
  "load 0x4010f000, len 3460, room 16 \r\ntail 4\r\nchksum 0xcc\r\n"                     \
  "load 0x3fff20b8, len 40, room 4 \r\ntail 4\r\nchksum 0xc9\r\ncsum 0xc9\r\n"

#define IDF_LOADER                                                                       \
  "\033[0;32mI (29) boot: ESP-IDF v5.2.2 2nd stage bootloader\033[0m\r\n"                \
  "\033[0;32mI (30) boot: compile time Jul 25 2024 16:23:50\033[0m\r\n"                  \
  "\033[0;32mI (45) boot: Partition Table:\033[0m\r\n"                                   \
  "\033[0;32mI (93) esp_image: segment 0: paddr=00010020 vaddr=3c020020 "                \
  "size=09410h\033[0m\r\n"                                                               \
  "\033[0;32mI (182) boot: Loaded app from partition at offset 0x10000\033[0m\r\n"       \
  "\033[0;32mI (182) boot: Disabling RNG early entropy source...\033[0m\r\n"
#define IDF_APP                                                                          \
  "\033[0;32mI (203) cpu_start: Unicore app\033[0m\r\n"                                  \
  "\033[0;32mI (230) app_init: Application information:\033[0m\r\n"                      \
  "\033[0;32mI (233) app_init: Project name:     hello_world\033[0m\r\n"                 \
  "\033[0;32mI (280) main_task: Calling app_main()\033[0m\r\n"

#define TASMOTA_APP                                                                      \
  "\r\n00:00:00.001 HDW: ESP32-D0WD-V3 v3.1 (PSRAM)\r\n"                                 \
  "00:00:00.085 Project tasmota - Tasmota Version 14.3.0(tasmota32)\r\n"
#define ESPEASY_APP                                                                      \
  "\r\n\r\n150 : Info   : \r\n\r\n\r\nINIT : Booting version: "                          \
  "ESP_Easy_mega_20231225\r\n"
#define ESPHOME_APP                                                                      \
  "\033[0;32m[I][logger:171]: Log initialized\033[0m\r\n"                                \
  "\033[0;32m[I][app:029]: Running through setup()...\033[0m\r\n"
#define MICROPYTHON_APP                                                                  \
  "MicroPython v1.22.1 on 2024-01-05; Generic ESP32 module with ESP32\r\n"               \
  "Type \"help()\" for more information.\r\n>>> "
#define LONG_TALK                                                                        \
  "the temperature is 21.5 degrees\r\nthe humidity is 48 percent\r\n"                    \
  "the pressure is 1013 hPa\r\nthe light is 320 lux\r\nthe rain is 0 mm\r\n"

#define XTENSA_PANIC                                                                     \
  "Guru Meditation Error: Core  1 panic'ed (LoadProhibited). Exception was "             \
  "unhandled.\r\n\r\nCore  1 register dump:\r\n"                                         \
  "PC      : 0x400d1234  PS      : 0x00060330  A0      : 0x800d5678  A1      : "         \
  "0x3ffb1f70\r\nA2      : 0x00000000  A3      : 0x3ffb8058  A4      : 0x00000001  "     \
  "A5      : 0x3ffb1fe0\r\nSAR     : 0x0000001f  EXCCAUSE: 0x0000001c  EXCVADDR: "       \
  "0x00000010  LBEG    : 0x400014fd\r\n\r\n\r\nBacktrace: 0x400d1231:0x3ffb1f70 "        \
  "0x400d5675:0x3ffb1f90 0x40088b7d:0x3ffb1fb0 |<-CORRUPTED\r\n\r\n\r\n"                 \
  "ELF file SHA256: 0123456789abcdef\r\n\r\nRebooting...\r\n"
#define RISCV_PANIC                                                                      \
  "Guru Meditation Error: Core  0 panic'ed (Load access fault). Exception was "          \
  "unhandled.\r\n\r\nCore  0 register dump:\r\n"                                         \
  "MEPC    : 0x42006a4c  RA      : 0x42006a46  SP      : 0x3fc91d60  GP      : "         \
  "0x3fc8b200\r\nTP      : 0x3fc87e48  T0      : 0x4005890e  T1      : 0x3fc91aac\r\n"   \
  "MSTATUS : 0x00001881  MTVEC   : 0x40380001  MCAUSE  : 0x00000005  MTVAL   : "         \
  "0x00000004\r\n\r\nStack memory:\r\n3fc91d60: 0x00000000 0x00000000 0x42006a46\r\n"    \
  "\r\n\r\nELF file SHA256: 0123456789abcdef\r\n\r\nRebooting...\r\n"
#define ESP8266_PANIC                                                                    \
  "\r\n--------------- CUT HERE FOR EXCEPTION DECODER ---------------\r\n\r\n"           \
  "Exception (28):\r\nepc1=0x40201234 epc2=0x00000000 epc3=0x00000000 "                  \
  "excvaddr=0x00000008 depc=0x00000000\r\n\r\n>>>stack>>>\r\n\r\nctx: cont\r\n"          \
  "sp: 3ffffdf0 end: 3fffffc0 offset: 0190\r\n"                                          \
  "3fffff80:  3fffdad0 00000000 3ffee4c8 40201234  \r\n"                                 \
  "3fffff90:  feefeffe 40205678 3ffe8304 40100e11  \r\n<<<stack<<<\r\n\r\n"              \
  "--------------- CUT HERE FOR EXCEPTION DECODER ---------------\r\n"
#define ESP8266_SOFT_WDT                                                                 \
  "\r\nSoft WDT reset\r\n\r\n>>>stack>>>\r\n\r\nctx: cont\r\n"                           \
  "sp: 3ffffdf0 end: 3fffffc0 offset: 01a0\r\n"                                          \
  "3fffff90:  3fffdad0 00000000 3ffee4c8 40201111  \r\n<<<stack<<<\r\n"

#define INVALID_HEADERS                                                                  \
  "invalid header: 0xffffffff\r\ninvalid header: 0xffffffff\r\n"                         \
  "invalid header: 0xffffffff\r\n"
#define NO_TABLE                                                                         \
  "I (29) boot: 2nd stage bootloader\r\n"                                                \
  "E (31) flash_parts: partition 0 invalid magic number 0xffff\r\n"                      \
  "E (33) boot: Failed to verify partition table\r\n"                                    \
  "E (35) boot: load partition table error!\r\n"
#define NO_APP                                                                           \
  "I (29) boot: 2nd stage bootloader\r\n"                                                \
  "E (60) esp_image: image at 0x10000 has invalid magic byte (nothing flashed "          \
  "here?)\r\n"                                                                           \
  "E (62) boot: Factory app partition is not bootable\r\n"                               \
  "E (62) boot: No bootable app partitions in the partition table\r\n"
#define FLASH_SIZE_ABORT                                                                 \
  "E (50) spi_flash: Detected size(2048k) smaller than the size in the binary image "    \
  "header(4096k). Probe failed.\r\n"                                                     \
  "\r\nassert failed: do_core_init startup.c:328 (flash_ret == ESP_OK)\r\n\r\n\r\n"      \
  "Backtrace: 0x40081b62:0x3ffe3b10 0x400859f1:0x3ffe3b30\r\n\r\nRebooting...\r\n"
