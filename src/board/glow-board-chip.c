/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-chip.h"

#include <string.h>

/* protocol.md 3.2: from there on the P4 has another layout of its RAM */
#define P4_REV3 300

/* protocol.md 3.2 */
#define CHIP_ID_S2 2
#define CHIP_ID_S3 9

/* Names of the table's entries, in the order of a list. */
static const char *const names[] = {
  "esp32",   "esp32c2",  "esp32c3", "esp32c5", "esp32c6",      "esp32c61",
  "esp32h2", "esp32h21", "esp32h4", "esp32p4", "esp32p4-rev3", "esp32s2",
  "esp32s3", "esp32s31", "esp8266", NULL,
};

/**
 * glow_board_chip_find:
 * @name: such as "esp32"
 *
 * Returns: (transfer none) (nullable): the chip, or %NULL when there is none of that name
 */
const GlowBoardChip *
glow_board_chip_find (const char *name)
{
  for (const GlowBoardChip *chip = glow_board_chip_table; chip->name; chip++)
    if (strcmp (chip->name, name) == 0)
      return chip;
  return NULL;
}

/**
 * glow_board_chip_names:
 *
 * Returns: (transfer none): names of all chips, %NULL-terminated
 */
const char *const *
glow_board_chip_names (void)
{
  return names;
}

/**
 * glow_board_chip_revise:
 * @chip: an entry of the table
 * @revision: major × 100 + minor
 *
 * Returns: (transfer none): the entry for that revision of the same chip
 */
const GlowBoardChip *
glow_board_chip_revise (const GlowBoardChip *chip, guint revision)
{
  if (!g_str_has_prefix (chip->name, "esp32p4"))
    return chip;
  return glow_board_chip_find (revision < P4_REV3 ? "esp32p4" : "esp32p4-rev3");
}

/**
 * glow_board_chip_magic:
 * @revision: major × 100 + minor
 *
 * Returns: what is at 0x40001000
 */
guint32
glow_board_chip_magic (const GlowBoardChip *chip, guint revision)
{
  guint32 word = chip->magics[0].word;

  for (gsize i = 1; i < GLOW_BOARD_MAX_MAGICS; i++)
    if (chip->magics[i].from_revision > 0 && chip->magics[i].from_revision <= revision)
      word = chip->magics[i].word;
  return word;
}

/**
 * glow_board_chip_has_ram:
 * @addr: start of an upload
 * @len: bytes of it
 *
 * Returns: whether all of it is in one RAM of the chip (protocol.md 3.11)
 */
gboolean
glow_board_chip_has_ram (const GlowBoardChip *chip, guint32 addr, guint32 len)
{
  for (gsize i = 0; i < GLOW_BOARD_MAX_RAMS; i++) {
    const GlowBoardRange *ram = &chip->rams[i];

    if (addr >= ram->from && addr < ram->to && len <= ram->to - addr)
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_board_chip_is_xtensa:
 *
 * Returns: whether its cores are of the old kind; all others are RISC-V
 */
gboolean
glow_board_chip_is_xtensa (const GlowBoardChip *chip)
{
  return chip->generation != GLOW_BOARD_GEN_S2 || chip->chip_id == CHIP_ID_S2 ||
         chip->chip_id == CHIP_ID_S3;
}

/**
 * glow_board_chip_has_crystal:
 * @mhz: frequency
 *
 * Returns: whether there are boards with that chip and that crystal
 */
gboolean
glow_board_chip_has_crystal (const GlowBoardChip *chip, guint mhz)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chip->crystals); i++)
    if (mhz != 0 && chip->crystals[i] == mhz)
      return TRUE;
  return FALSE;
}
