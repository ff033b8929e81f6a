/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-boot.h"

#include "glow-board-image.h"
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
#define MODE_DIO        2 /* protocol.md 3.10; those below read by four lines */
#define MODE_QIO        0
#define FREQ_FAST       0xf /* protocol.md 3.10 */

/* A ROM repeats its complaint until the watchdog bites. */
#define N_COMPLAINTS 8

typedef struct {
  guint32 factory; /* bytes into the flash; 0: no such partition */
  guint32 ota[N_OTA];
  guint n_ota;
  guint32 otadata;
} Partitions;

static const char *
mode_name (guint8 mode)
{
  static const char *const names[] = { "QIO", "QOUT", "DIO", "DOUT" };

  return mode < G_N_ELEMENTS (names) ? names[mode] : "SLOW_RD";
}

static void
append_mode_line (GString *log, const GlowBoardChip *chip, guint8 mode, guint8 freq)
{
  if (chip->generation == GLOW_BOARD_GEN_8266)
    return;
  g_string_append (log, chip->generation == GLOW_BOARD_GEN_32
                          ? "configsip: 0, SPIWP:0xee\r\n"
                            "clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,"
                            "hd_drv:0x00,wp_drv:0x00\r\n"
                          : "SPIWP:0xee\r\n");
  g_string_append_printf (log, "mode:%s, clock div:%u\r\n", mode_name (mode),
                          freq == FREQ_FAST ? 1u : 2u);
}

static void
append_load_lines (GString *log, const GlowBoardChip *chip, const GlowBoardImage *image)
{
  append_mode_line (log, chip, image->mode, image->freq);
  g_string_append (log, image->load_lines->str);
  if (chip->generation == GLOW_BOARD_GEN_8266)
    g_string_append_printf (log, "csum 0x%02x\r\n", image->checksum);
  else
    g_string_append_printf (log, "entry 0x%08x\r\n", image->entry);
}

static void
append_complaint (GString *log,
                  const GlowBoardChip *chip,
                  const GlowBoardImage *image,
                  GlowBoardImageState state)
{
  gboolean is_wrong_mode = state == GLOW_BOARD_IMAGE_WRONG_MODE;

  if (chip->generation == GLOW_BOARD_GEN_8266) {
    g_string_append (log, state == GLOW_BOARD_IMAGE_BAD_CHECKSUM || is_wrong_mode
                            ? "csum err\r\nets_main.c \r\n"
                            : "flash read err, ets_main.c 180\r\nets_main.c \r\n");
    return;
  }
  if (state == GLOW_BOARD_IMAGE_BAD_CHECKSUM) {
    g_string_append (log, "csum err:0x00!=0xff\r\nets_main.c 384 \r\n");
    return;
  }
  if (is_wrong_mode && chip->generation == GLOW_BOARD_GEN_32) {
    g_string_append (log, "flash read err, 1000\r\nets_main.c 371 \r\n");
    return;
  }
  for (guint i = 0; i < N_COMPLAINTS; i++)
    g_string_append_printf (log, "invalid header: 0x%08x\r\n", image->first_word);
}

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

static char *
dup_text (const guint8 *text)
{
  g_autofree char *raw = g_strndup ((const char *) text, NAME_LEN);

  return g_str_to_ascii (raw, "C");
}

static void
describe_app (GlowBoardBoot *self, const guint8 *app, gsize size, guint32 offset)
{
  g_autofree char *project = NULL;
  g_autofree char *version = NULL;

  if (size < PROJECT_POS + NAME_LEN ||
      glow_get_le32 (app + APP_DESC_POS) != APP_DESC_MAGIC) {
    self->app_log = g_strdup ("I (300) cpu_start: Starting app\r\n");
    self->summary = g_strdup_printf ("application at 0x%x", offset);
    return;
  }
  project = dup_text (app + PROJECT_POS);
  version = dup_text (app + VERSION_POS);
  self->app_log = g_strdup_printf ("I (300) app_init: Application information:\r\n"
                                   "I (300) app_init: Project name:     %s\r\n"
                                   "I (300) app_init: App version:      %s\r\n",
                                   project, version);
  self->summary = g_strdup_printf ("%s %s at 0x%x", project, version, offset);
}

static void
start_app (GlowBoardBoot *self,
           const GlowBoardChip *chip,
           const guint8 *flash,
           gsize flash_size,
           guint32 offset)
{
  g_auto (GlowBoardImage) image = { 0 };
  GlowBoardImageState state =
    glow_board_image_load (&image, chip, flash + offset, flash_size - offset);

  self->booted = state == GLOW_BOARD_IMAGE_GOOD;
  if (self->booted) {
    self->boot_log = g_strdup_printf ("I (29) boot: 2nd stage bootloader\r\n"
                                      "I (80) boot: Loaded app from partition at "
                                      "offset 0x%x\r\n",
                                      offset);
    describe_app (self, flash + offset, flash_size - offset, offset);
    return;
  }
  self->boot_log = g_strdup_printf ("I (29) boot: 2nd stage bootloader\r\n"
                                    "E (60) esp_image: image at 0x%x is not valid\r\n"
                                    "E (62) boot: No bootable app partitions in the "
                                    "partition table\r\n",
                                    offset);
  self->summary = g_strdup_printf ("no valid application at 0x%x", offset);
}

static void
start_second_stage (GlowBoardBoot *self,
                    const GlowBoardChip *chip,
                    const guint8 *flash,
                    gsize flash_size)
{
  Partitions partitions;
  guint32 offset = 0;

  if (read_partitions (&partitions, flash, flash_size))
    offset = choose_app (&partitions, flash, flash_size);
  if (offset > 0) {
    start_app (self, chip, flash, flash_size, offset);
    return;
  }
  self->boot_log =
    g_strdup_printf ("I (29) boot: 2nd stage bootloader\r\n"
                     "E (31) flash_parts: partition 0 invalid magic number "
                     "0x%x\r\n"
                     "E (33) boot: Failed to verify partition table\r\n"
                     "E (35) boot: load partition table error!\r\n",
                     glow_get_le16 (flash + TABLE_OFFSET));
  self->summary = g_strdup ("no partition table with an application");
}

static void
start_image (GlowBoardBoot *self,
             const GlowBoardChip *chip,
             const guint8 *flash,
             gsize flash_size)
{
  if (chip->generation != GLOW_BOARD_GEN_8266) {
    start_second_stage (self, chip, flash, flash_size);
    return;
  }
  self->booted = TRUE;
  self->app_log = g_strdup ("\r\napp: started\r\n");
  self->summary = g_strdup ("image at 0x0");
}

static void
complain (GlowBoardBoot *self,
          GString *log,
          const GlowBoardChip *chip,
          const GlowBoardImage *image,
          GlowBoardImageState state)
{
  append_complaint (log, chip, image, state);
  if (state == GLOW_BOARD_IMAGE_WRONG_MODE)
    self->summary =
      g_strdup_printf ("flash can't be read in mode %s of the image at 0x%x",
                       mode_name (image->mode), chip->bootloader_offset);
  else
    self->summary = g_strdup_printf ("nothing to start at 0x%x (0x%08x)",
                                     chip->bootloader_offset, image->first_word);
}

/**
 * glow_board_boot_new:
 * @chip: static
 * @flash: (array length=flash_size): the whole flash
 * @flash_size: bytes, at least 64 KiB
 * @needs_dual: the flash can't be read by four lines
 *
 * Returns: (transfer full): what the chip does and says
 */
GlowBoardBoot *
glow_board_boot_new (const GlowBoardChip *chip,
                     const guint8 *flash,
                     gsize flash_size,
                     gboolean needs_dual)
{
  GlowBoardBoot *self = g_new0 (GlowBoardBoot, 1);
  g_autoptr (GString) log = g_string_new (NULL);
  g_auto (GlowBoardImage) image = { 0 };
  guint32 offset = chip->bootloader_offset;
  GlowBoardImageState state =
    glow_board_image_load (&image, chip, flash + offset, flash_size - offset);

  if (state == GLOW_BOARD_IMAGE_GOOD && needs_dual && image.mode < MODE_DIO) {
    image.first_word = G_MAXUINT32;
    state = GLOW_BOARD_IMAGE_WRONG_MODE;
  }
  if (state == GLOW_BOARD_IMAGE_GOOD) {
    append_load_lines (log, chip, &image);
    start_image (self, chip, flash, flash_size);
  } else {
    complain (self, log, chip, &image, state);
  }
  self->rom_log = g_strdup (log->str);
  return self;
}

static const char *
usual_load_lines (const GlowBoardChip *chip)
{
  if (chip->generation == GLOW_BOARD_GEN_8266)
    return "load 0x4010f000, len 3424, room 16 \r\ntail 0\r\nchksum 0x2e\r\n"
           "csum 0x2e\r\nv00041fe0\r\n~ld\r\n";
  if (chip->generation == GLOW_BOARD_GEN_32)
    return "load:0x3fff0030,len:1344\r\nload:0x40078000,len:13964\r\n"
           "load:0x40080400,len:3600\r\nentry 0x400805f0\r\n";
  return "load:0x3fcd5820,len:0x1574\r\nload:0x403cc710,len:0xc30\r\n"
         "load:0x403ce710,len:0x2f64\r\nentry 0x403cc71a\r\n";
}

/**
 * glow_board_boot_new_usual:
 * @chip: static
 * @needs_dual: the flash can't be read by four lines
 *
 * What a board does that has come with an application, in a flash nobody has looked at.
 *
 * Returns: (transfer full): what the chip does and says
 */
GlowBoardBoot *
glow_board_boot_new_usual (const GlowBoardChip *chip, gboolean needs_dual)
{
  GlowBoardBoot *self = g_new0 (GlowBoardBoot, 1);
  g_autoptr (GString) log = g_string_new (NULL);
  GlowBoardImage image = { .first_word = G_MAXUINT32, .mode = MODE_QIO };

  if (needs_dual) {
    complain (self, log, chip, &image, GLOW_BOARD_IMAGE_WRONG_MODE);
  } else {
    append_mode_line (log, chip, MODE_DIO, 0);
    g_string_append (log, usual_load_lines (chip));
    self->booted = TRUE;
    self->summary = g_strdup ("the application that the board came with");
  }
  self->rom_log = g_strdup (log->str);
  return self;
}

/**
 * glow_board_boot_free:
 *
 * Frees the texts.
 */
void
glow_board_boot_free (GlowBoardBoot *self)
{
  g_free (self->rom_log);
  g_free (self->boot_log);
  g_free (self->app_log);
  g_free (self->summary);
  g_free (self);
}
