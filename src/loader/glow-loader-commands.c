/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The two common shapes of a command, and those that work on registers. */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-bytes.h"
#include "glow-error.h"

/* protocol.md 1.2 */
#define DATA_HEADER_LEN  16
#define CHECKSUM_SEED    0xef

#define MAX_WORDS        8      /* no command has a longer payload of words */
#define PROOF_TIMEOUT_US 300000 /* many times what the slowest bridge takes */

/**
 * glow_loader_execute_words:
 * @words: (array length=n_words): the payload, at most %MAX_WORDS words
 * @flash_size: bytes of flash behind it, for the time limit
 *
 * A command whose payload is a few words and whose answer is only the status.
 *
 * Returns: %TRUE when the loader did it
 */
gboolean
glow_loader_execute_words (GlowLoader *self,
                           GlowCommand command,
                           const guint32 *words,
                           guint n_words,
                           guint64 flash_size,
                           GError **error)
{
  guint8 payload[4 * MAX_WORDS];

  g_return_val_if_fail (n_words <= MAX_WORDS, FALSE);

  for (guint i = 0; i < n_words; i++)
    glow_put_le32 (payload + 4 * i, words[i]);
  return glow_loader_execute (self,
                              &(GlowRequest){ .command = command,
                                              .payload = payload,
                                              .payload_len = 4 * n_words,
                                              .flash_size = flash_size },
                              NULL, NULL, error);
}

static guint32
checksum (const guint8 *data, gsize len)
{
  guint32 sum = CHECKSUM_SEED;

  for (gsize i = 0; i < len; i++)
    sum ^= data[i];
  return sum;
}

/**
 * glow_loader_execute_data:
 * @seq: number of the block, from 0
 * @data: (array length=len): the block
 * @flash_size: bytes of flash behind it, for the time limit
 *
 * One of the DATA commands: a 16-byte head, the block, its checksum (protocol.md 1.2).
 *
 * Returns: %TRUE when the loader took it
 */
gboolean
glow_loader_execute_data (GlowLoader *self,
                          GlowCommand command,
                          guint32 seq,
                          const guint8 *data,
                          gsize len,
                          guint64 flash_size,
                          GError **error)
{
  g_autoptr (GByteArray) payload =
    g_byte_array_sized_new ((guint) (DATA_HEADER_LEN + len));
  guint8 head[DATA_HEADER_LEN] = { 0 };

  glow_put_le32 (head, (guint32) len);
  glow_put_le32 (head + 4, seq);
  g_byte_array_append (payload, head, sizeof head);
  g_byte_array_append (payload, data, (guint) len);
  return glow_loader_execute (self,
                              &(GlowRequest){ .command = command,
                                              .payload = payload->data,
                                              .payload_len = payload->len,
                                              .checksum = checksum (data, len),
                                              .flash_size = flash_size },
                              NULL, NULL, error);
}

/**
 * glow_loader_read_reg:
 * @addr: address of a 32-bit register
 * @value: (out): its content
 *
 * Returns: %TRUE when it was read
 */
gboolean
glow_loader_read_reg (GlowLoader *self, guint32 addr, guint32 *value, GError **error)
{
  guint8 payload[4];

  glow_put_le32 (payload, addr);
  return glow_loader_execute (self,
                              &(GlowRequest){ .command = GLOW_COMMAND_READ_REG,
                                              .payload = payload,
                                              .payload_len = sizeof payload },
                              NULL, value, error);
}

/**
 * glow_loader_prove_line:
 * @addr: address of a register that does not change by itself
 * @expected: its content
 * @n_times: how often it has to come back right
 * @error: %GLOW_ERROR_TIMED_OUT soon, %GLOW_ERROR_PROTOCOL
 *
 * Reads something known: at a rate that does not hold nothing sensible comes back, and
 * nobody wants to wait long for that.
 *
 * Returns: %TRUE when it was right each time
 */
gboolean
glow_loader_prove_line (GlowLoader *self,
                        guint32 addr,
                        guint32 expected,
                        guint n_times,
                        GError **error)
{
  for (guint i = 0; i < n_times; i++) {
    guint8 payload[4];
    guint32 value;
    GlowRequest request = { .command = GLOW_COMMAND_READ_REG,
                            .payload = payload,
                            .payload_len = sizeof payload,
                            .timeout_us = PROOF_TIMEOUT_US };

    glow_put_le32 (payload, addr);
    if (!glow_loader_execute (self, &request, NULL, &value, error))
      return FALSE;
    if (value != expected) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL,
                   "a register reads 0x%08x instead of 0x%08x", value, expected);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * glow_loader_write_reg:
 * @addr: address of a 32-bit register
 * @value: what to write, all bits
 *
 * Returns: %TRUE when it was written
 */
gboolean
glow_loader_write_reg (GlowLoader *self, guint32 addr, guint32 value, GError **error)
{
  guint32 words[] = { addr, value, G_MAXUINT32, 0 };

  return glow_loader_execute_words (self, GLOW_COMMAND_WRITE_REG, words,
                                    G_N_ELEMENTS (words), 0, error);
}

/**
 * glow_loader_get_security_info:
 * @info: (out caller-allocates) (array length=info_len): protocol.md 1.6,
 * GET_SECURITY_INFO
 * @info_len: 20, or 12 on the ESP32-S2
 * @error: %GLOW_ERROR_UNSUPPORTED or %GLOW_ERROR_LOADER_STATUS where a chip has none
 *
 * Returns: %TRUE when it was read
 */
gboolean
glow_loader_get_security_info (GlowLoader *self,
                               guint8 *info,
                               gsize info_len,
                               GError **error)
{
  return glow_loader_execute (self,
                              &(GlowRequest){ .command = GLOW_COMMAND_GET_SECURITY_INFO,
                                              .reply_len = info_len },
                              info, NULL, error);
}
