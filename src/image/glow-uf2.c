/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Two kinds are about: esptool's have addresses of the flash, those for TinyUF2
 * (CircuitPython, Arduino) count from the start of the first application slot. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-uf2.h"

#include "glow-byte-runs.h"
#include "glow-bytes.h"
#include "glow-error.h"
#include "glow-set-path.h"
#include "glow-set-runs.h"

#include <string.h>

/* protocol.md 5.10; positions in bytes */
#define BLOCK_SIZE     512
#define MAGIC_START    0x0a324655
#define MAGIC_SECOND   0x9e5d5157
#define MAGIC_END      0x0ab16f30
#define MAGIC_END_AT   508
#define PAYLOAD_AT     32
#define MAX_PAYLOAD    476
#define MD5_SIZE       24 /* address, length and MD5 */
#define FLAG_NOT_FLASH 0x00000001
#define FLAG_FILE      0x00001000
#define FLAG_FAMILY    0x00002000
#define FLAG_MD5       0x00004000
#define MAX_FAMILIES   8
#define NO_FAMILY      0

/* protocol.md 3.2; the same numbers in Microsoft's list of families */
static const struct {
  guint32 family;
  GlowChipId chip;
} families[] = {
  { 0x7eab61ed, GLOW_CHIP_ESP8266 }, { 0x1c5f21b0, GLOW_CHIP_ESP32 },
  { 0xbfdd4eee, GLOW_CHIP_ESP32S2 }, { 0xd42ba06c, GLOW_CHIP_ESP32C3 },
  { 0xc47e5767, GLOW_CHIP_ESP32S3 }, { 0x2b88d29c, GLOW_CHIP_ESP32C2 },
  { 0x540ddf62, GLOW_CHIP_ESP32C6 }, { 0x332726f6, GLOW_CHIP_ESP32H2 },
  { 0x3d308e94, GLOW_CHIP_ESP32P4 }, { 0x77d850c4, GLOW_CHIP_ESP32C61 },
  { 0xf71c0343, GLOW_CHIP_ESP32C5 }, { 0xb6dd00af, GLOW_CHIP_ESP32H21 },
  { 0x9e0baa8a, GLOW_CHIP_ESP32H4 }, { 0x3101f7c1, GLOW_CHIP_ESP32S31 },
};

/* What people drop by mistake (Microsoft's list of families). */
static const struct {
  guint32 family;
  const char *name;
} strangers[] = {
  { 0xe48bff56, "RP2040" },   { 0xe48bff59, "RP2350" },  { 0xada52840, "nRF52840" },
  { 0x621e937a, "nRF52833" }, { 0x68ed2b88, "SAMD21" },  { 0x55114460, "SAMD51" },
  { 0x57755a57, "STM32F4" },  { 0x5d1a0a2e, "STM32F2" },
};

/* The blocks of one family. */
typedef struct {
  guint32 family;
  guint32 n_blocks;
  guint64 n_expected; /* blocks that the series claim, each by its first block */
  GlowByteRuns *runs; /* owned */
} Family;

typedef struct {
  guint32 flags;
  guint32 addr;
  guint32 size; /* bytes of payload */
  guint32 number;
  guint32 total;
  guint32 family;
  const guint8 *payload; /* borrowed */
} Block;

static gboolean
read_block (const guint8 *data, Block *block)
{
  if (glow_get_le32 (data) != MAGIC_START || glow_get_le32 (data + 4) != MAGIC_SECOND ||
      glow_get_le32 (data + MAGIC_END_AT) != MAGIC_END)
    return FALSE;
  block->flags = glow_get_le32 (data + 8);
  block->addr = glow_get_le32 (data + 12);
  block->size = glow_get_le32 (data + 16);
  block->number = glow_get_le32 (data + 20);
  block->total = glow_get_le32 (data + 24);
  block->family = block->flags & FLAG_FAMILY ? glow_get_le32 (data + 28) : NO_FAMILY;
  block->payload = data + PAYLOAD_AT;
  return block->size <= MAX_PAYLOAD;
}

/* esptool puts the hash of the payload behind it; elsewhere it may be about a range of
 * several blocks, which is no business of one. */
static gboolean
check_md5 (const Block *block)
{
  g_autoptr (GChecksum) checksum = NULL;
  const guint8 *record = block->payload + block->size;
  guint8 digest[16];
  gsize digest_size = sizeof digest;

  if (!(block->flags & FLAG_MD5) || block->size > MAX_PAYLOAD - MD5_SIZE ||
      glow_get_le32 (record) != block->addr || glow_get_le32 (record + 4) != block->size)
    return TRUE;
  checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_checksum_update (checksum, block->payload, (gssize) block->size);
  g_checksum_get_digest (checksum, digest, &digest_size);
  return memcmp (record + 8, digest, sizeof digest) == 0;
}

static Family *
find_family (GPtrArray *found, guint32 id)
{
  Family *family;

  for (guint i = 0; i < found->len; i++) {
    family = g_ptr_array_index (found, i);
    if (family->family == id)
      return family;
  }
  if (found->len >= MAX_FAMILIES)
    return NULL;
  family = g_new0 (Family, 1);
  family->family = id;
  family->runs = glow_byte_runs_new ();
  g_ptr_array_add (found, family);
  return family;
}

static gboolean
add_block (GPtrArray *found, const Block *block, guint index, GError **error)
{
  Family *family;

  if (block->flags & (FLAG_NOT_FLASH | FLAG_FILE))
    return TRUE;
  if (!check_md5 (block)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "block %u for 0x%x is damaged: its MD5 is wrong", index, block->addr);
    return FALSE;
  }
  family = find_family (found, block->family);
  if (!family) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE, "it is for more than %d chips",
                 MAX_FAMILIES);
    return FALSE;
  }
  /* several files in one each count from 0 again */
  if (block->number == 0 || family->n_blocks == 0)
    family->n_expected += block->total;
  family->n_blocks++;
  return glow_byte_runs_add (family->runs, block->addr, block->payload, block->size,
                             error);
}

static const GlowChip *
find_chip (guint32 family)
{
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++) {
    if (families[i].family == family)
      return glow_chip_get (families[i].chip);
  }
  return NULL;
}

static void
note_stranger (GlowFirmwareBuild *build, const char *name, guint32 family)
{
  g_autofree char *given = g_strdup_printf ("0x%08x", family);

  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++) {
    if (strangers[i].family == family) {
      g_free (given);
      given = g_strdup (strangers[i].name);
    }
  }
  glow_firmware_build_add_note (build,
                                glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                                                        GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN,
                                                        name, given, 0, NULL));
}

/* TinyUF2 writes to the first application slot, whatever its offset is. */
static void
note_relative (GlowFirmwareBuild *build, const char *name)
{
  const GlowChip *chip = glow_firmware_build_get_chip (build);
  GlowFirmwarePart *part;

  if (glow_firmware_build_get_n_parts (build) == 0 || !chip ||
      glow_chip_get_id (chip) == GLOW_CHIP_ESP8266)
    return;
  part = glow_firmware_build_peek_part (build, 0);
  if (part->offset != 0 || glow_image_get_kind (part->image) != GLOW_IMAGE_APP)
    return;
  part->has_offset = FALSE;
  glow_firmware_build_add_note (build,
                                glow_firmware_note_new (GLOW_FIRMWARE_NOTE_WARNING,
                                                        GLOW_FIRMWARE_NOTE_APP_RELATIVE,
                                                        name, NULL, 0, NULL));
}

static gboolean
add_build (GlowFirmwareSet *set, Family *family, const char *name, GError **error)
{
  const GlowChip *chip = find_chip (family->family);
  g_autofree char *stem = glow_set_path_dup_stem (name);
  g_autoptr (GlowFirmwareBuild) build = glow_firmware_build_new (chip, stem);

  if (family->n_blocks < family->n_expected) {
    g_autofree char *given =
      g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " blocks",
                       family->n_expected - family->n_blocks, family->n_expected);

    glow_firmware_build_add_note (
      build,
      glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                              GLOW_FIRMWARE_NOTE_BLOCKS_MISSING, name, given, 0, NULL));
  }
  if (family->family != NO_FAMILY && !chip)
    note_stranger (build, name, family->family);
  if (!glow_set_runs_add_parts (build, family->runs, name, error))
    return FALSE;
  note_relative (build, name);
  glow_firmware_set_add_build (set, g_steal_pointer (&build));
  return TRUE;
}

static void
family_free (gpointer data)
{
  Family *family = data;

  glow_byte_runs_free (family->runs);
  g_free (family);
}

static gboolean
read_blocks (GBytes *bytes, GPtrArray *found, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size / BLOCK_SIZE; i++) {
    Block block;

    if (!read_block (data + i * BLOCK_SIZE, &block)) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                   "block %" G_GSIZE_FORMAT " of the UF2 file is damaged", i);
      return FALSE;
    }
    if (!add_block (found, &block, (guint) i, error))
      return FALSE;
  }
  if (size % BLOCK_SIZE == 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "the UF2 file ends within a block, after %" G_GSIZE_FORMAT " bytes", size);
  return FALSE;
}

/**
 * glow_uf2_add_builds:
 * @set: gets a build for every chip in the file
 * @bytes: a UF2 file
 * @name: its name
 * @error: %GLOW_ERROR_IMAGE if it is damaged
 *
 * Any thread.
 *
 * Returns: %TRUE if there are any
 */
gboolean
glow_uf2_add_builds (GlowFirmwareSet *set,
                     GBytes *bytes,
                     const char *name,
                     GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (family_free);

  if (!read_blocks (bytes, found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++) {
    if (!add_build (set, g_ptr_array_index (found, i), name, error))
      return FALSE;
  }
  if (found->len > 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE, "the UF2 file has nothing for flash");
  return FALSE;
}

/**
 * glow_uf2_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if it starts like a block
 */
gboolean
glow_uf2_recognise (const guint8 *data, gsize size)
{
  return size >= 8 && glow_get_le32 (data) == MAGIC_START &&
         glow_get_le32 (data + 4) == MAGIC_SECOND;
}
