/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a simulated chip is: facts only, one table entry per chip. Nothing here is shared
 * with the engine's own table. */

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

  /* registers */
  GlowBoardSpiLayout spi;
  guint32 clkdiv_addr; /* UART divider */
  guint32 uart_clock;  /* Hz that the divider divides */
  gboolean clkdiv_fraction;
  guint32 strap_addr; /* 0: none */
  const GlowBoardReg *regs;
  gsize n_regs;
  guint32 mac_addr; /* 0: the ESP8266's own layout */
  guint8 oui[3];

  /* boot */
  guint log_baud;
  guint32 bootloader_offset; /* bytes into the flash */
  const char *rom_name;      /* first line of the ROM's log */
  const char *download_text;
  const char *run_text; /* with %s for the reset cause */
} GlowBoardChip;

const GlowBoardChip *glow_board_chip_find (const char *name);
const char *const *glow_board_chip_names (void);

G_END_DECLS
