/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-stub-flash.h"
#include "glow-bytes.h"

#include <string.h>

#define DATA_HEAD_LEN   16u     /* protocol.md 1.6 */
#define MAX_PACKET_SIZE 0x1000u /* bytes, protocol.md 4.8 */
#define ACK_LEN         4u      /* bytes, protocol.md 4.8 */
#define OP_DEFL_BEGIN   0x10u

static gboolean
is_in_range (GlowBoard *self, guint32 offset, guint32 size)
{
  if ((guint64) offset + size <= self->flash->size)
    return TRUE;
  glow_board_report_violation (self->report,
                               "0x%x bytes at 0x%x, the flash ends at 0x%zx", size,
                               offset, self->flash->size);
  return FALSE;
}

static void
reply_status (GlowBoard *self, GlowBoardStubStatus status)
{
  glow_board_stub_reply (self, NULL, 0, status);
}

void
glow_board_stub_flash_begin (GlowBoard *self, const guint8 *p, gsize len)
{
  GlowBoardStub *stub = &self->stub;

  if (len != 16 && len != 20) {
    reply_status (self, GLOW_BOARD_STUB_BAD_LEN);
    return;
  }
  if (!is_in_range (self, glow_get_le32 (p + 12), glow_get_le32 (p))) {
    reply_status (self, GLOW_BOARD_STUB_SPI_FAILED);
    return;
  }
  stub->in_session = TRUE;
  stub->is_encrypted = len == 20 && glow_get_le32 (p + 16) != 0;
  stub->remaining = glow_get_le32 (p);
  stub->offset = glow_get_le32 (p + 12);
  stub->end = stub->offset + glow_get_le32 (p);
  stub->next_erase = stub->offset & ~(GLOW_BOARD_SECTOR_SIZE - 1);
  glow_board_inflate_stop (&stub->inflate);
  if (self->slip.buf[1] == OP_DEFL_BEGIN)
    glow_board_inflate_start (&stub->inflate);
  reply_status (self, GLOW_BOARD_STUB_OK);
}

/* Just before it writes, the stub erases: by block where it can (protocol.md 6.2). */
static void
erase_up_to (GlowBoard *self, guint32 end)
{
  GlowBoardStub *stub = &self->stub;

  while (stub->next_erase < end) {
    if (stub->next_erase % GLOW_BOARD_BLOCK_SIZE == 0 &&
        stub->end - stub->next_erase >= GLOW_BOARD_BLOCK_SIZE) {
      glow_board_flash_erase_block (self->flash, stub->next_erase);
      stub->next_erase += GLOW_BOARD_BLOCK_SIZE;
    } else {
      glow_board_flash_erase_sector (self->flash, stub->next_erase);
      stub->next_erase += GLOW_BOARD_SECTOR_SIZE;
    }
  }
}

static void
write_data (gpointer user_data, const guint8 *data, gsize len)
{
  GlowBoard *self = user_data;
  GlowBoardStub *stub = &self->stub;
  guint32 room = stub->end - stub->offset;
  guint32 write_len = (guint32) MIN (len, room);

  erase_up_to (self, stub->offset + write_len);
  glow_board_program (self, stub->offset, data, write_len, stub->is_encrypted);
  stub->offset += write_len;
}

/**
 * glow_board_stub_checksum_fits:
 * @p: payload of a DATA command
 * @len: bytes of @p
 *
 * Returns: whether the checksum in the frame's header is that of the data
 */
gboolean
glow_board_stub_checksum_fits (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 checksum = 0xef; /* protocol.md 1.2: all 32 bits count here */

  for (gsize i = DATA_HEAD_LEN; i < len; i++)
    checksum ^= p[i];
  return checksum == glow_get_le32 (self->slip.buf + 4);
}

static GlowBoardStubStatus
check_data (GlowBoard *self, const guint8 *p, gsize len)
{
  if (!self->stub.in_session)
    return GLOW_BOARD_STUB_NO_SESSION;
  if (len < DATA_HEAD_LEN)
    return GLOW_BOARD_STUB_BAD_LEN;
  return glow_board_stub_checksum_fits (self, p, len) ? GLOW_BOARD_STUB_OK
                                                      : GLOW_BOARD_STUB_BAD_CHECKSUM;
}

void
glow_board_stub_flash_data (GlowBoard *self, const guint8 *p, gsize len)
{
  GlowBoardStubStatus status = check_data (self, p, len);

  if (status == GLOW_BOARD_STUB_OK && glow_get_le32 (p) != len - DATA_HEAD_LEN)
    status = GLOW_BOARD_STUB_TOO_MUCH;
  reply_status (self, status);
  if (status != GLOW_BOARD_STUB_OK)
    return;
  write_data (self, p + DATA_HEAD_LEN, len - DATA_HEAD_LEN);
  self->stub.remaining = self->stub.end - self->stub.offset;
}

static void
take_inflated (gpointer user_data, const guint8 *data, gsize len)
{
  GlowBoard *self = user_data;

  write_data (self, data, len);
  self->stub.remaining -= (gint64) len;
}

void
glow_board_stub_deflate_data (GlowBoard *self, const guint8 *p, gsize len)
{
  GlowBoardStubStatus status = check_data (self, p, len);
  GlowBoardInflateResult result;

  if (status == GLOW_BOARD_STUB_OK && !self->stub.inflate.is_live)
    status = GLOW_BOARD_STUB_NO_SESSION;
  reply_status (self, status);
  if (status != GLOW_BOARD_STUB_OK)
    return;
  result = glow_board_inflate_push (&self->stub.inflate, p + DATA_HEAD_LEN,
                                    len - DATA_HEAD_LEN, take_inflated, self);
  if (result == GLOW_BOARD_INFLATE_DAMAGED || result == GLOW_BOARD_INFLATE_ADLER)
    self->stub.deferred = GLOW_BOARD_STUB_INFLATE;
}

/* Word 0 asks for a reset when 0; this stub stays whatever it says (protocol.md 6.2). */
void
glow_board_stub_flash_end (GlowBoard *self, const guint8 *p, gsize len)
{
  GlowBoardStubStatus status = GLOW_BOARD_STUB_OK;

  if (!self->stub.in_session)
    status = GLOW_BOARD_STUB_NO_SESSION;
  else if (self->stub.remaining != 0)
    status = GLOW_BOARD_STUB_BAD_LEN;
  if (status != GLOW_BOARD_STUB_OK)
    glow_board_report_violation (self->report,
                                 "FLASH_END with %" G_GINT64_FORMAT " bytes missing",
                                 self->stub.remaining);
  self->stub.in_session = FALSE;
  reply_status (self, status);
}

void
glow_board_stub_erase_chip (GlowBoard *self, const guint8 *p, gsize len)
{
  glow_board_flash_erase_chip (self->flash);
  reply_status (self, GLOW_BOARD_STUB_OK);
}

static void
erase_region (GlowBoard *self, guint32 offset, guint32 size)
{
  guint32 end = offset + size;

  while (offset < end) {
    if (offset % GLOW_BOARD_BLOCK_SIZE == 0 && end - offset >= GLOW_BOARD_BLOCK_SIZE) {
      glow_board_flash_erase_block (self->flash, offset);
      offset += GLOW_BOARD_BLOCK_SIZE;
    } else {
      glow_board_flash_erase_sector (self->flash, offset);
      offset += GLOW_BOARD_SECTOR_SIZE;
    }
  }
}

void
glow_board_stub_erase_region (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 offset = glow_get_le32 (p);
  guint32 size = glow_get_le32 (p + 4);
  GlowBoardStubStatus status = GLOW_BOARD_STUB_OK;

  if ((offset | size) % GLOW_BOARD_SECTOR_SIZE != 0) {
    glow_board_report_violation (self->report, "ERASE_REGION of 0x%x at 0x%x", size,
                                 offset);
    status = GLOW_BOARD_STUB_BAD_LEN;
  } else if (!is_in_range (self, offset, size)) {
    status = GLOW_BOARD_STUB_SPI_FAILED;
  } else {
    erase_region (self, offset, size);
  }
  reply_status (self, status);
}

void
glow_board_stub_md5 (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 offset = glow_get_le32 (p);
  guint32 size = glow_get_le32 (p + 4);
  guint8 md5[16];

  if (!is_in_range (self, offset, size)) {
    reply_status (self, GLOW_BOARD_STUB_SPI_FAILED);
    return;
  }
  glow_board_flash_md5 (self->flash, offset, size, md5);
  glow_board_stub_reply (self, md5, sizeof md5, GLOW_BOARD_STUB_OK);
}

static void
send_packet (GlowBoard *self)
{
  GlowBoardStub *stub = &self->stub;
  guint8 packet[MAX_PACKET_SIZE];
  gsize len = MIN (stub->packet_size, stub->read_len - stub->read_sent);

  glow_board_flash_read (self->flash, stub->read_offset + stub->read_sent, packet, len);
  g_checksum_update (stub->read_md5, packet, (gssize) len);
  stub->read_sent += (guint32) len;
  glow_board_send_frame (self, packet, len);
}

static void
send_digest (GlowBoard *self)
{
  guint8 md5[16];
  gsize md5_len = sizeof md5;

  g_checksum_get_digest (self->stub.read_md5, md5, &md5_len);
  glow_board_send_frame (self, md5, md5_len);
  self->stub.is_reading = FALSE;
}

void
glow_board_stub_read_flash (GlowBoard *self, const guint8 *p, gsize len)
{
  GlowBoardStub *stub = &self->stub;
  guint32 packet_size = glow_get_le32 (p + 8);

  reply_status (self, GLOW_BOARD_STUB_OK);
  if (packet_size == 0 || packet_size > MAX_PACKET_SIZE ||
      !is_in_range (self, glow_get_le32 (p), glow_get_le32 (p + 4))) {
    glow_board_report_violation (self->report, "READ_FLASH in packets of 0x%x",
                                 packet_size);
    stub->deferred = GLOW_BOARD_STUB_BAD_LEN;
    return;
  }
  g_clear_pointer (&stub->read_md5, g_checksum_free);
  stub->read_md5 = g_checksum_new (G_CHECKSUM_MD5);
  stub->is_reading = TRUE;
  stub->read_offset = glow_get_le32 (p);
  stub->read_len = glow_get_le32 (p + 4);
  stub->read_sent = 0;
  stub->packet_size = packet_size;
  if (stub->read_len > 0)
    send_packet (self);
  else
    send_digest (self);
}

/**
 * glow_board_stub_read_ack:
 * @p: what came while READ_FLASH runs
 * @len: bytes
 *
 * Sends the next packet, or the digest at the end. Anything that is no acknowledgement
 * ends the reading (protocol.md 4.8).
 */
void
glow_board_stub_read_ack (GlowBoard *self, const guint8 *p, gsize len)
{
  GlowBoardStub *stub = &self->stub;

  if (len != ACK_LEN) {
    send_digest (self);
    return;
  }
  if (glow_get_le32 (p) != stub->read_sent)
    glow_board_report_violation (self->report, "acknowledged 0x%x bytes of 0x%x",
                                 glow_get_le32 (p), stub->read_sent);
  if (stub->read_sent < stub->read_len)
    send_packet (self);
  else
    send_digest (self);
}
