/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-efuse.h"

#define APB_DATE_32      0x3ff6607cu /* protocol.md 3.7 */
#define OTP_8266         0x3ff00050u /* protocol.md 3.7 */
#define MAC_EXTENSION    0xfffeu     /* of an EUI-64 made from a MAC */
#define PURPOSE_XTS_128  4u          /* protocol.md 3.9 */
#define PURPOSE_DIGEST_0 9u
#define VENDOR_GD        2u /* protocol.md 3.8; that of the flash's own id */
#define VENDOR_AP_3V3    1u
#define SECURE_BOOT_V2   300u /* revision of the ESP32, protocol.md 3.9 */

/* Sets bits of a word; the others stay. */
static void
add_bits (GHashTable *words, guint32 addr, guint32 bits)
{
  gpointer key = GUINT_TO_POINTER (addr);
  guint32 word = GPOINTER_TO_UINT (g_hash_table_lookup (words, key));

  g_hash_table_insert (words, key, GUINT_TO_POINTER (word | bits));
}

static void
add_field (GHashTable *words,
           const GlowBoardChip *chip,
           const GlowBoardField *field,
           guint32 value)
{
  guint32 mask = (1u << field->width) - 1;

  if (field->width > 0)
    add_bits (words, chip->efuse.base + field->offset, (value & mask) << field->shift);
}

static void
add_fields (GHashTable *words,
            const GlowBoardChip *chip,
            const GlowBoardField fields[2],
            guint32 value)
{
  add_field (words, chip, &fields[0], value);
  add_field (words, chip, &fields[1], value >> fields[0].width);
}

/* CRC-8 of Maxim, polynomial 0x8c reflected: the ESP32 keeps it beside its MAC. */
static guint8
crc8 (const guint8 *data, gsize len)
{
  guint8 crc = 0;

  for (gsize i = 0; i < len; i++) {
    crc ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = (guint8) ((crc >> 1) ^ ((crc & 1) ? 0x8c : 0));
  }
  return crc;
}

/* protocol.md 3.7: most significant byte in the second word */
static void
add_mac (GHashTable *words, const GlowBoardChip *chip, const guint8 mac[6])
{
  guint32 addr = chip->efuse.base + chip->efuse.mac;
  guint32 low = ((guint32) mac[2] << 24) | ((guint32) mac[3] << 16) |
                ((guint32) mac[4] << 8) | mac[5];
  guint32 high = ((guint32) mac[0] << 8) | mac[1];

  if (chip->generation == GLOW_BOARD_GEN_32)
    high |= (guint32) crc8 (mac, 6) << 16;
  if (chip->has_radio_154)
    high |= MAC_EXTENSION << 16;
  add_bits (words, addr, low);
  add_bits (words, addr + 4, high);
}

/* protocol.md 3.7, 3.8: the ESP8266 spreads all of it over its OTP words; package 1 is
 * the ESP8285, with flash of 1 MiB (code 0 and 1) or 2 MiB (code 2). */
static void
fill_8266 (GHashTable *words, const GlowBoardTraits *traits)
{
  const guint8 *mac = traits->mac;

  add_bits (words, OTP_8266, (guint32) mac[5] << 24);
  add_bits (words, OTP_8266 + 4, ((guint32) mac[3] << 8) | mac[4]);
  add_bits (words, OTP_8266 + 12,
            ((guint32) mac[0] << 16) | ((guint32) mac[1] << 8) | mac[2]);
  if (traits->package == 1)
    add_bits (words, OTP_8266, 1u << 4);
  if (traits->flash_cap == 2)
    add_bits (words, OTP_8266 + 12, 1u << (122 - 96));
}

/* protocol.md 3.7: three bits of the ESP32 count 0, 1, 3, 7 */
static void
add_major_32 (GHashTable *words, const GlowBoardChip *chip, guint major)
{
  const GlowBoardField bit_0 = { 0x0c, 15, 1 };
  const GlowBoardField bit_1 = { 0x14, 20, 1 };

  add_field (words, chip, &bit_0, major >= 1 ? 1 : 0);
  add_field (words, chip, &bit_1, major >= 2 ? 1 : 0);
  if (major >= 3)
    add_bits (words, APB_DATE_32, 1u << 31);
}

static void
add_revision (GHashTable *words, const GlowBoardChip *chip, guint revision)
{
  if (chip->generation == GLOW_BOARD_GEN_32)
    add_major_32 (words, chip, revision / 100);
  add_fields (words, chip, chip->efuse.major, revision / 100);
  add_fields (words, chip, chip->efuse.minor, revision % 100);
}

/* protocol.md 3.8 */
static void
add_memories (GHashTable *words, const GlowBoardChip *chip, const GlowBoardTraits *traits)
{
  const GlowBoardEfuseLayout *efuse = &chip->efuse;

  add_field (words, chip, &efuse->flash_cap, traits->flash_cap);
  if (traits->flash_cap)
    add_field (words, chip, &efuse->flash_vendor, VENDOR_GD);
  add_fields (words, chip, efuse->psram_cap, traits->psram_cap);
  if (traits->psram_cap)
    add_field (words, chip, &efuse->psram_vendor, VENDOR_AP_3V3);
}

/* protocol.md 3.9. Encryption as in development: it can still be switched, and the ROM
 * encrypts what it is told to; without registers and plain text in secure download mode.
 */
static void
add_security (GHashTable *words, const GlowBoardChip *chip, const GlowBoardTraits *traits)
{
  const GlowBoardEfuseLayout *efuse = &chip->efuse;
  gboolean is_v1;

  if (traits->flash_encryption) {
    add_field (words, chip, &efuse->crypt_count, 1);
    add_field (words, chip, &efuse->key_purpose[0], PURPOSE_XTS_128);
    add_field (words, chip, &efuse->key_hidden, 1);
    add_field (words, chip, &efuse->crypt_config, G_MAXUINT32);
    if (traits->secure_download)
      add_field (words, chip, &efuse->no_manual_encrypt, 1);
  }
  if (traits->secure_boot) {
    is_v1 = efuse->secure_boot_v1.width > 0 && traits->revision < SECURE_BOOT_V2;
    add_field (words, chip, is_v1 ? &efuse->secure_boot_v1 : &efuse->secure_boot, 1);
    add_field (words, chip, &efuse->key_purpose[1], PURPOSE_DIGEST_0);
  }
}

/**
 * glow_board_efuse_fill:
 * @words: address → value; gets the eFuses
 * @chip: static
 * @traits: what they are to say
 *
 * Adds the eFuses to registers in which they are still all zero.
 */
void
glow_board_efuse_fill (GHashTable *words,
                       const GlowBoardChip *chip,
                       const GlowBoardTraits *traits)
{
  if (chip->generation == GLOW_BOARD_GEN_8266) {
    fill_8266 (words, traits);
    return;
  }
  add_mac (words, chip, traits->mac);
  add_revision (words, chip, traits->revision);
  add_fields (words, chip, chip->efuse.package, traits->package);
  add_memories (words, chip, traits);
  add_security (words, chip, traits);
}
