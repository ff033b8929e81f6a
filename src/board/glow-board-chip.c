/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-chip.h"

#include <string.h>

#define MIB (1024 * 1024)

/* protocol.md 3.2, 3.4, 3.7; eFuse words as recorded in wire/esp32.txt: a D0WD, v3.1 */
static const GlowBoardReg esp32_regs[] = {
  { 0x40001000, 0x00f01d83 }, /* magic */
  { 0x3ff5a00c, 0x00008000 }, /* eFuse word 3: revision bit 0, package D0WDQ6 */
  { 0x3ff5a010, 0x00000050 }, /* eFuse word 4: 8 MHz clock calibration */
  { 0x3ff5a014, 0x00100000 }, /* eFuse word 5: revision bit 1 */
  { 0x3ff6607c, 0x96042000 }, /* APB date: revision bit 2 */
  { 0x3ff5f06c, 0x00028000 }, /* TIMG calibration: 1280 cycles make a 40 MHz crystal */
};

/* protocol.md 3.2; no OTP bit 4 or 80: a plain ESP8266 */
static const GlowBoardReg esp8266_regs[] = {
  { 0x40001000, 0xfff0c101 },
};

/* protocol.md 3.2, 3.7; eFuse word 3 as recorded in wire/esp32c3.txt */
static const GlowBoardReg esp32c3_regs[] = {
  { 0x40001000, 0x1b31506f },
  { 0x60008850, 0x000c0000 }, /* v0.3 */
};

static const GlowBoardChip chips[] = {
  {
    .name = "esp32",
    .generation = GLOW_BOARD_GEN_32,
    .status_len = 4,
    .begin_len = 16,
    .default_limit = 2 * MIB,
    .spi = { 0x3ff42000, 0x1c, 0x20, 0x24, 0x28, 0x2c, 0x80, TRUE, 0x80000040,
             0x70000000 },
    .clkdiv_addr = 0x3ff40014,
    .uart_clock = 40000000,
    .clkdiv_fraction = TRUE,
    .strap_addr = 0x3ff44038,
    .regs = esp32_regs,
    .n_regs = G_N_ELEMENTS (esp32_regs),
    .mac_addr = 0x3ff5a004,
    .oui = { 0x24, 0x0a, 0xc4 },
    .log_baud = 115200,
    .bootloader_offset = 0x1000,
    .rom_name = "ets Jul 29 2019 12:21:46\r\n\r\n",
    .download_text = "rst:0x1 (POWERON_RESET),boot:0x3 "
                     "(DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\n"
                     "waiting for download\r\n",
    .run_text = "rst:%s,boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n",
  },
  {
    .name = "esp32c3",
    .generation = GLOW_BOARD_GEN_S2,
    .status_len = 4,
    .begin_len = 20,
    .default_limit = 2 * MIB,
    .chip_id = 5,
    .security_len = 20,
    .api_version = 3,
    .spi = { 0x60002000, 0x18, 0x1c, 0x20, 0x24, 0x28, 0x58, FALSE, 0x800000c0,
             0x70000000 },
    .clkdiv_addr = 0x60000014,
    .uart_clock = 40000000,
    .clkdiv_fraction = TRUE,
    .regs = esp32c3_regs,
    .n_regs = G_N_ELEMENTS (esp32c3_regs),
    .mac_addr = 0x60008844,
    .oui = { 0x84, 0xf7, 0x03 },
    .log_baud = 115200,
    .bootloader_offset = 0,
    .rom_name = "ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\n",
    .download_text = "rst:0x1 (POWERON),boot:0x5 (DOWNLOAD(USB/UART0))\r\n"
                     "waiting for download\r\n",
    .run_text = "rst:%s,boot:0xd (SPI_FAST_FLASH_BOOT)\r\n",
  },
  {
    .name = "esp8266",
    .generation = GLOW_BOARD_GEN_8266,
    .status_len = 2,
    .begin_len = 16,
    .spi = { 0x60000200, 0x1c, 0x20, 0x24, 0, 0, 0x40, TRUE, 0x80000040, 0x70000000 },
    .clkdiv_addr = 0x60000014,
    .uart_clock = 52000000, /* twice the 26 MHz crystal */
    .regs = esp8266_regs,
    .n_regs = G_N_ELEMENTS (esp8266_regs),
    .oui = { 0x5c, 0xcf, 0x7f },
    .log_baud = 74880,
    .bootloader_offset = 0,
    .rom_name = "\r\n ets Jan  8 2013,",
    .download_text = "rst cause:2, boot mode:(1,7)\r\n\r\n",
    .run_text = "rst cause:%s, boot mode:(3,7)\r\n\r\n",
  },
};

static const char *const names[] = { "esp32", "esp32c3", "esp8266", NULL };

/**
 * glow_board_chip_find:
 * @name: such as "esp32"
 *
 * Returns: (transfer none) (nullable): the chip, or %NULL when there is none of that name
 */
const GlowBoardChip *
glow_board_chip_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++)
    if (strcmp (chips[i].name, name) == 0)
      return &chips[i];
  return NULL;
}

/**
 * glow_board_chip_names:
 *
 * Returns: (transfer none): names of all chips, %NULL-terminated
 */
const char *const *
glow_board_chip_names (void)
{
  return names;
}
