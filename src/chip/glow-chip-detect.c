/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-detect.h"

#include "glow-bytes.h"
#include "glow-chip-describe.h"
#include "glow-chip-package.h"
#include "glow-chip-table.h"
#include "glow-error.h"

#define MAGIC_ADDR 0x40001000 /* a word of ROM that differs by chip; protocol.md 3.1 */

/* GET_SECURITY_INFO, protocol.md 1.6 */
#define SECURITY_INFO_LEN       20
#define SHORT_SECURITY_INFO_LEN 12
#define SECURITY_FLAGS          0 /* byte offsets */
#define SECURITY_CRYPT_COUNT    4
#define SECURITY_KEY_PURPOSES   5
#define SECURITY_CHIP_ID        12

#define CLKDIV_MASK             0xfffff /* bits of the UART divider register; protocol.md 3.4 */

#define C5_CRYSTAL_REG          0x60096110 /* the ROM's crystal; protocol.md 3.4 */

/* ESP32's 8 MHz clock calibration, protocol.md 3.4 */
#define ESP32_RC_CALIBRATION 0x3ff5f06c
#define ESP32_RC_EFUSE       0x3ff5a010

static gboolean
is_no_security_info (const GError *error)
{
  return g_error_matches (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED) ||
         g_error_matches (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS) ||
         g_error_matches (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT);
}

static void
fill_security (GlowChipInfo *info, const guint8 *security)
{
  guint32 flags = glow_get_le32 (security + SECURITY_FLAGS);

  info->has_security = TRUE;
  info->security_flags = flags;
  info->secure_boot = (flags & GLOW_CHIP_SECURE_BOOT) != 0;
  info->secure_download = (flags & GLOW_CHIP_SECURE_DOWNLOAD) != 0;
  info->flash_encryption = __builtin_parity (security[SECURITY_CRYPT_COUNT]) != 0;
  info->n_keys = info->chip->n_keys;
  for (guint i = 0; i < info->n_keys; i++)
    info->key_purposes[i] = security[SECURITY_KEY_PURPOSES + i];
}

/* nothing else may be asked of a chip whose registers nobody here knows */
static void
set_unknown_chip_error (guint32 chip_id, const guint8 *security, GError **error)
{
  guint32 flags = glow_get_le32 (security + SECURITY_FLAGS);

  g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNKNOWN_CHIP,
               "the chip says its id is %u, which is not known; secure boot %s, "
               "flash encryption %s, secure download mode %s, security flags 0x%08x",
               chip_id, flags & GLOW_CHIP_SECURE_BOOT ? "on" : "off",
               __builtin_parity (security[SECURITY_CRYPT_COUNT]) ? "on" : "off",
               flags & GLOW_CHIP_SECURE_DOWNLOAD ? "on" : "off", flags);
}

static GlowChipInfo *
info_from_security (const guint8 *security, GError **error)
{
  guint32 chip_id = glow_get_le32 (security + SECURITY_CHIP_ID);
  const GlowChip *chip = chip_id < GLOW_CHIP_NO_IMAGE_ID
                           ? glow_chip_find_by_image_id ((guint16) chip_id)
                           : NULL;
  GlowChipInfo *info;

  if (!chip) {
    set_unknown_chip_error (chip_id, security, error);
    return NULL;
  }
  info = glow_chip_info_new (chip);
  fill_security (info, security);
  return info;
}

static const GlowChip *
find_by_magic (guint32 magic)
{
  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    const GlowChip *chip = glow_chip_get ((GlowChipId) i);

    for (guint j = 0; j < GLOW_CHIP_MAX_MAGICS && chip->magics[j] != 0; j++) {
      if (chip->magics[j] == magic)
        return chip;
    }
  }
  return NULL;
}

/* the ESP32-S2 has the first 12 bytes; older chips have none and no need of it here */
static void
add_short_security (GlowChipInfo *info, GlowLoader *loader)
{
  guint8 security[SHORT_SECURITY_INFO_LEN];

  if (info->chip->id == GLOW_CHIP_ESP32S2 &&
      glow_loader_get_security_info (loader, security, sizeof security, NULL))
    fill_security (info, security);
}

/* the one chip without an id that may refuse to read a register; protocol.md 3.1 */
static GlowChipInfo *
info_of_locked_s2 (GlowLoader *loader)
{
  GlowChipInfo *info = glow_chip_info_new (glow_chip_get (GLOW_CHIP_ESP32S2));

  add_short_security (info, loader);
  info->secure_download = TRUE;
  return info;
}

static GlowChipInfo *
info_from_magic (GlowLoader *loader, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GlowChipInfo *info;
  const GlowChip *chip;
  guint32 magic;

  if (!glow_loader_read_reg (loader, MAGIC_ADDR, &magic, &local_error)) {
    if (g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED))
      return info_of_locked_s2 (loader);
    g_propagate_prefixed_error (error, g_steal_pointer (&local_error),
                                "the chip can't be identified: ");
    return NULL;
  }
  chip = find_by_magic (magic);
  if (!chip) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNKNOWN_CHIP,
                 "the chip gives no id, and its ROM word 0x%08x is not known", magic);
    return NULL;
  }
  info = glow_chip_info_new (chip);
  add_short_security (info, loader);
  return info;
}

/* Only a chip that can't have an id is believed by its word alone. */
static GlowChipInfo *
info_of_old_chip (GlowLoader *loader, GError **error)
{
  const GlowChip *chip;
  guint32 magic;

  if (!glow_loader_read_reg (loader, MAGIC_ADDR, &magic, error))
    return NULL;
  chip = find_by_magic (magic);
  return chip && (chip->flags & GLOW_CHIP_NO_SECURITY_INFO) ? glow_chip_info_new (chip)
                                                            : NULL;
}

static GlowChipInfo *
info_by_id_or_word (GlowLoader *loader, GError **error)
{
  guint8 security[SECURITY_INFO_LEN];
  g_autoptr (GError) local_error = NULL;

  if (glow_loader_get_security_info (loader, security, sizeof security, &local_error))
    return info_from_security (security, error);
  if (is_no_security_info (local_error))
    return info_from_magic (loader, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * glow_chip_detect:
 * @loader: a loader that is in sync
 * @likely: (nullable): what it is most likely, which only decides what is asked first: an
 *   ESP8266 does not answer the question for its id, and half a second passes
 * @error: %GLOW_ERROR_UNKNOWN_CHIP, or the loader's
 *
 * By the chip's own id where it gives one, else by a word of its ROM (protocol.md 3.1).
 * Tells the loader how long this ROM's BEGIN commands are.
 *
 * Returns: (transfer full): the chip and its security state; nothing else is read yet
 */
GlowChipInfo *
glow_chip_detect (GlowLoader *loader, const GlowChip *likely, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GlowChipInfo *info = NULL;

  if (likely && (likely->flags & GLOW_CHIP_NO_SECURITY_INFO))
    info = info_of_old_chip (loader, &local_error);
  if (local_error && !is_no_security_info (local_error)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  if (!info)
    info = info_by_id_or_word (loader, error);
  if (info)
    glow_loader_set_begin_5_words (loader,
                                   (info->chip->flags & GLOW_CHIP_BEGIN_5_WORDS) != 0);
  return info;
}

/* the ROM has set its divider by our SYNC, so it tells the clock; protocol.md 3.4 */
static gboolean
read_crystal (GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  const GlowChip *chip = info->chip;
  guint32 clkdiv;
  double mhz;

  info->crystal_mhz = chip->crystal_mhz;
  if (!(chip->flags & GLOW_CHIP_CRYSTAL_MEASURED) || glow_loader_is_stub (loader))
    return TRUE;
  if (!glow_loader_read_reg (loader, chip->uart_clkdiv, &clkdiv, error))
    return FALSE;
  mhz = (double) glow_loader_get_baud (loader) * (clkdiv & CLKDIV_MASK) / 1e6 /
        chip->uart_clk_prescale;
  info->crystal_mhz = mhz > 45 ? 48 : mhz > 33 ? 40 : 26;
  return TRUE;
}

/**
 * glow_chip_read_facts:
 * @info: (inout): from glow_chip_detect()
 * @loader: the loader, at the rate it was synced at
 * @error: the loader's
 *
 * Reads revision, package, features, MAC, USB port and crystal. In secure download mode
 * nothing of it can be read and nothing is tried.
 *
 * Returns: %TRUE when all was read that the chip allows
 */
gboolean
glow_chip_read_facts (GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  if (info->secure_download) {
    info->description = g_strdup (info->chip->name);
    return TRUE;
  }
  switch (info->chip->id) {
  case GLOW_CHIP_ESP8266:
    return glow_chip_describe_esp8266 (info, loader, error) &&
           read_crystal (info, loader, error);
  case GLOW_CHIP_ESP32:
    return glow_chip_describe_esp32 (info, loader, error) &&
           read_crystal (info, loader, error);
  case GLOW_CHIP_ESP32S2:
  case GLOW_CHIP_ESP32S3:
  case GLOW_CHIP_ESP32C2:
  case GLOW_CHIP_ESP32C3:
  case GLOW_CHIP_ESP32C5:
  case GLOW_CHIP_ESP32C6:
  case GLOW_CHIP_ESP32C61:
  case GLOW_CHIP_ESP32H2:
  case GLOW_CHIP_ESP32H21:
  case GLOW_CHIP_ESP32H4:
  case GLOW_CHIP_ESP32P4:
  case GLOW_CHIP_ESP32S31:
  case GLOW_N_CHIPS:
  default:
    return glow_chip_read_package (info, loader, error) &&
           glow_chip_read_usb (info, loader, error) && read_crystal (info, loader, error);
  }
}

/* the ROM derives its rate from a calibrated RC clock and is off by its drift;
 * protocol.md 3.4 */
static gboolean
correct_for_rc_clock (GlowLoader *loader, guint baud, guint *baud_to_say, GError **error)
{
  guint32 calibration, efuse;
  double clock_hz, crystal_hz;

  if (!glow_loader_read_reg (loader, ESP32_RC_CALIBRATION, &calibration, error) ||
      !glow_loader_read_reg (loader, ESP32_RC_EFUSE, &efuse, error))
    return FALSE;
  clock_hz = (double) (calibration >> 7 & 0x1ffffff) * 15625 * (efuse & 0xff) / 40;
  if (clock_hz <= 0)
    return TRUE;
  crystal_hz = clock_hz > 33e6 ? 40e6 : 26e6;
  *baud_to_say = (guint) (baud * clock_hz / crystal_hz);
  return TRUE;
}

static gboolean
read_rom_crystal (const GlowChip *chip, GlowLoader *loader, guint *mhz, GError **error)
{
  guint32 value;

  *mhz = chip->rom_crystal_mhz;
  if (*mhz > 0)
    return TRUE;
  if (!glow_loader_read_reg (loader, C5_CRYSTAL_REG, &value, error))
    return FALSE;
  *mhz = value >> 24 & 0x7f;
  return TRUE;
}

/* the ROM computes with one crystal and runs on another; protocol.md 3.4 */
static gboolean
correct_for_crystal (const GlowChipInfo *info,
                     GlowLoader *loader,
                     guint baud,
                     guint *baud_to_say,
                     GError **error)
{
  guint rom_mhz;

  if (!read_rom_crystal (info->chip, loader, &rom_mhz, error))
    return FALSE;
  if (info->crystal_mhz > 0 && rom_mhz > 0)
    *baud_to_say = (guint) ((guint64) baud * rom_mhz / info->crystal_mhz);
  return TRUE;
}

/**
 * glow_chip_get_baud_to_say:
 * @baud: the rate wanted on the line
 * @baud_to_say: (out): what CHANGE_BAUDRATE has to ask for
 * @error: the loader's
 *
 * A stub sets the rate it is told, but for one that reckons from 115200. A ROM whose
 * clock is not what it believes needs another figure.
 *
 * Returns: %TRUE unless the chip could not be asked
 */
gboolean
glow_chip_get_baud_to_say (const GlowChipInfo *info,
                           GlowLoader *loader,
                           guint baud,
                           guint *baud_to_say,
                           GError **error)
{
  *baud_to_say = baud;
  if (glow_loader_is_stub (loader)) {
    if (info->chip->flags & GLOW_CHIP_STUB_BAUD_OF_115200)
      *baud_to_say =
        (guint) ((guint64) baud * GLOW_LOADER_ROM_BAUD / glow_loader_get_baud (loader));
    return TRUE;
  }
  if (info->chip->flags & GLOW_CHIP_RC_BAUD)
    return correct_for_rc_clock (loader, baud, baud_to_say, error);
  if (info->chip->flags & GLOW_CHIP_BAUD_BY_CRYSTAL)
    return correct_for_crystal (info, loader, baud, baud_to_say, error);
  return TRUE;
}
