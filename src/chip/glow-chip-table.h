/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a GlowChip is made of: for chip/ and flash/, which work with the facts. Everyone
 * else uses glow-chip.h. Sources: protocol.md sections 3.2 to 3.8, columns as there. */

#pragma once

#include "glow-chip.h"

G_BEGIN_DECLS

/* What the chip and its ROM loader can do; never asked by chip name. */
typedef enum {
  GLOW_CHIP_ROM_DEFLATE = 1 << 0, /* FLASH_DEFL_* without a stub */
  GLOW_CHIP_ROM_MD5 = 1 << 1,     /* SPI_FLASH_MD5 without a stub */
  GLOW_CHIP_ROM_BAUD = 1 << 2,    /* CHANGE_BAUDRATE without a stub */
  GLOW_CHIP_ROM_ATTACH = 1 << 3,  /* SPI_ATTACH and SPI_SET_PARAMS without a stub */
  GLOW_CHIP_ROM_READ = 1 << 4,    /* READ_FLASH_SLOW without a stub */
  GLOW_CHIP_BEGIN_5_WORDS =
    1 << 5, /* ROM *_BEGIN takes exactly 20 bytes, else exactly 16 */
  GLOW_CHIP_ERASE_QUIRK = 1 << 6,  /* the ESP8266 ROM erases too much, protocol.md 4.7 */
  GLOW_CHIP_SPI_ADDR_MSB = 1 << 7, /* SPI address register is left-aligned */
  GLOW_CHIP_SPI_LEN_IN_USR1 = 1 << 8, /* no DLEN registers: lengths live in USR1 */
  GLOW_CHIP_RC_BAUD = 1 << 9, /* ROM baud must be corrected for the 8 MHz RC drift */
  GLOW_CHIP_CRYSTAL_MEASURED = 1 << 10, /* crystal told from the UART divider */
  GLOW_CHIP_HEADER_SIZE_RULE = 1 << 11, /* header size is what the firmware believes */
  GLOW_CHIP_LARGE_FLASH = 1 << 12, /* its stub reaches beyond 16 MiB; protocol.md 3.10 */
  GLOW_CHIP_WATCHDOG_RESET =
    1 << 13,                        /* may be left by its RTC watchdog; protocol.md 2.8 */
  GLOW_CHIP_WATCHDOG_OFF = 1 << 14, /* its watchdogs run on after a USB-JTAG reset; 2.7 */
  GLOW_CHIP_FLASH_POWER = 1 << 15,  /* the flash may have to be powered first; 3.12 */
  GLOW_CHIP_NO_STUB_IN_SECURE_BOOT = 1 << 16, /* protocol.md 3.9 */
  GLOW_CHIP_NO_STUB_ON_REVISION_0 = 1 << 17,  /* protocol.md 3.9 */
  GLOW_CHIP_BAUD_BY_CRYSTAL =
    1 << 18,                    /* ROM baud is off when the crystal is not its own; 3.4 */
  GLOW_CHIP_AUTOBAUD = 1 << 19, /* its ROM can only be synced at a higher rate; 8.3 */
  GLOW_CHIP_STUB_BAUD_OF_115200 =
    1 << 20, /* its stub takes the rate in force for 115200; protocol.md 6.2 */
  GLOW_CHIP_NO_SECURITY_INFO =
    1 << 21, /* older than GET_SECURITY_INFO, not even its stub knows it; 1.6 */
} GlowChipFlags;

/* A field of an eFuse word. */
typedef struct {
  guint16 reg;  /* byte offset from the eFuse base */
  guint8 shift; /* bits */
  guint8 width; /* bits; 0: the field does not exist */
} GlowEfuseField;

/* What a package is called. The codes are those of the eFuse fields. */
typedef struct {
  gint8 package; /* GLOW_CHIP_ANY: whatever it is; the same for the next two */
  gint8 flash;
  gint8 psram;
  const char *name; /* NULL ends the list */
} GlowChipPackage;

/* Register in the ROM's RAM that tells which port the ROM talks through;
 * protocol.md 2.6 */
typedef struct {
  guint32 addr;     /* 0: the ROM has none or it is not known */
  guint32 old_addr; /* for revisions below @revision */
  guint16 revision;
  guint8 otg_value; /* 0: the chip has no such port */
  guint8 jtag_value;
} GlowChipUsbByte;

#define GLOW_CHIP_ANY          (-1)
#define GLOW_CHIP_MAX_MAGICS   4
#define GLOW_CHIP_MAX_PACKAGES 5
#define GLOW_CHIP_MAX_MEMORIES 5 /* codes of a size field, from 0 = none on */
#define GLOW_CHIP_MAX_VENDORS  6 /* codes of a vendor field, from 0 = not told on */

struct _GlowChip {
  GlowChipId id;
  const char *name;
  const char *tool_name;
  const char *features; /* what every part of this chip has, in Espressif's words */
  guint16 image_id;
  guint32 bootloader_offset; /* bytes */
  GlowChipFlags flags;
  guint32 magics[GLOW_CHIP_MAX_MAGICS]; /* word at 0x40001000; 0 ends the list */

  guint32 spi_base; /* SPI controller of the flash */
  guint8 spi_usr;   /* byte offsets from spi_base */
  guint8 spi_usr1;
  guint8 spi_usr2;
  guint8 spi_mosi_dlen;
  guint8 spi_miso_dlen;
  guint8 spi_w0;

  guint32 uart_clkdiv;      /* register; divider in the low 20 bits */
  guint8 uart_clk_prescale; /* the ESP8266 counts twice */
  guint8 crystal_mhz;       /* 0: see GLOW_CHIP_CRYSTAL_MEASURED */

  guint32 efuse_base;
  guint16 mac_reg; /* byte offset from efuse_base of the lower MAC word */
  GlowEfuseField minor_low;
  GlowEfuseField minor_high;
  GlowEfuseField major_low;
  GlowEfuseField major_high;
  GlowEfuseField package;
  GlowEfuseField block_minor; /* only where block version 1.1 means revision 0.0 */
  GlowEfuseField block_major;
  gboolean has_eui64; /* an IEEE 802.15.4 address is beside the MAC */

  /* the package and what is in it; protocol.md 3.8 */
  GlowChipPackage packages[GLOW_CHIP_MAX_PACKAGES + 1];
  GlowEfuseField flash;
  GlowEfuseField flash_vendor;
  GlowEfuseField psram;
  GlowEfuseField psram_high;
  GlowEfuseField psram_vendor;
  guint8 flash_mib[GLOW_CHIP_MAX_MEMORIES]; /* by code; 0: none, or not known */
  guint8 psram_mib[GLOW_CHIP_MAX_MEMORIES];
  const char *flash_vendors[GLOW_CHIP_MAX_VENDORS];
  const char *psram_vendors[GLOW_CHIP_MAX_VENDORS];

  /* security, for a ROM that does not tell it; protocol.md 3.9 */
  GlowEfuseField crypt_count;
  GlowEfuseField secure_boot;
  guint8 n_keys; /* key blocks with a purpose */

  GlowChipUsbByte usb;

  const char *stub_name;     /* file without ".json", NULL: there is none */
  const char *old_stub_name; /* for revisions below @stub_min_revision, NULL: the same */
  guint16 stub_min_revision;

  /* RTC and super watchdog, 0 where there is none to switch; protocol.md 3.6 */
  guint32 wdt_config0;
  guint32 wdt_config1;
  guint32 wdt_protect;
  guint32 swd_config;
  guint32 swd_protect;
  guint32 swd_key;
  guint8 swd_auto_feed_bit;

  guint32 force_download_addr; /* register, 0: none; protocol.md 3.5 */
  guint32 force_download_mask;
  guint8 rom_crystal_mhz; /* what the ROM believes, with GLOW_CHIP_BAUD_BY_CRYSTAL */
};

G_END_DECLS
