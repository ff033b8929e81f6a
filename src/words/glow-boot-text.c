/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-boot-text.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
/* TRANSLATORS: short, they stand beside "Written" and "Verified" */
static const char *const marks[] = {
  [GLOW_BOOT_UNPROVEN] = N_ ("Unproven"),
  [GLOW_BOOT_BOOTED] = N_ ("Booted"),
  [GLOW_BOOT_RESTARTS] = N_ ("Restarts"),
  [GLOW_BOOT_STOPPED] = N_ ("Not booted"),
  [GLOW_BOOT_IN_LOADER] = N_ ("Not booted"),
  [GLOW_BOOT_SILENT] = N_ ("Silent"),
  [GLOW_BOOT_UNREADABLE] = N_ ("Unreadable"),
};

/* why it restarts or stops */
static const char *const causes[] = {
  [GLOW_BOOT_CAUSE_NONE] = N_ ("It does not say why."),
  [GLOW_BOOT_CAUSE_PANIC] = N_ ("The firmware crashes."),
  [GLOW_BOOT_CAUSE_BROWNOUT] = N_ ("Its supply voltage falls too low: most often a thin cable, a weak port or a part that draws too much."),
  [GLOW_BOOT_CAUSE_WATCHDOG] = N_ ("Its watchdog resets it, because something takes too long."),
  [GLOW_BOOT_CAUSE_SOFTWARE] = N_ ("The firmware restarts the chip itself and does not say why."),
  [GLOW_BOOT_CAUSE_POWER] = N_ ("The chip loses its power, or something pulls its reset line."),
  [GLOW_BOOT_CAUSE_INVALID_HEADER] = N_ ("The chip finds no bootloader at the place where it looks for one."),
  [GLOW_BOOT_CAUSE_FLASH_READ] = N_ ("The chip can't read its flash, most often because the flash mode does not fit how it is wired."),
  [GLOW_BOOT_CAUSE_CHECKSUM] = N_ ("The chip reads something else from its flash than what was written, most often because the flash mode does not fit."),
  [GLOW_BOOT_CAUSE_FLASH_MODE] = N_ ("The flash chip does not take the flash mode of the file."),
  [GLOW_BOOT_CAUSE_PARTITION_TABLE] = N_ ("The bootloader finds no usable partition table."),
  [GLOW_BOOT_CAUSE_NO_APP] = N_ ("The bootloader finds no application in any partition."),
  [GLOW_BOOT_CAUSE_APP_IMAGE] = N_ ("The bootloader finds the application damaged."),
  [GLOW_BOOT_CAUSE_FLASH_SIZE] = N_ ("The flash size in the file is not the one of this board's flash."),
  [GLOW_BOOT_CAUSE_WRONG_CHIP] = N_ ("The firmware was made for another chip, or for another revision of it."),
  [GLOW_BOOT_CAUSE_SECURE_BOOT] = N_ ("This chip starts signed firmware only, and the signature does not fit."),
  [GLOW_BOOT_CAUSE_PORT_GONE] = N_ ("Its USB port went away at the start and did not come back. Firmware that uses USB for something else does that, too."),
  [GLOW_BOOT_CAUSE_NO_RESET] = N_ ("Nothing here can reset this board, so it is still in its bootloader."),
};

static const char *const actions[] = {
  [GLOW_BOOT_REPAIR_NONE] = NULL,
  [GLOW_BOOT_REPAIR_FLASH_MODE] = N_ ("Flash again with flash mode DIO, which every board can read."),
  [GLOW_BOOT_REPAIR_FLASH_SIZE] = N_ ("Flash again with the size of this flash in the header."),
  [GLOW_BOOT_REPAIR_BOOTLOADER] = N_ ("Add the bootloader that belongs to the firmware, or flash its factory file."),
  [GLOW_BOOT_REPAIR_PARTITION_TABLE] = N_ ("Add the partition table that belongs to the firmware, or flash its factory file."),
  [GLOW_BOOT_REPAIR_APPLICATION] = N_ ("Flash the build of the firmware that is meant for this chip and board."),
  [GLOW_BOOT_REPAIR_POWER] = N_ ("Use a short cable and a strong port, unplug what hangs on the board, then press RESET."),
  [GLOW_BOOT_REPAIR_PRESS_RESET] = N_ ("Let go of BOOT and press RESET."),
};

static const char *const repairs[] = {
  [GLOW_BOOT_REPAIR_NONE] = NULL,
  [GLOW_BOOT_REPAIR_FLASH_MODE] = N_ ("Flash again with DIO"),
  [GLOW_BOOT_REPAIR_FLASH_SIZE] = N_ ("Flash again with the right size"),
  [GLOW_BOOT_REPAIR_BOOTLOADER] = N_ ("Add a bootloader …"),
  [GLOW_BOOT_REPAIR_PARTITION_TABLE] = N_ ("Add a partition table …"),
  [GLOW_BOOT_REPAIR_APPLICATION] = N_ ("Choose another file …"),
  [GLOW_BOOT_REPAIR_POWER] = NULL,
  [GLOW_BOOT_REPAIR_PRESS_RESET] = NULL,
};

static const char *const crashes[] = {
  [GLOW_PANIC_EXCEPTION] = N_ ("It reads, writes or runs something that is not there."),
  [GLOW_PANIC_ABORT] = N_ ("It gives up because a check of its own fails."),
  [GLOW_PANIC_STACK] = N_ ("A task of it needs more stack than it has."),
  [GLOW_PANIC_WATCHDOG] = N_ ("Something in it takes too long."),
  [GLOW_PANIC_MEMORY] = N_ ("It finds its memory damaged."),
};
/* clang-format on */

/**
 * glow_boot_text_get_mark:
 *
 * Any thread.
 *
 * Returns: (transfer none): the verdict in a word or two, translated
 */
const char *
glow_boot_text_get_mark (GlowBootVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (marks), "");

  return _ (marks[verdict]);
}

static char *
dup_booted (const GlowBootReport *report)
{
  const char *name = glow_boot_report_get_app_name (report);

  if (!name)
    return g_strdup (_ ("The firmware has started"));
  /* TRANSLATORS: name of a firmware, such as Tasmota */
  return g_strdup_printf (_ ("%s has started"), name);
}

static char *
dup_restarts (const GlowBootReport *report)
{
  gint64 period_us = glow_boot_report_get_period_us (report);

  if (period_us <= 0)
    return g_strdup (_ ("The board restarts again and again"));
  /* TRANSLATORS: a time in seconds, with one decimal */
  return g_strdup_printf (_ ("The board restarts every %.1f s"),
                             (double) period_us / G_USEC_PER_SEC);
}

static const char *
get_silent (const GlowBootReport *report)
{
  GlowBootCause cause = glow_boot_report_get_cause (report);

  if (cause == GLOW_BOOT_CAUSE_NO_RESET)
    return _ ("The board was not reset");
  if (cause == GLOW_BOOT_CAUSE_PORT_GONE)
    return _ ("The board's USB port went away");
  return _ ("The board says nothing");
}

/**
 * glow_boot_text_dup_title:
 * @report: what was seen
 *
 * Any thread.
 *
 * Returns: (transfer full): what happened, translated, without a full stop
 */
char *
glow_boot_text_dup_title (const GlowBootReport *report)
{
  switch (glow_boot_report_get_verdict (report)) {
  case GLOW_BOOT_BOOTED:
    return dup_booted (report);
  case GLOW_BOOT_RESTARTS:
    return dup_restarts (report);
  case GLOW_BOOT_STOPPED:
    return g_strdup (glow_boot_report_get_cause (report) == GLOW_BOOT_CAUSE_PANIC
                     ? _ ("The firmware has crashed")
                     : _ ("The board does not start its firmware"));
  case GLOW_BOOT_IN_LOADER:
    return g_strdup (_ ("The board waits in its bootloader"));
  case GLOW_BOOT_SILENT:
    return g_strdup (get_silent (report));
  case GLOW_BOOT_UNREADABLE:
    return g_strdup (_ ("What the board says can't be read"));
  case GLOW_BOOT_UNPROVEN:
  default:
    return g_strdup (_ ("Whether the firmware has started is not known"));
  }
}

/* why nothing is proven */
static const char *
get_doubt (const GlowBootReport *report)
{
  GlowBootVerdict verdict = glow_boot_report_get_verdict (report);

  if (glow_boot_report_get_end (report) == GLOW_BOOT_END_SKIPPED)
    return _ ("Watching was ended before it was proven.");
  if (verdict == GLOW_BOOT_SILENT)
    return _ ("Firmware that prints nothing looks like that, and so does a board that does not run.");
  if (verdict == GLOW_BOOT_UNREADABLE)
    return _ ("It talks at a rate that was not found, or its wire has a bad contact.");
  return _ ("It was heard, but nothing that proves it.");
}

static const char *
get_reason (const GlowBootReport *report)
{
  GlowBootCause cause = glow_boot_report_get_cause (report);

  switch (glow_boot_report_get_verdict (report)) {
  case GLOW_BOOT_BOOTED:
    return _ ("It talks, and it has not restarted since.");
  case GLOW_BOOT_IN_LOADER:
    return _ ("Its boot pin was low at the reset: BOOT is held, or something pulls it down.");
  case GLOW_BOOT_RESTARTS:
  case GLOW_BOOT_STOPPED:
    return _ (causes[cause]);
  case GLOW_BOOT_SILENT:
  case GLOW_BOOT_UNREADABLE:
  case GLOW_BOOT_UNPROVEN:
  default:
    return cause == GLOW_BOOT_CAUSE_NONE ? get_doubt (report) : _ (causes[cause]);
  }
}

/**
 * glow_boot_text_dup_panic:
 * @panic: a crash
 *
 * Any thread.
 *
 * Returns: (transfer full): what went wrong in a sentence, and the chip's own word for
 * it, translated
 */
char *
glow_boot_text_dup_panic (const GlowPanic *panic)
{
  /* TRANSLATORS: a sentence about a crash, and the firmware's own words for it, such as
   * LoadProhibited */
  return g_strdup_printf (_ ("%s It says “%s”."),
                             _ (crashes[glow_panic_get_kind (panic)]),
                                glow_panic_get_reason (panic));
}

/**
 * glow_boot_text_dup_reason:
 * @report: what was seen
 *
 * Any thread.
 *
 * Returns: (transfer full): why, in a sentence or two, translated
 */
char *
glow_boot_text_dup_reason (const GlowBootReport *report)
{
  GlowPanic *panic = glow_boot_report_get_panic (report);
  g_autofree char *crash = NULL;

  if (!panic || glow_boot_report_get_cause (report) != GLOW_BOOT_CAUSE_PANIC)
    return g_strdup (get_reason (report));
  crash = glow_boot_text_dup_panic (panic);
  /* TRANSLATORS: two sentences: that the firmware crashes, and how */
  return g_strdup_printf (_ ("%s %s"), get_reason (report), crash);
}

/**
 * glow_boot_text_get_action:
 * @report: what was seen
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the one thing to do, in a sentence, translated;
 * %NULL if there is none
 */
const char *
glow_boot_text_get_action (const GlowBootReport *report)
{
  const char *text = actions[glow_boot_report_get_repair (report)];

  if (text)
    return _ (text);
  if (glow_boot_report_get_cause (report) == GLOW_BOOT_CAUSE_PANIC)
    return _ ("Try another build or version, or begin with an erased flash: old settings can crash new firmware.");
  return NULL;
}

/**
 * glow_boot_text_get_repair:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): what a button that does it says, translated; %NULL
 * for what only a hand can do
 */
const char *
glow_boot_text_get_repair (GlowBootRepair repair)
{
  g_return_val_if_fail (repair < G_N_ELEMENTS (repairs), NULL);

  return repairs[repair] ? _ (repairs[repair]) : NULL;
}

/**
 * glow_boot_text_dup_details:
 * @report: what was seen
 *
 * Any thread.
 *
 * Returns: (transfer full): the board's own lines, and the crash with its addresses, in
 * English
 */
char *
glow_boot_text_dup_details (const GlowBootReport *report)
{
  GlowPanic *panic = glow_boot_report_get_panic (report);
  g_autofree char *lines =
    g_strjoinv ("\n", (char **) glow_boot_report_get_lines (report));
  g_autofree char *crash = panic ? glow_panic_dup_text (panic) : NULL;

  return g_strconcat (lines, crash ? "\n" : NULL, crash, NULL);
}
