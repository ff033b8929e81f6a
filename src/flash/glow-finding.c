/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-finding.h"

#include "glow-format.h"

#define HEX G_GINT64_MODIFIER "x"

/* What each code is, whatever it was found in. */
typedef struct {
  GlowFindingSeverity severity;
  GlowOverride override;
  GlowError error;
} FindingTraits;

#define WARNING                                                                          \
  {                                                                                      \
    GLOW_FINDING_WARNING, GLOW_OVERRIDE_NONE, GLOW_ERROR_IMAGE                           \
  }
#define REFUSAL(over, error)                                                             \
  {                                                                                      \
    GLOW_FINDING_REFUSAL, GLOW_OVERRIDE_##over, GLOW_ERROR_##error                       \
  }

/* clang-format off: one line each */
static const FindingTraits traits[GLOW_N_FINDINGS] = {
  [GLOW_FINDING_CONTAINER] = REFUSAL (NONE, IMAGE),
  [GLOW_FINDING_DAMAGED] = REFUSAL (DAMAGED, IMAGE),
  [GLOW_FINDING_MIXED_CHIPS] = REFUSAL (NONE, IMAGE),
  [GLOW_FINDING_UNKNOWN_CHIP] = REFUSAL (CHIP, IMAGE),
  [GLOW_FINDING_WRONG_CHIP] = REFUSAL (CHIP, WRONG_CHIP),
  [GLOW_FINDING_CHIPS_DIFFER] = REFUSAL (CHIP, WRONG_CHIP),
  [GLOW_FINDING_NOTHING_FITS] = REFUSAL (NONE, WRONG_CHIP),
  [GLOW_FINDING_REVISION] = REFUSAL (REVISION, IMAGE),
  [GLOW_FINDING_NO_OFFSET] = REFUSAL (NONE, ARGUMENT),
  [GLOW_FINDING_UNALIGNED] = REFUSAL (NONE, ALIGNMENT),
  [GLOW_FINDING_OVERLAP] = REFUSAL (NONE, OVERLAP),
  [GLOW_FINDING_BEYOND_FLASH] = REFUSAL (NONE, TOO_BIG),
  [GLOW_FINDING_HEADER_SIZE] = REFUSAL (FLASH_SIZE, TOO_BIG),
  [GLOW_FINDING_TABLE_BEYOND_FLASH] = REFUSAL (FLASH_SIZE, TOO_BIG),
  [GLOW_FINDING_TABLE_BEYOND_HEADER] = WARNING,
  [GLOW_FINDING_BOOTLOADER_PLACE] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_OVER_BOOTLOADER] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_OVER_TABLE] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_TABLE_PLACE] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_TABLE_UNUSUAL] = WARNING,
  [GLOW_FINDING_APP_PLACE] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_APP_TOO_BIG] = REFUSAL (PLACE, TOO_BIG),
  [GLOW_FINDING_PARTITION_OVERRUN] = REFUSAL (PLACE, TOO_BIG),
  [GLOW_FINDING_NOT_AN_APP] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_DATA_PLACE] = REFUSAL (PLACE, PLACE),
  [GLOW_FINDING_OUTSIDE] = WARNING,
  [GLOW_FINDING_PARTS_MISSING] = REFUSAL (PARTS, INCOMPLETE),
  [GLOW_FINDING_UPDATE_ONLY] = WARNING,
  [GLOW_FINDING_NOT_BOOTED] = WARNING,
  [GLOW_FINDING_ENCRYPTION] = REFUSAL (NONE, UNSUPPORTED),
  [GLOW_FINDING_ENCRYPTED] = REFUSAL (ENCRYPTED, UNSUPPORTED),
  [GLOW_FINDING_SECURE_BOOT] = REFUSAL (NONE, UNSUPPORTED),
  [GLOW_FINDING_UNSIGNED] = REFUSAL (SIGNATURE, IMAGE),
  [GLOW_FINDING_CONTENT] = WARNING,
};
/* clang-format on */

G_DEFINE_ENUM_TYPE (
  GlowFindingCode,
  glow_finding_code,
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_CONTAINER, "container"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_DAMAGED, "damaged"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_MIXED_CHIPS, "mixed-chips"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_UNKNOWN_CHIP, "unknown-chip"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_WRONG_CHIP, "wrong-chip"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_CHIPS_DIFFER, "chips-differ"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_NOTHING_FITS, "nothing-fits"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_REVISION, "revision"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_NO_OFFSET, "no-offset"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_UNALIGNED, "unaligned"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_OVERLAP, "overlap"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_BEYOND_FLASH, "beyond-flash"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_HEADER_SIZE, "header-size"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_TABLE_BEYOND_FLASH, "table-beyond-flash"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_TABLE_BEYOND_HEADER, "table-beyond-header"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_BOOTLOADER_PLACE, "bootloader-place"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_OVER_BOOTLOADER, "over-bootloader"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_OVER_TABLE, "over-table"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_TABLE_PLACE, "table-place"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_TABLE_UNUSUAL, "table-unusual"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_APP_PLACE, "app-place"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_APP_TOO_BIG, "app-too-big"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_PARTITION_OVERRUN, "partition-overrun"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_NOT_AN_APP, "not-an-app"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_DATA_PLACE, "data-place"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_OUTSIDE, "outside"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_PARTS_MISSING, "parts-missing"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_UPDATE_ONLY, "update-only"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_NOT_BOOTED, "not-booted"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_ENCRYPTION, "encryption"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_ENCRYPTED, "encrypted"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_SECURE_BOOT, "secure-boot"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_UNSIGNED, "unsigned"),
  G_DEFINE_ENUM_VALUE (GLOW_FINDING_CONTENT, "content"))

/**
 * glow_finding_make:
 * @code: what was found
 * @row: in which row of the plan; -1: in the plan as a whole
 *
 * Any thread.
 *
 * Returns: the finding with what follows from its code
 */
GlowFinding
glow_finding_make (GlowFindingCode code, gint row)
{
  return (GlowFinding){ .severity = traits[code].severity,
                        .code = code,
                        .row = row,
                        .other_row = -1,
                        .override = traits[code].override };
}

/**
 * glow_finding_refuses:
 *
 * Any thread.
 *
 * Returns: whether the plan can't be run because of it
 */
gboolean
glow_finding_refuses (const GlowFinding *finding)
{
  return finding->severity == GLOW_FINDING_REFUSAL && !finding->overridden;
}

GlowError
glow_finding_get_error_code (const GlowFinding *finding)
{
  return traits[finding->code].error;
}

static char *
dup_chip_message (const GlowFinding *f, const char *name, const char *other_name)
{
  const char *chip = f->chip ? glow_chip_get_name (f->chip) : "an unknown chip";
  const char *other = f->other_chip ? glow_chip_get_name (f->other_chip) : "another chip";

  switch ((gint) f->code) {
  case GLOW_FINDING_UNKNOWN_CHIP:
    return g_strdup_printf ("%s is for a chip with an unknown id", name);
  case GLOW_FINDING_MIXED_CHIPS:
    return g_strdup_printf ("%s has images for different chips", name);
  case GLOW_FINDING_WRONG_CHIP:
    return g_strdup_printf ("%s is for the %s; this board is an %s", name, chip, other);
  case GLOW_FINDING_CHIPS_DIFFER:
    return g_strdup_printf ("%s is for the %s, %s for the %s", other_name, other, name,
                            chip);
  case GLOW_FINDING_NOTHING_FITS:
    return g_strdup_printf ("none of the files is for the %s", other);
  case GLOW_FINDING_REVISION:
  default:
    return g_strdup_printf ("%s needs chip revision %u.%u to %u.%u; this chip is %u.%u",
                            name, f->min_revision / 100u, f->min_revision % 100u,
                            f->max_revision / 100u, f->max_revision % 100u,
                            f->revision / 100u, f->revision % 100u);
  }
}

static char *
dup_size_message (const GlowFinding *f, const char *name, const char *other_name)
{
  g_autofree char *limit = glow_format_size (f->limit);
  g_autofree char *wanted = glow_format_size (f->wanted);

  switch ((gint) f->code) {
  case GLOW_FINDING_BEYOND_FLASH:
    return g_strdup_printf ("%s at 0x%x ends at 0x%" HEX "; the flash has %s", name,
                            f->offset, f->end, limit);
  case GLOW_FINDING_HEADER_SIZE:
    return g_strdup_printf ("%s is made for a flash of %s; this one has %s", name, wanted,
                            limit);
  case GLOW_FINDING_TABLE_BEYOND_FLASH:
    return g_strdup_printf ("partition \"%s\" in the table of %s ends at 0x%" HEX
                            "; the flash has %s",
                            f->label, name, f->end, limit);
  case GLOW_FINDING_TABLE_BEYOND_HEADER:
    return g_strdup_printf ("partition \"%s\" in the table of %s ends at 0x%" HEX
                            "; the bootloader is told of %s of flash",
                            f->label, name, f->end, limit);
  case GLOW_FINDING_OVERLAP:
    return g_strdup_printf ("%s at 0x%x to 0x%" HEX " and %s share sectors", name,
                            f->offset, f->end, other_name);
  case GLOW_FINDING_APP_TOO_BIG:
  case GLOW_FINDING_PARTITION_OVERRUN:
  default:
    return g_strdup_printf ("%s at 0x%x ends at 0x%" HEX
                            "; partition \"%s\" ends at 0x%" HEX,
                            name, f->offset, f->end, f->label, f->limit);
  }
}

static char *
dup_wanted (const GlowFinding *f)
{
  return f->has_wanted ? g_strdup_printf ("; it belongs at 0x%" HEX, f->wanted)
                       : g_strdup ("");
}

static char *
dup_place_message (const GlowFinding *f, const char *name, const char *other_name)
{
  g_autofree char *wanted = dup_wanted (f);

  switch ((gint) f->code) {
  case GLOW_FINDING_NO_OFFSET:
    return g_strdup_printf ("nothing tells where in flash %s belongs", name);
  case GLOW_FINDING_UNALIGNED:
    return g_strdup_printf (
      "%s at 0x%x: an offset must be a multiple of 0x1000, the size of a sector", name,
      f->offset);
  case GLOW_FINDING_BOOTLOADER_PLACE:
    return g_strdup_printf ("%s puts a bootloader at 0x%x%s", name, f->offset, wanted);
  case GLOW_FINDING_OVER_BOOTLOADER:
    return g_strdup_printf ("%s at 0x%x lies where the chip looks for its bootloader%s",
                            name, f->offset, wanted);
  case GLOW_FINDING_OVER_TABLE:
    return g_strdup_printf ("%s at 0x%x to 0x%" HEX
                            " covers the partition table at 0x%" HEX,
                            name, f->offset, f->end, f->limit);
  case GLOW_FINDING_TABLE_PLACE:
    return g_strdup_printf ("%s puts a partition table at 0x%x, inside partition \"%s\"",
                            name, f->offset, f->label);
  case GLOW_FINDING_TABLE_UNUSUAL:
    return g_strdup_printf (
      "%s puts a partition table at 0x%x, where few bootloaders look for it", name,
      f->offset);
  case GLOW_FINDING_APP_PLACE:
    return g_strdup_printf ("%s puts an application at 0x%x, where there is no place "
                            "for one%s",
                            name, f->offset, wanted);
  case GLOW_FINDING_NOT_AN_APP:
    return g_strdup_printf (
      "%s at 0x%x is no application, and partition \"%s\" is for one", name, f->offset,
      f->label);
  case GLOW_FINDING_OUTSIDE:
    return g_strdup_printf ("%s at 0x%x is in no partition", name, f->offset);
  case GLOW_FINDING_NOT_BOOTED:
    return g_strdup_printf ("%s goes to 0x%x, but the board boots from \"%s\"", name,
                            f->offset, f->label);
  case GLOW_FINDING_DATA_PLACE:
  default:
    return g_strdup_printf ("%s at 0x%x is not in a partition of its kind%s", name,
                            f->offset, wanted);
  }
}

static char *
dup_missing_message (const GlowFinding *f, const char *name)
{
  if (f->missing & GLOW_MISSING_BOOT_CODE)
    return g_strdup_printf ("%s alone does not start: nothing to boot at 0x0", name);
  return g_strdup_printf ("%s alone does not start: the board would have no %s%s%s", name,
                          f->missing & GLOW_MISSING_BOOTLOADER ? "bootloader" : "",
                          f->missing == (GLOW_MISSING_BOOTLOADER | GLOW_MISSING_TABLE)
                            ? " and no "
                            : "",
                          f->missing & GLOW_MISSING_TABLE ? "partition table" : "");
}

static char *
dup_content_message (const GlowFinding *f, const char *name)
{
  switch ((gint) f->code) {
  case GLOW_FINDING_CONTAINER:
    return g_strdup_printf ("%s can't be written to flash as it is", name);
  case GLOW_FINDING_DAMAGED:
    return g_strdup_printf ("%s is damaged: %s", name,
                            f->problem & GLOW_IMAGE_PROBLEM_TRUNCATED
                              ? "its end is missing"
                              : (f->problem & GLOW_IMAGE_PROBLEM_CHECKSUM
                                   ? "its checksum is wrong"
                                   : "its digest is wrong"));
  case GLOW_FINDING_PARTS_MISSING:
    return dup_missing_message (f, name);
  case GLOW_FINDING_UPDATE_ONLY:
    return g_strdup_printf (
      "%s is made to update a board that already runs this firmware", name);
  case GLOW_FINDING_ENCRYPTION:
    return g_strdup_printf (
      "flash encryption is on: the board could not read %s as it is", name);
  case GLOW_FINDING_ENCRYPTED:
    return g_strdup_printf (
      "flash encryption is on: the board can read %s only if it was encrypted for it",
      name);
  case GLOW_FINDING_SECURE_BOOT:
    return g_strdup_printf ("secure boot is on: writing %s below 0x%" HEX
                            " could end this board for good",
                            name, f->limit);
  case GLOW_FINDING_UNSIGNED:
    return g_strdup_printf ("secure boot is on and %s has no signature that fits", name);
  case GLOW_FINDING_CONTENT:
  default:
    return g_strdup_printf ("%s: something about its content is unusual (0x%x)", name,
                            (guint) f->problem);
  }
}

/**
 * glow_finding_dup_message:
 * @finding: the finding
 * @name: what to call the file of its row
 * @other_name: what to call the file of its other row
 *
 * For logs and errors, in English; glow_finding_text_dup_sentence() is for people. Any
 * thread.
 *
 * Returns: (transfer full): one line with the numbers
 */
char *
glow_finding_dup_message (const GlowFinding *finding,
                          const char *name,
                          const char *other_name)
{
  switch (finding->code) {
  case GLOW_FINDING_MIXED_CHIPS:
  case GLOW_FINDING_UNKNOWN_CHIP:
  case GLOW_FINDING_WRONG_CHIP:
  case GLOW_FINDING_CHIPS_DIFFER:
  case GLOW_FINDING_NOTHING_FITS:
  case GLOW_FINDING_REVISION:
    return dup_chip_message (finding, name, other_name);
  case GLOW_FINDING_OVERLAP:
  case GLOW_FINDING_BEYOND_FLASH:
  case GLOW_FINDING_HEADER_SIZE:
  case GLOW_FINDING_TABLE_BEYOND_FLASH:
  case GLOW_FINDING_TABLE_BEYOND_HEADER:
  case GLOW_FINDING_APP_TOO_BIG:
  case GLOW_FINDING_PARTITION_OVERRUN:
    return dup_size_message (finding, name, other_name);
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
    return dup_place_message (finding, name, other_name);
  case GLOW_FINDING_CONTAINER:
  case GLOW_FINDING_DAMAGED:
  case GLOW_FINDING_PARTS_MISSING:
  case GLOW_FINDING_UPDATE_ONLY:
  case GLOW_FINDING_ENCRYPTION:
  case GLOW_FINDING_ENCRYPTED:
  case GLOW_FINDING_SECURE_BOOT:
  case GLOW_FINDING_UNSIGNED:
  case GLOW_FINDING_CONTENT:
  case GLOW_N_FINDINGS:
  default:
    return dup_content_message (finding, name);
  }
}
