/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-traits.h"

#include "glow-error.h"

#include <string.h>

#define MAX_DRIFT 100 /* ‰ */

static gboolean
refuse (const GlowBoardChip *chip, const char *what, guint value, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "%s has no %s %u", chip->name,
               what, value);
  return FALSE;
}

static guint
highest (const GlowBoardField fields[2])
{
  return (1u << (fields[0].width + fields[1].width)) - 1;
}

/* Whether the eFuses have room for it; the old chips spread it in ways of their own. */
static gboolean
check_revision (const GlowBoardChip *chip, guint revision, GError **error)
{
  guint major = revision / 100;
  guint minor = revision % 100;
  guint top = chip->generation == GLOW_BOARD_GEN_32 ? 3 : highest (chip->efuse.major);

  if (chip->generation == GLOW_BOARD_GEN_8266 && revision == 0)
    return TRUE;
  if (major > top || minor > highest (chip->efuse.minor))
    return refuse (chip, "revision", revision, error);
  return TRUE;
}

static gboolean
check_codes (const GlowBoardTraits *self, const GlowBoardChip *chip, GError **error)
{
  const GlowBoardField flash_cap[2] = { chip->efuse.flash_cap };

  if (chip->generation == GLOW_BOARD_GEN_8266) {
    if (self->package > 1 || self->flash_cap > 2)
      return refuse (chip, "package or flash", self->package, error);
    return self->psram_cap == 0 || refuse (chip, "PSRAM", self->psram_cap, error);
  }
  if (self->package > highest (chip->efuse.package))
    return refuse (chip, "package", self->package, error);
  if (self->flash_cap > highest (flash_cap))
    return refuse (chip, "embedded flash", self->flash_cap, error);
  if (self->psram_cap > highest (chip->efuse.psram_cap))
    return refuse (chip, "embedded PSRAM", self->psram_cap, error);
  return TRUE;
}

static gboolean
check_crystals (const GlowBoardTraits *self, const GlowBoardChip *chip, GError **error)
{
  if (!glow_board_chip_has_crystal (chip, self->crystal_mhz))
    return refuse (chip, "crystal of MHz", self->crystal_mhz, error);
  if (!glow_board_chip_has_crystal (chip, self->rom_crystal_mhz))
    return refuse (chip, "crystal of MHz", self->rom_crystal_mhz, error);
  return TRUE;
}

static gboolean
check_drift (const GlowBoardTraits *self, const GlowBoardChip *chip, GError **error)
{
  if (self->rc_drift == 0)
    return TRUE;
  if (chip->generation != GLOW_BOARD_GEN_32) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "%s does not measure its crystal by an RC clock", chip->name);
    return FALSE;
  }
  if (ABS (self->rc_drift) <= MAX_DRIFT)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
               "an RC clock is not %d permille off, at most %d", self->rc_drift,
               MAX_DRIFT);
  return FALSE;
}

static gboolean
check_features (const GlowBoardTraits *self, const GlowBoardChip *chip, GError **error)
{
  gboolean is_8266 = chip->generation == GLOW_BOARD_GEN_8266;
  const char *what = NULL;

  if (self->usb == GLOW_BOARD_USB_JTAG && !chip->has_jtag)
    what = "USB-Serial/JTAG";
  else if (self->usb == GLOW_BOARD_USB_OTG && !chip->has_otg)
    what = "USB-OTG";
  else if (self->secure_download && chip->generation != GLOW_BOARD_GEN_S2)
    what = "secure download mode";
  else if (self->secure_boot && is_8266)
    what = "secure boot";
  else if (self->flash_encryption && is_8266)
    what = "flash encryption";
  if (!what)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "%s has no %s", chip->name, what);
  return FALSE;
}

static void
choose_mac (GlowBoardTraits *self,
            const GlowBoardChip *chip,
            const GlowBoardConfig *config)
{
  static const guint8 none[6] = { 0 };
  guint hash = g_str_hash (chip->name);

  memcpy (self->mac, config->mac, 6);
  if (memcmp (self->mac, none, 6) != 0)
    return;
  memcpy (self->mac, chip->oui, 3);
  self->mac[3] = (guint8) (hash >> 16);
  self->mac[4] = (guint8) (hash >> 8);
  self->mac[5] = (guint8) hash;
}

/* protocol.md 3.4: the ROM of the ESP32-C2 always takes its crystal for 40 MHz; the
 * others take what is there unless a test says otherwise. */
static void
choose_crystals (GlowBoardTraits *self,
                 const GlowBoardChip *chip,
                 const GlowBoardConfig *config)
{
  self->crystal_mhz = config->crystal_mhz ? config->crystal_mhz : chip->crystal_mhz;
  self->rom_crystal_mhz = config->rom_crystal_mhz;
  if (self->rom_crystal_mhz == 0)
    self->rom_crystal_mhz =
      strcmp (chip->name, "esp32c2") == 0 ? chip->crystal_mhz : self->crystal_mhz;
}

/**
 * glow_board_traits_fill:
 * @self: (out caller-allocates): gets the traits
 * @chip: the chip that @config means
 * @config: what was asked for
 * @error: %GLOW_ERROR_ARGUMENT for what the chip can't be
 *
 * Fills in what @config leaves open, and checks the rest against the chip. Any thread.
 *
 * Returns: %TRUE when there can be such a board
 */
gboolean
glow_board_traits_fill (GlowBoardTraits *self,
                        const GlowBoardChip *chip,
                        const GlowBoardConfig *config,
                        GError **error)
{
  memset (self, 0, sizeof *self);
  self->revision = config->revision < 0 ? chip->revision : (guint) config->revision;
  self->package = config->package;
  self->flash_cap = config->flash_cap;
  self->psram_cap = config->psram_cap;
  self->usb = config->usb;
  self->rc_drift = config->rc_drift;
  self->secure_download = config->secure_download;
  self->secure_boot = config->secure_boot;
  self->flash_encryption = config->flash_encryption;
  choose_mac (self, chip, config);
  choose_crystals (self, chip, config);
  return check_revision (chip, self->revision, error) &&
         check_codes (self, chip, error) && check_crystals (self, chip, error) &&
         check_drift (self, chip, error) && check_features (self, chip, error);
}
