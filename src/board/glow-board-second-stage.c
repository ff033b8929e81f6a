/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The second stage: it reads the partition table, chooses an application and looks at it.
 * A real bootloader says only what it has words for; one of a few bytes is a test's, and
 * says all. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-second-stage.h"

#include "glow-bytes.h"

#include <string.h>
#include <zlib.h>

/* protocol.md 5.3, 5.7, 5.8 */
#define TABLE_OFFSET    0x8000u
#define TABLE_SIZE      0xc00u
#define ENTRY_LEN       32u
#define ENTRY_MAGIC     0x50aau
#define TYPE_APP        0
#define SUBTYPE_FACTORY 0x00
#define SUBTYPE_OTA_0   0x10
#define N_OTA           16u
#define TYPE_DATA       1
#define SUBTYPE_OTADATA 0x00
#define OTA_INVALID     3u
#define OTA_ABORTED     4u
#define SECTOR_SIZE     4096u
#define APP_DESC_POS    0x20u
#define APP_DESC_MAGIC  0xabcd5432u
#define VERSION_POS     (APP_DESC_POS + 0x10)
#define PROJECT_POS     (APP_DESC_POS + 0x30)
#define NAME_LEN        32u
#define CHIP_ID_POS     12u

#define REAL_SIZE       4096u /* bytes of a bootloader that is not a test's */

typedef struct {
  guint32 factory; /* bytes into the flash; 0: no such partition */
  guint32 ota[N_OTA];
  guint n_ota;
  guint32 otadata;
} Partitions;

/* What it can say: its words are in its image. */
typedef struct {
  gboolean infos;
  gboolean errors;
} Voice;

static void
note_partition (Partitions *self, const guint8 *entry, gsize flash_size)
{
  guint32 offset = glow_get_le32 (entry + 4);
  guint8 type = entry[2];
  guint8 subtype = entry[3];

  if (offset >= flash_size)
    return;
  if (type == TYPE_APP && subtype == SUBTYPE_FACTORY)
    self->factory = offset;
  else if (type == TYPE_APP && subtype - SUBTYPE_OTA_0 == (int) self->n_ota &&
           self->n_ota < N_OTA)
    self->ota[self->n_ota++] = offset;
  else if (type == TYPE_DATA && subtype == SUBTYPE_OTADATA)
    self->otadata = offset;
}

static gboolean
read_partitions (Partitions *self, const guint8 *flash, gsize flash_size)
{
  memset (self, 0, sizeof *self);
  if (glow_get_le16 (flash + TABLE_OFFSET) != ENTRY_MAGIC)
    return FALSE;
  for (gsize pos = 0; pos + ENTRY_LEN <= TABLE_SIZE; pos += ENTRY_LEN) {
    const guint8 *entry = flash + TABLE_OFFSET + pos;

    if (glow_get_le16 (entry) != ENTRY_MAGIC)
      break;
    note_partition (self, entry, flash_size);
  }
  return TRUE;
}

/* protocol.md 5.8: sequence number, 20 bytes of label, state, CRC of the number; 0: none
 */
static guint32
ota_seq (const guint8 *flash, gsize flash_size, guint32 offset)
{
  guint32 state;
  guint32 seq;
  guint32 crc;

  if (offset + ENTRY_LEN > flash_size)
    return 0;
  seq = glow_get_le32 (flash + offset);
  state = glow_get_le32 (flash + offset + 24);
  crc = (guint32) crc32 (G_MAXUINT32, flash + offset, 4);
  if (seq == G_MAXUINT32 || crc != glow_get_le32 (flash + offset + 28))
    return 0;
  return state == OTA_INVALID || state == OTA_ABORTED ? 0 : seq;
}

static guint32
choose_app (const Partitions *self, const guint8 *flash, gsize flash_size)
{
  guint32 seq = 0;

  if (self->otadata && self->n_ota > 0)
    seq = MAX (ota_seq (flash, flash_size, self->otadata),
               ota_seq (flash, flash_size, self->otadata + SECTOR_SIZE));
  if (seq > 0)
    return self->ota[(seq - 1) % self->n_ota];
  return self->factory ? self->factory : self->ota[0];
}

static gboolean
has_words (const guint8 *image, gsize size, const char *words)
{
  return size < REAL_SIZE || memmem (image, size, words, strlen (words)) != NULL;
}

static void
append_greeting (GString *log, const GlowBoardChip *chip, const GlowBoardImage *loader)
{
  g_string_append_printf (log,
                          "I (29) boot: ESP-IDF v5.1.2 2nd stage bootloader\r\n"
                          "I (29) boot: compile time Jan 16 2026 14:05:06\r\n"
                          "I (41) boot.%s: SPI Mode       : %s\r\n"
                          "I (46) boot.%s: SPI Flash Size : %uMB\r\n",
                          chip->name, glow_board_image_mode_name (loader->mode),
                          chip->name,
                          (guint) (glow_board_image_flash_size (loader) >> 20));
}

static void
append_reason (GString *log,
               const GlowBoardChip *chip,
               const guint8 *app,
               guint32 offset,
               GlowBoardImageState state)
{
  if (state == GLOW_BOARD_IMAGE_NONE)
    g_string_append_printf (log,
                            "E (60) esp_image: image at 0x%x has invalid magic byte "
                            "(nothing flashed here?)\r\n",
                            offset);
  else if (state == GLOW_BOARD_IMAGE_WRONG_CHIP)
    g_string_append_printf (log,
                            "E (60) boot_comm: mismatch chip ID, expected %u, found %u"
                            "\r\n",
                            chip->chip_id, (guint) glow_get_le16 (app + CHIP_ID_POS));
  else if (state == GLOW_BOARD_IMAGE_BAD_CHECKSUM)
    g_string_append (log, "E (60) esp_image: Checksum failed. Calculated 0x5e read 0xef"
                          "\r\n");
  else if (state == GLOW_BOARD_IMAGE_BAD_DIGEST)
    g_string_append (log, "E (60) esp_image: Image hash failed - image is corrupt\r\n");
  else
    g_string_append_printf (log,
                            "E (60) esp_image: image at 0x%x segment count %u exceeds "
                            "max 16\r\n",
                            offset, (guint) app[1]);
  g_string_append (log, "E (61) boot: Factory app partition is not bootable\r\n"
                        "E (62) boot: No bootable app partitions in the partition table"
                        "\r\n");
}

static char *
dup_text (const guint8 *text)
{
  g_autofree char *raw = g_strndup ((const char *) text, NAME_LEN);

  return g_str_to_ascii (raw, "C");
}

static void
describe_app (GlowBoardBoot *self, const guint8 *app, gsize size)
{
  g_autofree char *project = NULL;
  g_autofree char *version = NULL;

  if (size < PROJECT_POS + NAME_LEN ||
      glow_get_le32 (app + APP_DESC_POS) != APP_DESC_MAGIC) {
    self->app_log = g_strdup ("I (300) cpu_start: Starting app\r\n");
    self->summary = g_strdup_printf ("application at 0x%zx", self->app_offset);
    return;
  }
  project = dup_text (app + PROJECT_POS);
  version = dup_text (app + VERSION_POS);
  self->app_log = g_strdup_printf ("I (300) app_init: Application information:\r\n"
                                   "I (300) app_init: Project name:     %s\r\n"
                                   "I (300) app_init: App version:      %s\r\n",
                                   project, version);
  self->summary = g_strdup_printf ("%s %s at 0x%zx", project, version, self->app_offset);
}

/* The application asks the flash for its size, and gives up when there is less than the
 * header of the bootloader says. */
static void
fail_probe (GlowBoardBoot *self, const GlowBoardChip *chip, gsize real, gsize declared)
{
  g_free (self->app_log);
  self->app_log = g_strdup_printf (
    "E (452) spi_flash: Detected size(%zuk) smaller than the size in the binary image "
    "header(%zuk). Probe failed.\r\n"
    "\r\n"
    "assert failed: do_core_init startup.c:328 (flash_ret == ESP_OK)\r\n"
    "%s"
    "ELF file SHA256: 4f2c81d09\r\n"
    "\r\n"
    "Rebooting...\r\n",
    real >> 10, declared >> 10,
    glow_board_chip_is_xtensa (chip)
      ? "\r\n\r\nBacktrace: 0x40083a71:0x3ffe3ab0 0x4008d2a9:0x3ffe3ad0 "
        "0x40092911:0x3ffe3af0 0x40115242:0x3ffe3c20\r\n\r\n\r\n\r\n\r\n"
      : "Core  0 register dump:\r\n"
        "MEPC    : 0x4038065a  RA      : 0x40385fb2  SP      : 0x3fcdcf10  GP      : "
        "0x3fc8a400  \r\n"
        "MSTATUS : 0x00001881  MTVEC   : 0x40380001  MCAUSE  : 0x00000007  MTVAL   : "
        "0x00000000  \r\n\r\n");
  g_free (self->summary);
  self->summary =
    g_strdup_printf ("flash of 0x%zx is smaller than the 0x%zx in the header at 0x%x",
                     real, declared, chip->bootloader_offset);
  self->booted = FALSE;
  self->cause = GLOW_BOARD_CAUSE_SOFTWARE;
}

static void
start_app (GlowBoardBoot *self,
           GString *log,
           const Voice *voice,
           const GlowBoardChip *chip,
           const guint8 *flash,
           gsize flash_size,
           const GlowBoardImage *loader)
{
  const guint8 *app = flash + self->app_offset;
  gsize declared = glow_board_image_flash_size (loader);
  g_auto (GlowBoardImage) image = { 0 };
  GlowBoardImageState state =
    glow_board_image_load (&image, chip, app, flash_size - self->app_offset);

  self->booted = state == GLOW_BOARD_IMAGE_GOOD;
  if (!self->booted) {
    if (voice->errors)
      append_reason (log, chip, app, (guint32) self->app_offset, state);
    self->summary = g_strdup_printf ("no valid application at 0x%zx", self->app_offset);
    return;
  }
  if (voice->infos)
    g_string_append_printf (log,
                            "I (80) boot: Loaded app from partition at offset 0x%zx\r\n",
                            self->app_offset);
  self->app_size = image.size;
  describe_app (self, app, flash_size - self->app_offset);
  if (declared > flash_size)
    fail_probe (self, chip, flash_size, declared);
}

/**
 * glow_board_second_stage:
 * @self: what is known so far; gets the rest
 * @chip: static
 * @flash: (array length=flash_size): the whole flash
 * @flash_size: bytes
 * @loader: the bootloader, which is good
 *
 * Runs the bootloader.
 */
void
glow_board_second_stage (GlowBoardBoot *self,
                         const GlowBoardChip *chip,
                         const guint8 *flash,
                         gsize flash_size,
                         const GlowBoardImage *loader)
{
  g_autoptr (GString) log = g_string_new (NULL);
  const guint8 *code = flash + chip->bootloader_offset;
  const Voice voice = { has_words (code, loader->size, "2nd stage bootloader"),
                        has_words (code, loader->size, "bootable app") };
  Partitions partitions;

  self->cause = GLOW_BOARD_CAUSE_SYSTEM;
  if (voice.infos)
    append_greeting (log, chip, loader);
  if (read_partitions (&partitions, flash, flash_size))
    self->app_offset = choose_app (&partitions, flash, flash_size);
  if (self->app_offset > 0) {
    start_app (self, log, &voice, chip, flash, flash_size, loader);
  } else {
    if (voice.errors)
      g_string_append_printf (log,
                              "E (31) flash_parts: partition 0 invalid magic number "
                              "0x%x\r\n"
                              "E (33) boot: Failed to verify partition table\r\n"
                              "E (35) boot: load partition table error!\r\n",
                              glow_get_le16 (flash + TABLE_OFFSET));
    self->summary = g_strdup ("no partition table with an application");
  }
  self->boot_log = g_strdup (log->str);
}
