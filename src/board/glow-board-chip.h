/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a simulated chip is: facts only, one table entry per chip, in
 * glow-board-chip-table.c. Nothing here is shared with the engine's own table. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GlowBoardGeneration:
 * @GLOW_BOARD_GEN_8266: ESP8266: few commands, 2 status bytes, erase bug
 * @GLOW_BOARD_GEN_32: ESP32: 16-byte BEGIN, no security info
 * @GLOW_BOARD_GEN_S2: ESP32-S2 and later: 20-byte BEGIN, security info
 *
 * The families of ROM loaders (protocol.md 1.6).
 */
typedef enum {
  GLOW_BOARD_GEN_8266,
  GLOW_BOARD_GEN_32,
  GLOW_BOARD_GEN_S2,
} GlowBoardGeneration;

typedef struct {
  guint32 addr;
  guint32 value;
} GlowBoardReg;

typedef struct {
  guint32 base;
  guint32 usr; /* offsets from base, in bytes */
  guint32 usr1;
  guint32 usr2;
  guint32 mosi_dlen; /* 0: the bit lengths are in USR1 */
  guint32 miso_dlen;
  guint32 w0;
  gboolean addr_msb;     /* the address is left-aligned in its register */
  guint32 usr_at_reset;  /* value of USR */
  guint32 usr2_at_reset; /* value of USR2 */
} GlowBoardSpiLayout;

#define GLOW_BOARD_MAX_MAGICS 4
#define GLOW_BOARD_MAX_RAMS   5

/* A ROM version, known by the revisions of the chips it is in. */
typedef struct {
  guint16 from_revision; /* major × 100 + minor */
  guint32 word;          /* at 0x40001000 */
} GlowBoardMagic;

/* Some bits of an eFuse word; width 0: there are none. */
typedef struct {
  guint16 offset; /* bytes from the eFuse base */
  guint8 shift;
  guint8 width; /* bits */
} GlowBoardField;

/* protocol.md 3.7 to 3.9. Where there are two fields the second has the upper bits. */
typedef struct {
  guint32 base;
  guint16 mac; /* bytes from the base */
  GlowBoardField minor[2];
  GlowBoardField major[2];
  GlowBoardField package[2];
  GlowBoardField flash_cap;
  GlowBoardField flash_vendor;
  GlowBoardField psram_vendor;
  GlowBoardField psram_cap[2];
  GlowBoardField crypt_count;
  GlowBoardField secure_boot;
  GlowBoardField secure_boot_v1; /* ESP32 before v3.0 */
  GlowBoardField no_manual_encrypt;
  GlowBoardField key_purpose[2];
  GlowBoardField key_hidden;   /* where there are no purposes: bit 0 hides the key */
  GlowBoardField crypt_config; /* ESP32: all set when it encrypts */
} GlowBoardEfuseLayout;

/* protocol.md 3.6; an address of 0: no such register */
typedef struct {
  guint32 config0;
  guint32 config1;
  guint32 protect;
  guint32 swd_config;
  guint32 swd_protect;
  guint32 swd_key;
  guint32 swd_feed; /* bit mask in swd_config */
} GlowBoardWatchdogLayout;

/* protocol.md 2.6: the ROM's note of what it talks over; a value of 0: no such port */
typedef struct {
  guint32 addr;
  guint32 old_addr;      /* where it is on chips before @from_revision */
  guint16 from_revision; /* major × 100 + minor */
  guint8 jtag;           /* what it says then */
  guint8 otg;            /* what it says then */
} GlowBoardUsbLayout;

typedef struct {
  guint32 from;
  guint32 to; /* first address behind it */
} GlowBoardRange;

typedef struct {
  const char *name; /* "esp32" */
  GlowBoardGeneration generation;

  /* loader */
  gsize status_len;      /* bytes of a ROM status, protocol.md 1.3 */
  gsize begin_len;       /* bytes of a FLASH_BEGIN payload, protocol.md 1.6 */
  guint32 default_limit; /* bytes of flash the ROM believes in; 0: all */
  guint32 chip_id;       /* image header and GET_SECURITY_INFO */
  gsize security_len;    /* bytes of GET_SECURITY_INFO data; 0: unsupported */
  guint32 api_version;   /* last word of GET_SECURITY_INFO */
  gboolean has_otg;
  gboolean has_jtag;
  gboolean has_radio_154; /* IEEE 802.15.4: has an EUI-64 */
  gboolean is_wide;       /* the stub reaches beyond 16 MiB, protocol.md 3.10 */
  gboolean has_no_stub;   /* none was ever made, protocol.md 6.4 */

  /* registers */
  guint16 revision; /* unless told otherwise: major × 100 + minor */
  GlowBoardMagic magics[GLOW_BOARD_MAX_MAGICS]; /* by rising revision */
  GlowBoardSpiLayout spi;
  GlowBoardEfuseLayout efuse;
  GlowBoardWatchdogLayout watchdog;
  gboolean watchdog_strands; /* a reset by it loses the port, protocol.md 2.8 */
  GlowBoardUsbLayout usb;
  guint32 clkdiv_addr;   /* UART divider; 0: unknown */
  guint8 crystal_mhz;    /* unless told otherwise */
  guint8 crystals[3];    /* MHz, those there are, 0-terminated when fewer */
  guint8 clock_multiple; /* of the crystal, what the divider divides; 0: one */
  gboolean clkdiv_fraction;
  guint32 strap_addr;     /* 0: none */
  guint32 strap_run;      /* its value after a reset into the flash */
  guint32 strap_download; /* its value after a reset into the loader */
  guint32 force_addr;     /* forces the loader at the next reset; 0: none */
  guint32 force_mask;     /* protocol.md 3.5 */
  const GlowBoardReg *regs;
  gsize n_regs;
  guint8 oui[3];

  /* memory that uploads can go to, protocol.md 3.11 */
  GlowBoardRange rams[GLOW_BOARD_MAX_RAMS];

  /* boot */
  guint log_baud;
  guint32 bootloader_offset; /* bytes into the flash */
  const char *rom_name;      /* first line of the ROM's log */
  const char *download_text;
  const char *run_text; /* with %s for the reset cause */
} GlowBoardChip;

const GlowBoardChip *glow_board_chip_find (const char *name);
const GlowBoardChip *glow_board_chip_revise (const GlowBoardChip *chip, guint revision);
guint32 glow_board_chip_magic (const GlowBoardChip *chip, guint revision);
gboolean glow_board_chip_has_ram (const GlowBoardChip *chip, guint32 addr, guint32 len);
gboolean glow_board_chip_is_xtensa (const GlowBoardChip *chip);
gboolean glow_board_chip_has_crystal (const GlowBoardChip *chip, guint mhz);
const char *const *glow_board_chip_names (void);

/* glow-board-chip-table.c; ends with an entry without a name */
extern const GlowBoardChip glow_board_chip_table[];

G_END_DECLS
