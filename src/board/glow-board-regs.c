/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-regs.h"

#include "glow-board-efuse.h"
#include "glow-bytes.h"

#include <string.h>

#define CMD_USR        (1u << 18) /* protocol.md 3.3: starts a user command */
#define USR_COMMAND    (1u << 31) /* protocol.md 4.3 */
#define USR_ADDR       (1u << 30)
#define USR_MISO       (1u << 28)
#define USR_MOSI       (1u << 27)
#define ADDR_REG       0x04u
#define MAX_DATA       64u         /* bytes in W0..W15 */
#define MAGIC          0x40001000u /* protocol.md 3.2 */
#define CHIP_ID_P4     18
#define LP_P4          0x50110000u /* protocol.md 3.12 */
#define LP_SIZE_P4     0x6000u
#define CHIP_ID_C5     23
#define CALIBRATION_32 0x3ff5f06cu /* protocol.md 3.4 */
#define CLOCK_C5       0x60096110u /* protocol.md 3.4 */

/**
 * glow_board_regs_new:
 * @chip: (transfer none): static
 * @traits: (transfer none): what its registers say; outlives them
 * @flash: (transfer none): what the SPI controller talks to; outlives the registers
 *
 * Returns: (transfer full): the registers after a reset
 */
GlowBoardRegs *
glow_board_regs_new (const GlowBoardChip *chip,
                     const GlowBoardTraits *traits,
                     GlowBoardFlash *flash)
{
  GlowBoardRegs *self = g_new0 (GlowBoardRegs, 1);

  self->chip = chip;
  self->traits = traits;
  self->flash = flash;
  self->words = g_hash_table_new (NULL, NULL);
  glow_board_regs_reset (self, TRUE, FALSE);
  return self;
}

/**
 * glow_board_regs_free:
 *
 * Frees the registers.
 */
void
glow_board_regs_free (GlowBoardRegs *self)
{
  g_hash_table_unref (self->words);
  g_free (self);
}

static guint32
get_word (GlowBoardRegs *self, guint32 addr)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->words, GUINT_TO_POINTER (addr)));
}

static void
set_word (GlowBoardRegs *self, guint32 addr, guint32 value)
{
  g_hash_table_insert (self->words, GUINT_TO_POINTER (addr), GUINT_TO_POINTER (value));
}

/* protocol.md 2.6: what older tools look at to learn about the port */
static void
put_usb (GlowBoardRegs *self)
{
  const GlowBoardUsbLayout *usb = &self->chip->usb;
  gboolean is_old = self->traits->revision < usb->from_revision;

  if (usb->addr == 0)
    return;
  if (self->traits->usb == GLOW_BOARD_USB_JTAG)
    set_word (self, is_old ? usb->old_addr : usb->addr, usb->jtag);
  else if (self->traits->usb == GLOW_BOARD_USB_OTG)
    set_word (self, is_old ? usb->old_addr : usb->addr, usb->otg);
}

/* protocol.md 3.4: with the calibration in eFuse word 4, that many cycles of the crystal
 * make what the ESP32's ROM takes it for: 1280 make 40 MHz */
static guint32
calibration (GlowBoardRegs *self)
{
  return self->traits->crystal_mhz * 32 * (guint32) (1000 + self->traits->rc_drift) /
         1000;
}

/* protocol.md 3.4: what a host needs to send the ROM the right rate */
static void
put_clock (GlowBoardRegs *self)
{
  if (self->chip->generation == GLOW_BOARD_GEN_32)
    set_word (self, CALIBRATION_32, calibration (self) << 7);
  if (self->chip->chip_id == CHIP_ID_C5)
    set_word (self, CLOCK_C5, self->traits->rom_crystal_mhz << 24);
}

/* protocol.md 3.5, 3.6, 3.12: what the always-on part of the chip keeps */
static gboolean
is_kept (GlowBoardRegs *self, guint32 addr)
{
  const GlowBoardChip *chip = self->chip;

  if (chip->force_addr && addr == chip->force_addr)
    return TRUE;
  return chip->chip_id == CHIP_ID_P4 && addr - LP_P4 < LP_SIZE_P4;
}

static gboolean
is_lost (gpointer key, gpointer value, gpointer user_data)
{
  return !is_kept (user_data, GPOINTER_TO_UINT (key));
}

static void
put_constants (GlowBoardRegs *self)
{
  const GlowBoardChip *chip = self->chip;

  for (gsize i = 0; i < chip->n_regs; i++)
    if (!is_kept (self, chip->regs[i].addr) ||
        !g_hash_table_contains (self->words, GUINT_TO_POINTER (chip->regs[i].addr)))
      set_word (self, chip->regs[i].addr, chip->regs[i].value);
}

/**
 * glow_board_regs_reset:
 * @strap_low: whether the boot pin was low when it was looked at
 * @cores_only: the always-on part of the chip keeps its registers
 *
 * Sets every register to what it is after a reset.
 */
void
glow_board_regs_reset (GlowBoardRegs *self, gboolean strap_low, gboolean cores_only)
{
  const GlowBoardChip *chip = self->chip;

  if (cores_only)
    g_hash_table_foreach_remove (self->words, is_lost, self);
  else
    g_hash_table_remove_all (self->words);
  put_constants (self);
  set_word (self, MAGIC, glow_board_chip_magic (chip, self->traits->revision));
  glow_board_efuse_fill (self->words, chip, self->traits);
  put_usb (self);
  put_clock (self);
  if (chip->strap_addr)
    set_word (self, chip->strap_addr, strap_low ? chip->strap_download : chip->strap_run);
  memset (self->spi, 0, sizeof self->spi);
  self->spi[chip->spi.usr / 4] = chip->spi.usr_at_reset;
  self->spi[chip->spi.usr2 / 4] = chip->spi.usr2_at_reset;
  self->attached = FALSE;
}

static gboolean
is_spi (GlowBoardRegs *self, guint32 addr)
{
  return addr - self->chip->spi.base < sizeof self->spi;
}

/**
 * glow_board_regs_real_baud:
 * @baud: what the ROM was asked for
 *
 * Returns: what its divider makes of it, when it is made for another clock than the one
 *   on the board (protocol.md 3.4)
 */
guint32
glow_board_regs_real_baud (GlowBoardRegs *self, guint32 baud)
{
  const GlowBoardTraits *traits = self->traits;

  if (self->chip->generation == GLOW_BOARD_GEN_32)
    return (guint32) ((guint64) baud * traits->crystal_mhz * 32 / calibration (self));
  return (guint32) ((guint64) baud * traits->crystal_mhz / traits->rom_crystal_mhz);
}

/**
 * glow_board_regs_clock:
 *
 * Returns: what the UART divides to get its rate, in Hz
 */
guint32
glow_board_regs_clock (GlowBoardRegs *self)
{
  return self->traits->crystal_mhz * 1000000 * MAX (self->chip->clock_multiple, 1);
}

static guint32
clkdiv (GlowBoardRegs *self, guint baud)
{
  guint32 clock = glow_board_regs_clock (self);
  guint64 sixteenths = (guint64) clock * 16 / baud;
  guint32 value = (guint32) (sixteenths / 16);

  if (self->chip->clkdiv_fraction)
    value |= (guint32) (sixteenths % 16) << 20;
  return value;
}

/**
 * glow_board_regs_read:
 * @addr: address in the chip's memory
 * @baud: what the chip's UART runs at
 *
 * Returns: the value; 0 where nothing is
 */
guint32
glow_board_regs_read (GlowBoardRegs *self, guint32 addr, guint baud)
{
  if (is_spi (self, addr))
    return self->spi[(addr - self->chip->spi.base) / 4];
  if (self->chip->clkdiv_addr != 0 && addr == self->chip->clkdiv_addr)
    return clkdiv (self, baud);
  return get_word (self, addr);
}

static guint32
spi_addr (GlowBoardRegs *self)
{
  const GlowBoardSpiLayout *layout = &self->chip->spi;
  guint32 bits = (self->spi[layout->usr1 / 4] >> 26) + 1;
  guint32 value = self->spi[ADDR_REG / 4];

  if (bits >= 32)
    return value;
  return layout->addr_msb ? value >> (32 - bits) : value & ((1u << bits) - 1);
}

static gsize
data_len (GlowBoardRegs *self, gboolean out)
{
  const GlowBoardSpiLayout *layout = &self->chip->spi;
  guint32 usr1 = self->spi[layout->usr1 / 4];
  guint32 bits;

  if (!(self->spi[layout->usr / 4] & (out ? USR_MOSI : USR_MISO)))
    return 0;
  if (layout->mosi_dlen)
    bits = (self->spi[(out ? layout->mosi_dlen : layout->miso_dlen) / 4] & 0xffffff) + 1;
  else
    bits = ((usr1 >> (out ? 17 : 8)) & 0x1ff) + 1;
  return MIN ((bits + 7) / 8, MAX_DATA);
}

static void
put_answer (GlowBoardRegs *self, const guint8 *in, gsize in_len)
{
  guint8 padded[MAX_DATA] = { 0 };

  memcpy (padded, in, in_len);
  for (gsize i = 0; i < in_len; i += 4)
    self->spi[(self->chip->spi.w0 + i) / 4] = glow_get_le32 (padded + i);
}

static void
run_user_command (GlowBoardRegs *self)
{
  const GlowBoardSpiLayout *layout = &self->chip->spi;
  guint32 usr = self->spi[layout->usr / 4];
  gsize out_len = data_len (self, TRUE);
  gsize in_len = data_len (self, FALSE);
  guint8 out[MAX_DATA];
  guint8 in[MAX_DATA];

  for (gsize i = 0; i < MAX_DATA; i += 4)
    glow_put_le32 (out + i, self->spi[(layout->w0 + i) / 4]);
  memset (in, 0xff, sizeof in);
  if (!self->attached)
    glow_board_report_violation (self->flash->report,
                                 "SPI command before the flash was attached");
  else if (usr & USR_COMMAND)
    glow_board_flash_command (self->flash, (guint8) self->spi[layout->usr2 / 4],
                              (usr & USR_ADDR) ? spi_addr (self) : 0, out, out_len, in,
                              in_len);
  put_answer (self, in, in_len);
}

/**
 * glow_board_regs_write:
 * @addr: address in the chip's memory
 * @value: what to write
 * @mask: which bits of it
 */
void
glow_board_regs_write (GlowBoardRegs *self, guint32 addr, guint32 value, guint32 mask)
{
  guint32 *reg;

  if (!is_spi (self, addr)) {
    set_word (self, addr, (get_word (self, addr) & ~mask) | (value & mask));
    return;
  }
  reg = &self->spi[(addr - self->chip->spi.base) / 4];
  *reg = (*reg & ~mask) | (value & mask);
  if (addr == self->chip->spi.base && (value & mask & CMD_USR)) {
    run_user_command (self);
    *reg &= ~CMD_USR;
  }
}
