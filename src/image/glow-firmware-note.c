/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What can be said of a build, in the engine's words. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-error.h"
#include "glow-firmware-build-private.h"

GlowFirmwareNote *
glow_firmware_note_new (GlowFirmwareNoteLevel level,
                        GlowFirmwareNoteCode code,
                        const char *subject,
                        const char *given,
                        guint32 offset,
                        const GlowChip *chip)
{
  GlowFirmwareNote *note = g_new0 (GlowFirmwareNote, 1);

  note->level = level;
  note->code = code;
  /* names come from foreign files: they end up in labels and on a bus that wants UTF-8 */
  note->subject = g_utf8_make_valid (subject, -1);
  note->given = given ? g_utf8_make_valid (given, -1) : NULL;
  note->offset = offset;
  note->chip = chip;
  return note;
}

GlowFirmwareNote *
glow_firmware_note_copy (const GlowFirmwareNote *note)
{
  return glow_firmware_note_new (note->level, note->code, note->subject, note->given,
                                 note->offset, note->chip);
}

void
glow_firmware_note_free (GlowFirmwareNote *note)
{
  g_free (note->subject);
  g_free (note->given);
  g_free (note);
}

static char *
dup_offset_message (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_OFFSET_READ_AS:
    return g_strdup_printf ("%s: offset %s read as %u (0x%x)", subject, note->given,
                            note->offset, note->offset);
  case GLOW_FIRMWARE_NOTE_OFFSET_MISSING:
    return g_strdup_printf ("%s: no offset is given", subject);
  case GLOW_FIRMWARE_NOTE_OFFSET_BAD:
    return g_strdup_printf ("%s: %s is no offset", subject, note->given);
  case GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX:
    return g_strdup_printf ("%s: offset %s is no multiple of 0x1000; 0x%x may be meant",
                            subject, note->given, note->offset);
  case GLOW_FIRMWARE_NOTE_BOOTLOADER_MOVED:
    return g_strdup_printf (
      "%s: %s is where no %s looks for its bootloader; moved to 0x%x", subject,
      note->given, glow_chip_get_name (note->chip), note->offset);
  case GLOW_FIRMWARE_NOTE_BOOTLOADER_PLACE:
    return g_strdup_printf ("%s: the bootloader is at %s, an %s wants it at 0x%x, where "
                            "another file lies",
                            subject, note->given, glow_chip_get_name (note->chip),
                            note->offset);
  default:
    return NULL;
  }
}

static char *
dup_file_message (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_FILE_MISSING:
    return g_strdup_printf ("%s is named but not there", subject);
  case GLOW_FIRMWARE_NOTE_FILE_UNREADABLE:
    return g_strdup_printf ("%s: %s", subject, note->given);
  case GLOW_FIRMWARE_NOTE_PATH_OUTSIDE:
    return g_strdup_printf ("%s lies outside of its folder", subject);
  case GLOW_FIRMWARE_NOTE_ENCRYPTED:
    return g_strdup_printf ("%s is to be encrypted while it is written", subject);
  case GLOW_FIRMWARE_NOTE_NOT_FIRMWARE:
    return note->given ? g_strdup_printf ("%s is %s, not firmware", subject, note->given)
                       : g_strdup_printf ("%s is no firmware", subject);
  case GLOW_FIRMWARE_NOTE_NO_FILES:
    return g_strdup_printf ("%s names no files", subject);
  case GLOW_FIRMWARE_NOTE_ARCHIVE_INSIDE:
    return g_strdup_printf ("%s is an archive inside of another", subject);
  case GLOW_FIRMWARE_NOTE_TOO_BIG:
    return g_strdup_printf ("%s is larger than any flash", subject);
  case GLOW_FIRMWARE_NOTE_LOCKED:
    return g_strdup_printf ("%s needs a password", subject);
  case GLOW_FIRMWARE_NOTE_LINK:
    return g_strdup_printf ("%s is a link", subject);
  default:
    return NULL;
  }
}

static char *
dup_other_message (const GlowFirmwareNote *note)
{
  const char *subject = note->subject;

  switch ((guint) note->code) {
  case GLOW_FIRMWARE_NOTE_WRONG_CHIP:
    return g_strdup_printf ("%s is for %s, but listed for %s", subject,
                            glow_chip_get_name (note->chip), note->given);
  case GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN:
    return g_strdup_printf ("%s: no chip %s is known", subject, note->given);
  case GLOW_FIRMWARE_NOTE_OPTION_IGNORED:
    return g_strdup_printf ("%s asks for %s, which is ignored", subject, note->given);
  case GLOW_FIRMWARE_NOTE_APP_RELATIVE:
    return g_strdup_printf ("%s counts from the start of the first application slot",
                            subject);
  case GLOW_FIRMWARE_NOTE_BLOCKS_MISSING:
    return g_strdup_printf ("%s lacks %s", subject, note->given);
  case GLOW_FIRMWARE_NOTE_NO_END:
    return g_strdup_printf ("%s has no end record", subject);
  case GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES:
    return g_strdup_printf ("%s has addresses of memory such as 0x%x, not of flash",
                            subject, note->offset);
  case GLOW_FIRMWARE_NOTE_APP_ONLY:
    return g_strdup_printf ("%s is an application alone, for an update", subject);
  case GLOW_FIRMWARE_NOTE_LIST_ALONE:
    return g_strdup_printf ("%s lists files, none of which is there", subject);
  case GLOW_FIRMWARE_NOTE_SAME_PACKED:
    return g_strdup_printf ("%s is %s, packed", subject, note->given);
  case GLOW_FIRMWARE_NOTE_SAME_MERGED:
    return g_strdup_printf ("%s is %s and what belongs to it, in one file", subject,
                            note->given);
  case GLOW_FIRMWARE_NOTE_NOT_NAMED:
    return g_strdup_printf ("%s is not named by %s", subject, note->given);
  case GLOW_FIRMWARE_NOTE_AMBIGUOUS:
    return g_strdup_printf ("nothing says to which application %s belongs", subject);
  default:
    return g_strdup (subject);
  }
}

/**
 * glow_firmware_note_dup_message:
 * @note: what is to be said
 *
 * The engine's words, for details and logs. Any thread.
 *
 * Returns: (transfer full): lower case, without a full stop
 */
char *
glow_firmware_note_dup_message (const GlowFirmwareNote *note)
{
  char *message = dup_offset_message (note);

  if (!message)
    message = dup_file_message (note);
  return message ? message : dup_other_message (note);
}

static GlowError
error_code (GlowFirmwareNoteCode code)
{
  switch ((guint) code) {
  case GLOW_FIRMWARE_NOTE_OFFSET_MISSING:
  case GLOW_FIRMWARE_NOTE_OFFSET_BAD:
    return GLOW_ERROR_ARGUMENT;
  case GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX:
    return GLOW_ERROR_ALIGNMENT;
  case GLOW_FIRMWARE_NOTE_WRONG_CHIP:
    return GLOW_ERROR_WRONG_CHIP;
  case GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN:
    return GLOW_ERROR_UNKNOWN_CHIP;
  case GLOW_FIRMWARE_NOTE_BOOTLOADER_PLACE:
    return GLOW_ERROR_OVERLAP;
  case GLOW_FIRMWARE_NOTE_ENCRYPTED:
    return GLOW_ERROR_UNSUPPORTED;
  case GLOW_FIRMWARE_NOTE_NOT_FIRMWARE:
  case GLOW_FIRMWARE_NOTE_BLOCKS_MISSING:
  case GLOW_FIRMWARE_NOTE_NO_END:
  case GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES:
    return GLOW_ERROR_IMAGE;
  default:
    return GLOW_ERROR_FILE;
  }
}

GError *
glow_firmware_note_to_error (const GlowFirmwareNote *note)
{
  g_autofree char *message = glow_firmware_note_dup_message (note);

  return g_error_new_literal (GLOW_ERROR, (gint) error_code (note->code), message);
}
