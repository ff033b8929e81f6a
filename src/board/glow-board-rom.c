/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-rom-flash.h"
#include "glow-bytes.h"

#include <string.h>

/* Frames are cut there without a word (protocol.md 1.1). */
#define ROM_FRAME_SIZE 0x2000u
#define MAX_BLOCK_SIZE 0x1800u /* protocol.md 1.7 */
#define OP_SYNC        0x08u
#define HEADER_LEN     8u  /* protocol.md 1.2 */
#define DATA_HEAD_LEN  16u /* protocol.md 1.6: len, seq, 0, 0 */
#define N_SYNC_REPLIES 8   /* protocol.md 1.6 */

/* Bits of GET_SECURITY_INFO and purposes of keys (protocol.md 1.6, 3.9). */
#define FLAG_SECURE_BOOT     0x01u
#define FLAG_SECURE_DOWNLOAD 0x04u
#define PURPOSE_XTS_128      4
#define PURPOSE_DIGEST_0     9

#define CHIP_ID_S3           9

/* What a host that has no rate of its own is taken to start at. */
#define UNKNOWN_BAUD 115200u

typedef struct {
  guint8 op;
  const char *name;
  GlowBoardGeneration since; /* first generation that knows it */
  gboolean is_secure;        /* allowed in secure download mode, protocol.md 1.7 */
  void (*run) (GlowBoard *self, const guint8 *p, gsize len);
} RomCommand;

/**
 * glow_board_rom_reply:
 * @data_len: bytes of @self->rom.reply that are the answer
 * @error: a ROM error code, 0 for none (protocol.md 1.5)
 *
 * Answers the command in @self->rom.op. The status overwrites only two bytes of the
 * buffer: the others are what an earlier reply left there, as in wire/esp32.txt.
 */
void
glow_board_rom_reply (GlowBoard *self, gsize data_len, guint8 error)
{
  guint8 frame[HEADER_LEN + GLOW_BOARD_ROM_REPLY_SIZE] = { 0x01 };
  gsize size = data_len + self->chip->status_len;
  gint n_replies = self->rom.op == OP_SYNC ? N_SYNC_REPLIES : 1;

  self->rom.reply[data_len] = error ? 1 : 0;
  self->rom.reply[data_len + 1] = error;
  frame[1] = self->rom.op;
  glow_put_le16 (frame + 2, (guint16) size);
  glow_put_le32 (frame + 4, self->rom.value);
  memcpy (frame + HEADER_LEN, self->rom.reply, size);
  glow_board_spend (self);
  for (gint i = 0; i < n_replies; i++)
    glow_board_send_frame (self, frame, HEADER_LEN + size);
}

static void
run_sync (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len != 36)
    glow_board_report_violation (self->report, "SYNC of %zu bytes", len);
  self->rom.value = glow_get_le32 (p);
  glow_board_rom_reply (self, 0, 0);
}

static void
run_read_reg (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len != 4) {
    glow_board_rom_reply (self, 0, 0x05);
    return;
  }
  self->rom.value = glow_board_regs_read (self->regs, glow_get_le32 (p), self->chip_baud);
  glow_board_rom_reply (self, 0, 0);
}

static void
run_write_reg (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len == 0 || len % 16 != 0) {
    glow_board_rom_reply (self, 0, 0x05);
    return;
  }
  glow_board_write_regs (self, p, len);
  glow_board_rom_reply (self, 0, 0);
}

/**
 * glow_board_ram_announce:
 * @p: payload of MEM_BEGIN, 16 bytes
 *
 * Starts an upload. Nothing checks where it goes, but what lies outside of the chip's RAM
 * is lost (protocol.md 3.11).
 */
void
glow_board_ram_announce (GlowBoard *self, const guint8 *p)
{
  guint32 size = glow_get_le32 (p);
  guint32 addr = glow_get_le32 (p + 12);

  glow_board_ram_begin (&self->ram, addr, size, glow_get_le32 (p + 4));
  if (glow_board_chip_has_ram (self->chip, addr, size))
    return;
  glow_board_report_violation (self->report, "0x%x bytes to 0x%x, where %s has no RAM",
                               size, addr, self->chip->name);
  glow_board_ram_refuse (&self->ram);
}

static void
run_mem_begin (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len != 16 || glow_get_le32 (p + 8) > MAX_BLOCK_SIZE) {
    glow_board_report_violation (self->report, "MEM_BEGIN of %zu bytes, blocks of 0x%x",
                                 len, glow_get_le32 (p + 8));
    glow_board_rom_reply (self, 0, 0x05);
    return;
  }
  glow_board_ram_announce (self, p);
  glow_board_rom_reply (self, 0, 0);
}

/**
 * glow_board_rom_check_data:
 * @p: payload of a DATA command
 * @len: bytes of @p
 *
 * Returns: whether the checksum in the frame's header is that of the data
 */
gboolean
glow_board_rom_check_data (GlowBoard *self, const guint8 *p, gsize len)
{
  guint8 checksum = 0xef; /* protocol.md 1.2 */

  for (gsize i = DATA_HEAD_LEN; i < len; i++)
    checksum ^= p[i];
  return checksum == self->slip.buf[4];
}

static guint8
take_mem_data (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 data_len = glow_get_le32 (p);

  if (!self->ram.current || len < DATA_HEAD_LEN || data_len != len - DATA_HEAD_LEN ||
      data_len % 4 != 0 || glow_get_le32 (p + 4) != self->ram.seq)
    return 0x05;
  self->ram.seq++;
  if (!glow_board_rom_check_data (self, p, len))
    return 0x07;
  glow_board_ram_add (&self->ram, p + DATA_HEAD_LEN, data_len);
  return 0;
}

static void
run_mem_data (GlowBoard *self, const guint8 *p, gsize len)
{
  guint8 error = take_mem_data (self, p, len);

  if (error)
    glow_board_ram_refuse (&self->ram);
  glow_board_rom_reply (self, 0, error);
}

static void
run_mem_end (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len != 8) {
    glow_board_rom_reply (self, 0, 0x05);
    return;
  }
  if (p[0] == 0 && self->chip->chip_id == CHIP_ID_S3 && self->traits.secure_boot) {
    /* protocol.md 3.9: this ROM does not run what it was given then */
    glow_board_report_violation (self->report, "MEM_END that runs, with secure boot");
    glow_board_rom_reply (self, 0, 0x06);
    return;
  }
  glow_board_rom_reply (self, 0, 0);
  if (p[0] == 0)
    glow_board_jump (self, glow_get_le32 (p + 4));
}

static void
run_change_baud (GlowBoard *self, const guint8 *p, gsize len)
{
  static const guint8 extra[] = { 0xc0, 0xc0 };
  guint32 baud = glow_get_le32 (p);

  if (len != 8 || baud == 0) {
    glow_board_rom_reply (self, 0, 0x05);
    return;
  }
  glow_board_rom_reply (self, 0, 0);
  /* wire/esp32.txt: an empty frame follows, still at the old rate */
  glow_board_wire_send (&self->wire, extra, sizeof extra, self->chip_baud, self->at_us);
  if (p[4] != 0) {
    glow_board_report_violation (self->report,
                                 "CHANGE_BAUDRATE on the ROM with an old rate");
    baud = glow_board_regs_clock (self->regs) / baud;
  }
  glow_board_set_chip_baud (self, MAX (glow_board_regs_real_baud (self->regs, baud), 1));
}

/**
 * glow_board_put_security_info:
 * @info: (out caller-allocates): as many bytes as the chip's security_len
 *
 * What GET_SECURITY_INFO says (protocol.md 1.6); the chip must have it.
 */
void
glow_board_put_security_info (GlowBoard *self, guint8 *info)
{
  const GlowBoardChip *chip = self->chip;

  memset (info, 0, chip->security_len);
  info[0] = (guint8) ((self->traits.secure_boot ? FLAG_SECURE_BOOT : 0) |
                      (self->traits.secure_download ? FLAG_SECURE_DOWNLOAD : 0));
  info[4] = self->traits.flash_encryption ? 1 : 0;
  if (self->traits.flash_encryption)
    info[5] = PURPOSE_XTS_128;
  if (self->traits.secure_boot)
    info[6] = PURPOSE_DIGEST_0;
  info[11] = 0x0c; /* last key purpose, as in wire/esp32c3.txt */
  if (chip->security_len >= 20) {
    glow_put_le32 (info + 12, chip->chip_id);
    glow_put_le32 (info + 16, chip->api_version);
  }
}

static void
run_security_info (GlowBoard *self, const guint8 *p, gsize len)
{
  glow_board_put_security_info (self, self->rom.reply);
  glow_board_rom_reply (self, self->chip->security_len, 0);
}

static const RomCommand commands[] = {
  { 0x02, "FLASH_BEGIN", GLOW_BOARD_GEN_8266, TRUE, glow_board_rom_flash_begin },
  { 0x03, "FLASH_DATA", GLOW_BOARD_GEN_8266, TRUE, glow_board_rom_flash_data },
  { 0x04, "FLASH_END", GLOW_BOARD_GEN_8266, TRUE, glow_board_rom_flash_end },
  { 0x05, "MEM_BEGIN", GLOW_BOARD_GEN_8266, FALSE, run_mem_begin },
  { 0x06, "MEM_END", GLOW_BOARD_GEN_8266, FALSE, run_mem_end },
  { 0x07, "MEM_DATA", GLOW_BOARD_GEN_8266, FALSE, run_mem_data },
  { OP_SYNC, "SYNC", GLOW_BOARD_GEN_8266, TRUE, run_sync },
  { 0x09, "WRITE_REG", GLOW_BOARD_GEN_8266, FALSE, run_write_reg },
  { 0x0a, "READ_REG", GLOW_BOARD_GEN_8266, FALSE, run_read_reg },
  { 0x0b, "SPI_SET_PARAMS", GLOW_BOARD_GEN_32, TRUE, glow_board_rom_set_params },
  { 0x0d, "SPI_ATTACH", GLOW_BOARD_GEN_32, TRUE, glow_board_rom_attach },
  { 0x0e, "READ_FLASH_SLOW", GLOW_BOARD_GEN_32, FALSE, glow_board_rom_read_slow },
  { 0x0f, "CHANGE_BAUDRATE", GLOW_BOARD_GEN_32, TRUE, run_change_baud },
  { 0x10, "FLASH_DEFL_BEGIN", GLOW_BOARD_GEN_32, FALSE, glow_board_rom_deflate_begin },
  { 0x11, "FLASH_DEFL_DATA", GLOW_BOARD_GEN_32, FALSE, glow_board_rom_deflate_data },
  { 0x12, "FLASH_DEFL_END", GLOW_BOARD_GEN_32, FALSE, glow_board_rom_flash_end },
  { 0x13, "SPI_FLASH_MD5", GLOW_BOARD_GEN_32, FALSE, glow_board_rom_md5 },
  { 0x14, "GET_SECURITY_INFO", GLOW_BOARD_GEN_S2, TRUE, run_security_info },
};

static const RomCommand *
find_command (GlowBoard *self, guint8 op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].op == op && commands[i].since <= self->chip->generation &&
        (commands[i].is_secure || !self->traits.secure_download))
      return &commands[i];
  return NULL;
}

/**
 * glow_board_rom_start:
 *
 * Starts the ROM's loader as after a reset. The frame buffer keeps its content.
 */
void
glow_board_rom_start (GlowBoard *self)
{
  /* whoever talks to it may change the flash */
  g_clear_pointer (&self->boot, glow_board_boot_free);
  glow_board_inflate_stop (&self->rom.inflate);
  memset (&self->rom, 0, sizeof self->rom);
  self->rom.limit =
    self->chip->default_limit ? self->chip->default_limit : (guint32) self->flash->size;
  self->flash->reach = GLOW_BOARD_REACH_24;
  glow_board_slip_init (&self->slip, ROM_FRAME_SIZE);
}

/* The first SYNC sets the rate (protocol.md 1.6); before, nothing else is understood at
 * a rate that is not the ROM's own. */
static gboolean
follow_rate (GlowBoard *self, const guint8 *frame, guint host_baud)
{
  gboolean is_sync = frame[0] == 0 && frame[1] == OP_SYNC;

  if (!self->autobaud)
    return TRUE;
  if (is_sync) {
    self->autobaud = FALSE;
    glow_board_set_chip_baud (self, host_baud ? host_baud : UNKNOWN_BAUD);
  }
  return is_sync || glow_board_wire_rates_match (host_baud, self->chip_baud);
}

static void
check_frame (GlowBoard *self, gsize len)
{
  if (self->slip.lost_len > 0)
    glow_board_report_violation (self->report, "frame of %zu bytes, the buffer has %zu",
                                 len + self->slip.lost_len, self->slip.capacity);
  else if (glow_get_le16 (self->slip.buf + 2) != len - HEADER_LEN)
    glow_board_report_violation (self->report, "size field %u in a frame with %zu",
                                 glow_get_le16 (self->slip.buf + 2), len - HEADER_LEN);
}

/**
 * glow_board_rom_frame:
 * @len: bytes of the frame in @self->slip.buf
 * @host_baud: the rate it came at, 0 when unknown
 *
 * Runs one command.
 */
void
glow_board_rom_frame (GlowBoard *self, gsize len, guint host_baud)
{
  const guint8 *frame = self->slip.buf;
  const RomCommand *command;

  if (len < HEADER_LEN) {
    glow_board_report_violation (self->report, "frame of %zu bytes", len);
    return;
  }
  if (!follow_rate (self, frame, host_baud))
    return;
  check_frame (self, len);
  command = frame[0] == 0 ? find_command (self, frame[1]) : NULL;
  if (!command) {
    glow_board_report_command (self->report, "unknown");
    glow_board_rom_reply (self, 0, 0x05);
    return;
  }
  self->rom.op = command->op;
  glow_board_report_command (self->report, command->name);
  command->run (self, frame + HEADER_LEN, len - HEADER_LEN);
}
