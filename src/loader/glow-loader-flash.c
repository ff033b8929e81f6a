/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The commands that work on the flash. */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-bytes.h"
#include "glow-error.h"

#include <string.h>

/* SPI_SET_PARAMS, protocol.md 4.5 */
#define FLASH_BLOCK_SIZE  0x10000
#define FLASH_PAGE_SIZE   0x100
#define FLASH_STATUS_MASK 0xffff

#define READ_PACKET_SIZE  0x1000 /* bytes; larger hangs some stubs, protocol.md 4.8 */
#define READ_IN_FLIGHT    64 /* what esptool sends; both stubs send one packet at a time */
#define READ_FRAME_US     3000000
#define READ_SLOW_SIZE    64 /* bytes per READ_FLASH_SLOW, protocol.md 1.6 */
#define FLASH_END_STAY    1  /* stay in the stub, protocol.md 1.6 */

/**
 * glow_loader_spi_attach:
 * @pins: 0 for the default pins, else packed as protocol.md 4.2 says
 *
 * Returns: %TRUE when the flash is attached
 */
gboolean
glow_loader_spi_attach (GlowLoader *self, guint32 pins, GError **error)
{
  guint32 words[] = { pins, 0 };

  /* a ROM reads the second word without a length check, a stub takes exactly one */
  return glow_loader_execute_words (self, GLOW_COMMAND_SPI_ATTACH, words,
                                    glow_loader_is_stub (self) ? 1 : 2, 0, error);
}

/**
 * glow_loader_set_flash_size:
 * @size: the real size of the flash in bytes: the ROM refuses what lies beyond
 *
 * Returns: %TRUE when the loader knows it
 */
gboolean
glow_loader_set_flash_size (GlowLoader *self, guint32 size, GError **error)
{
  guint32 words[] = {
    0, size, FLASH_BLOCK_SIZE, GLOW_LOADER_SECTOR_SIZE, FLASH_PAGE_SIZE, FLASH_STATUS_MASK
  };

  return glow_loader_execute_words (self, GLOW_COMMAND_SPI_SET_PARAMS, words,
                                    G_N_ELEMENTS (words), 0, error);
}

/**
 * glow_loader_flash_begin:
 * @compressed: the blocks will be a deflate stream
 * @offset: bytes from the start of flash, on a sector
 * @size: bytes to erase (ROM) or to write (stub), see protocol.md 4.6
 * @n_blocks: exactly how many blocks will come
 * @block_size: bytes
 *
 * A ROM erases all of it before it answers.
 *
 * Returns: %TRUE when blocks may follow
 */
gboolean
glow_loader_flash_begin (GlowLoader *self,
                         gboolean compressed,
                         guint32 offset,
                         guint32 size,
                         guint32 n_blocks,
                         guint32 block_size,
                         GError **error)
{
  guint32 words[] = { size, n_blocks, block_size, offset, 0 };
  guint n_words = glow_loader_begins_with_5_words (self) ? 5 : 4;

  return glow_loader_execute_words (self,
                                    compressed ? GLOW_COMMAND_FLASH_DEFL_BEGIN
                                               : GLOW_COMMAND_FLASH_BEGIN,
                                    words, n_words, size, error);
}

/**
 * glow_loader_flash_block:
 * @compressed: as at the begin
 * @seq: number of the block, from 0
 * @data: (array length=len): the block
 * @flash_size: bytes of flash to wait for: those of this block (ROM) or of the one before
 * (stub)
 *
 * Never sent twice: a ROM has counted it already, a stub may have written it
 * (protocol.md 6.2).
 *
 * Returns: %TRUE when the loader took it
 */
gboolean
glow_loader_flash_block (GlowLoader *self,
                         gboolean compressed,
                         guint32 seq,
                         const guint8 *data,
                         gsize len,
                         guint64 flash_size,
                         GError **error)
{
  return glow_loader_execute_data (self,
                                   compressed ? GLOW_COMMAND_FLASH_DEFL_DATA
                                              : GLOW_COMMAND_FLASH_DATA,
                                   seq, data, len, flash_size, error);
}

/**
 * glow_loader_flash_end:
 * @compressed: as at the begin
 * @flash_size: bytes of flash of the last block
 *
 * Asks a stub whether the last block was written, and stays. Not for a ROM, which would
 * leave its loader (protocol.md 1.7).
 *
 * Returns: %TRUE when everything was written
 */
gboolean
glow_loader_flash_end (GlowLoader *self,
                       gboolean compressed,
                       guint64 flash_size,
                       GError **error)
{
  guint32 words[] = { FLASH_END_STAY };

  g_return_val_if_fail (glow_loader_is_stub (self), FALSE);

  return glow_loader_execute_words (self,
                                    compressed ? GLOW_COMMAND_FLASH_DEFL_END
                                               : GLOW_COMMAND_FLASH_END,
                                    words, 1, flash_size, error);
}

static gboolean
parse_hex_digest (const guint8 *text, guint8 *digest)
{
  for (guint i = 0; i < GLOW_LOADER_MD5_LEN; i++) {
    gint high = g_ascii_xdigit_value ((char) text[2 * i]);
    gint low = g_ascii_xdigit_value ((char) text[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    digest[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

/**
 * glow_loader_flash_md5:
 * @offset: bytes from the start of flash
 * @size: bytes
 * @digest: (out caller-allocates): 16 bytes
 * @error: %GLOW_ERROR_UNSUPPORTED where the ROM has no such command
 *
 * The digest the chip computes over its own flash. A ROM writes it in hex, a stub raw.
 *
 * Returns: %TRUE with the digest
 */
gboolean
glow_loader_flash_md5 (GlowLoader *self,
                       guint32 offset,
                       guint32 size,
                       guint8 digest[GLOW_LOADER_MD5_LEN],
                       GError **error)
{
  gboolean stub = glow_loader_is_stub (self);
  guint8 payload[16] = { 0 };
  guint8 hex[2 * GLOW_LOADER_MD5_LEN];
  GlowRequest request = { .command = GLOW_COMMAND_SPI_FLASH_MD5,
                          .payload = payload,
                          .payload_len = sizeof payload,
                          .reply_len = stub ? GLOW_LOADER_MD5_LEN : sizeof hex,
                          .flash_size = size };

  glow_put_le32 (payload, offset);
  glow_put_le32 (payload + 4, size);
  if (!glow_loader_execute (self, &request, stub ? digest : hex, NULL, error))
    return FALSE;
  if (!stub && !parse_hex_digest (hex, digest)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL,
                 "the ROM's digest is not hexadecimal");
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_loader_erase_flash:
 * @flash_size: bytes of the whole chip, for the time limit
 *
 * Stub only.
 *
 * Returns: %TRUE when all of it is erased
 */
gboolean
glow_loader_erase_flash (GlowLoader *self, guint64 flash_size, GError **error)
{
  return glow_loader_execute_words (self, GLOW_COMMAND_ERASE_FLASH, NULL, 0, flash_size,
                                    error);
}

/**
 * glow_loader_erase_region:
 * @offset: bytes, on a sector
 * @size: bytes, whole sectors
 *
 * Stub only.
 *
 * Returns: %TRUE when it is erased
 */
gboolean
glow_loader_erase_region (GlowLoader *self, guint32 offset, guint32 size, GError **error)
{
  guint32 words[] = { offset, size };

  return glow_loader_execute_words (self, GLOW_COMMAND_ERASE_REGION, words, 2, size,
                                    error);
}

static gboolean
receive_or_fail (GlowLoader *self, const GByteArray **frame, guint64 done, GError **error)
{
  gint got = glow_loader_receive_frame (self, READ_FRAME_US, frame, error);

  if (got == 0)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT,
                 "reading stopped after %" G_GUINT64_FORMAT " bytes", done);
  return got > 0;
}

static gboolean
read_packets (GlowLoader *self,
              guint32 size,
              GByteArray *data,
              GlowLoaderReadFunc func,
              gpointer user_data,
              GError **error)
{
  while (data->len < size) {
    guint32 expected = MIN (size - data->len, READ_PACKET_SIZE);
    const GByteArray *frame;
    guint8 ack[4];

    if (!receive_or_fail (self, &frame, data->len, error))
      return FALSE;
    if (frame->len != expected) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL,
                   "a packet of %u bytes at %u where %u were due", frame->len, data->len,
                   expected);
      return FALSE;
    }
    g_byte_array_append (data, frame->data, frame->len);
    glow_put_le32 (ack, data->len);
    if (!glow_loader_send_frame (self, ack, sizeof ack, error))
      return FALSE;
    if (func)
      func (data->len, size, user_data);
  }
  return TRUE;
}

static gboolean
check_read_digest (GlowLoader *self, GByteArray *data, GError **error)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[GLOW_LOADER_MD5_LEN];
  gsize digest_len = sizeof digest;
  const GByteArray *frame;

  if (!receive_or_fail (self, &frame, data->len, error))
    return FALSE;
  g_checksum_update (md5, data->data, (gssize) data->len);
  g_checksum_get_digest (md5, digest, &digest_len);
  if (frame->len != sizeof digest || memcmp (frame->data, digest, sizeof digest) != 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_VERIFY,
                 "what arrived is not what the board sent: its MD5 differs");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_by_stub (GlowLoader *self,
              guint32 offset,
              guint32 size,
              GByteArray *data,
              GlowLoaderReadFunc func,
              gpointer user_data,
              GError **error)
{
  guint32 words[] = { offset, size, READ_PACKET_SIZE, READ_IN_FLIGHT };

  return glow_loader_execute_words (self, GLOW_COMMAND_READ_FLASH, words,
                                    G_N_ELEMENTS (words), 0, error) &&
         read_packets (self, size, data, func, user_data, error) &&
         check_read_digest (self, data, error);
}

static gboolean
read_by_rom (GlowLoader *self,
             guint32 offset,
             guint32 size,
             GByteArray *data,
             GlowLoaderReadFunc func,
             gpointer user_data,
             GError **error)
{
  while (data->len < size) {
    guint32 len = MIN (size - data->len, READ_SLOW_SIZE);
    guint8 payload[8];
    guint8 chunk[READ_SLOW_SIZE];
    GlowRequest request = { .command = GLOW_COMMAND_READ_FLASH_SLOW,
                            .payload = payload,
                            .payload_len = sizeof payload,
                            .reply_len = sizeof chunk };

    glow_put_le32 (payload, offset + data->len);
    glow_put_le32 (payload + 4, len);
    if (!glow_loader_execute (self, &request, chunk, NULL, error))
      return FALSE;
    g_byte_array_append (data, chunk, len);
    if (func)
      func (data->len, size, user_data);
  }
  return TRUE;
}

/**
 * glow_loader_read_flash:
 * @offset: bytes from the start of flash, multiple of 4
 * @size: bytes, at least 1
 * @func: (nullable) (scope call): told after each packet
 * @error: %GLOW_ERROR_VERIFY when the stub's digest and the data differ
 *
 * Reads flash: streamed by the stub, 64 bytes a time by a ROM, which is slow.
 *
 * Returns: (transfer full): @size bytes
 */
GBytes *
glow_loader_read_flash (GlowLoader *self,
                        guint32 offset,
                        guint32 size,
                        GlowLoaderReadFunc func,
                        gpointer user_data,
                        GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gboolean done;

  done = glow_loader_is_stub (self)
           ? read_by_stub (self, offset, size, data, func, user_data, error)
           : read_by_rom (self, offset, size, data, func, user_data, error);
  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&data)) : NULL;
}
