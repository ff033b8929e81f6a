/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-control.h"

#include "glow-chip-table.h"

/* protocol.md 3.6 and 2.8 */
#define WDT_KEY          0x50d83aa1
#define WDT_RESET_TICKS  2000
#define WDT_RESET_CONFIG ((1u << 31) | (5u << 28) | (1u << 8) | 2u)
#define WDT_RESET_US     500000

/* ESP32-P4 power management, protocol.md 3.12 */
#define P4_BLOCK_REVISION   0x5012d034
#define P4_LDO_EFUSE_BIT    (1u << 16)
#define P4_PMU_WAKE         0x5011010c
#define P4_PMU_LDO_MODE     0x501151b8
#define P4_PMU_LDO_CONTROL  0x501151bc
#define P4_PMU_DATE         0x501153fc
#define P4_LDO_FORCE        (1u << 7)
#define P4_LDO_CONTROL      (1u << 27)
#define P4_LDO_VOLTAGE_MASK (0xffu << 23)
#define P4_LDO_VOLTAGE      0x80u
#define P4_DATE_FORCE_MASK  3u
#define P4_FIRST_REVISION   301
#define P4_LAST_REVISION    302
#define P4_WAKE_US          10000
#define P4_SETTLE_US        50
#define P4_READY_US         1800

/**
 * glow_chip_get_stub_name:
 * @info: what was detected
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the stub file for this very chip without ".json",
 * %NULL where none exists or may run (protocol.md 3.9)
 */
const char *
glow_chip_get_stub_name (const GlowChipInfo *info)
{
  const GlowChip *chip = info->chip;

  if (info->secure_download ||
      ((chip->flags & GLOW_CHIP_NO_STUB_IN_SECURE_BOOT) && info->secure_boot) ||
      ((chip->flags & GLOW_CHIP_NO_STUB_ON_REVISION_0) && info->revision < 100))
    return NULL;
  if (chip->old_stub_name && info->revision < chip->stub_min_revision)
    return chip->old_stub_name;
  return chip->stub_name;
}

/**
 * glow_chip_stop_watchdogs:
 * @error: the loader's
 *
 * A reset through the USB-Serial/JTAG unit leaves the watchdogs as the application had
 * set them, and they would reset the chip in the middle of a write (protocol.md 2.7).
 *
 * Returns: %TRUE when they are off or the chip needs none of it
 */
gboolean
glow_chip_stop_watchdogs (const GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  const GlowChip *chip = info->chip;
  guint32 config;

  if (!(chip->flags & GLOW_CHIP_WATCHDOG_OFF) || info->secure_download)
    return TRUE;
  return glow_loader_write_reg (loader, chip->wdt_protect, WDT_KEY, error) &&
         glow_loader_write_reg (loader, chip->wdt_config0, 0, error) &&
         glow_loader_write_reg (loader, chip->wdt_protect, 0, error) &&
         glow_loader_write_reg (loader, chip->swd_protect, chip->swd_key, error) &&
         glow_loader_read_reg (loader, chip->swd_config, &config, error) &&
         glow_loader_write_reg (loader, chip->swd_config,
                                config | 1u << chip->swd_auto_feed_bit, error) &&
         glow_loader_write_reg (loader, chip->swd_protect, 0, error);
}

static gboolean
change_bits (GlowLoader *loader, guint32 addr, guint32 clear, guint32 set, GError **error)
{
  guint32 value;

  return glow_loader_read_reg (loader, addr, &value, error) &&
         glow_loader_write_reg (loader, addr, (value & ~clear) | set, error);
}

static gboolean
wait_us (GlowLoader *loader, gint64 duration_us, GError **error)
{
  return glow_transport_sleep (glow_loader_get_transport (loader), duration_us,
                               glow_loader_get_cancellable (loader), error);
}

static gboolean
start_p4_ldo (GlowLoader *loader, GError **error)
{
  return glow_loader_write_reg (loader, P4_PMU_WAKE, 1, error) &&
         wait_us (loader, P4_WAKE_US, error) &&
         change_bits (loader, P4_PMU_LDO_CONTROL, 0, P4_LDO_CONTROL, error) &&
         change_bits (loader, P4_PMU_LDO_MODE, 0, P4_LDO_FORCE, error) &&
         change_bits (loader, P4_PMU_DATE, 0, P4_DATE_FORCE_MASK, error) &&
         wait_us (loader, P4_SETTLE_US, error) &&
         change_bits (loader, P4_PMU_LDO_CONTROL, P4_LDO_CONTROL, 0, error) &&
         change_bits (loader, P4_PMU_LDO_MODE, P4_LDO_VOLTAGE_MASK, 0, error) &&
         change_bits (loader, P4_PMU_LDO_MODE, 0, P4_LDO_VOLTAGE, error) &&
         change_bits (loader, P4_PMU_LDO_MODE, P4_LDO_FORCE, 0, error) &&
         wait_us (loader, P4_READY_US, error);
}

/**
 * glow_chip_power_flash:
 * @error: the loader's
 *
 * Some revisions of the ESP32-P4 come up with their flash switched off
 * (protocol.md 3.12).
 *
 * Returns: %TRUE when the flash has power or the chip needs none of it
 */
gboolean
glow_chip_power_flash (const GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  guint32 block, date;

  if (!(info->chip->flags & GLOW_CHIP_FLASH_POWER) || info->secure_download ||
      info->revision < P4_FIRST_REVISION || info->revision > P4_LAST_REVISION)
    return TRUE;
  if (info->revision == P4_LAST_REVISION) {
    if (!glow_loader_read_reg (loader, P4_BLOCK_REVISION, &block, error) ||
        !glow_loader_read_reg (loader, P4_PMU_DATE, &date, error))
      return FALSE;
    if ((block & P4_LDO_EFUSE_BIT) && (date & P4_DATE_FORCE_MASK) != P4_DATE_FORCE_MASK)
      return TRUE;
    if (block & P4_LDO_EFUSE_BIT)
      return change_bits (loader, P4_PMU_DATE, P4_DATE_FORCE_MASK, 0, error);
  }
  return start_p4_ldo (loader, error);
}

/**
 * glow_chip_can_watchdog_reset:
 *
 * Any thread.
 *
 * Returns: whether glow_chip_watchdog_reset() works on this chip
 */
gboolean
glow_chip_can_watchdog_reset (const GlowChipInfo *info)
{
  return (info->chip->flags & GLOW_CHIP_WATCHDOG_RESET) && !info->secure_download;
}

/**
 * glow_chip_watchdog_reset:
 * @error: the loader's
 *
 * Lets the RTC watchdog reset the chip: unlike the reset line through native USB it
 * samples the boot pins anew, so a chip whose BOOT button was held starts its firmware
 * (protocol.md 2.8).
 *
 * Returns: %TRUE when the chip has been told; it is gone after that
 */
gboolean
glow_chip_watchdog_reset (const GlowChipInfo *info, GlowLoader *loader, GError **error)
{
  const GlowChip *chip = info->chip;

  return glow_loader_write_reg (loader, chip->wdt_protect, WDT_KEY, error) &&
         glow_loader_write_reg (loader, chip->wdt_config1, WDT_RESET_TICKS, error) &&
         glow_loader_write_reg (loader, chip->wdt_config0, WDT_RESET_CONFIG, error) &&
         glow_loader_write_reg (loader, chip->wdt_protect, 0, error) &&
         wait_us (loader, WDT_RESET_US, error);
}

/**
 * glow_chip_clear_force_download:
 * @error: the loader's
 *
 * Clears the bit by which firmware can ask for the bootloader at the next reset; else
 * that reset would lead back into it (protocol.md 2.8, 3.5).
 *
 * Returns: %TRUE when it is clear or the chip has no such bit
 */
gboolean
glow_chip_clear_force_download (const GlowChipInfo *info,
                                GlowLoader *loader,
                                GError **error)
{
  if (info->chip->force_download_addr == 0 || info->secure_download)
    return TRUE;
  return change_bits (loader, info->chip->force_download_addr,
                      info->chip->force_download_mask, 0, error);
}
