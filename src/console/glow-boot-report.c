/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-boot-report.h"

struct _GlowBootReport {
  /* owned; never changed after construction */
  char *app_name;
  char **lines;
  GlowPanic *panic;
  GlowBootFindings findings; /* its pointers are not used */
};

G_DEFINE_BOXED_TYPE (GlowBootReport,
                     glow_boot_report,
                     glow_boot_report_ref,
                     glow_boot_report_unref)

G_DEFINE_ENUM_TYPE (GlowBootVerdict,
                    glow_boot_verdict,
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_UNPROVEN, "unproven"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_BOOTED, "booted"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_RESTARTS, "restarts"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_IN_LOADER, "in-bootloader"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_SILENT, "silent"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_UNREADABLE, "unreadable"))

G_DEFINE_ENUM_TYPE (
  GlowBootCause,
  glow_boot_cause,
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_NONE, "none"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_PANIC, "panic"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_BROWNOUT, "brownout"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_WATCHDOG, "watchdog"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_SOFTWARE, "software"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_POWER, "power"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_INVALID_HEADER, "invalid-header"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_FLASH_READ, "flash-read"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_CHECKSUM, "checksum"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_FLASH_MODE, "flash-mode"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_PARTITION_TABLE, "partition-table"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_NO_APP, "no-application"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_APP_IMAGE, "damaged-application"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_FLASH_SIZE, "flash-size"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_WRONG_CHIP, "wrong-chip"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_SECURE_BOOT, "secure-boot"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_PORT_GONE, "port-gone"),
  G_DEFINE_ENUM_VALUE (GLOW_BOOT_CAUSE_NO_RESET, "no-reset"))

G_DEFINE_ENUM_TYPE (GlowBootRepair,
                    glow_boot_repair,
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_FLASH_MODE, "flash-mode"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_FLASH_SIZE, "flash-size"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_BOOTLOADER, "bootloader"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_PARTITION_TABLE,
                                         "partition-table"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_APPLICATION, "application"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_POWER, "power"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_REPAIR_PRESS_RESET, "press-reset"))

G_DEFINE_ENUM_TYPE (GlowBootEnd,
                    glow_boot_end,
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_END_DECIDED, "decided"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_END_TIME, "time"),
                    G_DEFINE_ENUM_VALUE (GLOW_BOOT_END_SKIPPED, "skipped"))

/**
 * glow_boot_report_new:
 * @findings: copied
 *
 * Any thread.
 *
 * Returns: (transfer full): the report
 */
GlowBootReport *
glow_boot_report_new (const GlowBootFindings *findings)
{
  GlowBootReport *self = g_atomic_rc_box_new0 (GlowBootReport);

  self->findings = *findings;
  self->app_name = g_strdup (findings->app_name);
  self->lines =
    findings->lines ? g_strdupv ((char **) findings->lines) : g_new0 (char *, 1);
  self->panic = findings->panic ? glow_panic_ref (findings->panic) : NULL;
  return self;
}

/**
 * glow_boot_report_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowBootReport *
glow_boot_report_ref (GlowBootReport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GlowBootReport *self = data;

  g_free (self->app_name);
  g_strfreev (self->lines);
  g_clear_pointer (&self->panic, glow_panic_unref);
}

/**
 * glow_boot_report_unref:
 *
 * Any thread.
 */
void
glow_boot_report_unref (GlowBootReport *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

GlowBootVerdict
glow_boot_report_get_verdict (const GlowBootReport *self)
{
  return self->findings.verdict;
}

GlowBootCause
glow_boot_report_get_cause (const GlowBootReport *self)
{
  return self->findings.cause;
}

GlowBootRepair
glow_boot_report_get_repair (const GlowBootReport *self)
{
  return self->findings.repair;
}

GlowBootEnd
glow_boot_report_get_end (const GlowBootReport *self)
{
  return self->findings.end;
}

/**
 * glow_boot_report_get_app_name:
 *
 * Returns: (transfer none) (nullable): the firmware that was recognised by its own words
 */
const char *
glow_boot_report_get_app_name (const GlowBootReport *self)
{
  return self->app_name;
}

guint
glow_boot_report_get_baud (const GlowBootReport *self)
{
  return self->findings.baud;
}

guint
glow_boot_report_get_n_restarts (const GlowBootReport *self)
{
  return self->findings.n_restarts;
}

gint64
glow_boot_report_get_period_us (const GlowBootReport *self)
{
  return self->findings.period_us;
}

gint64
glow_boot_report_get_listened_us (const GlowBootReport *self)
{
  return self->findings.listened_us;
}

/**
 * glow_boot_report_get_panic:
 *
 * Returns: (transfer none) (nullable): the last crash that was heard
 */
GlowPanic *
glow_boot_report_get_panic (const GlowBootReport *self)
{
  return self->panic;
}

/**
 * glow_boot_report_get_lines:
 *
 * Lines that tell something, in valid UTF-8 and cut to a length; lines of an application
 * that look as if they held a key are left out.
 *
 * Returns: (transfer none): what was seen, %NULL-terminated
 */
const char *const *
glow_boot_report_get_lines (const GlowBootReport *self)
{
  return (const char *const *) self->lines;
}

/**
 * glow_boot_report_is_failure:
 *
 * Silence and what can't be read prove nothing, either way.
 *
 * Returns: %TRUE if the board provably does not start its application
 */
gboolean
glow_boot_report_is_failure (const GlowBootReport *self)
{
  GlowBootVerdict verdict = self->findings.verdict;

  return verdict == GLOW_BOOT_RESTARTS || verdict == GLOW_BOOT_STOPPED ||
         verdict == GLOW_BOOT_IN_LOADER;
}
