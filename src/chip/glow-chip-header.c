/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-header.h"

#include "glow-chip-table.h"

/* sizes in KiB by nibble; 0: not used */
static const guint esp8266_sizes_kib[] = { 512,  256,  1024, 2048, 4096,
                                           2048, 4096, 0,    8192, 16384 };
static const guint other_sizes_kib[] = { 1024,  2048,  4096,  8192,
                                         16384, 32768, 65536, 131072 };

typedef struct {
  guint8 nibble;
  guint8 mhz;
} GlowFreqCode;

#define MAX_FREQS 4

static const GlowFreqCode common_freqs[MAX_FREQS] = { { 0xf, 80 },
                                                      { 0, 40 },
                                                      { 1, 26 },
                                                      { 2, 20 } };
static const GlowFreqCode c2_freqs[MAX_FREQS] = { { 0xf, 60 },
                                                  { 0, 30 },
                                                  { 1, 20 },
                                                  { 2, 15 } };
static const GlowFreqCode c6_freqs[MAX_FREQS] = { { 0, 80 }, { 0, 40 }, { 2, 20 } };
static const GlowFreqCode c5_freqs[MAX_FREQS] = { { 0xf, 80 }, { 0, 40 }, { 2, 20 } };
static const GlowFreqCode h2_freqs[MAX_FREQS] = { { 0xf, 48 },
                                                  { 0, 24 },
                                                  { 1, 16 },
                                                  { 2, 12 } };

static const GlowFreqCode *const freqs[GLOW_N_CHIPS] = {
  [GLOW_CHIP_ESP8266] = common_freqs, [GLOW_CHIP_ESP32] = common_freqs,
  [GLOW_CHIP_ESP32S2] = common_freqs, [GLOW_CHIP_ESP32S3] = common_freqs,
  [GLOW_CHIP_ESP32C2] = c2_freqs,     [GLOW_CHIP_ESP32C3] = common_freqs,
  [GLOW_CHIP_ESP32C5] = c5_freqs,     [GLOW_CHIP_ESP32C6] = c6_freqs,
  [GLOW_CHIP_ESP32C61] = c5_freqs,    [GLOW_CHIP_ESP32H2] = h2_freqs,
  [GLOW_CHIP_ESP32H21] = h2_freqs,    [GLOW_CHIP_ESP32H4] = h2_freqs,
  [GLOW_CHIP_ESP32P4] = common_freqs, [GLOW_CHIP_ESP32S31] = c5_freqs,
};

static const guint *
get_sizes (const GlowChip *chip, guint *n_sizes)
{
  if (chip->id == GLOW_CHIP_ESP8266) {
    *n_sizes = G_N_ELEMENTS (esp8266_sizes_kib);
    return esp8266_sizes_kib;
  }
  *n_sizes = G_N_ELEMENTS (other_sizes_kib);
  return other_sizes_kib;
}

/**
 * glow_chip_encode_flash_size:
 * @size: bytes
 *
 * Returns: the nibble for it, -1 when the header of this chip has none
 */
gint
glow_chip_encode_flash_size (const GlowChip *chip, guint64 size)
{
  guint n_sizes;
  const guint *sizes = get_sizes (chip, &n_sizes);

  for (guint i = 0; i < n_sizes; i++) {
    if (sizes[i] != 0 && sizes[i] * G_GUINT64_CONSTANT (1024) == size)
      return (gint) i;
  }
  return -1;
}

/**
 * glow_chip_decode_flash_size:
 * @nibble: high nibble of byte 3
 *
 * Returns: bytes, 0 when the nibble means nothing on this chip
 */
guint64
glow_chip_decode_flash_size (const GlowChip *chip, guint nibble)
{
  guint n_sizes;
  const guint *sizes = get_sizes (chip, &n_sizes);

  return nibble < n_sizes ? sizes[nibble] * G_GUINT64_CONSTANT (1024) : 0;
}

/**
 * glow_chip_encode_flash_freq:
 * @mhz: MHz
 *
 * Returns: the nibble for it, -1 when this chip has no such frequency
 */
gint
glow_chip_encode_flash_freq (const GlowChip *chip, guint mhz)
{
  for (guint i = 0; i < MAX_FREQS; i++) {
    if (mhz > 0 && freqs[chip->id][i].mhz == mhz)
      return freqs[chip->id][i].nibble;
  }
  return -1;
}

/**
 * glow_chip_decode_flash_freq:
 * @nibble: low nibble of byte 3
 *
 * The first frequency of a nibble that means two on a chip.
 *
 * Returns: MHz, 0 when the nibble means nothing on this chip
 */
guint
glow_chip_decode_flash_freq (const GlowChip *chip, guint nibble)
{
  for (guint i = 0; i < MAX_FREQS; i++) {
    if (freqs[chip->id][i].mhz > 0 && freqs[chip->id][i].nibble == nibble)
      return freqs[chip->id][i].mhz;
  }
  return 0;
}

/**
 * glow_chip_get_flash_mode_name:
 * @mode: byte 2 of an image header
 *
 * Returns: (transfer none): "qio", "qout", "dio", "dout" or "unknown"
 */
const char *
glow_chip_get_flash_mode_name (guint mode)
{
  static const char *const names[] = { "qio", "qout", "dio", "dout" };

  return mode < G_N_ELEMENTS (names) ? names[mode] : "unknown";
}
