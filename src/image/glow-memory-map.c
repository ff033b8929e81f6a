/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-memory-map.h"

#define MAX_REGIONS 8

typedef struct {
  const char *name;
  gboolean flash; /* mapped when a program runs; else RAM */
  GlowMemoryRegion range;
} Region;

/* protocol.md 3.11; the first one without a name ends each list. Additions: the ESP8266's
 * cache halves behind its IRAM, where the Arduino core's eboot is loaded and code may go
 * on; the ESP32-P4's tightly coupled memory. Where code and data have one range, so has
 * the region. */
static const Region maps[GLOW_N_CHIPS][MAX_REGIONS] = {
  [GLOW_CHIP_ESP8266] = {
    { "IROM", TRUE, { 0x40200000, 0x40300000 } },
    { "IRAM", FALSE, { 0x40100000, 0x40110000 } },
    { "DRAM", FALSE, { 0x3ffe8000, 0x40000000 } },
  },
  [GLOW_CHIP_ESP32] = {
    { "DROM", TRUE, { 0x3f400000, 0x3f800000 } },
    { "IROM", TRUE, { 0x400d0000, 0x40400000 } },
    { "cache", FALSE, { 0x40070000, 0x40080000 } },
    { "IRAM", FALSE, { 0x40080000, 0x400c0000 } },
    { "DRAM", FALSE, { 0x3ffae000, 0x40000000 } },
    { "RTC fast", FALSE, { 0x400c0000, 0x400c2000 } },
    { "RTC fast", FALSE, { 0x3ff80000, 0x3ff82000 } },
    { "RTC slow", FALSE, { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32S2] = {
    { "DROM", TRUE, { 0x3f000000, 0x3f3f0000 } },
    { "IROM", TRUE, { 0x40080000, 0x40b80000 } },
    { "IRAM", FALSE, { 0x40020000, 0x40070000 } },
    { "DRAM", FALSE, { 0x3ffb0000, 0x40000000 } },
    { "RTC fast", FALSE, { 0x40070000, 0x40072000 } },
    { "RTC fast", FALSE, { 0x3ff9e000, 0x3ffa0000 } },
    { "RTC slow", FALSE, { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32S3] = {
    { "DROM", TRUE, { 0x3c000000, 0x3e000000 } },
    { "IROM", TRUE, { 0x42000000, 0x44000000 } },
    { "IRAM", FALSE, { 0x40370000, 0x403e0000 } },
    { "DRAM", FALSE, { 0x3fc88000, 0x3fd00000 } },
    { "RTC fast", FALSE, { 0x600fe000, 0x60100000 } },
    { "RTC slow", FALSE, { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32C2] = {
    { "DROM", TRUE, { 0x3c000000, 0x3c400000 } },
    { "IROM", TRUE, { 0x42000000, 0x42400000 } },
    { "IRAM", FALSE, { 0x4037c000, 0x403c0000 } },
    { "DRAM", FALSE, { 0x3fca0000, 0x3fce0000 } },
  },
  [GLOW_CHIP_ESP32C3] = {
    { "DROM", TRUE, { 0x3c000000, 0x3c800000 } },
    { "IROM", TRUE, { 0x42000000, 0x42800000 } },
    { "IRAM", FALSE, { 0x4037c000, 0x403e0000 } },
    { "DRAM", FALSE, { 0x3fc80000, 0x3fce0000 } },
    { "RTC fast", FALSE, { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32C5] = {
    { "IROM/DROM", TRUE, { 0x42000000, 0x44000000 } },
    { "RAM", FALSE, { 0x40800000, 0x40860000 } },
    { "LP RAM", FALSE, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32C6] = {
    { "IROM/DROM", TRUE, { 0x42000000, 0x43000000 } },
    { "RAM", FALSE, { 0x40800000, 0x40880000 } },
    { "LP RAM", FALSE, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32C61] = {
    { "IROM/DROM", TRUE, { 0x42000000, 0x43000000 } },
    { "RAM", FALSE, { 0x40800000, 0x40860000 } },
    { "LP RAM", FALSE, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32H2] = {
    { "IROM/DROM", TRUE, { 0x42000000, 0x43000000 } },
    { "RAM", FALSE, { 0x40800000, 0x40880000 } },
    { "LP RAM", FALSE, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32H21] = {
    { "IROM/DROM", TRUE, { 0x42000000, 0x43000000 } },
    { "RAM", FALSE, { 0x40800000, 0x40880000 } },
    { "LP RAM", FALSE, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32H4] = {
    { "IROM/DROM", TRUE, { 0x42000000, 0x43000000 } },
    { "RAM", FALSE, { 0x40810000, 0x40860000 } },
    { "LP RAM", FALSE, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32P4] = {
    { "IROM/DROM", TRUE, { 0x40000000, 0x4c000000 } },
    { "RAM", FALSE, { 0x4ff00000, 0x4ffc0000 } },
    { "LP RAM", FALSE, { 0x50108000, 0x50110000 } },
    { "TCM", FALSE, { 0x30100000, 0x30102000 } },
  },
  [GLOW_CHIP_ESP32S31] = {
    { "IROM/DROM", TRUE, { 0x40000000, 0x54000000 } },
    { "RAM", FALSE, { 0x2f000000, 0x2f080000 } },
    { "LP RAM", FALSE, { 0x2e000000, 0x2e008000 } },
  },
};

static const Region *
find_region (const GlowChip *chip, guint32 addr)
{
  const Region *regions = maps[glow_chip_get_id (chip)];

  for (guint i = 0; i < MAX_REGIONS && regions[i].name; i++) {
    if (addr >= regions[i].range.start && addr < regions[i].range.end)
      return &regions[i];
  }
  return NULL;
}

/**
 * glow_memory_map_has_ram:
 * @chip: the chip
 * @addr: an address as the CPU sees it
 *
 * Any thread.
 *
 * Returns: %TRUE if @addr lies in RAM, low-power RAM included
 */
gboolean
glow_memory_map_has_ram (const GlowChip *chip, guint32 addr)
{
  const Region *region = find_region (chip, addr);

  return region && !region->flash;
}

/**
 * glow_memory_map_has_flash:
 * @chip: the chip
 * @addr: an address as the CPU sees it
 *
 * Any thread.
 *
 * Returns: %TRUE if flash is mapped at @addr when a program runs
 */
gboolean
glow_memory_map_has_flash (const GlowChip *chip, guint32 addr)
{
  const Region *region = find_region (chip, addr);

  return region && region->flash;
}

/**
 * glow_memory_map_has:
 * @chip: the chip
 * @addr: an address as the CPU sees it
 *
 * Any thread.
 *
 * Returns: %TRUE if a segment may lie at @addr
 */
gboolean
glow_memory_map_has (const GlowChip *chip, guint32 addr)
{
  return find_region (chip, addr) != NULL;
}

/**
 * glow_memory_map_get_region:
 * @chip: the chip
 * @addr: an address as the CPU sees it
 * @size: bytes from there on
 *
 * Any thread.
 *
 * Returns: (nullable): the name of the memory that all of it lies in, such as "IROM" or
 * "LP RAM"; static, not translated
 */
const char *
glow_memory_map_get_region (const GlowChip *chip, guint32 addr, guint32 size)
{
  const Region *region = find_region (chip, addr);

  if (!region || size > region->range.end - addr)
    return NULL;
  return region->name;
}
