/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-image.h"

#include "glow-bytes.h"

#include <string.h>

/* protocol.md 5.1 */
#define MAX_SEGMENTS      16
#define SEGMENT_HEAD_LEN  8u
#define HEADER_LEN_8266   8u
#define HEADER_LEN        24u
#define CHIP_ID_POS       12u
#define HASH_APPENDED_POS 23u
#define DIGEST_LEN        32u
#define CHECKSUM_SEED     0xef

/* protocol.md 3.11: where the ESP8266's ROM can load to */
static gboolean
is_ram_8266 (guint32 addr, guint32 len)
{
  if (addr >= 0x3ffe8000 && addr < 0x40000000)
    return len <= 0x40000000 - addr;
  return addr >= 0x40100000 && addr < 0x40110000 && len <= 0x40110000 - addr;
}

static gboolean
is_loadable (const GlowBoardChip *chip, guint32 addr, guint32 len)
{
  if (len % 4 != 0)
    return FALSE;
  return chip->generation != GLOW_BOARD_GEN_8266 || is_ram_8266 (addr, len);
}

static void
print_segment (GlowBoardImage *self, const GlowBoardChip *chip, guint32 addr, guint32 len)
{
  if (chip->generation == GLOW_BOARD_GEN_8266)
    g_string_append_printf (self->load_lines,
                            "load 0x%08x, len %u, room 16 \r\n"
                            "tail %u\r\nchksum 0x%02x\r\n",
                            addr, len, len % 16, self->checksum);
  else
    g_string_append_printf (self->load_lines,
                            chip->generation == GLOW_BOARD_GEN_32
                              ? "load:0x%08x,len:%u\r\n"
                              : "load:0x%08x,len:0x%x\r\n",
                            addr, len);
}

/* Returns the position after the segment, 0 when it can't be loaded. */
static gsize
load_segment (GlowBoardImage *self,
              const GlowBoardChip *chip,
              const guint8 *data,
              gsize size,
              gsize pos)
{
  guint32 addr;
  guint32 len;

  if (size - pos < SEGMENT_HEAD_LEN)
    return 0;
  addr = glow_get_le32 (data + pos);
  len = glow_get_le32 (data + pos + 4);
  pos += SEGMENT_HEAD_LEN;
  if (len > size - pos || !is_loadable (chip, addr, len))
    return 0;
  for (gsize i = 0; i < len; i++)
    self->checksum ^= data[pos + i];
  print_segment (self, chip, addr, len);
  return pos + len;
}

static gboolean
digest_fits (const guint8 *data, gsize size, gsize end)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_LEN];
  gsize digest_len = sizeof digest;

  if (size - end < DIGEST_LEN)
    return FALSE;
  g_checksum_update (sum, data, (gssize) end);
  g_checksum_get_digest (sum, digest, &digest_len);
  return memcmp (digest, data + end, DIGEST_LEN) == 0;
}

static GlowBoardImageState
check_header (const GlowBoardChip *chip, const guint8 *data, gsize size)
{
  if (size < HEADER_LEN || data[0] != GLOW_BOARD_IMAGE_MAGIC)
    return GLOW_BOARD_IMAGE_NONE;
  if (data[1] == 0 || data[1] > MAX_SEGMENTS)
    return GLOW_BOARD_IMAGE_BAD_SEGMENT;
  if (chip->generation != GLOW_BOARD_GEN_8266 &&
      glow_get_le16 (data + CHIP_ID_POS) != chip->chip_id)
    return GLOW_BOARD_IMAGE_WRONG_CHIP;
  return GLOW_BOARD_IMAGE_GOOD;
}

static GlowBoardImageState
check_end (GlowBoardImage *self,
           const GlowBoardChip *chip,
           const guint8 *data,
           gsize size,
           gsize pos)
{
  gsize checksum_pos = pos | 15;

  if (checksum_pos >= size || data[checksum_pos] != self->checksum)
    return GLOW_BOARD_IMAGE_BAD_CHECKSUM;
  if (chip->generation != GLOW_BOARD_GEN_8266 && data[HASH_APPENDED_POS] == 1 &&
      !digest_fits (data, size, checksum_pos + 1))
    return GLOW_BOARD_IMAGE_BAD_DIGEST;
  return GLOW_BOARD_IMAGE_GOOD;
}

/**
 * glow_board_image_mode_name:
 * @mode: as in a header
 *
 * Returns: (transfer none): such as "DIO"
 */
const char *
glow_board_image_mode_name (guint8 mode)
{
  static const char *const names[] = { "QIO", "QOUT", "DIO", "DOUT" };

  return mode < G_N_ELEMENTS (names) ? names[mode] : "SLOW_RD";
}

/**
 * glow_board_image_flash_size:
 *
 * Not for the ESP8266, where the codes are others.
 *
 * Returns: bytes of flash the header speaks of
 */
gsize
glow_board_image_flash_size (const GlowBoardImage *self)
{
  return self->size_code < 8 ? (gsize) 0x100000 << self->size_code : 0;
}

/**
 * glow_board_image_load:
 * @self: (out caller-allocates): free its content with glow_board_image_clear()
 * @chip: whose ROM reads
 * @data: (array length=size): the flash from the image's offset on
 * @size: bytes to the end of the flash
 *
 * Returns: whether the ROM would run it
 */
GlowBoardImageState
glow_board_image_load (GlowBoardImage *self,
                       const GlowBoardChip *chip,
                       const guint8 *data,
                       gsize size)
{
  gsize pos = chip->generation == GLOW_BOARD_GEN_8266 ? HEADER_LEN_8266 : HEADER_LEN;
  GlowBoardImageState state;

  memset (self, 0, sizeof *self);
  self->load_lines = g_string_new (NULL);
  self->checksum = CHECKSUM_SEED;
  self->first_word = size >= 4 ? glow_get_le32 (data) : G_MAXUINT32;
  state = check_header (chip, data, size);
  if (state != GLOW_BOARD_IMAGE_GOOD)
    return state;
  self->entry = glow_get_le32 (data + 4);
  self->mode = data[2];
  self->freq = data[3] & 0xf;
  self->size_code = data[3] >> 4;
  for (guint i = 0; i < data[1]; i++) {
    pos = load_segment (self, chip, data, size, pos);
    if (pos == 0)
      return GLOW_BOARD_IMAGE_BAD_SEGMENT;
  }
  self->size = MIN (pos + 1, size);
  return check_end (self, chip, data, size, pos);
}

/**
 * glow_board_image_clear:
 *
 * Frees what glow_board_image_load() found.
 */
void
glow_board_image_clear (GlowBoardImage *self)
{
  if (self->load_lines)
    g_string_free (self->load_lines, TRUE);
  self->load_lines = NULL;
}
