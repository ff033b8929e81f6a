/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-info.h"

/**
 * glow_chip_info_new:
 * @chip: (transfer none): the chip that answered
 *
 * Returns: (transfer full): an info with nothing else known
 */
GlowChipInfo *
glow_chip_info_new (const GlowChip *chip)
{
  GlowChipInfo *self = g_new0 (GlowChipInfo, 1);

  self->chip = chip;
  return self;
}

/**
 * glow_chip_info_copy:
 * @self: the info
 *
 * Returns: (transfer full): a copy that owns its strings
 */
GlowChipInfo *
glow_chip_info_copy (const GlowChipInfo *self)
{
  GlowChipInfo *copy = g_new (GlowChipInfo, 1);

  *copy = *self;
  copy->description = g_strdup (self->description);
  copy->features = g_strdup (self->features);
  return copy;
}

/**
 * glow_chip_info_free:
 * @self: (transfer full): the info
 */
void
glow_chip_info_free (GlowChipInfo *self)
{
  g_free (self->description);
  g_free (self->features);
  g_free (self);
}

/**
 * glow_chip_info_dup_revision:
 *
 * Returns: (transfer full) (nullable): "v3.1", or %NULL where a chip has no revision
 */
char *
glow_chip_info_dup_revision (const GlowChipInfo *self)
{
  if (!self->has_revision)
    return NULL;
  return g_strdup_printf ("v%u.%u", self->revision / 100u, self->revision % 100u);
}

static char *
dup_address (const guint8 *bytes, gsize len)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (text, "%s%02x", i > 0 ? ":" : "", (guint) bytes[i]);
  return g_string_free (text, FALSE);
}

/**
 * glow_chip_info_dup_mac:
 *
 * Returns: (transfer full) (nullable): the factory address, "24:6f:28:00:11:22"; %NULL
 * when the chip did not let it be read
 */
char *
glow_chip_info_dup_mac (const GlowChipInfo *self)
{
  return self->has_mac ? dup_address (self->mac, sizeof self->mac) : NULL;
}

/**
 * glow_chip_info_dup_eui64:
 *
 * Returns: (transfer full) (nullable): the IEEE 802.15.4 address, or %NULL where a chip
 * has none or did not let it be read
 */
char *
glow_chip_info_dup_eui64 (const GlowChipInfo *self)
{
  return self->has_eui64 ? dup_address (self->eui64, sizeof self->eui64) : NULL;
}

/**
 * glow_chip_info_get_key_purpose:
 * @i: key block, below @self->n_keys
 *
 * Returns: (transfer none) (nullable): what the key in it is for, in the words of the
 * eFuse tables; %NULL for a code that is not known
 */
const char *
glow_chip_info_get_key_purpose (const GlowChipInfo *self, guint i)
{
  /* protocol.md 3.9, by code */
  static const char *const names[] = {
    "user or empty",
    "reserved or ECDSA key",
    "XTS-AES-256 key 1",
    "XTS-AES-256 key 2",
    "XTS-AES-128 key",
    "HMAC down, all",
    "HMAC down, JTAG",
    "HMAC down, digital signature",
    "HMAC up",
    "secure boot digest 0",
    "secure boot digest 1",
    "secure boot digest 2",
    "key manager init key",
    "PSRAM XTS-AES-256 key 1",
    "PSRAM XTS-AES-256 key 2",
    "PSRAM XTS-AES-128 key",
    "ECDSA P-192 key",
    "ECDSA P-384 key, low",
    "ECDSA P-384 key, high",
    "SDC key digest",
  };

  g_return_val_if_fail (i < self->n_keys, NULL);

  if (self->key_purposes[i] >= G_N_ELEMENTS (names))
    return NULL;
  return names[self->key_purposes[i]];
}

/**
 * glow_chip_info_get_flash_maker:
 *
 * Names the flash chip's maker by the JEDEC number of its bank 1.
 *
 * Returns: (transfer none) (nullable): the maker, %NULL when unknown or not read
 */
const char *
glow_chip_info_get_flash_maker (const GlowChipInfo *self)
{
  static const struct {
    guint8 id; /* JEDEC JEP106, bank 1, with parity bit */
    const char *name;
  } makers[] = {
    { 0x01, "Spansion" },   { 0x0b, "XTX" },     { 0x1c, "EON" },   { 0x1f, "Adesto" },
    { 0x20, "XMC" },        { 0x5e, "Zbit" },    { 0x68, "Boya" },  { 0x85, "Puya" },
    { 0x8c, "ESMT" },       { 0x9d, "ISSI" },    { 0xa1, "Fudan" }, { 0xc2, "Macronix" },
    { 0xc8, "GigaDevice" }, { 0xef, "Winbond" },
  };
  guint8 id = (guint8) (self->flash_id & 0xff);

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++) {
    if (makers[i].id == id)
      return makers[i].name;
  }
  return NULL;
}
