/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-crypt.h"
#include "glow-board-rom-flash.h"
#include "glow-bytes.h"

#include <string.h>

#define MAX_BLOCK_SIZE    0x1800u /* protocol.md 1.7 */
#define DATA_HEAD_LEN     16u     /* protocol.md 1.6 */
#define SECTORS_PER_BLOCK (GLOW_BOARD_BLOCK_SIZE / GLOW_BOARD_SECTOR_SIZE)
#define MAX_SLOW_LEN      64u /* bytes, protocol.md 1.6 */

#define CHIP_ID_S3        9
#define READ_HOOK_S3      0x3fcef688u /* protocol.md 3.9 */

/* protocol.md 1.5 */
#define OK            0x00
#define ERR_FORMAT    0x05
#define ERR_FAILED    0x06
#define ERR_CHECKSUM  0x07
#define ERR_WRITE     0x08
#define ERR_LENGTH    0x0a
#define ERR_INFLATE   0x0b
#define ERR_ADLER     0x0c
#define ERR_PARAMETER 0x64

/* protocol.md 4.7: the ESP8266 counts the sectors up to the block's end twice. */
static guint32
n_sectors_erased (GlowBoard *self, guint32 first, guint32 n_sectors)
{
  guint32 head = SECTORS_PER_BLOCK - first % SECTORS_PER_BLOCK;

  if (self->chip->generation != GLOW_BOARD_GEN_8266)
    return n_sectors;
  return MIN (head, n_sectors) + n_sectors;
}

static void
erase (GlowBoard *self, guint32 offset, guint32 size)
{
  guint32 sector = offset / GLOW_BOARD_SECTOR_SIZE;
  guint32 n_asked =
    (guint32) (((guint64) size + GLOW_BOARD_SECTOR_SIZE - 1) / GLOW_BOARD_SECTOR_SIZE);
  guint32 end = sector + n_sectors_erased (self, sector, n_asked);

  end = MIN (end, (guint32) (self->flash->size / GLOW_BOARD_SECTOR_SIZE));
  while (sector < end) {
    /* protocol.md 6.2: by block when aligned and more than 16 sectors are left */
    if (sector % SECTORS_PER_BLOCK == 0 && end - sector > SECTORS_PER_BLOCK) {
      glow_board_flash_erase_block (self->flash, sector * GLOW_BOARD_SECTOR_SIZE);
      sector += SECTORS_PER_BLOCK;
    } else {
      glow_board_flash_erase_sector (self->flash, sector * GLOW_BOARD_SECTOR_SIZE);
      sector++;
    }
  }
}

static gboolean
is_in_range (GlowBoard *self, guint32 offset, guint32 size)
{
  guint64 limit = MIN (self->rom.limit, self->flash->size);

  if ((guint64) offset + size <= limit)
    return TRUE;
  glow_board_report_violation (self->report, "0x%x bytes at 0x%x, the flash ends at 0x%x",
                               size, offset, (guint) limit);
  return FALSE;
}

static gboolean
is_attached (GlowBoard *self)
{
  if (!self->regs->attached)
    glow_board_report_violation (self->report, "flash used before SPI_ATTACH");
  return self->regs->attached;
}

/* protocol.md 1.7, 4.10: this ROM does not inflate and encrypt at once, and in secure
 * download mode it encrypts nothing for the host. */
static gboolean
can_encrypt (GlowBoard *self, const guint8 *p, gsize len, gboolean deflated)
{
  if (len != 20 || glow_get_le32 (p + 16) == 0)
    return TRUE;
  return self->traits.flash_encryption && !self->traits.secure_download && !deflated &&
         glow_get_le32 (p + 8) % GLOW_BOARD_CRYPT_ALIGN == 0;
}

static guint8
check_begin (GlowBoard *self, const guint8 *p, gsize len, gboolean deflated)
{
  if (len != self->chip->begin_len) {
    glow_board_report_violation (self->report, "FLASH_BEGIN of %zu bytes, %s wants %zu",
                                 len, self->chip->name, self->chip->begin_len);
    return ERR_FORMAT;
  }
  if (glow_get_le32 (p + 8) > MAX_BLOCK_SIZE) {
    glow_board_report_violation (self->report, "flash block of 0x%x bytes",
                                 glow_get_le32 (p + 8));
    return ERR_FORMAT;
  }
  if (!can_encrypt (self, p, len, deflated))
    return ERR_PARAMETER;
  if (!is_attached (self))
    return ERR_FAILED;
  if (glow_get_le32 (p + 12) % GLOW_BOARD_SECTOR_SIZE != 0) {
    glow_board_report_violation (self->report, "FLASH_BEGIN at 0x%x, not a sector",
                                 glow_get_le32 (p + 12));
    return ERR_FAILED;
  }
  return is_in_range (self, glow_get_le32 (p + 12), glow_get_le32 (p)) ? OK : ERR_FAILED;
}

static void
begin (GlowBoard *self, const guint8 *p, gsize len, gboolean deflated)
{
  GlowBoardRom *rom = &self->rom;
  guint8 error;

  /* protocol.md 4.2: the ESP8266 attaches by itself */
  if (self->chip->generation == GLOW_BOARD_GEN_8266)
    self->regs->attached = TRUE;
  error = check_begin (self, p, len, deflated);
  rom->in_session = error == OK;
  if (error == OK) {
    rom->is_deflated = deflated;
    rom->is_encrypted = len == 20 && glow_get_le32 (p + 16) != 0;
    rom->erase_size = glow_get_le32 (p);
    rom->num_blocks = glow_get_le32 (p + 4);
    rom->block_size = glow_get_le32 (p + 8);
    rom->offset = glow_get_le32 (p + 12);
    rom->seq = 0;
    rom->written = 0;
    rom->overflow = FALSE;
    glow_board_inflate_start (&rom->inflate);
    erase (self, rom->offset, rom->erase_size);
  }
  glow_board_rom_reply (self, 0, error);
}

void
glow_board_rom_flash_begin (GlowBoard *self, const guint8 *p, gsize len)
{
  begin (self, p, len, FALSE);
}

void
glow_board_rom_deflate_begin (GlowBoard *self, const guint8 *p, gsize len)
{
  begin (self, p, len, TRUE);
}

static void
program (GlowBoard *self, const guint8 *data, gsize len)
{
  GlowBoardRom *rom = &self->rom;
  gsize room = rom->offset < self->flash->size ? self->flash->size - rom->offset : 0;

  rom->overflow |= len > room;
  glow_board_program (self, rom->offset, data, MIN (len, room), rom->is_encrypted);
  rom->offset += (guint32) len;
  rom->written += (guint32) len;
}

/* The counter moves on before the checksum is looked at: no block can be sent again. */
static guint8
check_data (GlowBoard *self, const guint8 *p, gsize len, gboolean deflated)
{
  GlowBoardRom *rom = &self->rom;
  guint32 seq = glow_get_le32 (p + 4);

  if (!rom->in_session || rom->is_deflated != deflated) {
    glow_board_report_violation (self->report, "flash data without a BEGIN");
    return ERR_FAILED;
  }
  if (seq != rom->seq) {
    glow_board_report_violation (self->report, "block %u sent when %u was next", seq,
                                 rom->seq);
    return ERR_FORMAT;
  }
  if (len < DATA_HEAD_LEN || glow_get_le32 (p) > rom->block_size ||
      (!deflated &&
       (glow_get_le32 (p) % 4 != 0 || glow_get_le32 (p) != len - DATA_HEAD_LEN)))
    return ERR_FORMAT;
  rom->seq++;
  if (rom->seq > rom->num_blocks)
    glow_board_report_violation (self->report, "block %u of %u", seq, rom->num_blocks);
  return glow_board_rom_check_data (self, p, len) ? OK : ERR_CHECKSUM;
}

static guint8
parity (const guint8 *data, gsize len)
{
  guint8 sum = 0;

  for (gsize i = 0; i < len; i++)
    sum ^= data[i];
  return sum;
}

/* Programs a whole block whatever came, and compares the XOR of what it then reads. */
static guint8
program_block (GlowBoard *self, const guint8 *data, gsize len)
{
  GlowBoardRom *rom = &self->rom;
  g_autofree guint8 *back = g_malloc0 (rom->block_size);
  guint32 offset = rom->offset;

  if (len < rom->block_size)
    glow_board_report_violation (self->report, "block %u not padded: %zu bytes of 0x%x",
                                 rom->seq - 1, len, rom->block_size);
  program (self, data, rom->block_size);
  if (rom->overflow)
    return ERR_WRITE;
  glow_board_flash_read (self->flash, offset, back, rom->block_size);
  if (rom->is_encrypted)
    glow_board_crypt (back, rom->block_size, offset);
  return parity (back, rom->block_size) == parity (data, rom->block_size) ? OK
                                                                          : ERR_WRITE;
}

void
glow_board_rom_flash_data (GlowBoard *self, const guint8 *p, gsize len)
{
  guint8 error = check_data (self, p, len, FALSE);

  if (error == OK)
    error = program_block (self, p + DATA_HEAD_LEN, glow_get_le32 (p));
  glow_board_rom_reply (self, 0, error);
}

static void
take_inflated (gpointer user_data, const guint8 *data, gsize len)
{
  program (user_data, data, len);
}

static guint8
inflate_block (GlowBoard *self, const guint8 *data, gsize len)
{
  GlowBoardRom *rom = &self->rom;
  gboolean is_last = rom->seq == rom->num_blocks;

  switch (glow_board_inflate_push (&rom->inflate, data, len, take_inflated, self)) {
  case GLOW_BOARD_INFLATE_MORE:
    if (is_last)
      glow_board_report_violation (self->report, "deflate stream not ended in block %u",
                                   rom->seq - 1);
    return is_last ? ERR_FAILED : OK;
  case GLOW_BOARD_INFLATE_END:
    if (!is_last)
      glow_board_report_violation (self->report, "deflate stream ended in block %u of %u",
                                   rom->seq - 1, rom->num_blocks);
    return rom->overflow ? ERR_FAILED : OK;
  case GLOW_BOARD_INFLATE_ADLER:
    return ERR_ADLER;
  case GLOW_BOARD_INFLATE_DAMAGED:
  default:
    return ERR_INFLATE;
  }
}

void
glow_board_rom_deflate_data (GlowBoard *self, const guint8 *p, gsize len)
{
  guint8 error = check_data (self, p, len, TRUE);

  if (error == OK)
    error = inflate_block (self, p + DATA_HEAD_LEN, len - DATA_HEAD_LEN);
  if (self->rom.inflate.has_ended && self->rom.inflate.rest_len > 0) {
    /* protocol.md 1.7: bytes after the stream keep the ROM in its loop */
    glow_board_report_violation (self->report, "%zu bytes after the deflate stream",
                                 self->rom.inflate.rest_len);
    self->state = GLOW_BOARD_STATE_HUNG;
    return;
  }
  glow_board_rom_reply (self, 0, error);
}

static gboolean
is_complete (GlowBoard *self)
{
  const GlowBoardRom *rom = &self->rom;

  if (!rom->in_session || rom->seq != rom->num_blocks)
    return FALSE;
  return self->chip->generation == GLOW_BOARD_GEN_8266 || rom->written >= rom->erase_size;
}

void
glow_board_rom_flash_end (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 stay_out = len >= 4 ? glow_get_le32 (p) : 0;
  guint8 error = is_complete (self) ? OK : ERR_FAILED;

  if (error)
    glow_board_report_violation (self->report, "FLASH_END after %u of %u blocks",
                                 self->rom.seq, self->rom.num_blocks);
  self->rom.in_session = FALSE;
  glow_board_rom_reply (self, 0, error);
  /* protocol.md 1.7: it leaves even so; 0 resets without looking at the boot pin again */
  if (stay_out == 0)
    glow_board_restart (self, GLOW_BOARD_RESET_CORE, GLOW_BOARD_CAUSE_SOFTWARE);
  else
    glow_board_leave_loader (self);
}

void
glow_board_rom_attach (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len != 8)
    glow_board_report_violation (self->report, "SPI_ATTACH of %zu bytes on the ROM", len);
  self->regs->attached = TRUE;
  glow_board_rom_reply (self, 0, OK);
}

void
glow_board_rom_set_params (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len != 24) {
    glow_board_rom_reply (self, 0, ERR_FORMAT);
    return;
  }
  self->rom.limit = glow_get_le32 (p + 4);
  glow_board_rom_reply (self, 0, OK);
}

/* protocol.md 3.9: on the ESP32-S3 a pointer in RAM says which function reads; with
 * secure boot it is the way to run a stub. */
static gboolean
runs_hook (GlowBoard *self)
{
  guint32 entry;

  if (self->chip->chip_id != CHIP_ID_S3)
    return FALSE;
  entry = glow_board_regs_read (self->regs, READ_HOOK_S3, self->chip_baud);
  if (!glow_board_ram_holds (&self->ram, entry))
    return FALSE;
  glow_board_jump (self, entry);
  return TRUE;
}

void
glow_board_rom_read_slow (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 offset = glow_get_le32 (p);
  guint32 read_len = glow_get_le32 (p + 4);
  guint8 error = OK;

  if (runs_hook (self))
    return;
  if (len != 8)
    error = ERR_FORMAT;
  else if (read_len > MAX_SLOW_LEN)
    error = ERR_LENGTH;
  else if (!is_attached (self) || !is_in_range (self, offset, read_len))
    error = ERR_FAILED;
  else
    glow_board_flash_read (self->flash, offset, self->rom.reply, read_len);
  glow_board_rom_reply (self, error ? 0 : MAX_SLOW_LEN, error);
}

void
glow_board_rom_md5 (GlowBoard *self, const guint8 *p, gsize len)
{
  static const char digits[] = "0123456789abcdef";
  guint32 offset = glow_get_le32 (p);
  guint32 size = glow_get_le32 (p + 4);
  guint8 md5[16];

  if (len != 16 || !is_attached (self) || !is_in_range (self, offset, size)) {
    glow_board_rom_reply (self, 0, len != 16 ? ERR_FORMAT : ERR_FAILED);
    return;
  }
  glow_board_flash_md5 (self->flash, offset, size, md5);
  for (gsize i = 0; i < sizeof md5; i++) {
    self->rom.reply[2 * i] = (guint8) digits[md5[i] >> 4];
    self->rom.reply[2 * i + 1] = (guint8) digits[md5[i] & 15];
  }
  glow_board_rom_reply (self, 2 * sizeof md5, OK);
}
