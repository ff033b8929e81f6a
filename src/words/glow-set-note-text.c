/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One sentence for every note. */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-set-text.h"

#include <glib/gi18n-lib.h>

static char *
dup_offset_note (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;
  const char *chip = note->chip ? glow_chip_get_name (note->chip) : "";

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_OFFSET_READ_AS:
    /* TRANSLATORS: name of a file, the offset as somebody wrote it, as a number */
    return g_strdup_printf (_ ("The offset of %s is written as %s; it was read as %u (0x%x)."), subject,
      note->given, note->offset, note->offset);
  case GLOW_FIRMWARE_NOTE_OFFSET_MISSING:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("No offset is given for %s."), subject);
  case GLOW_FIRMWARE_NOTE_OFFSET_BAD:
    /* TRANSLATORS: what somebody wrote, name of a file */
    return g_strdup_printf (_ ("“%s”, given for %s, is not an offset."), note->given,
                               subject);
  case GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX:
    /* TRANSLATORS: name of a file, the offset as it is written, as it may be meant */
    return g_strdup_printf (_ ("The offset of %s is %s, which is no multiple of 0x1000. Perhaps 0x%x "
         "is meant."),
      subject, note->given, note->offset);
  case GLOW_FIRMWARE_NOTE_BOOTLOADER_MOVED:
    /* TRANSLATORS: name of a file, an offset, name of a chip, another offset */
    return g_strdup_printf (_ ("The bootloader %s is listed at %s, but an %s starts its bootloader from "
         "0x%x; it goes there."),
      subject, note->given, chip, note->offset);
  case GLOW_FIRMWARE_NOTE_BOOTLOADER_PLACE:
    /* TRANSLATORS: name of a file, an offset, name of a chip, another offset */
    return g_strdup_printf (_ ("The bootloader %s is listed at %s, but an %s starts its bootloader from "
         "0x%x, where another file is to go."),
      subject, note->given, chip, note->offset);
  default:
    return NULL;
  }
}

static char *
dup_list_note (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_WRONG_CHIP:
    /* TRANSLATORS: name of a file, two names of chips */
    return g_strdup_printf (_ ("%s is for %s, but is listed for %s."), subject,
                               glow_chip_get_name (note->chip), note->given);
  case GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN:
    /* TRANSLATORS: what a list of files calls the chip */
    return g_strdup_printf (_ ("Glowplug doesn't know the chip “%s”."), note->given);
  case GLOW_FIRMWARE_NOTE_FILE_MISSING:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is listed but not there. Add the folder or archive that holds all files."),
      subject);
  case GLOW_FIRMWARE_NOTE_FILE_UNREADABLE:
    /* TRANSLATORS: name of a file, the reason in English */
    return g_strdup_printf (_ ("%s can't be used: %s."), subject, note->given);
  case GLOW_FIRMWARE_NOTE_PATH_OUTSIDE:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is outside of the folder, so it is not read."),
                               subject);
  case GLOW_FIRMWARE_NOTE_LINK:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is a link out of the folder, so it is not read."),
                               subject);
  case GLOW_FIRMWARE_NOTE_ENCRYPTED:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is to be encrypted while it is written, which Glowplug does not do."), subject);
  case GLOW_FIRMWARE_NOTE_NO_FILES:
    /* TRANSLATORS: what a list of files calls a part */
    return g_strdup_printf (_ ("No file is named for “%s”."), subject);
  case GLOW_FIRMWARE_NOTE_OPTION_IGNORED:
    /* TRANSLATORS: an option, and its value if there is one */
    return g_strdup_printf (_ ("“%s %s” is ignored."), subject,
                               note->given ? note->given : "");
  default:
    return NULL;
  }
}

static char *
dup_block_note (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_APP_RELATIVE:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is an application for a board that has TinyUF2 on it. It goes to the first "
         "application slot."),
      subject);
  case GLOW_FIRMWARE_NOTE_BLOCKS_MISSING:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("A part of %s is missing. Download it again."), subject);
  case GLOW_FIRMWARE_NOTE_NO_END:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("The end of %s is missing. Download it again."), subject);
  case GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES:
    /* TRANSLATORS: name of a file, an address */
    return g_strdup_printf (_ ("%s has addresses of memory (0x%x), not of flash. It was made from an ELF "
         "file; use the .bin files of the build."),
      subject, note->offset);
  case GLOW_FIRMWARE_NOTE_APP_ONLY:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is an application alone: an update for a board that has its bootloader "
         "already."),
      subject);
  default:
    return NULL;
  }
}

static char *
dup_left_out_note (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_NOT_FIRMWARE:
    return note->given
      /* TRANSLATORS: name of a file, such as "HTML" or "zip" */
      ? g_strdup_printf (_ ("%s is not firmware but %s."), subject, note->given)
      /* TRANSLATORS: name of a file */
      : g_strdup_printf (_ ("%s is not firmware."), subject);
  case GLOW_FIRMWARE_NOTE_LIST_ALONE:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s lists files, but none of them is there."), subject);
  case GLOW_FIRMWARE_NOTE_SAME_PACKED:
    /* TRANSLATORS: two names of files */
    return g_strdup_printf (_ ("%s is the same as %s, packed."), subject, note->given);
  case GLOW_FIRMWARE_NOTE_SAME_MERGED:
    /* TRANSLATORS: two names of files */
    return g_strdup_printf (_ ("%s is the same as %s and what belongs to it, in one file."), subject, note->given);
  case GLOW_FIRMWARE_NOTE_NOT_NAMED:
    /* TRANSLATORS: two names of files */
    return g_strdup_printf (_ ("%s is not listed in %s."), subject, note->given);
  case GLOW_FIRMWARE_NOTE_AMBIGUOUS:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("Nothing tells to which application %s belongs."),
                               subject);
  case GLOW_FIRMWARE_NOTE_ARCHIVE_INSIDE:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is another archive. Unpack it and add what you need."),
                               subject);
  case GLOW_FIRMWARE_NOTE_TOO_BIG:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s is larger than any flash."), subject);
  case GLOW_FIRMWARE_NOTE_LOCKED:
    /* TRANSLATORS: name of a file */
    return g_strdup_printf (_ ("%s needs a password. Unpack it first."), subject);
  default:
    return g_strdup (subject);
  }
}

/**
 * glow_set_text_dup_note:
 * @note: of a build, or about a file that was left out
 *
 * Any thread.
 *
 * Returns: (transfer full): a sentence
 */
char *
glow_set_text_dup_note (const GlowFirmwareNote *note)
{
  char *text = dup_offset_note (note);

  if (!text)
    text = dup_list_note (note);
  if (!text)
    text = dup_block_note (note);
  return text ? text : dup_left_out_note (note);
}
