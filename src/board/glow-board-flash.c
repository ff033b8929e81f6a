/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-flash.h"

#include "glow-board-pace.h"

#include <string.h>

#define MANUFACTURER 0xc8 /* GigaDevice */
#define MEMORY_TYPE  0x40

/**
 * glow_board_flash_new:
 * @size: bytes, a power of two
 * @report: (transfer none): takes the misuses; outlives the flash
 *
 * Returns: (transfer full): a flash as it left the factory, all bits set
 */
GlowBoardFlash *
glow_board_flash_new (gsize size, GlowBoardReport *report)
{
  GlowBoardFlash *self = g_new0 (GlowBoardFlash, 1);

  self->mem = g_malloc (size);
  memset (self->mem, 0xff, size);
  self->size = size;
  self->md5_rate = GLOW_BOARD_MD5_RATE;
  self->report = report;
  return self;
}

/**
 * glow_board_flash_free:
 *
 * Frees the flash and its content.
 */
void
glow_board_flash_free (GlowBoardFlash *self)
{
  g_free (self->mem);
  g_free (self);
}

/* Positions wrap at the flash's end, as the address lines do, and before that where the
 * loader's addresses end (protocol.md 3.10). */
static gsize
position_mask (GlowBoardFlash *self, gsize offset, gsize len)
{
  gsize reach = self->reach ? self->reach : self->size;

  if (self->reach && offset + len > self->reach)
    glow_board_report_violation (self->report,
                                 "0x%zx bytes at 0x%zx, addresses end at 0x%zx", len,
                                 offset, self->reach);
  return MIN (reach, self->size) - 1;
}

/**
 * glow_board_flash_read:
 * @offset: bytes into the flash; wraps at its end, as the address lines do
 * @buf: (array length=len): gets the content
 * @len: bytes
 */
void
glow_board_flash_read (GlowBoardFlash *self, gsize offset, guint8 *buf, gsize len)
{
  gsize mask = position_mask (self, offset, len);

  for (gsize i = 0; i < len; i++)
    buf[i] = self->is_off ? 0xff : self->mem[(offset + i) & mask];
}

static gsize
n_pages (gsize offset, gsize len)
{
  if (len == 0)
    return 0;
  return (offset + len - 1) / GLOW_BOARD_PAGE_SIZE - offset / GLOW_BOARD_PAGE_SIZE + 1;
}

/**
 * glow_board_flash_program:
 * @offset: bytes into the flash
 * @data: (array length=len): what to program
 * @len: bytes
 *
 * Clears the bits that are clear in @data. Bits that are clear already stay so.
 */
void
glow_board_flash_program (GlowBoardFlash *self,
                          gsize offset,
                          const guint8 *data,
                          gsize len)
{
  gsize mask = position_mask (self, offset, len);
  gboolean is_dirty = FALSE;

  if (self->is_off)
    return;
  self->touched = TRUE;
  for (gsize i = 0; i < len; i++) {
    guint8 *cell = &self->mem[(offset + i) & mask];

    is_dirty |= (data[i] & ~*cell) != 0;
    *cell &= data[i];
  }
  if (is_dirty)
    glow_board_report_violation (self->report, "programmed over data at sector 0x%zx",
                                 offset & ~(gsize) (GLOW_BOARD_SECTOR_SIZE - 1));
  self->work_us += n_pages (offset, len) * GLOW_BOARD_PROGRAM_PAGE_US;
}

static void
erase (GlowBoardFlash *self, gsize offset, gsize len)
{
  gsize start = offset & position_mask (self, offset, 1) & ~(len - 1);

  if (self->is_off)
    return;
  self->touched = TRUE;
  memset (self->mem + start, 0xff, MIN (len, self->size - start));
}

/**
 * glow_board_flash_erase_sector:
 * @offset: bytes into the flash, anywhere in the sector
 */
void
glow_board_flash_erase_sector (GlowBoardFlash *self, gsize offset)
{
  erase (self, offset, GLOW_BOARD_SECTOR_SIZE);
  self->work_us += GLOW_BOARD_ERASE_SECTOR_US;
}

/**
 * glow_board_flash_erase_block:
 * @offset: bytes into the flash, anywhere in the block
 */
void
glow_board_flash_erase_block (GlowBoardFlash *self, gsize offset)
{
  erase (self, offset, GLOW_BOARD_BLOCK_SIZE);
  self->work_us += GLOW_BOARD_ERASE_BLOCK_US;
}

/**
 * glow_board_flash_erase_chip:
 *
 * Erases everything; takes as long as its blocks.
 */
void
glow_board_flash_erase_chip (GlowBoardFlash *self)
{
  if (!self->is_off) {
    memset (self->mem, 0xff, self->size);
    self->touched = TRUE;
    self->n_wipes++;
  }
  self->work_us +=
    MAX (self->size / GLOW_BOARD_BLOCK_SIZE, 1) * GLOW_BOARD_ERASE_BLOCK_US;
}

/**
 * glow_board_flash_md5:
 * @offset: bytes into the flash
 * @len: bytes, not beyond the end
 * @md5: (out caller-allocates): the digest
 */
void
glow_board_flash_md5 (GlowBoardFlash *self, gsize offset, gsize len, guint8 md5[16])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  g_autofree guint8 *chunk = g_malloc (GLOW_BOARD_BLOCK_SIZE);
  gsize md5_len = 16;

  for (gsize pos = 0; pos < len; pos += GLOW_BOARD_BLOCK_SIZE) {
    gsize chunk_len = MIN (len - pos, GLOW_BOARD_BLOCK_SIZE);

    glow_board_flash_read (self, offset + pos, chunk, chunk_len);
    g_checksum_update (sum, chunk, (gssize) chunk_len);
  }
  g_checksum_get_digest (sum, md5, &md5_len);
  self->work_us += (guint64) len * 1000 / self->md5_rate;
}

static guint8
capacity_code (gsize size)
{
  guint8 code = 0;

  while (size > 1) {
    size >>= 1;
    code++;
  }
  return code;
}

static void
copy_answer (const guint8 *answer, gsize answer_len, guint8 *in, gsize in_len)
{
  for (gsize i = 0; i < in_len; i++)
    in[i] = i < answer_len ? answer[i] : 0xff;
}

static void
read_id (GlowBoardFlash *self, guint8 *in, gsize in_len)
{
  /* protocol.md 4.3, 4.4: the last byte is the power of two of the size */
  const guint8 id[] = { MANUFACTURER, MEMORY_TYPE, capacity_code (self->size) };

  copy_answer (id, sizeof id, in, in_len);
}

/* Signature, one header, and the manufacturer's own table at 0x10 (JESD216). */
static void
read_sfdp (guint32 addr, guint8 *in, gsize in_len)
{
  static const guint8 sfdp[] = {
    'S',          'F',  'D',  'P',  0x00, 0x01, 0x01, 0xff, /* */
    0x00,         0x00, 0x01, 0x09, 0x30, 0x00, 0x00, 0xff,
    MANUFACTURER, 0x00, 0x01, 0x03, 0x60, 0x00, 0x00, 0xff,
  };

  if (addr < sizeof sfdp)
    copy_answer (sfdp + addr, sizeof sfdp - addr, in, in_len);
  else
    copy_answer (sfdp, 0, in, in_len);
}

static void
read_status (GlowBoardFlash *self, gsize which, guint8 *in, gsize in_len)
{
  guint8 value = self->status[which];

  if (which == 0 && self->write_enabled)
    value |= 0x02;
  for (gsize i = 0; i < in_len; i++)
    in[i] = value;
}

static void
write_status (GlowBoardFlash *self, gsize which, const guint8 *out, gsize out_len)
{
  if (!self->write_enabled)
    return;
  for (gsize i = 0; i < out_len && which + i < G_N_ELEMENTS (self->status); i++)
    self->status[which + i] = out[i];
  self->write_enabled = FALSE;
}

static void
reset (GlowBoardFlash *self)
{
  if (self->reset_armed)
    self->write_enabled = FALSE;
  self->reset_armed = FALSE;
}

static void
change (GlowBoardFlash *self,
        guint8 command,
        guint32 addr,
        const guint8 *out,
        gsize out_len)
{
  if (!self->write_enabled)
    return;
  if (command == 0x02)
    glow_board_flash_program (self, addr, out, out_len);
  else if (command == 0x20)
    glow_board_flash_erase_sector (self, addr);
  else if (command == 0xd8)
    glow_board_flash_erase_block (self, addr);
  else
    glow_board_flash_erase_chip (self);
  self->write_enabled = FALSE;
}

static void
run_command (GlowBoardFlash *self,
             guint8 command,
             guint32 addr,
             const guint8 *out,
             gsize out_len,
             guint8 *in,
             gsize in_len)
{
  switch (command) {
  case 0x9f:
    read_id (self, in, in_len);
    break;
  case 0x5a:
    read_sfdp (addr, in, in_len);
    break;
  case 0x05:
    read_status (self, 0, in, in_len);
    break;
  case 0x35:
    read_status (self, 1, in, in_len);
    break;
  case 0x15:
    read_status (self, 2, in, in_len);
    break;
  case 0x01:
    write_status (self, 0, out, out_len);
    break;
  case 0x31:
    write_status (self, 1, out, MIN (out_len, 1));
    break;
  case 0x11:
    write_status (self, 2, out, MIN (out_len, 1));
    break;
  case 0x06:
  case 0x50:
    self->write_enabled = TRUE;
    break;
  case 0x04:
    self->write_enabled = FALSE;
    break;
  case 0x03:
    glow_board_flash_read (self, addr, in, in_len);
    break;
  case 0x02:
  case 0x20:
  case 0xd8:
  case 0xc7:
  case 0x60:
    change (self, command, addr, out, out_len);
    break;
  case 0x66:
    self->reset_armed = TRUE;
    break;
  case 0x99:
    reset (self);
    break;
  case 0xb9:
    self->powered_down = TRUE;
    break;
  default:
    copy_answer (NULL, 0, in, in_len);
    break;
  }
}

/**
 * glow_board_flash_command:
 * @command: the first byte on the SPI bus
 * @addr: address, 0 for commands without one
 * @out: (array length=out_len): data from the controller
 * @out_len: bytes
 * @in: (array length=in_len): gets the data from the flash
 * @in_len: bytes
 *
 * Runs one SPI command. Commands the flash does not know read as all ones.
 */
void
glow_board_flash_command (GlowBoardFlash *self,
                          guint8 command,
                          guint32 addr,
                          const guint8 *out,
                          gsize out_len,
                          guint8 *in,
                          gsize in_len)
{
  if (command == 0xab)
    self->powered_down = FALSE;
  if (command != 0x66 && command != 0x99)
    self->reset_armed = FALSE;
  if (self->powered_down || self->is_off)
    copy_answer (NULL, 0, in, in_len);
  else
    run_command (self, command, addr, out, out_len, in, in_len);
}

/**
 * glow_board_flash_take_work_us:
 *
 * Returns: µs that the work since the last call takes on a real flash
 */
gint64
glow_board_flash_take_work_us (GlowBoardFlash *self)
{
  gint64 work_us = (gint64) self->work_us;

  self->work_us = 0;
  return work_us;
}
