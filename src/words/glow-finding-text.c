/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-finding-text.h"

#include "glow-format.h"
#include "glow-image-text.h"

#include <glib/gi18n-lib.h>

/* A finding with its numbers as text. */
typedef struct {
  const GlowFinding *finding; /* borrowed */
  GlowImage *image;           /* borrowed (nullable) */
  const char *chip;
  const char *other_chip;
  const char *other_name;

  /* owned */
  char *offset;
  char *end;
  char *wanted;
  char *limit;
  char *wanted_size;
  char *limit_size;
} FindingWords;

static const char *
name_of (const GlowChip *chip)
{
  return chip ? glow_chip_get_name (chip) : _ ("another chip");
}

static void
finding_words_init (FindingWords *w, GlowFlashMap *map, const GlowFinding *finding)
{
  GlowImage *other = finding->other_row >= 0
                       ? glow_flash_map_get_image (map, (guint) finding->other_row)
                       : NULL;

  w->finding = finding;
  w->image =
    finding->row >= 0 ? glow_flash_map_get_image (map, (guint) finding->row) : NULL;
  w->chip = name_of (finding->chip);
  w->other_chip = name_of (finding->other_chip);
  w->other_name = other ? glow_image_get_name (other) : "";
  w->offset = glow_format_hex (finding->offset);
  w->end = glow_format_hex (finding->end);
  w->wanted = glow_format_hex (finding->wanted);
  w->limit = glow_format_hex (finding->limit);
  w->wanted_size = glow_format_size (finding->wanted);
  w->limit_size = glow_format_size (finding->limit);
}

static void
finding_words_clear (FindingWords *w)
{
  g_free (w->offset);
  g_free (w->end);
  g_free (w->wanted);
  g_free (w->limit);
  g_free (w->wanted_size);
  g_free (w->limit_size);
}

static char *
dup_revision (const GlowFinding *f)
{
  if (f->revision < f->min_revision)
    /* TRANSLATORS: two revisions of a chip, such as 3.0 and 1.1 */
    return g_strdup_printf (_ ("This file needs revision %u.%u of the chip or a later one; this chip is %u.%u."),
      f->min_revision / 100u, f->min_revision % 100u, f->revision / 100u,
      f->revision % 100u);
  /* TRANSLATORS: two revisions of a chip, such as 0.99 and 1.1 */
  return g_strdup_printf (_ ("This file is for revisions of the chip up to %u.%u; this chip is %u.%u."),
    f->max_revision / 100u, f->max_revision % 100u, f->revision / 100u,
    f->revision % 100u);
}

static char *
dup_chip_sentence (const FindingWords *w)
{
  switch ((gint) w->finding->code) {
  case GLOW_FINDING_WRONG_CHIP:
    /* TRANSLATORS: two names of chips */
    return g_strdup_printf (_ ("The file is for %s; this board is an %s."), w->chip,
                               w->other_chip);
  case GLOW_FINDING_CHIPS_DIFFER:
    /* TRANSLATORS: name of a chip, name of another file, name of another chip */
    return g_strdup_printf (_ ("This file is for %s, but %s is for %s."), w->chip,
                               w->other_name, w->other_chip);
  case GLOW_FINDING_NOTHING_FITS:
    /* TRANSLATORS: %s is the name of a chip */
    return g_strdup_printf (_ ("None of these files is for %s."), w->other_chip);
  case GLOW_FINDING_REVISION:
  default:
    return dup_revision (w->finding);
  }
}

static char *
dup_size_sentence (const FindingWords *w)
{
  const GlowFinding *f = w->finding;

  switch ((gint) f->code) {
  case GLOW_FINDING_BEYOND_FLASH:
    /* TRANSLATORS: an offset, a size */
    return g_strdup_printf (_ ("It would end at %s, beyond the %s of this board."),
                               w->end, w->limit_size);
  case GLOW_FINDING_HEADER_SIZE:
    /* TRANSLATORS: two sizes of flash */
    return g_strdup_printf (_ ("This firmware is made for %s of flash; this board has %s."), w->wanted_size,
      w->limit_size);
  case GLOW_FINDING_TABLE_BEYOND_FLASH:
    /* TRANSLATORS: name of a partition, an offset, a size of flash */
    return g_strdup_printf (_ ("The partition “%s” of this table ends at %s, beyond the %s of this board."),
      f->label, w->end, w->limit_size);
  case GLOW_FINDING_TABLE_BEYOND_HEADER:
    /* TRANSLATORS: name of a partition, an offset, a size of flash */
    return g_strdup_printf (_ ("The partition “%s” of this table ends at %s, but the bootloader is built for %s of "
         "flash, so it may not start."),
                               f->label, w->end, w->limit_size);
  case GLOW_FINDING_OVERLAP:
    /* TRANSLATORS: name of another file in the list */
    return g_strdup_printf (_ ("Overlaps with %s."), w->other_name);
  case GLOW_FINDING_APP_TOO_BIG:
    /* TRANSLATORS: name of a partition, two offsets */
    return g_strdup_printf (_ ("This application is larger than its partition “%s”: it would end at %s instead of "
         "%s."),
      f->label, w->end, w->limit);
  case GLOW_FINDING_PARTITION_OVERRUN:
  default:
    /* TRANSLATORS: name of a partition, two offsets */
    return g_strdup_printf (_ ("This file is larger than the partition “%s”: it would end at %s instead of %s."),
      f->label, w->end, w->limit);
  }
}

static char *
dup_bootloader_place (const FindingWords *w)
{
  if (w->finding->has_wanted)
    /* TRANSLATORS: an offset, name of a chip, an offset */
    return g_strdup_printf (_ ("At %s, %s would not find this bootloader: this file belongs at %s."), w->offset,
      w->chip, w->wanted);
  /* TRANSLATORS: an offset, name of a chip */
  return g_strdup_printf (_ ("At %s, %s would not find this bootloader."), w->offset,
                             w->chip);
}

static char *
dup_start_place (const FindingWords *w)
{
  if (w->finding->has_wanted)
    /* TRANSLATORS: name of a chip, an offset, an offset */
    return g_strdup_printf (_ ("%s looks for its bootloader at %s, so this file can't lie there: it belongs at %s."),
                               w->chip, w->offset, w->wanted);
  /* TRANSLATORS: name of a chip */
  return g_strdup_printf (_ ("This file would lie where %s looks for its bootloader."),
                             w->chip);
}

static char *
dup_app_place (const FindingWords *w)
{
  if (w->finding->has_wanted)
    /* TRANSLATORS: two offsets */
    return g_strdup_printf (_ ("At %s there is no place for an application: it belongs at %s."), w->offset,
      w->wanted);
  /* TRANSLATORS: an offset */
  return g_strdup_printf (_ ("At %s there is no place for an application."), w->offset);
}

static char *
dup_data_place (const FindingWords *w)
{
  if (w->finding->has_wanted)
    /* TRANSLATORS: name of a partition, an offset */
    return g_strdup_printf (_ ("The partition “%s” is for something else: this file belongs at %s."),
      w->finding->label, w->wanted);
  /* TRANSLATORS: name of a partition */
  return g_strdup_printf (_ ("The partition “%s” is for something else."),
                             w->finding->label);
}

static char *
dup_place_sentence (const FindingWords *w)
{
  const GlowFinding *f = w->finding;

  switch ((gint) f->code) {
  case GLOW_FINDING_NO_OFFSET:
    return g_strdup (_ ("Type the offset this file belongs at, such as 0x10000."));
  case GLOW_FINDING_UNALIGNED:
    /* TRANSLATORS: the offset that was typed */
    return g_strdup_printf (_ ("An offset is a multiple of 0x1000; %s is not."),
                               w->offset);
  case GLOW_FINDING_BOOTLOADER_PLACE:
    return dup_bootloader_place (w);
  case GLOW_FINDING_OVER_BOOTLOADER:
    return dup_start_place (w);
  case GLOW_FINDING_OVER_TABLE:
    /* TRANSLATORS: an offset */
    return g_strdup_printf (_ ("This file would cover the partition table at %s, and the board would not start."),
      w->limit);
  case GLOW_FINDING_TABLE_PLACE:
    /* TRANSLATORS: an offset, name of a partition */
    return g_strdup_printf (_ ("At %s this table would lie inside its own partition “%s”."), w->offset, f->label);
  case GLOW_FINDING_TABLE_UNUSUAL:
    /* TRANSLATORS: an offset */
    return g_strdup_printf (_ ("Few bootloaders look for a partition table at %s; most look at 0x8000."),
      w->offset);
  case GLOW_FINDING_APP_PLACE:
    return dup_app_place (w);
  case GLOW_FINDING_NOT_AN_APP:
    /* TRANSLATORS: name of a partition */
    return g_strdup_printf (_ ("The partition “%s” is for an application, and this file is none."), f->label);
  case GLOW_FINDING_OUTSIDE:
    /* TRANSLATORS: an offset */
    return g_strdup_printf (_ ("The partition table knows nothing at %s, so firmware may not find this file."),
      w->offset);
  case GLOW_FINDING_NOT_BOOTED:
    /* TRANSLATORS: name of a partition, an offset */
    return g_strdup_printf (_ ("The board starts from the partition “%s”, so it won't start this file at %s."),
      f->label, w->offset);
  case GLOW_FINDING_DATA_PLACE:
  default:
    return dup_data_place (w);
  }
}

static char *
dup_missing (const FindingWords *w)
{
  if (w->finding->missing & GLOW_MISSING_BOOT_CODE)
    return g_strdup (
      _ ("This file alone would not start: there is nothing at 0x0 that starts it."));
  if (w->finding->missing == (GLOW_MISSING_BOOTLOADER | GLOW_MISSING_TABLE))
    return g_strdup (_ ("This file alone would not start: the board has no bootloader and no partition table. "
         "Add both, or use the file for new boards."));
  if (w->finding->missing & GLOW_MISSING_BOOTLOADER)
    return g_strdup (_ ("This file would not start: the board has no bootloader. Add it, or use the file for new "
         "boards."));
  return g_strdup (_ ("This file would not start: the board has no partition table. Add it, or use the file for "
       "new boards."));
}

static char *
dup_lock_sentence (const FindingWords *w)
{
  switch ((gint) w->finding->code) {
  case GLOW_FINDING_ENCRYPTION:
    return g_strdup (_ ("Flash encryption is on: the board could not read this file."));
  case GLOW_FINDING_ENCRYPTED:
    return g_strdup (_ ("Flash encryption is on: the board can read this file only if it was encrypted for it."));
  case GLOW_FINDING_SECURE_BOOT:
    /* TRANSLATORS: an offset such as 0x1000 */
    return g_strdup_printf (_ ("Secure boot is on: writing below %s could end this board for good."), w->limit);
  case GLOW_FINDING_UNSIGNED:
  default:
    return g_strdup (_ ("Secure boot is on, and this file has no signature that fits: the board would refuse it."));
  }
}

static char *
dup_content_sentence (const FindingWords *w)
{
  char *problem = w->image && w->finding->problem
                    ? glow_image_text_dup_problem_of (w->image, w->finding->problem)
                    : NULL;

  return problem ? problem : g_strdup (_ ("Something about this file is unusual."));
}

static char *
dup_sentence (const FindingWords *w)
{
  switch (w->finding->code) {
  case GLOW_FINDING_WRONG_CHIP:
  case GLOW_FINDING_CHIPS_DIFFER:
  case GLOW_FINDING_NOTHING_FITS:
  case GLOW_FINDING_REVISION:
    return dup_chip_sentence (w);
  case GLOW_FINDING_OVERLAP:
  case GLOW_FINDING_BEYOND_FLASH:
  case GLOW_FINDING_HEADER_SIZE:
  case GLOW_FINDING_TABLE_BEYOND_FLASH:
  case GLOW_FINDING_TABLE_BEYOND_HEADER:
  case GLOW_FINDING_APP_TOO_BIG:
  case GLOW_FINDING_PARTITION_OVERRUN:
    return dup_size_sentence (w);
  case GLOW_FINDING_NO_OFFSET:
  case GLOW_FINDING_UNALIGNED:
  case GLOW_FINDING_BOOTLOADER_PLACE:
  case GLOW_FINDING_OVER_BOOTLOADER:
  case GLOW_FINDING_OVER_TABLE:
  case GLOW_FINDING_TABLE_PLACE:
  case GLOW_FINDING_TABLE_UNUSUAL:
  case GLOW_FINDING_APP_PLACE:
  case GLOW_FINDING_NOT_AN_APP:
  case GLOW_FINDING_DATA_PLACE:
  case GLOW_FINDING_OUTSIDE:
  case GLOW_FINDING_NOT_BOOTED:
    return dup_place_sentence (w);
  case GLOW_FINDING_PARTS_MISSING:
    return dup_missing (w);
  case GLOW_FINDING_UPDATE_ONLY:
    return g_strdup (_ ("This file updates a board that already runs this firmware. A new board needs the file for "
         "new boards."));
  case GLOW_FINDING_ENCRYPTION:
  case GLOW_FINDING_ENCRYPTED:
  case GLOW_FINDING_SECURE_BOOT:
  case GLOW_FINDING_UNSIGNED:
    return dup_lock_sentence (w);
  case GLOW_FINDING_CONTAINER:
  case GLOW_FINDING_DAMAGED:
  case GLOW_FINDING_MIXED_CHIPS:
  case GLOW_FINDING_UNKNOWN_CHIP:
  case GLOW_FINDING_CONTENT:
  case GLOW_N_FINDINGS:
  default:
    return dup_content_sentence (w);
  }
}

/**
 * glow_finding_text_dup_sentence:
 * @map: the map
 * @finding: one of its findings
 *
 * Any thread.
 *
 * Returns: (transfer full): what is the matter with the row, and what helps
 */
char *
glow_finding_text_dup_sentence (GlowFlashMap *map, const GlowFinding *finding)
{
  FindingWords words;
  char *sentence;

  finding_words_init (&words, map, finding);
  sentence = dup_sentence (&words);
  finding_words_clear (&words);
  return sentence;
}

/**
 * glow_finding_text_get_act:
 * @override: one of the acts
 *
 * Any thread.
 *
 * Returns: (nullable): what the user says with it, for a check button or a menu; %NULL:
 * there is no such act
 */
const char *
glow_finding_text_get_act (GlowOverride override)
{
  switch (override) {
  case GLOW_OVERRIDE_CHIP:
    return _ ("Write it although it is for another chip");
  case GLOW_OVERRIDE_DAMAGED:
    return _ ("Write it although it is damaged");
  case GLOW_OVERRIDE_REVISION:
    return _ ("Write it although it is for another revision");
  case GLOW_OVERRIDE_FLASH_SIZE:
    return _ ("Write it although it is made for more flash");
  case GLOW_OVERRIDE_PLACE:
    return _ ("Write it to this place all the same");
  case GLOW_OVERRIDE_PARTS:
    return _ ("Write it without the missing parts");
  case GLOW_OVERRIDE_SIGNATURE:
    return _ ("Write it although its signature doesn't fit");
  case GLOW_OVERRIDE_ENCRYPTED:
    return _ ("Write it: it is encrypted for this board");
  case GLOW_OVERRIDE_NONE:
  default:
    return NULL;
  }
}

/**
 * glow_finding_text_get_offset:
 * @source: from glow_flash_map_get_offset_source()
 *
 * Any thread.
 *
 * Returns: (nullable): who says where the file goes, or why nobody does; %NULL for an
 * offset that was typed
 */
const char *
glow_finding_text_get_offset (GlowOffsetSource source)
{
  switch (source) {
  case GLOW_OFFSET_BY_CONTENT:
    return _ ("Told by the content of the file.");
  case GLOW_OFFSET_BY_TABLE_IN_FILES:
    return _ ("Told by the partition table among the files.");
  case GLOW_OFFSET_BY_TABLE_ON_BOARD:
    return _ ("Told by the partition table on the board.");
  case GLOW_OFFSET_USUAL:
    return _ ("The usual place; the partition table on the board may know another.");
  case GLOW_OFFSET_UNKNOWN_CONTENT:
    return _ ("Nothing in this file tells where it belongs.");
  case GLOW_OFFSET_NO_PARTITION:
    return _ ("The partition table has no place for this kind of file.");
  case GLOW_OFFSET_AMBIGUOUS:
    return _ ("The partition table has several places for this kind of file.");
  case GLOW_OFFSET_NEEDS_TABLE:
    return _ ("Where it belongs depends on the partition table of the board.");
  case GLOW_OFFSET_NEEDS_CHIP:
    return _ ("Where it belongs depends on the chip.");
  case GLOW_OFFSET_NEEDS_FLASH_SIZE:
    return _ ("Where it belongs depends on the size of the flash.");
  case GLOW_OFFSET_RAM_ONLY:
    return _ ("This is a program for RAM: it belongs to no place in flash.");
  case GLOW_OFFSET_GIVEN:
  default:
    return NULL;
  }
}
