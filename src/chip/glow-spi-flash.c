/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-spi-flash.h"

#include "glow-chip-table.h"
#include "glow-error.h"

/* The SPI controller's user command, protocol.md 3.3 and 4.3 */
#define SPI_CMD_START       (1u << 18)
#define SPI_USR_COMMAND     (1u << 31)
#define SPI_USR_MISO        (1u << 28)
#define SPI_USR2_8_BITS     (7u << 28)
#define SPI_USR1_MISO_SHIFT 8 /* the ESP8266 keeps the length here */
#define SPI_MAX_POLLS       10

#define RDID                0x9f
#define RDID_BITS           24

/* ESP32: pads of an in-package flash, protocol.md 4.2 */
#define ESP32_EFUSE_PADS 0x14 /* word 5, byte offset */
#define ESP32_EFUSE_HD   0x0c /* word 3 */

#define ADESTO           0x1f

/* ESP8266 ROM, protocol.md 4.7: sectors in the block the erase starts in */
#define SECTORS_PER_BLOCK 16

static gboolean
read_pads (GlowLoader *loader, const GlowChip *chip, guint32 *pins, GError **error)
{
  guint32 pads, hd;
  guint32 clk, q, d, cs;

  *pins = 0;
  if (chip->id != GLOW_CHIP_ESP32)
    return TRUE;
  if (!glow_loader_read_reg (loader, chip->efuse_base + ESP32_EFUSE_PADS, &pads, error) ||
      !glow_loader_read_reg (loader, chip->efuse_base + ESP32_EFUSE_HD, &hd, error))
    return FALSE;
  clk = pads & 0x1f;
  q = pads >> 5 & 0x1f;
  d = pads >> 10 & 0x1f;
  cs = pads >> 15 & 0x1f;
  *pins = (hd >> 4 & 0x1f) << 24 | cs << 18 | d << 12 | q << 6 | clk;
  return TRUE;
}

/**
 * glow_spi_flash_attach:
 * @info: the chip
 * @error: the loader's
 *
 * Makes the flash reachable. A stub has done it at its start; the ESP8266 ROM does it at
 * a FLASH_BEGIN, so it gets one that erases nothing (protocol.md 4.2).
 *
 * Returns: %TRUE when flash commands may follow
 */
gboolean
glow_spi_flash_attach (GlowLoader *loader, const GlowChipInfo *info, GError **error)
{
  guint32 pins;

  if (glow_loader_is_stub (loader))
    return TRUE;
  if (!(info->chip->flags & GLOW_CHIP_ROM_ATTACH))
    return glow_loader_flash_begin (loader, FALSE, 0, 0, 0, GLOW_LOADER_ROM_BLOCK, error);
  if (info->secure_download)
    return glow_loader_spi_attach (loader, 0, error);
  return read_pads (loader, info->chip, &pins, error) &&
         glow_loader_spi_attach (loader, pins, error);
}

static gboolean
start_and_wait (GlowLoader *loader, guint32 base, GError **error)
{
  guint32 cmd = SPI_CMD_START;

  if (!glow_loader_write_reg (loader, base, SPI_CMD_START, error))
    return FALSE;
  for (guint i = 0; i < SPI_MAX_POLLS && (cmd & SPI_CMD_START); i++) {
    if (!glow_loader_read_reg (loader, base, &cmd, error))
      return FALSE;
  }
  if (cmd & SPI_CMD_START) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FLASH_CHIP,
                 "the SPI controller did not finish a command");
    return FALSE;
  }
  return TRUE;
}

/* an 8-bit command without address that reads up to 32 bits */
static gboolean
run_read_command (GlowLoader *loader,
                  const GlowChip *chip,
                  guint8 command,
                  guint n_bits,
                  guint32 *value,
                  GError **error)
{
  guint32 base = chip->spi_base;
  gboolean in_usr1 = (chip->flags & GLOW_CHIP_SPI_LEN_IN_USR1) != 0;
  guint32 len_addr = base + (in_usr1 ? chip->spi_usr1 : chip->spi_miso_dlen);
  guint32 len_value = in_usr1 ? (n_bits - 1) << SPI_USR1_MISO_SHIFT : n_bits - 1;
  guint32 usr, usr2;

  return glow_loader_read_reg (loader, base + chip->spi_usr, &usr, error) &&
         glow_loader_read_reg (loader, base + chip->spi_usr2, &usr2, error) &&
         glow_loader_write_reg (loader, len_addr, len_value, error) &&
         glow_loader_write_reg (loader, base + chip->spi_usr,
                                SPI_USR_COMMAND | SPI_USR_MISO, error) &&
         glow_loader_write_reg (loader, base + chip->spi_usr2, SPI_USR2_8_BITS | command,
                                error) &&
         glow_loader_write_reg (loader, base + chip->spi_w0, 0, error) &&
         start_and_wait (loader, base, error) &&
         glow_loader_read_reg (loader, base + chip->spi_w0, value, error) &&
         glow_loader_write_reg (loader, base + chip->spi_usr, usr, error) &&
         glow_loader_write_reg (loader, base + chip->spi_usr2, usr2, error);
}

/**
 * glow_spi_flash_size_of_id:
 * @flash_id: maker | type << 8 | capacity << 16
 *
 * Any thread.
 *
 * Returns: bytes, 0 when the id is not known (protocol.md 4.4)
 */
guint64
glow_spi_flash_size_of_id (guint32 flash_id)
{
  guint32 capacity = flash_id >> 16 & 0xff;
  guint32 maker = flash_id & 0xff;
  guint32 adesto = flash_id >> 8 & 0x1f;

  if (maker == ADESTO)
    return adesto >= 4 && adesto <= 9 ? G_GUINT64_CONSTANT (0x80000) << (adesto - 4) : 0;
  if (capacity >= 0x12 && capacity <= 0x1c)
    return G_GUINT64_CONSTANT (1) << capacity;
  if (capacity >= 0x20 && capacity <= 0x22)
    return G_GUINT64_CONSTANT (0x4000000) << (capacity - 0x20);
  if (capacity >= 0x32 && capacity <= 0x3a)
    return G_GUINT64_CONSTANT (0x40000) << (capacity - 0x32);
  return 0;
}

static gboolean
is_no_answer (guint32 flash_id)
{
  /* protocol.md 4.4: a floating or shorted bus */
  return flash_id == 0xffffff || flash_id == 0 || flash_id == 0xffff3f;
}

/**
 * glow_spi_flash_identify:
 * @info: (inout): the chip; flash_id and flash_size are filled in
 * @error: %GLOW_ERROR_FLASH_CHIP when nothing answers on the bus, or the loader's
 *
 * Asks the attached flash for its JEDEC id. An id of unknown size leaves the size at 0.
 *
 * Returns: %TRUE when a flash chip answered
 */
gboolean
glow_spi_flash_identify (GlowLoader *loader, GlowChipInfo *info, GError **error)
{
  guint32 flash_id;

  if (!run_read_command (loader, info->chip, RDID, RDID_BITS, &flash_id, error))
    return FALSE;
  flash_id &= 0xffffff;
  if (is_no_answer (flash_id)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FLASH_CHIP,
                 "the flash chip answers 0x%06x to a request for its id", flash_id);
    return FALSE;
  }
  info->flash_id = flash_id;
  info->flash_size = glow_spi_flash_size_of_id (flash_id);
  return TRUE;
}

/**
 * glow_spi_flash_erase_size:
 * @chip: the chip
 * @stub: a stub answers
 * @offset: bytes, on a sector
 * @size: bytes to be written there
 *
 * What FLASH_BEGIN must say so that just what is written gets erased. The ESP8266 ROM
 * erases more than it is told: for n sectors from sector s on, min(16 - s % 16, n) + n
 * (protocol.md 4.7). Any thread.
 *
 * Returns: bytes
 */
guint32
glow_spi_flash_erase_size (const GlowChip *chip,
                           gboolean stub,
                           guint32 offset,
                           guint32 size)
{
  guint32 n_sectors = (size + GLOW_LOADER_SECTOR_SIZE - 1) / GLOW_LOADER_SECTOR_SIZE;
  guint32 first = offset / GLOW_LOADER_SECTOR_SIZE;
  guint32 head = MIN (SECTORS_PER_BLOCK - first % SECTORS_PER_BLOCK, n_sectors);

  if (stub || !(chip->flags & GLOW_CHIP_ERASE_QUIRK))
    return size;
  if (n_sectors < 2 * head)
    return (n_sectors + 1) / 2 * GLOW_LOADER_SECTOR_SIZE;
  return (n_sectors - head) * GLOW_LOADER_SECTOR_SIZE;
}

/**
 * glow_spi_flash_erased_size:
 * @chip: the chip
 * @stub: a stub answers
 * @offset: bytes, on a sector
 * @size: bytes to be written there
 *
 * What is really erased after a FLASH_BEGIN with glow_spi_flash_erase_size(): whole
 * sectors, and with the ESP8266's ROM one sector more where their number is odd. Any
 * thread.
 *
 * Returns: bytes from @offset on
 */
guint32
glow_spi_flash_erased_size (const GlowChip *chip,
                            gboolean stub,
                            guint32 offset,
                            guint32 size)
{
  guint32 told = glow_spi_flash_erase_size (chip, stub, offset, size);
  guint32 n_sectors = (told + GLOW_LOADER_SECTOR_SIZE - 1) / GLOW_LOADER_SECTOR_SIZE;
  guint32 first = offset / GLOW_LOADER_SECTOR_SIZE;

  if (!stub && (chip->flags & GLOW_CHIP_ERASE_QUIRK))
    n_sectors += MIN (SECTORS_PER_BLOCK - first % SECTORS_PER_BLOCK, n_sectors);
  return n_sectors * GLOW_LOADER_SECTOR_SIZE;
}
