/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One thing a plan's check found: what, how grave, in which row, and by which act of the
 * user it may pass all the same. */

#pragma once

#include "glow-error.h"
#include "glow-image.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_FINDING_WARNING,
  GLOW_FINDING_REFUSAL,
} GlowFindingSeverity;

/**
 * GlowOverride:
 * @GLOW_OVERRIDE_CHIP: the chip family; counts only with the chip's name typed
 * @GLOW_OVERRIDE_DAMAGED: cut off, or with a checksum or hash that does not fit
 * @GLOW_OVERRIDE_REVISION: made for another revision of the chip
 * @GLOW_OVERRIDE_FLASH_SIZE: header or table speak of more flash than there is
 * @GLOW_OVERRIDE_PLACE: the wrong place in flash for this kind of file
 * @GLOW_OVERRIDE_PARTS: without the parts it needs to start
 * @GLOW_OVERRIDE_SIGNATURE: not signed as secure boot wants it
 * @GLOW_OVERRIDE_ENCRYPTED: encrypted for this very board
 *
 * Named acts of the user, of one row each. A refusal that names none can't be overridden.
 */
typedef enum {
  GLOW_OVERRIDE_NONE = 0,
  GLOW_OVERRIDE_CHIP = 1 << 0,
  GLOW_OVERRIDE_DAMAGED = 1 << 1,
  GLOW_OVERRIDE_REVISION = 1 << 2,
  GLOW_OVERRIDE_FLASH_SIZE = 1 << 3,
  GLOW_OVERRIDE_PLACE = 1 << 4,
  GLOW_OVERRIDE_PARTS = 1 << 5,
  GLOW_OVERRIDE_SIGNATURE = 1 << 6,
  GLOW_OVERRIDE_ENCRYPTED = 1 << 7,
} GlowOverride;

/**
 * GlowFindingCode:
 * @GLOW_FINDING_CONTAINER: refusal: packed, or no firmware at all
 * @GLOW_FINDING_DAMAGED: refusal
 * @GLOW_FINDING_MIXED_CHIPS: refusal: one file, two chips
 * @GLOW_FINDING_UNKNOWN_CHIP: refusal: an id that nobody here knows
 * @GLOW_FINDING_WRONG_CHIP: refusal: @chip is what it is for, @other_chip the board's
 * @GLOW_FINDING_CHIPS_DIFFER: refusal: @other_row is for @other_chip
 * @GLOW_FINDING_NOTHING_FITS: refusal: every file is for other chips than @other_chip
 * @GLOW_FINDING_REVISION: refusal: @min_revision to @max_revision against @revision
 * @GLOW_FINDING_NO_OFFSET: refusal: nothing tells where it belongs; see
 * glow_flash_map_get_offset_source()
 * @GLOW_FINDING_UNALIGNED: refusal: not on a sector
 * @GLOW_FINDING_OVERLAP: refusal: shares sectors with @other_row
 * @GLOW_FINDING_BEYOND_FLASH: refusal: ends beyond @limit
 * @GLOW_FINDING_HEADER_SIZE: refusal: the header is made for @wanted bytes of flash,
 * there are @limit
 * @GLOW_FINDING_TABLE_BEYOND_FLASH: refusal: partition @label ends at @end, the flash at
 * @limit
 * @GLOW_FINDING_TABLE_BEYOND_HEADER: warning: the same against the bootloader's header
 * @GLOW_FINDING_BOOTLOADER_PLACE: refusal: a bootloader at @offset where the chip looks
 * at
 * @wanted
 * @GLOW_FINDING_OVER_BOOTLOADER: refusal: something else where the chip looks for its
 * bootloader
 * @GLOW_FINDING_OVER_TABLE: refusal: it covers the partition table at @wanted
 * @GLOW_FINDING_TABLE_PLACE: refusal: the table lies inside its own partition @label
 * @GLOW_FINDING_TABLE_UNUSUAL: warning: a table that is not at 0x8000, and nothing in the
 * plan that looks for it there
 * @GLOW_FINDING_APP_PLACE: refusal: an application at no place for one; @wanted is one
 * @GLOW_FINDING_APP_TOO_BIG: refusal: it ends at @end, its partition @label at @limit
 * @GLOW_FINDING_PARTITION_OVERRUN: refusal: the same, for other files
 * @GLOW_FINDING_NOT_AN_APP: refusal: application partition @label gets something else
 * @GLOW_FINDING_DATA_PLACE: refusal: it belongs into a partition of its own kind, @wanted
 * @GLOW_FINDING_OUTSIDE: warning: in no partition of the table
 * @GLOW_FINDING_PARTS_MISSING: refusal: an application without what starts it: @missing
 * @GLOW_FINDING_UPDATE_ONLY: warning: a file for updates of a board that runs already
 * @GLOW_FINDING_NOT_BOOTED: warning: the board boots from @label, not from where it goes
 * @GLOW_FINDING_ENCRYPTION: refusal: flash encryption is on and this is not encrypted
 * @GLOW_FINDING_ENCRYPTED: refusal: the same, and this may be encrypted for it
 * @GLOW_FINDING_SECURE_BOOT: refusal: secure boot is on and this lies below @limit
 * @GLOW_FINDING_UNSIGNED: refusal: secure boot is on and it has no signature that fits
 * @GLOW_FINDING_CONTENT: warning: @problem of the file by itself
 */
typedef enum {
  GLOW_FINDING_CONTAINER,
  GLOW_FINDING_DAMAGED,
  GLOW_FINDING_MIXED_CHIPS,
  GLOW_FINDING_UNKNOWN_CHIP,
  GLOW_FINDING_WRONG_CHIP,
  GLOW_FINDING_CHIPS_DIFFER,
  GLOW_FINDING_NOTHING_FITS,
  GLOW_FINDING_REVISION,
  GLOW_FINDING_NO_OFFSET,
  GLOW_FINDING_UNALIGNED,
  GLOW_FINDING_OVERLAP,
  GLOW_FINDING_BEYOND_FLASH,
  GLOW_FINDING_HEADER_SIZE,
  GLOW_FINDING_TABLE_BEYOND_FLASH,
  GLOW_FINDING_TABLE_BEYOND_HEADER,
  GLOW_FINDING_BOOTLOADER_PLACE,
  GLOW_FINDING_OVER_BOOTLOADER,
  GLOW_FINDING_OVER_TABLE,
  GLOW_FINDING_TABLE_PLACE,
  GLOW_FINDING_TABLE_UNUSUAL,
  GLOW_FINDING_APP_PLACE,
  GLOW_FINDING_APP_TOO_BIG,
  GLOW_FINDING_PARTITION_OVERRUN,
  GLOW_FINDING_NOT_AN_APP,
  GLOW_FINDING_DATA_PLACE,
  GLOW_FINDING_OUTSIDE,
  GLOW_FINDING_PARTS_MISSING,
  GLOW_FINDING_UPDATE_ONLY,
  GLOW_FINDING_NOT_BOOTED,
  GLOW_FINDING_ENCRYPTION,
  GLOW_FINDING_ENCRYPTED,
  GLOW_FINDING_SECURE_BOOT,
  GLOW_FINDING_UNSIGNED,
  GLOW_FINDING_CONTENT,
  GLOW_N_FINDINGS,
} GlowFindingCode;

#define GLOW_TYPE_FINDING_CODE (glow_finding_code_get_type ())
GType glow_finding_code_get_type (void);

/* Parts a board needs beside an application. */
typedef enum {
  GLOW_MISSING_BOOTLOADER = 1 << 0,
  GLOW_MISSING_TABLE = 1 << 1,
  GLOW_MISSING_BOOT_CODE = 1 << 2, /* ESP8266: what lies at 0x0 */
} GlowMissing;

/* Which fields count depends on the code. */
typedef struct {
  GlowFindingSeverity severity;
  GlowFindingCode code;
  gint row;              /* of the plan; -1: of the plan as a whole */
  gint other_row;        /* -1: none */
  GlowOverride override; /* the act by which it may pass; NONE: there is none */
  gboolean overridden;   /* the row has that act: it does not refuse any more */
  guint32 offset;        /* bytes from the start of flash */
  guint64 end;           /* bytes from the start of flash, exclusive */
  gboolean has_wanted;
  guint64 wanted;       /* where it belongs, or what it was made for; bytes */
  guint64 limit;        /* bytes */
  const GlowChip *chip; /* (nullable) */
  const GlowChip *other_chip;
  guint16 revision; /* major * 100 + minor, as the next two */
  guint16 min_revision;
  guint16 max_revision;
  GlowMissing missing;
  GlowImageProblem problem;
  char label[17]; /* of a partition, or "" */
} GlowFinding;

GlowFinding glow_finding_make (GlowFindingCode code, gint row);
gboolean glow_finding_refuses (const GlowFinding *finding);
GlowError glow_finding_get_error_code (const GlowFinding *finding);
char *glow_finding_dup_message (const GlowFinding *finding,
                                const char *name,
                                const char *other_name);

G_END_DECLS
