/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One way to flash one chip: which files go where. Several of them make a
 * GlowFirmwareSet. Immutable: safe on any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FIRMWARE_BUILD (glow_firmware_build_get_type ())
G_DECLARE_FINAL_TYPE (GlowFirmwareBuild,
                      glow_firmware_build,
                      GLOW,
                      FIRMWARE_BUILD,
                      GObject)

/* One file of a build. Without an offset its content says where it belongs. */
typedef struct {
  GlowImage *image; /* owned */
  char *name;       /* owned: as the list, the archive or the folder calls it */
  gboolean has_offset;
  guint32 offset; /* bytes from the start of flash; only with has_offset */
} GlowFirmwarePart;

/* What the makers ask for. */
typedef struct {
  gint mode;            /* 0 qio, 1 qout, 2 dio, 3 dout; -1: as in the file */
  guint freq_mhz;       /* 0: as in the file */
  guint32 size;         /* bytes; 0: as in the file */
  gboolean size_detect; /* the flash chip's true size */
  gboolean erase_first; /* a new installation wants an empty flash */
} GlowFirmwareOptions;

typedef enum {
  GLOW_FIRMWARE_NOTE_INFO,
  GLOW_FIRMWARE_NOTE_WARNING,
  GLOW_FIRMWARE_NOTE_PROBLEM, /* the build can't be flashed as it is */
} GlowFirmwareNoteLevel;

/**
 * GlowFirmwareNoteCode:
 * @GLOW_FIRMWARE_NOTE_OFFSET_READ_AS: @given was meant as @offset (32.768 as 32768)
 * @GLOW_FIRMWARE_NOTE_OFFSET_MISSING: no offset at all
 * @GLOW_FIRMWARE_NOTE_OFFSET_BAD: @given is no offset
 * @GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX: @given is aligned only if read as @offset, in hex
 * @GLOW_FIRMWARE_NOTE_BOOTLOADER_MOVED: the bootloader was at @given and is now at
 * @offset
 * @GLOW_FIRMWARE_NOTE_BOOTLOADER_PLACE: the bootloader is at @given, @chip wants @offset,
 * and there lies something else
 * @GLOW_FIRMWARE_NOTE_WRONG_CHIP: the list says @given, the file is for @chip
 * @GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN: nobody knows the chip @given
 * @GLOW_FIRMWARE_NOTE_FILE_MISSING: the list names a file that is not there
 * @GLOW_FIRMWARE_NOTE_FILE_UNREADABLE: it is there, and @given says why it can't be used
 * @GLOW_FIRMWARE_NOTE_PATH_OUTSIDE: the list names a file outside of its folder
 * @GLOW_FIRMWARE_NOTE_ENCRYPTED: the file is to be encrypted by the chip
 * @GLOW_FIRMWARE_NOTE_NOT_FIRMWARE: the file is @given (a web page, an archive)
 * @GLOW_FIRMWARE_NOTE_NO_FILES: the list names no files
 * @GLOW_FIRMWARE_NOTE_OPTION_IGNORED: @given is something Glowplug does not do
 * @GLOW_FIRMWARE_NOTE_APP_RELATIVE: addresses count from the first application slot, as
 * TinyUF2 has them
 * @GLOW_FIRMWARE_NOTE_BLOCKS_MISSING: @given blocks of the file are missing
 * @GLOW_FIRMWARE_NOTE_NO_END: the file has no end record
 * @GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES: addresses of memory, not of flash
 * @GLOW_FIRMWARE_NOTE_APP_ONLY: an update, no first installation
 * @GLOW_FIRMWARE_NOTE_LIST_ALONE: a list, and none of its files is there
 * @GLOW_FIRMWARE_NOTE_SAME_PACKED: the same as @given, packed
 * @GLOW_FIRMWARE_NOTE_SAME_MERGED: the same as @given and its companions, in one file
 * @GLOW_FIRMWARE_NOTE_NOT_NAMED: the list @given does not name it
 * @GLOW_FIRMWARE_NOTE_AMBIGUOUS: belongs to no single application of its folder
 * @GLOW_FIRMWARE_NOTE_ARCHIVE_INSIDE: an archive inside an archive
 * @GLOW_FIRMWARE_NOTE_TOO_BIG: larger than any flash
 * @GLOW_FIRMWARE_NOTE_LOCKED: needs a password
 * @GLOW_FIRMWARE_NOTE_LINK: a link out of its folder, or in an archive
 *
 * What can be said of a build or of a file that was left out; words/glow-set-text.c has
 * the sentences.
 */
typedef enum {
  GLOW_FIRMWARE_NOTE_OFFSET_READ_AS,
  GLOW_FIRMWARE_NOTE_OFFSET_MISSING,
  GLOW_FIRMWARE_NOTE_OFFSET_BAD,
  GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX,
  GLOW_FIRMWARE_NOTE_BOOTLOADER_MOVED,
  GLOW_FIRMWARE_NOTE_BOOTLOADER_PLACE,
  GLOW_FIRMWARE_NOTE_WRONG_CHIP,
  GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN,
  GLOW_FIRMWARE_NOTE_FILE_MISSING,
  GLOW_FIRMWARE_NOTE_FILE_UNREADABLE,
  GLOW_FIRMWARE_NOTE_PATH_OUTSIDE,
  GLOW_FIRMWARE_NOTE_ENCRYPTED,
  GLOW_FIRMWARE_NOTE_NOT_FIRMWARE,
  GLOW_FIRMWARE_NOTE_NO_FILES,
  GLOW_FIRMWARE_NOTE_OPTION_IGNORED,
  GLOW_FIRMWARE_NOTE_APP_RELATIVE,
  GLOW_FIRMWARE_NOTE_BLOCKS_MISSING,
  GLOW_FIRMWARE_NOTE_NO_END,
  GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES,
  GLOW_FIRMWARE_NOTE_APP_ONLY,
  GLOW_FIRMWARE_NOTE_LIST_ALONE,
  GLOW_FIRMWARE_NOTE_SAME_PACKED,
  GLOW_FIRMWARE_NOTE_SAME_MERGED,
  GLOW_FIRMWARE_NOTE_NOT_NAMED,
  GLOW_FIRMWARE_NOTE_AMBIGUOUS,
  GLOW_FIRMWARE_NOTE_ARCHIVE_INSIDE,
  GLOW_FIRMWARE_NOTE_TOO_BIG,
  GLOW_FIRMWARE_NOTE_LOCKED,
  GLOW_FIRMWARE_NOTE_LINK,
  GLOW_FIRMWARE_NOTE_LAST,
} GlowFirmwareNoteCode;

typedef struct {
  GlowFirmwareNoteCode code;
  GlowFirmwareNoteLevel level;
  char *subject;        /* owned: the file or the list it is about */
  char *given;          /* owned (nullable): as it is written there */
  guint32 offset;       /* bytes, where the code says so */
  const GlowChip *chip; /* (nullable) */
} GlowFirmwareNote;

const GlowChip *glow_firmware_build_get_chip (GlowFirmwareBuild *self); /* NULL: any */
const char *glow_firmware_build_get_label (GlowFirmwareBuild *self);    /* never NULL */
guint glow_firmware_build_get_n_parts (GlowFirmwareBuild *self);
const GlowFirmwarePart *glow_firmware_build_get_part (GlowFirmwareBuild *self,
                                                      guint index);
const GlowFirmwareOptions *glow_firmware_build_get_options (GlowFirmwareBuild *self);
guint glow_firmware_build_get_n_notes (GlowFirmwareBuild *self);
const GlowFirmwareNote *glow_firmware_build_get_note (GlowFirmwareBuild *self,
                                                      guint index);
const GError *glow_firmware_build_get_problem (GlowFirmwareBuild *self); /* (nullable) */
gboolean glow_firmware_build_is_whole (GlowFirmwareBuild *self);

char *glow_firmware_note_dup_message (const GlowFirmwareNote *note);

G_END_DECLS
