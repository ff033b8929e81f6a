/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-boot.h"

#include "glow-board-image.h"
#include "glow-board-second-stage.h"

#include <string.h>

#define MODE_DIO   2 /* protocol.md 3.10; those below read by four lines */
#define MODE_QIO   0
#define BLANK_SIZE 65536u /* bytes */
#define FREQ_FAST  0xf    /* protocol.md 3.10 */

/* A ROM repeats its complaint until the watchdog bites. */
#define N_COMPLAINTS 8

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
  g_string_append_printf (log, "mode:%s, clock div:%u\r\n",
                          glow_board_image_mode_name (mode), freq == FREQ_FAST ? 1u : 2u);
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

/* Where its firmware ends: before a stretch with nothing in it. */
static gsize
firmware_size (const guint8 *flash, gsize flash_size)
{
  gsize n_blank = 0;

  for (gsize i = 0; i < flash_size; i++) {
    n_blank = flash[i] == 0xff ? n_blank + 1 : 0;
    if (n_blank == BLANK_SIZE)
      return i + 1 - BLANK_SIZE;
  }
  return flash_size;
}

static void
start_image (GlowBoardBoot *self,
             const GlowBoardChip *chip,
             const guint8 *flash,
             gsize flash_size,
             const GlowBoardImage *image)
{
  if (chip->generation != GLOW_BOARD_GEN_8266) {
    glow_board_second_stage (self, chip, flash, flash_size, image);
    return;
  }
  self->booted = TRUE;
  self->app_size = firmware_size (flash, flash_size);
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
  self->cause = glow_board_cause_of_failure (chip);
  append_complaint (log, chip, image, state);
  if (state == GLOW_BOARD_IMAGE_WRONG_MODE)
    self->summary =
      g_strdup_printf ("flash can't be read in mode %s of the image at 0x%x",
                       glow_board_image_mode_name (image->mode), chip->bootloader_offset);
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
    start_image (self, chip, flash, flash_size, &image);
  } else {
    complain (self, log, chip, &image, state);
  }
  if (self->booted)
    self->kind =
      glow_board_app_guess (flash + self->app_offset, self->app_size, &self->title);
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
  self->kind = &glow_board_app_counter;
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
  g_free (self->title);
  g_free (self);
}
