/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-package.h"

/* The block version that no later chip has; protocol.md 3.7 */
#define FIRST_BLOCK_MAJOR 1
#define FIRST_BLOCK_MINOR 1

typedef struct {
  guint32 package;
  guint32 flash;
  guint32 flash_vendor;
  guint32 psram;
  guint32 psram_vendor;
} PackageCodes;

/* the first chips of one kind used the bits of the major revision for something else;
 * protocol.md 3.7 */
static gboolean
is_first_revision (const GlowChip *chip,
                   GlowChipEfuse *efuse,
                   guint32 minor_low,
                   gboolean *is_first,
                   GError **error)
{
  guint32 major, minor;

  *is_first = FALSE;
  if (chip->block_major.width == 0 || minor_low != 0)
    return TRUE;
  if (!glow_chip_efuse_read (efuse, &chip->block_major, &major, error) ||
      !glow_chip_efuse_read (efuse, &chip->block_minor, &minor, error))
    return FALSE;
  *is_first = major == FIRST_BLOCK_MAJOR && minor == FIRST_BLOCK_MINOR;
  return TRUE;
}

static gboolean
read_revision (GlowChipInfo *info, GlowChipEfuse *efuse, GError **error)
{
  const GlowChip *chip = info->chip;
  guint32 minor_low, minor_high, major_low, major_high;
  gboolean is_first;

  if (!glow_chip_efuse_read (efuse, &chip->minor_low, &minor_low, error) ||
      !glow_chip_efuse_read (efuse, &chip->minor_high, &minor_high, error) ||
      !glow_chip_efuse_read (efuse, &chip->major_low, &major_low, error) ||
      !glow_chip_efuse_read (efuse, &chip->major_high, &major_high, error) ||
      !is_first_revision (chip, efuse, minor_low, &is_first, error))
    return FALSE;
  if (!is_first)
    info->revision = (guint16) ((major_high << chip->major_low.width | major_low) * 100 +
                                (minor_high << chip->minor_low.width | minor_low));
  info->has_revision = TRUE;
  return TRUE;
}

/* the two extra bytes of the long address lie above the MAC's, and go into its middle;
 * protocol.md 3.7 */
static gboolean
read_addresses (GlowChipInfo *info, GlowChipEfuse *efuse, GError **error)
{
  guint16 reg = info->chip->mac_reg;
  guint32 low, high;

  if (!glow_chip_efuse_read_word (efuse, reg, &low, error) ||
      !glow_chip_efuse_read_word (efuse, (guint16) (reg + 4), &high, error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    info->mac[i] = (guint8) (high >> (8 - 8 * i) & 0xff);
  for (guint i = 0; i < 4; i++)
    info->mac[2 + i] = (guint8) (low >> (24 - 8 * i) & 0xff);
  info->has_mac = TRUE;
  info->has_eui64 = info->chip->has_eui64;
  if (!info->has_eui64)
    return TRUE;
  for (guint i = 0; i < 3; i++) {
    info->eui64[i] = info->mac[i];
    info->eui64[5 + i] = info->mac[3 + i];
  }
  info->eui64[3] = (guint8) (high >> 24);
  info->eui64[4] = (guint8) (high >> 16 & 0xff);
  return TRUE;
}

static gboolean
read_codes (const GlowChip *chip,
            GlowChipEfuse *efuse,
            PackageCodes *codes,
            GError **error)
{
  guint32 psram_high;

  if (!glow_chip_efuse_read (efuse, &chip->package, &codes->package, error) ||
      !glow_chip_efuse_read (efuse, &chip->flash, &codes->flash, error) ||
      !glow_chip_efuse_read (efuse, &chip->flash_vendor, &codes->flash_vendor, error) ||
      !glow_chip_efuse_read (efuse, &chip->psram, &codes->psram, error) ||
      !glow_chip_efuse_read (efuse, &chip->psram_high, &psram_high, error) ||
      !glow_chip_efuse_read (efuse, &chip->psram_vendor, &codes->psram_vendor, error))
    return FALSE;
  codes->psram |= psram_high << chip->psram.width;
  return TRUE;
}

static gboolean
code_matches (gint8 wanted, guint32 code)
{
  return wanted == GLOW_CHIP_ANY || (guint32) wanted == code;
}

static char *
dup_description (const GlowChip *chip, const PackageCodes *codes)
{
  for (const GlowChipPackage *entry = chip->packages; entry->name; entry++) {
    if (code_matches (entry->package, codes->package) &&
        code_matches (entry->flash, codes->flash) &&
        code_matches (entry->psram, codes->psram))
      return g_strdup (entry->name);
  }
  return g_strdup_printf ("%s (unknown package %u)", chip->name, codes->package);
}

static guint
mib_of_code (const guint8 *mib, guint32 code)
{
  return code < GLOW_CHIP_MAX_MEMORIES ? mib[code] : 0;
}

/* code 0 is no memory in the package; one without a size is a memory nobody here knows */
static void
append_memory (GString *features,
               const char *kind,
               guint32 code,
               guint mib,
               const char *vendor)
{
  if (code == 0)
    return;
  g_string_append_printf (features, ", Embedded %s", kind);
  if (mib > 0)
    g_string_append_printf (features, " %uMB", mib);
  if (vendor)
    g_string_append_printf (features, " (%s)", vendor);
}

static const char *
vendor_of_code (const char *const *vendors, guint32 code)
{
  return code < GLOW_CHIP_MAX_VENDORS ? vendors[code] : NULL;
}

static gboolean
read_package (GlowChipInfo *info, GlowChipEfuse *efuse, GError **error)
{
  const GlowChip *chip = info->chip;
  g_autoptr (GString) features = g_string_new (chip->features);
  PackageCodes codes;

  if (!read_codes (chip, efuse, &codes, error))
    return FALSE;
  info->description = dup_description (chip, &codes);
  info->embedded_flash_mib = mib_of_code (chip->flash_mib, codes.flash);
  info->embedded_psram_mib = mib_of_code (chip->psram_mib, codes.psram);
  append_memory (features, "Flash", codes.flash, info->embedded_flash_mib,
                 vendor_of_code (chip->flash_vendors, codes.flash_vendor));
  append_memory (features, "PSRAM", codes.psram, info->embedded_psram_mib,
                 vendor_of_code (chip->psram_vendors, codes.psram_vendor));
  info->features = g_string_free (g_steal_pointer (&features), FALSE);
  return TRUE;
}

/* only for a ROM that does not answer GET_SECURITY_INFO: the answer says the same */
static gboolean
read_security (GlowChipInfo *info, GlowChipEfuse *efuse, GError **error)
{
  guint32 crypt_count, secure_boot;

  if (info->has_security)
    return TRUE;
  if (!glow_chip_efuse_read (efuse, &info->chip->crypt_count, &crypt_count, error) ||
      !glow_chip_efuse_read (efuse, &info->chip->secure_boot, &secure_boot, error))
    return FALSE;
  info->flash_encryption = __builtin_parity (crypt_count) != 0;
  info->secure_boot = secure_boot != 0;
  info->has_security = TRUE;
  return TRUE;
}

/**
 * glow_chip_read_package:
 * @info: (inout): the chip; revision, addresses, description, features and, unless they
 * are known, the security states are filled in
 * @error: the loader's
 *
 * For every chip whose eFuses are described by its table entry, which is all from the
 * ESP32-S2 on.
 *
 * Returns: %TRUE when all was read
 */
gboolean
glow_chip_read_package (GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  GlowChipEfuse efuse;

  glow_chip_efuse_init (&efuse, info->chip, loader);
  return read_revision (info, &efuse, error) && read_addresses (info, &efuse, error) &&
         read_package (info, &efuse, error) && read_security (info, &efuse, error);
}

/**
 * glow_chip_read_usb:
 * @info: (inout): the chip with its revision; its USB port is filled in
 * @error: the loader's
 *
 * Asks the ROM which of its ports it talks through. The answer lies in RAM, so only the
 * ROM itself is asked: a stub may have overwritten it.
 *
 * Returns: %TRUE when it was read, or there is nothing to read
 */
gboolean
glow_chip_read_usb (GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  const GlowChipUsbByte *usb = &info->chip->usb;
  guint32 addr = info->revision < usb->revision ? usb->old_addr : usb->addr;
  guint32 word;
  guint8 port;

  if (addr == 0 || glow_loader_is_stub (loader))
    return TRUE;
  if (!glow_loader_read_reg (loader, addr, &word, error))
    return FALSE;
  port = (guint8) (word & 0xff);
  info->usb = GLOW_CHIP_USB_NONE;
  if (usb->otg_value != 0 && port == usb->otg_value)
    info->usb = GLOW_CHIP_USB_OTG;
  if (usb->jtag_value != 0 && port == usb->jtag_value)
    info->usb = GLOW_CHIP_USB_JTAG;
  return TRUE;
}
