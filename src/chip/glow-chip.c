/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The chip table. A new chip is one entry here, one in src/board, and a line in the
 * tests. */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-table.h"

/* The ROMs from the ESP32 on share these. */
#define ROM_COMMON                                                                       \
  (GLOW_CHIP_ROM_DEFLATE | GLOW_CHIP_ROM_MD5 | GLOW_CHIP_ROM_BAUD |                      \
   GLOW_CHIP_ROM_ATTACH | GLOW_CHIP_ROM_READ)
#define ROM_NEW (ROM_COMMON | GLOW_CHIP_BEGIN_5_WORDS)

/* Register offsets of the SPI controller, the same from the ESP32-S2 on
 * (protocol.md 3.3). */
#define SPI_NEW                                                                          \
  .spi_usr = 0x18, .spi_usr1 = 0x1c, .spi_usr2 = 0x20, .spi_mosi_dlen = 0x24,            \
  .spi_miso_dlen = 0x28, .spi_w0 = 0x58

#define ANY GLOW_CHIP_ANY

/* What the vendor fields say; the S3 has another fifth one (protocol.md 3.8). */
#define FLASH_VENDORS                                                                    \
  {                                                                                      \
    NULL, "XMC", "GD", "FM", "TT", "ZBIT"                                                \
  }

/* Where most chips from the ESP32-S2 on keep these (protocol.md 3.9). */
#define SECURITY_NEW                                                                     \
  .crypt_count = { 0x34, 18, 3 }, .secure_boot = { 0x38, 20, 1 }, .n_keys = 6

/* clang-format off */
static const GlowChip chips[GLOW_N_CHIPS] = {
  [GLOW_CHIP_ESP8266] = {
    .id = GLOW_CHIP_ESP8266, .name = "ESP8266", .tool_name = "esp8266",
    .features = "Wi-Fi, 160MHz",
    .image_id = GLOW_CHIP_NO_IMAGE_ID, .bootloader_offset = 0x0,
    .flags = GLOW_CHIP_ERASE_QUIRK | GLOW_CHIP_SPI_ADDR_MSB | GLOW_CHIP_SPI_LEN_IN_USR1 |
             GLOW_CHIP_CRYSTAL_MEASURED | GLOW_CHIP_HEADER_SIZE_RULE |
             GLOW_CHIP_AUTOBAUD | GLOW_CHIP_STUB_BAUD_OF_115200 |
             GLOW_CHIP_NO_SECURITY_INFO,
    .magics = { 0xfff0c101 },
    .spi_base = 0x60000200, .spi_usr = 0x1c, .spi_usr1 = 0x20, .spi_usr2 = 0x24, .spi_w0 = 0x40,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 2,
    .efuse_base = 0x3ff00050,
    .stub_name = "esp8266",
  },
  [GLOW_CHIP_ESP32] = {
    .id = GLOW_CHIP_ESP32, .name = "ESP32", .tool_name = "esp32",
    .features = "Wi-Fi",
    .image_id = 0, .bootloader_offset = 0x1000,
    .flags = ROM_COMMON |
             GLOW_CHIP_SPI_ADDR_MSB |
             GLOW_CHIP_RC_BAUD |
             GLOW_CHIP_CRYSTAL_MEASURED |
             GLOW_CHIP_NO_SECURITY_INFO,
    .magics = { 0x00f01d83 },
    .spi_base = 0x3ff42000, .spi_usr = 0x1c, .spi_usr1 = 0x20, .spi_usr2 = 0x24,
    .spi_mosi_dlen = 0x28, .spi_miso_dlen = 0x2c, .spi_w0 = 0x80,
    .uart_clkdiv = 0x3ff40014, .uart_clk_prescale = 1,
    .efuse_base = 0x3ff5a000, .mac_reg = 0x04,
    .minor_low = { 0x14, 24, 2 },
    .stub_name = "esp32",
  },
  [GLOW_CHIP_ESP32S2] = {
    .id = GLOW_CHIP_ESP32S2, .name = "ESP32-S2", .tool_name = "esp32s2",
    .features = "Wi-Fi, Single Core, 240MHz",
    .image_id = 2, .bootloader_offset = 0x1000,
    .flags = ROM_NEW | GLOW_CHIP_WATCHDOG_RESET,
    .magics = { 0x000007c6 },
    .spi_base = 0x3f402000, SPI_NEW,
    .uart_clkdiv = 0x3f400014, .uart_clk_prescale = 1, .crystal_mhz = 40,
    .efuse_base = 0x3f41a000, .mac_reg = 0x44,
    .minor_low = { 0x54, 4, 3 }, .minor_high = { 0x50, 20, 1 }, .major_low = { 0x50, 18, 2 },
    .package = { 0x54, 0, 4 },
    .packages = {
      { ANY, 0, 0, "ESP32-S2" }, { ANY, 1, 0, "ESP32-S2FH2" }, { ANY, 2, 0, "ESP32-S2FH4" },
      { ANY, 0, 1, "ESP32-S2R2" }, { ANY, 2, 1, "ESP32-S2FNR2" },
    },
    .flash = { 0x50, 21, 4 }, .flash_mib = { 0, 2, 4 },
    .psram = { 0x50, 28, 4 }, .psram_mib = { 0, 2, 4 },
    SECURITY_NEW,
    .usb = { .addr = 0x3ffffd14, .otg_value = 2 },
    .stub_name = "esp32s2",
    .wdt_config0 = 0x3f408094, .wdt_config1 = 0x3f408098, .wdt_protect = 0x3f4080ac,
    .force_download_addr = 0x3f408128, .force_download_mask = 1,
  },
  [GLOW_CHIP_ESP32S3] = {
    .id = GLOW_CHIP_ESP32S3, .name = "ESP32-S3", .tool_name = "esp32s3",
    .features = "Wi-Fi, BT 5 (LE), Dual Core + LP Core, 240MHz",
    .image_id = 9, .bootloader_offset = 0x0,
    .flags = ROM_NEW |
             GLOW_CHIP_WATCHDOG_RESET |
             GLOW_CHIP_WATCHDOG_OFF |
             GLOW_CHIP_LARGE_FLASH |
             GLOW_CHIP_NO_STUB_IN_SECURE_BOOT,
    .magics = { 0x00000009 },
    .spi_base = 0x60002000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1, .crystal_mhz = 40,
    .efuse_base = 0x60007000, .mac_reg = 0x44,
    .minor_low = { 0x50, 18, 3 }, .minor_high = { 0x58, 23, 1 }, .major_low = { 0x58, 24, 2 },
    .package = { 0x50, 21, 3 },
    .block_minor = { 0x50, 24, 3 }, .block_major = { 0x6c, 0, 2 },
    .packages = { { 0, ANY, ANY, "ESP32-S3 (QFN56)" }, { 1, ANY, ANY, "ESP32-S3-PICO-1 (LGA56)" } },
    .flash = { 0x50, 27, 3 }, .flash_mib = { 0, 8, 4 },
    .flash_vendor = { 0x54, 0, 3 }, .flash_vendors = { NULL, "XMC", "GD", "FM", "TT", "BY" },
    .psram = { 0x54, 3, 2 }, .psram_high = { 0x58, 19, 1 }, .psram_mib = { 0, 8, 2, 16, 4 },
    .psram_vendor = { 0x54, 7, 2 }, .psram_vendors = { NULL, "AP_3v3", "AP_1v8" },
    SECURITY_NEW,
    .usb = { .addr = 0x3fcef14c, .otg_value = 3, .jtag_value = 4 },
    .stub_name = "esp32s3",
    .wdt_config0 = 0x60008098, .wdt_config1 = 0x6000809c, .wdt_protect = 0x600080b0,
    .swd_config = 0x600080b4, .swd_protect = 0x600080b8, .swd_key = 0x8f1d312a, .swd_auto_feed_bit = 31,
    .force_download_addr = 0x6000812c, .force_download_mask = 1,
  },
  [GLOW_CHIP_ESP32C2] = {
    .id = GLOW_CHIP_ESP32C2, .name = "ESP32-C2", .tool_name = "esp32c2",
    .features = "Wi-Fi, BT 5 (LE), Single Core, 120MHz",
    .image_id = 12, .bootloader_offset = 0x0,
    .flags = ROM_NEW |
             GLOW_CHIP_CRYSTAL_MEASURED |
             GLOW_CHIP_WATCHDOG_RESET |
             GLOW_CHIP_NO_STUB_ON_REVISION_0 |
             GLOW_CHIP_BAUD_BY_CRYSTAL,
    .magics = { 0x6f51306f, 0x7c41a06f, 0x0c21e06f },
    .spi_base = 0x60002000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1,
    .efuse_base = 0x60008800, .mac_reg = 0x40,
    .minor_low = { 0x44, 16, 4 }, .major_low = { 0x44, 20, 2 },
    .package = { 0x44, 22, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-C2" }, { 1, ANY, ANY, "ESP8684H" } },
    .flash = { 0x5c, 29, 3 }, .flash_mib = { 0, 4, 2, 1 },
    .flash_vendor = { 0x5c, 24, 3 }, .flash_vendors = FLASH_VENDORS,
    .crypt_count = { 0x30, 7, 3 }, .secure_boot = { 0x30, 21, 1 },
    .stub_name = "esp32c2",
    .wdt_config0 = 0x60008084, .wdt_config1 = 0x60008088, .wdt_protect = 0x6000809c,
    .rom_crystal_mhz = 40,
  },
  [GLOW_CHIP_ESP32C3] = {
    .id = GLOW_CHIP_ESP32C3, .name = "ESP32-C3", .tool_name = "esp32c3",
    .features = "Wi-Fi, BT 5 (LE), Single Core, 160MHz",
    .image_id = 5, .bootloader_offset = 0x0,
    .flags = ROM_NEW |
             GLOW_CHIP_WATCHDOG_RESET |
             GLOW_CHIP_WATCHDOG_OFF |
             GLOW_CHIP_NO_STUB_IN_SECURE_BOOT,
    .magics = { 0x6921506f, 0x1b31506f, 0x4881606f, 0x4361606f },
    .spi_base = 0x60002000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1, .crystal_mhz = 40,
    .efuse_base = 0x60008800, .mac_reg = 0x44,
    .minor_low = { 0x50, 18, 3 }, .minor_high = { 0x58, 23, 1 }, .major_low = { 0x58, 24, 2 },
    .package = { 0x50, 21, 3 },
    .packages = {
      { 0, ANY, ANY, "ESP32-C3 (QFN32)" }, { 1, ANY, ANY, "ESP8685 (QFN28)" },
      { 2, ANY, ANY, "ESP32-C3 AZ (QFN32)" }, { 3, ANY, ANY, "ESP8686 (QFN24)" },
    },
    .flash = { 0x50, 27, 3 }, .flash_mib = { 0, 4, 2, 1, 8 },
    .flash_vendor = { 0x54, 0, 3 }, .flash_vendors = FLASH_VENDORS,
    SECURITY_NEW,
    .usb = { .addr = 0x3fcdf078, .old_addr = 0x3fcdf07c, .revision = 101, .jtag_value = 3 },
    .stub_name = "esp32c3",
    .wdt_config0 = 0x60008090, .wdt_config1 = 0x60008094, .wdt_protect = 0x600080a8,
    .swd_config = 0x600080ac, .swd_protect = 0x600080b0, .swd_key = 0x8f1d312a, .swd_auto_feed_bit = 31,
  },
  [GLOW_CHIP_ESP32C5] = {
    .id = GLOW_CHIP_ESP32C5, .name = "ESP32-C5", .tool_name = "esp32c5",
    .features = "Wi-Fi 6 (dual-band), BT 5 (LE), IEEE802.15.4, Single Core + LP Core, 240MHz",
    .image_id = 23, .bootloader_offset = 0x2000,
    .flags = ROM_NEW |
             GLOW_CHIP_CRYSTAL_MEASURED |
             GLOW_CHIP_WATCHDOG_RESET |
             GLOW_CHIP_WATCHDOG_OFF |
             GLOW_CHIP_LARGE_FLASH |
             GLOW_CHIP_BAUD_BY_CRYSTAL,
    .magics = { 0x1101406f, 0x63e1406f, 0x5fd1406f },
    .spi_base = 0x60003000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1,
    .efuse_base = 0x600b4800, .mac_reg = 0x44,
    .minor_low = { 0x4c, 0, 4 }, .major_low = { 0x4c, 4, 2 },
    .package = { 0x4c, 26, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-C5" } },
    .has_eui64 = TRUE,
    .crypt_count = { 0x34, 16, 3 }, .secure_boot = { 0x38, 25, 1 }, .n_keys = 6,
    .usb = { .addr = 0x4085f514, .jtag_value = 3 },
    .stub_name = "esp32c5",
    .wdt_config0 = 0x600b1c00, .wdt_config1 = 0x600b1c04, .wdt_protect = 0x600b1c18,
    .swd_config = 0x600b1c1c, .swd_protect = 0x600b1c20, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
  },
  [GLOW_CHIP_ESP32C6] = {
    .id = GLOW_CHIP_ESP32C6, .name = "ESP32-C6", .tool_name = "esp32c6",
    .features = "Wi-Fi 6, BT 5 (LE), IEEE802.15.4, Single Core + LP Core, 160MHz",
    .image_id = 13, .bootloader_offset = 0x0,
    .flags = ROM_NEW | GLOW_CHIP_WATCHDOG_OFF,
    .magics = { 0x2ce0806f },
    .spi_base = 0x60003000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1, .crystal_mhz = 40,
    .efuse_base = 0x600b0800, .mac_reg = 0x44,
    .minor_low = { 0x50, 18, 4 }, .major_low = { 0x50, 22, 2 },
    .package = { 0x50, 24, 3 },
    .packages = {
      { 0, ANY, ANY, "ESP32-C6 (QFN40)" },
      { 1, 1, ANY, "ESP32-C6FH4 (QFN32)" }, { 1, 2, ANY, "ESP32-C6FH8 (QFN32)" },
    },
    .flash = { 0x54, 0, 3 }, .flash_mib = { 0, 4, 8 },
    .has_eui64 = TRUE,
    SECURITY_NEW,
    .usb = { .addr = 0x4087f580, .jtag_value = 3 },
    .stub_name = "esp32c6",
    .wdt_config0 = 0x600b1c00, .wdt_config1 = 0x600b1c04, .wdt_protect = 0x600b1c18,
    .swd_config = 0x600b1c1c, .swd_protect = 0x600b1c20, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
  },
  [GLOW_CHIP_ESP32C61] = {
    .id = GLOW_CHIP_ESP32C61, .name = "ESP32-C61", .tool_name = "esp32c61",
    .features = "Wi-Fi 6, BT 5 (LE), Single Core, 160MHz",
    .image_id = 20, .bootloader_offset = 0x0,
    .flags = ROM_NEW |
             GLOW_CHIP_WATCHDOG_RESET |
             GLOW_CHIP_WATCHDOG_OFF |
             GLOW_CHIP_LARGE_FLASH,
    .magics = { 0x33f0206f, 0x2421606f, 0x4f81606f, 0x7211606f },
    .spi_base = 0x60003000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1, .crystal_mhz = 40,
    .efuse_base = 0x600b4800, .mac_reg = 0x44,
    .minor_low = { 0x4c, 0, 4 }, .major_low = { 0x4c, 4, 2 },
    .package = { 0x4c, 26, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-C61" } },
    .crypt_count = { 0x30, 23, 3 }, .secure_boot = { 0x34, 26, 1 }, .n_keys = 6,
    .stub_name = "esp32c61",
    .wdt_config0 = 0x600b1c00, .wdt_config1 = 0x600b1c04, .wdt_protect = 0x600b1c18,
    .swd_config = 0x600b1c1c, .swd_protect = 0x600b1c20, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
  },
  [GLOW_CHIP_ESP32H2] = {
    .id = GLOW_CHIP_ESP32H2, .name = "ESP32-H2", .tool_name = "esp32h2",
    .features = "BT 5 (LE), IEEE802.15.4, Single Core, 96MHz",
    .image_id = 16, .bootloader_offset = 0x0,
    .flags = ROM_NEW | GLOW_CHIP_WATCHDOG_OFF,
    .magics = { 0xd7b73e80, 0x97e30068 },
    .spi_base = 0x60003000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1, .crystal_mhz = 32,
    .efuse_base = 0x600b0800, .mac_reg = 0x44,
    .minor_low = { 0x50, 18, 3 }, .major_low = { 0x50, 21, 2 },
    .package = { 0x54, 0, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-H2" } },
    .has_eui64 = TRUE,
    SECURITY_NEW,
    .usb = { .addr = 0x4084fefc, .jtag_value = 3 },
    .stub_name = "esp32h2",
    .wdt_config0 = 0x600b1c00, .wdt_config1 = 0x600b1c04, .wdt_protect = 0x600b1c1c,
    .swd_config = 0x600b1c20, .swd_protect = 0x600b1c24, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
  },
  [GLOW_CHIP_ESP32H21] = {
    .id = GLOW_CHIP_ESP32H21, .name = "ESP32-H21", .tool_name = "esp32h21",
    .features = "BT 5 (LE), IEEE802.15.4, Single Core, 96MHz",
    .image_id = 25, .bootloader_offset = 0x0,
    .flags = ROM_NEW | GLOW_CHIP_WATCHDOG_OFF,
    .spi_base = 0x60003000, SPI_NEW,
    .uart_clkdiv = 0x60000014, .uart_clk_prescale = 1, .crystal_mhz = 32,
    .efuse_base = 0x600b4000, .mac_reg = 0x44,
    .minor_low = { 0x58, 4, 4 }, .major_low = { 0x58, 8, 2 },
    .package = { 0x58, 11, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-H21" } },
    .has_eui64 = TRUE,
    SECURITY_NEW,
    .wdt_config0 = 0x600b1c00, .wdt_config1 = 0x600b1c04, .wdt_protect = 0x600b1c1c,
    .swd_config = 0x600b1c20, .swd_protect = 0x600b1c24, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
  },
  [GLOW_CHIP_ESP32H4] = {
    .id = GLOW_CHIP_ESP32H4, .name = "ESP32-H4", .tool_name = "esp32h4",
    .features = "BT 5 (LE), IEEE802.15.4, Dual Core, 96MHz",
    .image_id = 28, .bootloader_offset = 0x2000,
    .flags = ROM_NEW | GLOW_CHIP_WATCHDOG_OFF,
    .spi_base = 0x60099000, SPI_NEW,
    .crystal_mhz = 32,
    .efuse_base = 0x600b1800, .mac_reg = 0x44,
    .minor_low = { 0x50, 18, 4 }, .major_low = { 0x50, 22, 2 },
    .package = { 0x54, 12, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-H4 (QFN40)" } },
    .has_eui64 = TRUE,
    .crypt_count = { 0x30, 23, 3 }, .secure_boot = { 0x38, 5, 1 }, .n_keys = 6,
    .usb = { .addr = 0x4087f580, .jtag_value = 3 },
    .stub_name = "esp32h4",
    .wdt_config0 = 0x60090048, .wdt_config1 = 0x6009004c, .wdt_protect = 0x60090064,
    .swd_config = 0x600b541c, .swd_protect = 0x600b5420, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
  },
  [GLOW_CHIP_ESP32P4] = {
    .id = GLOW_CHIP_ESP32P4, .name = "ESP32-P4", .tool_name = "esp32p4",
    .features = "Dual Core + LP Core, 400MHz",
    .image_id = 18, .bootloader_offset = 0x2000,
    .flags = ROM_NEW |
             GLOW_CHIP_WATCHDOG_RESET |
             GLOW_CHIP_WATCHDOG_OFF |
             GLOW_CHIP_LARGE_FLASH |
             GLOW_CHIP_FLASH_POWER,
    .magics = { 0x0addbad0, 0x07039ad9 },
    .spi_base = 0x5008d000, SPI_NEW,
    .crystal_mhz = 40,
    .efuse_base = 0x5012d000, .mac_reg = 0x44,
    .minor_low = { 0x4c, 0, 4 }, .major_low = { 0x4c, 4, 2 },
    .major_high = { 0x4c, 23, 1 }, .package = { 0x4c, 20, 3 },
    .packages = { { 0, ANY, ANY, "ESP32-P4" } },
    SECURITY_NEW,
    .usb = {
      .addr = 0x4ffbfec8, .old_addr = 0x4ff3fec8, .revision = 300, .otg_value = 5, .jtag_value = 6,
    },
    .stub_name = "esp32p4",
    .wdt_config0 = 0x50116000, .wdt_config1 = 0x50116004, .wdt_protect = 0x50116018,
    .swd_config = 0x5011601c, .swd_protect = 0x50116020, .swd_key = 0x50d83aa1, .swd_auto_feed_bit = 18,
    .force_download_addr = 0x50110008, .force_download_mask = 4,
    .old_stub_name = "esp32p4-rev1", .stub_min_revision = 300,
  },
  [GLOW_CHIP_ESP32S31] = {
    .id = GLOW_CHIP_ESP32S31, .name = "ESP32-S31", .tool_name = "esp32s31",
    .features = "Wi-Fi 6, BT 5.4 (LE), IEEE802.15.4, Dual Core + LP Core, 300MHz",
    .image_id = 32, .bootloader_offset = 0x2000,
    .flags = ROM_NEW | GLOW_CHIP_WATCHDOG_RESET | GLOW_CHIP_LARGE_FLASH,
    .spi_base = 0x20501000, SPI_NEW,
    .crystal_mhz = 40,
    .efuse_base = 0x20715000, .mac_reg = 0x50,
    .minor_low = { 0x5c, 18, 4 }, .major_low = { 0x5c, 22, 2 },
    .package = { 0x60, 6, 2 },
    .packages = { { 0, ANY, ANY, "ESP32-S31" } },
    .crypt_count = { 0x34, 21, 3 }, .secure_boot = { 0x3c, 2, 1 }, .n_keys = 5,
    .stub_name = "esp32s31",
    .wdt_config0 = 0x20801000, .wdt_config1 = 0x20801004, .wdt_protect = 0x20801018,
  },
};
/* clang-format on */

/**
 * glow_chip_get:
 * @id: which
 *
 * Returns: (transfer none): its entry
 */
const GlowChip *
glow_chip_get (GlowChipId id)
{
  g_return_val_if_fail (id < GLOW_N_CHIPS, NULL);

  return &chips[id];
}

/**
 * glow_chip_find_by_name:
 * @name: "esp32s3" or "ESP32-S3"; case does not matter
 *
 * Returns: (transfer none) (nullable): the chip of that name
 */
const GlowChip *
glow_chip_find_by_name (const char *name)
{
  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    if (g_ascii_strcasecmp (name, chips[i].name) == 0 ||
        g_ascii_strcasecmp (name, chips[i].tool_name) == 0)
      return &chips[i];
  }
  return NULL;
}

/**
 * glow_chip_find_by_image_id:
 * @image_id: chip id of an image header or of GET_SECURITY_INFO
 *
 * Returns: (transfer none) (nullable): the chip; %NULL for ids nobody here knows, never a
 * guess
 */
const GlowChip *
glow_chip_find_by_image_id (guint16 image_id)
{
  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    if (chips[i].image_id != GLOW_CHIP_NO_IMAGE_ID && chips[i].image_id == image_id)
      return &chips[i];
  }
  return NULL;
}

GlowChipId
glow_chip_get_id (const GlowChip *chip)
{
  return chip->id;
}

const char *
glow_chip_get_name (const GlowChip *chip)
{
  return chip->name;
}

const char *
glow_chip_get_tool_name (const GlowChip *chip)
{
  return chip->tool_name;
}

guint16
glow_chip_get_image_id (const GlowChip *chip)
{
  return chip->image_id;
}

guint32
glow_chip_get_bootloader_offset (const GlowChip *chip)
{
  return chip->bootloader_offset;
}
