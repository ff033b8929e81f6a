/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a watched start means: the verdict, why, and the one thing that is worth trying.
 */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-boot-watch-private.h"

/* µs */
#define STOP_US       2000000 /* after a complaint: nothing better came */
#define LOADER_US     500000  /* after "waiting for download" */
#define LONGER_US     1000000 /* than the last life */
#define TALK_US       1500000 /* so recent a line means that it goes on */

#define MANY_FAULTS   2
#define MANY_RESTARTS 3

/* how long it has to live to be believed */
static gint64
needed_life (GlowBootWatch *self)
{
  gboolean talks = self->stage == GLOW_BOOT_STAGE_APP && self->talk_us > self->stage_us &&
                   self->now_us - self->talk_us <= TALK_US;
  gint64 needed_us = talks ? GLOW_BOOT_SETTLE_US : GLOW_BOOT_QUIET_US;

  return self->n_restarts > 0 ? MAX (needed_us, self->period_us + LONGER_US) : needed_us;
}

static gboolean
is_proven (GlowBootWatch *self)
{
  if (self->slept)
    return TRUE;
  return (self->stage == GLOW_BOOT_STAGE_APP || self->stage == GLOW_BOOT_STAGE_LOADED) &&
         self->fault == GLOW_BOOT_CAUSE_NONE &&
         self->now_us - self->stage_us >= needed_life (self);
}

/* again and again the same, or nothing better for a while */
static gboolean
is_stopped (GlowBootWatch *self)
{
  if (self->complaint != GLOW_BOOT_CAUSE_NONE &&
      self->now_us - self->complaint_us >= STOP_US)
    return TRUE;
  return self->last_complaint != GLOW_BOOT_CAUSE_NONE &&
         self->complaint == self->last_complaint;
}

static gboolean
is_in_loader (GlowBootWatch *self)
{
  return self->stage == GLOW_BOOT_STAGE_DOWNLOAD &&
         self->now_us - self->stage_us >= LOADER_US;
}

/* Returns: whether there is a verdict before the time is over. */
static gboolean
decide (GlowBootWatch *self, GlowBootVerdict *verdict)
{
  if (is_proven (self))
    *verdict = GLOW_BOOT_BOOTED;
  else if (is_in_loader (self))
    *verdict = GLOW_BOOT_IN_LOADER;
  else if (is_stopped (self))
    *verdict = GLOW_BOOT_STOPPED;
  else if (self->n_faults >= MANY_FAULTS || self->n_restarts >= MANY_RESTARTS)
    *verdict = GLOW_BOOT_RESTARTS;
  else
    return FALSE;
  return TRUE;
}

/* what there is at the end of the time */
static GlowBootVerdict
conclude (GlowBootWatch *self)
{
  GlowBootVerdict verdict;

  if (decide (self, &verdict))
    return verdict;
  if (self->stage == GLOW_BOOT_STAGE_DOWNLOAD)
    return GLOW_BOOT_IN_LOADER;
  if (self->complaint != GLOW_BOOT_CAUSE_NONE ||
      (self->last_complaint != GLOW_BOOT_CAUSE_NONE &&
       self->stage < GLOW_BOOT_STAGE_LOADED))
    return GLOW_BOOT_STOPPED;
  if (self->n_faults > 0 || self->n_restarts >= MANY_FAULTS)
    return GLOW_BOOT_RESTARTS;
  if (self->stage == GLOW_BOOT_STAGE_CRASHED)
    return GLOW_BOOT_STOPPED;
  if (self->n_bytes <= GLOW_BOOT_FEW_BYTES)
    return GLOW_BOOT_SILENT;
  return self->n_lines > 0 ? GLOW_BOOT_UNPROVEN : GLOW_BOOT_UNREADABLE;
}

static GlowBootCause
find_cause (GlowBootWatch *self, GlowBootVerdict verdict)
{
  switch (verdict) {
  case GLOW_BOOT_RESTARTS:
    return self->last_cause;
  case GLOW_BOOT_STOPPED:
    if (self->complaint != GLOW_BOOT_CAUSE_NONE)
      return self->complaint;
    return self->last_complaint != GLOW_BOOT_CAUSE_NONE ? self->last_complaint
                                                        : self->fault;
  case GLOW_BOOT_SILENT:
    if (self->port_gone)
      return GLOW_BOOT_CAUSE_PORT_GONE;
    return self->setup.was_reset ? GLOW_BOOT_CAUSE_NONE : GLOW_BOOT_CAUSE_NO_RESET;
  case GLOW_BOOT_UNPROVEN:
    return self->port_gone ? GLOW_BOOT_CAUSE_PORT_GONE : GLOW_BOOT_CAUSE_NONE;
  case GLOW_BOOT_BOOTED:
  case GLOW_BOOT_IN_LOADER:
  case GLOW_BOOT_UNREADABLE:
  default:
    return GLOW_BOOT_CAUSE_NONE;
  }
}

static GlowBootRepair
repair_mode (GlowBootWatch *self)
{
  return self->safe_mode ? GLOW_BOOT_REPAIR_APPLICATION : GLOW_BOOT_REPAIR_FLASH_MODE;
}

/* what the ROM can't read although it is there is read in the wrong mode */
static GlowBootRepair
repair_header (GlowBootWatch *self)
{
  return self->setup.good_bootloader && !self->safe_mode ? GLOW_BOOT_REPAIR_FLASH_MODE
                                                         : GLOW_BOOT_REPAIR_BOOTLOADER;
}

/* A watchdog that bites within the ROM waits for a flash that does not answer. */
static GlowBootRepair
repair_watchdog (GlowBootWatch *self)
{
  return self->last_stage <= GLOW_BOOT_STAGE_ROM && !self->safe_mode
           ? GLOW_BOOT_REPAIR_FLASH_MODE
           : GLOW_BOOT_REPAIR_NONE;
}

static GlowBootRepair
repair_cause (GlowBootWatch *self, GlowBootCause cause)
{
  switch (cause) {
  case GLOW_BOOT_CAUSE_BROWNOUT:
  case GLOW_BOOT_CAUSE_POWER:
    return GLOW_BOOT_REPAIR_POWER;
  case GLOW_BOOT_CAUSE_WATCHDOG:
    return repair_watchdog (self);
  case GLOW_BOOT_CAUSE_INVALID_HEADER:
    return repair_header (self);
  case GLOW_BOOT_CAUSE_FLASH_READ:
  case GLOW_BOOT_CAUSE_CHECKSUM:
  case GLOW_BOOT_CAUSE_FLASH_MODE:
    return repair_mode (self);
  case GLOW_BOOT_CAUSE_PARTITION_TABLE:
    return GLOW_BOOT_REPAIR_PARTITION_TABLE;
  case GLOW_BOOT_CAUSE_NO_APP:
  case GLOW_BOOT_CAUSE_APP_IMAGE:
  case GLOW_BOOT_CAUSE_WRONG_CHIP:
  case GLOW_BOOT_CAUSE_SECURE_BOOT:
    return GLOW_BOOT_REPAIR_APPLICATION;
  case GLOW_BOOT_CAUSE_FLASH_SIZE:
    return GLOW_BOOT_REPAIR_FLASH_SIZE;
  case GLOW_BOOT_CAUSE_NO_RESET:
    return GLOW_BOOT_REPAIR_PRESS_RESET;
  case GLOW_BOOT_CAUSE_NONE:
  case GLOW_BOOT_CAUSE_PANIC:
  case GLOW_BOOT_CAUSE_SOFTWARE:
  case GLOW_BOOT_CAUSE_PORT_GONE:
  default:
    return GLOW_BOOT_REPAIR_NONE;
  }
}

/**
 * glow_boot_watch_is_decided:
 *
 * Returns: %TRUE if nothing that may come would change the verdict
 */
gboolean
glow_boot_watch_is_decided (GlowBootWatch *self)
{
  GlowBootVerdict verdict;

  return decide (self, &verdict);
}

/**
 * glow_boot_watch_create_report:
 * @end: why it is not watched any longer
 *
 * Returns: (transfer full): what is known now
 */
GlowBootReport *
glow_boot_watch_create_report (GlowBootWatch *self, GlowBootEnd end)
{
  GlowBootFindings findings = { .verdict = conclude (self), .end = end };

  _glow_boot_watch_keep_panic (self);
  findings.cause = find_cause (self, findings.verdict);
  findings.repair = findings.verdict == GLOW_BOOT_IN_LOADER
                      ? GLOW_BOOT_REPAIR_PRESS_RESET
                      : repair_cause (self, findings.cause);
  findings.app_name = self->app_name;
  findings.baud = self->baud;
  findings.n_restarts = self->n_restarts;
  findings.period_us = self->period_us;
  findings.listened_us = self->now_us - self->begin_us;
  findings.panic = self->panic;
  findings.lines = glow_boot_notes_get_lines (self->notes);
  return glow_boot_report_new (&findings);
}
