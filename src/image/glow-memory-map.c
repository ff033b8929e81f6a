/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-memory-map.h"

#define MAX_REGIONS 5

/* Regions of one chip; a region of length 0 ends each list. */
typedef struct {
  GlowMemoryRegion flash[MAX_REGIONS];
  GlowMemoryRegion ram[MAX_REGIONS];
} MemoryMap;

/* protocol.md 3.11. Additions: the ESP8266's cache halves up to 0x40110000, where the
 * Arduino core's eboot is loaded; the ESP32-P4's tightly coupled memory at 0x30100000. */
static const MemoryMap maps[GLOW_N_CHIPS] = {
  [GLOW_CHIP_ESP8266] = {
    .flash = { { 0x40200000, 0x40300000 } },
    .ram = { { 0x40100000, 0x40110000 }, { 0x3ffe8000, 0x40000000 } },
  },
  [GLOW_CHIP_ESP32] = {
    .flash = { { 0x400d0000, 0x40400000 }, { 0x3f400000, 0x3f800000 } },
    .ram = { { 0x40070000, 0x400c2000 },
             { 0x3ffae000, 0x40000000 },
             { 0x3ff80000, 0x3ff82000 },
             { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32S2] = {
    .flash = { { 0x40080000, 0x40b80000 }, { 0x3f000000, 0x3f3f0000 } },
    .ram = { { 0x40020000, 0x40072000 },
             { 0x3ffb0000, 0x40000000 },
             { 0x3ff9e000, 0x3ffa0000 },
             { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32S3] = {
    .flash = { { 0x42000000, 0x44000000 }, { 0x3c000000, 0x3e000000 } },
    .ram = { { 0x40370000, 0x403e0000 },
             { 0x3fc88000, 0x3fd00000 },
             { 0x600fe000, 0x60100000 },
             { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32C2] = {
    .flash = { { 0x42000000, 0x42400000 }, { 0x3c000000, 0x3c400000 } },
    .ram = { { 0x4037c000, 0x403c0000 }, { 0x3fca0000, 0x3fce0000 } },
  },
  [GLOW_CHIP_ESP32C3] = {
    .flash = { { 0x42000000, 0x42800000 }, { 0x3c000000, 0x3c800000 } },
    .ram = { { 0x4037c000, 0x403e0000 },
             { 0x3fc80000, 0x3fce0000 },
             { 0x50000000, 0x50002000 } },
  },
  [GLOW_CHIP_ESP32C5] = {
    .flash = { { 0x42000000, 0x44000000 } },
    .ram = { { 0x40800000, 0x40860000 }, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32C6] = {
    .flash = { { 0x42000000, 0x43000000 } },
    .ram = { { 0x40800000, 0x40880000 }, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32C61] = {
    .flash = { { 0x42000000, 0x43000000 } },
    .ram = { { 0x40800000, 0x40860000 }, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32H2] = {
    .flash = { { 0x42000000, 0x43000000 } },
    .ram = { { 0x40800000, 0x40880000 }, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32H21] = {
    .flash = { { 0x42000000, 0x43000000 } },
    .ram = { { 0x40800000, 0x40880000 }, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32H4] = {
    .flash = { { 0x42000000, 0x43000000 } },
    .ram = { { 0x40810000, 0x40860000 }, { 0x50000000, 0x50004000 } },
  },
  [GLOW_CHIP_ESP32P4] = {
    .flash = { { 0x40000000, 0x4c000000 } },
    .ram = { { 0x4ff00000, 0x4ffc0000 },
             { 0x50108000, 0x50110000 },
             { 0x30100000, 0x30102000 } },
  },
  [GLOW_CHIP_ESP32S31] = {
    .flash = { { 0x40000000, 0x54000000 } },
    .ram = { { 0x2f000000, 0x2f080000 }, { 0x2e000000, 0x2e008000 } },
  },
};

static gboolean
any_contains (const GlowMemoryRegion *regions, guint32 addr)
{
  for (guint i = 0; i < MAX_REGIONS && regions[i].end > 0; i++) {
    if (addr >= regions[i].start && addr < regions[i].end)
      return TRUE;
  }
  return FALSE;
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
  return any_contains (maps[glow_chip_get_id (chip)].ram, addr);
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
  return any_contains (maps[glow_chip_get_id (chip)].flash, addr);
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
  return glow_memory_map_has_ram (chip, addr) || glow_memory_map_has_flash (chip, addr);
}
