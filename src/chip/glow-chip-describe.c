/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-describe.h"

#include "glow-chip-table.h"
#include "glow-error.h"

/* ESP8266 eFuses: four words from 0x3ff00050, lowest bits first; protocol.md 3.7 */
#define ESP8266_N_WORDS 4

/* ESP32 eFuse block 0 and the APB register that holds the third revision bit;
 * protocol.md 3.7 */
#define ESP32_N_WORDS  7
#define ESP32_APB_DATE 0x3ff6607c

static gboolean
read_words (GlowLoader *loader,
            guint32 base,
            guint32 *words,
            guint n_words,
            GError **error)
{
  for (guint i = 0; i < n_words; i++) {
    if (!glow_loader_read_reg (loader, base + 4 * i, &words[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
bit (guint32 word, guint position)
{
  return (word >> position & 1) != 0;
}

/* the first three bytes: from the eFuse where it has them, else by a code;
 * protocol.md 3.7 */
static gboolean
fill_esp8266_mac (GlowChipInfo *info, const guint32 *words, GError **error)
{
  static const guint8 ouis[][3] = { { 0x18, 0xfe, 0x34 }, { 0xac, 0xd0, 0x74 } };
  guint32 code = words[1] >> 16 & 0xff;

  if (words[3] != 0) {
    info->mac[0] = (guint8) (words[3] >> 16 & 0xff);
    info->mac[1] = (guint8) (words[3] >> 8 & 0xff);
    info->mac[2] = (guint8) (words[3] & 0xff);
  } else if (code < G_N_ELEMENTS (ouis)) {
    for (guint i = 0; i < 3; i++)
      info->mac[i] = ouis[code][i];
  } else {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL,
                 "the ESP8266's address has the unknown maker code 0x%02x", code);
    return FALSE;
  }
  info->mac[3] = (guint8) (words[1] >> 8 & 0xff);
  info->mac[4] = (guint8) (words[1] & 0xff);
  info->mac[5] = (guint8) (words[0] >> 24 & 0xff);
  info->has_mac = TRUE;
  return TRUE;
}

/* bits 121 to 123 of the eFuses; protocol.md 3.7 */
static guint
esp8285_flash_mib (const guint32 *words)
{
  gboolean b121 = bit (words[3], 121 - 96);
  gboolean b122 = bit (words[3], 122 - 96);

  if (bit (words[3], 123 - 96) || bit (words[0], 4) == b121)
    return 0;
  return (b121 ? 2 : 1) * (b122 ? 2u : 1u);
}

/* H is for the flash that stands more heat: eFuse bit 5 */
static const char *
esp8285_name (guint flash_mib, gboolean hot)
{
  switch (flash_mib) {
  case 1:
    return hot ? "ESP8285H08" : "ESP8285N08";
  case 2:
    return hot ? "ESP8285H16" : "ESP8285N16";
  default:
    return "ESP8285";
  }
}

/**
 * glow_chip_describe_esp8266:
 * @info: (inout): the chip; MAC, description and features are filled in
 * @error: the loader's
 *
 * An ESP8285 is an ESP8266 with its flash in the package: eFuse bit 4 or 80.
 *
 * Returns: %TRUE when all was read
 */
gboolean
glow_chip_describe_esp8266 (GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  guint32 words[ESP8266_N_WORDS];
  g_autoptr (GString) features = NULL;
  gboolean esp8285;

  if (!read_words (loader, info->chip->efuse_base, words, G_N_ELEMENTS (words), error) ||
      !fill_esp8266_mac (info, words, error))
    return FALSE;
  esp8285 = bit (words[0], 4) || bit (words[2], 80 - 64);
  features = g_string_new (info->chip->features);
  if (esp8285) {
    info->embedded_flash_mib = esp8285_flash_mib (words);
    g_string_append (features, ", Embedded Flash");
  }
  if (info->embedded_flash_mib > 0)
    g_string_append_printf (features, " %uMB", info->embedded_flash_mib);
  info->features = g_string_free (g_steal_pointer (&features), FALSE);
  info->description = g_strdup (
    esp8285 ? esp8285_name (info->embedded_flash_mib, bit (words[0], 5)) : "ESP8266EX");
  info->usb = GLOW_CHIP_USB_NONE;
  info->has_security = TRUE; /* it has none of this */
  return TRUE;
}

static guint
esp32_major (const guint32 *words, guint32 apb_date)
{
  guint bits = (guint) bit (words[3], 15) | (guint) bit (words[5], 20) << 1 |
               (guint) bit (apb_date, 31) << 2;

  switch (bits) {
  case 1:
    return 1;
  case 3:
    return 2;
  case 7:
    return 3;
  default:
    return 0;
  }
}

/* protocol.md 3.8; the figures are package codes, NULL is one nobody here knows */
static const char *
esp32_package_name (guint package, guint major, gboolean single_core)
{
  switch (package) {
  case 0:
    if (single_core)
      return "ESP32-S0WDQ6";
    return major >= 3 ? "ESP32-D0WDQ6-V3" : "ESP32-D0WDQ6";
  case 1:
    if (single_core)
      return "ESP32-S0WD";
    return major >= 3 ? "ESP32-D0WD-V3" : "ESP32-D0WD";
  case 2:
    return "ESP32-D2WD";
  case 4:
    return "ESP32-U4WDH";
  case 5:
    return major >= 3 ? "ESP32-PICO-V3" : "ESP32-PICO-D4";
  case 6:
    return "ESP32-PICO-V3-02";
  case 7:
    return "ESP32-D0WDR2-V3";
  default:
    return NULL;
  }
}

static char *
esp32_features (const GlowChip *chip,
                const guint32 *words,
                guint package,
                gboolean single_core)
{
  GString *features = g_string_new (chip->features);

  if (!bit (words[3], 1))
    g_string_append (features, ", BT");
  g_string_append (features,
                   single_core ? ", Single Core + LP Core" : ", Dual Core + LP Core");
  if (bit (words[3], 13))
    g_string_append (features, bit (words[3], 12) ? ", 160MHz" : ", 240MHz");
  if (package == 2 || package == 4 || package == 5 || package == 6)
    g_string_append (features, ", Embedded Flash");
  if (package == 6)
    g_string_append (features, ", Embedded PSRAM");
  return g_string_free (features, FALSE);
}

/**
 * glow_chip_describe_esp32:
 * @info: (inout): the chip; revision, MAC, description, features and security are filled
 * in
 * @error: the loader's
 *
 * Returns: %TRUE when all was read
 */
gboolean
glow_chip_describe_esp32 (GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  guint32 words[ESP32_N_WORDS];
  guint32 apb_date;
  const char *name;
  guint package;
  guint major;
  gboolean single_core;

  if (!read_words (loader, info->chip->efuse_base, words, G_N_ELEMENTS (words), error) ||
      !glow_loader_read_reg (loader, ESP32_APB_DATE, &apb_date, error))
    return FALSE;
  package = (words[3] >> 9 & 7) | (words[3] >> 2 & 1) << 3;
  major = esp32_major (words, apb_date);
  single_core = bit (words[3], 0);
  info->revision = (guint16) (major * 100 + (words[5] >> 24 & 3));
  info->has_revision = TRUE;
  for (guint i = 0; i < 2; i++)
    info->mac[i] = (guint8) (words[2] >> (8 - 8 * i) & 0xff);
  for (guint i = 0; i < 4; i++)
    info->mac[2 + i] = (guint8) (words[1] >> (24 - 8 * i) & 0xff);
  info->has_mac = TRUE;
  name = esp32_package_name (package, major, single_core);
  info->description =
    name ? g_strdup (name) : g_strdup_printf ("ESP32 (unknown package %u)", package);
  info->features = esp32_features (info->chip, words, package, single_core);
  /* protocol.md 3.9: odd number of bits in the count; secure boot V1, or V2 from revision
   * 3 */
  info->flash_encryption = __builtin_parity (words[0] >> 20 & 0x7f) != 0;
  info->secure_boot = bit (words[6], 4) || (bit (words[6], 5) && major >= 3);
  info->has_security = TRUE;
  info->usb = GLOW_CHIP_USB_NONE;
  return TRUE;
}
