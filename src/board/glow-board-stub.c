/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-stub-flash.h"
#include "glow-bytes.h"

#include <string.h>

#define STUB_FRAME_SIZE (8u + 0x4000u + 0xffu) /* protocol.md 6.2 */
#define MAX_DATA_LEN    32u                    /* bytes before the status in any reply */
#define STATUS_LEN      2u                     /* protocol.md 1.3 */
#define HEADER_LEN      8u                     /* protocol.md 1.2 */
#define DATA_HEAD_LEN   16u                    /* protocol.md 1.6 */
#define OP_SYNC         0x08u
#define OP_RUN_USER     0xd3u
#define ANY_LEN         G_MAXSIZE
#define N_SYNC_REPLIES  8
#define OHAI_DELAY_US   10000 /* protocol.md 6.1 */
#define DEFAULT_BAUD    115200u

typedef struct {
  guint8 op;
  const char *name;
  gsize len; /* bytes of the payload, or ANY_LEN */
  void (*run) (GlowBoard *self, const guint8 *p, gsize len);
} StubCommand;

static void
reply_value (GlowBoard *self,
             guint32 value,
             const guint8 *data,
             gsize data_len,
             GlowBoardStubStatus status)
{
  guint8 frame[HEADER_LEN + MAX_DATA_LEN + STATUS_LEN] = { 0x01 };

  frame[1] = self->slip.buf[1];
  glow_put_le16 (frame + 2, (guint16) (data_len + STATUS_LEN));
  glow_put_le32 (frame + 4, value);
  if (data_len > 0)
    memcpy (frame + HEADER_LEN, data, data_len);
  frame[HEADER_LEN + data_len] = (guint8) status;
  glow_board_spend (self);
  glow_board_send_frame (self, frame, HEADER_LEN + data_len + STATUS_LEN);
}

/**
 * glow_board_stub_reply:
 * @data: (array length=data_len) (nullable): the answer
 * @data_len: bytes, at most 32
 * @status: how it went
 *
 * Answers the command in the frame buffer, after the time its work so far has taken.
 */
void
glow_board_stub_reply (GlowBoard *self,
                       const guint8 *data,
                       gsize data_len,
                       GlowBoardStubStatus status)
{
  reply_value (self, 0, data, data_len, status);
}

static void
reply_status (GlowBoard *self, GlowBoardStubStatus status)
{
  glow_board_stub_reply (self, NULL, 0, status);
}

static void
run_sync (GlowBoard *self, const guint8 *p, gsize len)
{
  for (gint i = 0; i < N_SYNC_REPLIES; i++)
    reply_status (self, GLOW_BOARD_STUB_OK);
}

static void
run_read_reg (GlowBoard *self, const guint8 *p, gsize len)
{
  guint32 value = glow_board_regs_read (self->regs, glow_get_le32 (p), self->chip_baud);

  reply_value (self, value, NULL, 0, GLOW_BOARD_STUB_OK);
}

static void
run_write_reg (GlowBoard *self, const guint8 *p, gsize len)
{
  if (len == 0 || len % 16 != 0) {
    reply_status (self, GLOW_BOARD_STUB_BAD_LEN);
    return;
  }
  glow_board_write_regs (self, p, len);
  reply_status (self, GLOW_BOARD_STUB_OK);
}

static void
run_nothing (GlowBoard *self, const guint8 *p, gsize len)
{
  reply_status (self, GLOW_BOARD_STUB_OK);
}

static void
run_mem_begin (GlowBoard *self, const guint8 *p, gsize len)
{
  glow_board_ram_announce (self, p);
  reply_status (self, GLOW_BOARD_STUB_OK);
}

static GlowBoardStubStatus
take_mem_data (GlowBoard *self, const guint8 *p, gsize len)
{
  if (!self->ram.current)
    return GLOW_BOARD_STUB_NO_SESSION;
  if (len < DATA_HEAD_LEN || glow_get_le32 (p) != len - DATA_HEAD_LEN)
    return GLOW_BOARD_STUB_BAD_LEN;
  if (!glow_board_stub_checksum_fits (self, p, len))
    return GLOW_BOARD_STUB_BAD_CHECKSUM;
  glow_board_ram_add (&self->ram, p + DATA_HEAD_LEN, len - DATA_HEAD_LEN);
  return GLOW_BOARD_STUB_OK;
}

static void
run_mem_data (GlowBoard *self, const guint8 *p, gsize len)
{
  reply_status (self, take_mem_data (self, p, len));
}

static void
run_mem_end (GlowBoard *self, const guint8 *p, gsize len)
{
  reply_status (self, GLOW_BOARD_STUB_OK);
  if (glow_get_le32 (p) == 0)
    glow_board_jump (self, glow_get_le32 (p + 4));
}

/* protocol.md 6.2: the ESP8266's stub takes the current rate for 115200, whatever it is.
 */
static void
run_change_baud (GlowBoard *self, const guint8 *p, gsize len)
{
  guint64 baud = glow_get_le32 (p);

  if (baud == 0) {
    reply_status (self, GLOW_BOARD_STUB_BAD_LEN);
    return;
  }
  reply_status (self, GLOW_BOARD_STUB_OK);
  if (glow_get_le32 (p + 4) == 0)
    glow_board_report_violation (self->report,
                                 "CHANGE_BAUDRATE on the stub without an old rate");
  if (self->chip->generation == GLOW_BOARD_GEN_8266)
    baud = baud * self->chip_baud / DEFAULT_BAUD;
  glow_board_set_chip_baud (self, (guint32) CLAMP (baud, 1, G_MAXUINT32));
}

static void
run_security_info (GlowBoard *self, const guint8 *p, gsize len)
{
  guint8 info[20];

  if (self->chip->security_len == 0) {
    reply_status (self, GLOW_BOARD_STUB_NOT_IMPLEMENTED);
    return;
  }
  glow_board_put_security_info (self, info);
  glow_board_stub_reply (self, info, self->chip->security_len, GLOW_BOARD_STUB_OK);
}

static const StubCommand commands[] = {
  { 0x02, "FLASH_BEGIN", ANY_LEN, glow_board_stub_flash_begin },
  { 0x03, "FLASH_DATA", ANY_LEN, glow_board_stub_flash_data },
  { 0x04, "FLASH_END", 4, glow_board_stub_flash_end },
  { 0x05, "MEM_BEGIN", 16, run_mem_begin },
  { 0x06, "MEM_END", 8, run_mem_end },
  { 0x07, "MEM_DATA", ANY_LEN, run_mem_data },
  { OP_SYNC, "SYNC", 36, run_sync },
  { 0x09, "WRITE_REG", ANY_LEN, run_write_reg },
  { 0x0a, "READ_REG", 4, run_read_reg },
  { 0x0b, "SPI_SET_PARAMS", 24, run_nothing },
  { 0x0d, "SPI_ATTACH", 4, run_nothing },
  { 0x0f, "CHANGE_BAUDRATE", 8, run_change_baud },
  { 0x10, "FLASH_DEFL_BEGIN", ANY_LEN, glow_board_stub_flash_begin },
  { 0x11, "FLASH_DEFL_DATA", ANY_LEN, glow_board_stub_deflate_data },
  { 0x12, "FLASH_DEFL_END", 4, glow_board_stub_flash_end },
  { 0x13, "SPI_FLASH_MD5", 16, glow_board_stub_md5 },
  { 0x14, "GET_SECURITY_INFO", 0, run_security_info },
  { 0xd0, "ERASE_FLASH", 0, glow_board_stub_erase_chip },
  { 0xd1, "ERASE_REGION", 8, glow_board_stub_erase_region },
  { 0xd2, "READ_FLASH", 16, glow_board_stub_read_flash },
};

/**
 * glow_board_stub_start:
 *
 * The code just uploaded runs and greets the host.
 */
void
glow_board_stub_start (GlowBoard *self)
{
  static const guint8 greeting[] = { 'O', 'H', 'A', 'I' };

  glow_board_stub_stop (self);
  glow_board_slip_init (&self->slip, STUB_FRAME_SIZE);
  self->regs->attached = TRUE;
  self->watchdog_us = -1; /* protocol.md 2.7: the stub sees to it */
  self->flash->reach = self->chip->is_wide ? 0 : GLOW_BOARD_REACH_24;
  if (self->pace)
    self->at_us += OHAI_DELAY_US;
  glow_board_send_frame (self, greeting, sizeof greeting);
}

/**
 * glow_board_stub_stop:
 *
 * The stub runs no more; frees what it held.
 */
void
glow_board_stub_stop (GlowBoard *self)
{
  glow_board_inflate_stop (&self->stub.inflate);
  g_clear_pointer (&self->stub.read_md5, g_checksum_free);
  memset (&self->stub, 0, sizeof self->stub);
}

static const StubCommand *
find_command (guint8 op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].op == op)
      return &commands[i];
  return NULL;
}

static void
run_command (GlowBoard *self, const StubCommand *command, const guint8 *p, gsize len)
{
  gsize stated_len = glow_get_le16 (self->slip.buf + 2);

  glow_board_report_command (self->report, command->name);
  if (stated_len != len || (command->len != ANY_LEN && command->len != len)) {
    glow_board_report_violation (self->report, "%s of %zu bytes, size field %zu",
                                 command->name, len, stated_len);
    reply_status (self, GLOW_BOARD_STUB_BAD_LEN);
    return;
  }
  command->run (self, p, len);
}

/* An error that came up after its command was answered: the next command gets it for an
 * answer and is not run (protocol.md 6.2). */
static gboolean
answer_deferred (GlowBoard *self)
{
  GlowBoardStubStatus status = self->stub.deferred;

  if (status == GLOW_BOARD_STUB_OK)
    return FALSE;
  self->stub.deferred = GLOW_BOARD_STUB_OK;
  reply_status (self, status);
  return TRUE;
}

/**
 * glow_board_stub_frame:
 * @len: bytes of the frame in @self->slip.buf
 *
 * Runs one command, or takes one acknowledgement of READ_FLASH.
 */
void
glow_board_stub_frame (GlowBoard *self, gsize len)
{
  const guint8 *frame = self->slip.buf;
  const StubCommand *command;

  if (self->slip.lost_len > 0)
    glow_board_report_violation (self->report, "frame of %zu bytes, the buffer has %zu",
                                 len + self->slip.lost_len, self->slip.capacity);
  if (self->stub.is_reading) {
    glow_board_stub_read_ack (self, frame, len);
    return;
  }
  if (len < HEADER_LEN) {
    glow_board_report_violation (self->report, "frame of %zu bytes", len);
    return;
  }
  if (answer_deferred (self))
    return;
  command = frame[0] == 0 ? find_command (frame[1]) : NULL;
  if (command) {
    run_command (self, command, frame + HEADER_LEN, len - HEADER_LEN);
    return;
  }
  glow_board_report_command (self->report, "unknown");
  if (frame[0] != 0 || frame[1] != OP_RUN_USER)
    reply_status (self, GLOW_BOARD_STUB_UNKNOWN);
}
