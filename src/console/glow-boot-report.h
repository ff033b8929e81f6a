/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whether a board started what is in its flash, as it was seen: the third thing that is
 * known after a run. Immutable; any thread. */

#pragma once

#include "glow-panic.h"

G_BEGIN_DECLS

/**
 * GlowBootVerdict:
 * @GLOW_BOOT_UNPROVEN: it was heard, but neither a start nor its failure was proven
 * @GLOW_BOOT_BOOTED: an application runs, by the rule of glow-boot-watch.h
 * @GLOW_BOOT_RESTARTS: it starts again and again
 * @GLOW_BOOT_STOPPED: ROM or bootloader say why they don't start an application, or the
 * application halted
 * @GLOW_BOOT_IN_LOADER: it waits in the ROM's bootloader for a download
 * @GLOW_BOOT_SILENT: not one byte came
 * @GLOW_BOOT_UNREADABLE: bytes came, but at no rate that was tried they were text
 *
 * Only one of them is a success.
 */
typedef enum {
  GLOW_BOOT_UNPROVEN,
  GLOW_BOOT_BOOTED,
  GLOW_BOOT_RESTARTS,
  GLOW_BOOT_STOPPED,
  GLOW_BOOT_IN_LOADER,
  GLOW_BOOT_SILENT,
  GLOW_BOOT_UNREADABLE,
} GlowBootVerdict;

/**
 * GlowBootCause:
 * @GLOW_BOOT_CAUSE_NONE: nothing was said
 * @GLOW_BOOT_CAUSE_PANIC: the application crashed
 * @GLOW_BOOT_CAUSE_BROWNOUT: the supply fell too low
 * @GLOW_BOOT_CAUSE_WATCHDOG: something took too long
 * @GLOW_BOOT_CAUSE_SOFTWARE: the application asked for it
 * @GLOW_BOOT_CAUSE_POWER: the chip lost its power, or its reset line was pulled
 * @GLOW_BOOT_CAUSE_INVALID_HEADER: no bootloader where the ROM looks for it
 * @GLOW_BOOT_CAUSE_FLASH_READ: the ROM could not read the flash
 * @GLOW_BOOT_CAUSE_CHECKSUM: the ROM read something else than what was written
 * @GLOW_BOOT_CAUSE_FLASH_MODE: the flash does not take the mode of the header
 * @GLOW_BOOT_CAUSE_PARTITION_TABLE: there is none, or it is damaged
 * @GLOW_BOOT_CAUSE_NO_APP: no partition holds an application
 * @GLOW_BOOT_CAUSE_APP_IMAGE: the application is damaged
 * @GLOW_BOOT_CAUSE_FLASH_SIZE: the header names more flash than there is, or the table
 * more than the header
 * @GLOW_BOOT_CAUSE_WRONG_CHIP: made for another chip or revision
 * @GLOW_BOOT_CAUSE_SECURE_BOOT: its signature is not the one this chip asks for
 * @GLOW_BOOT_CAUSE_PORT_GONE: its USB port went away and did not come back
 * @GLOW_BOOT_CAUSE_NO_RESET: nothing could reset it, and nobody did
 *
 * Why.
 */
typedef enum {
  GLOW_BOOT_CAUSE_NONE,
  GLOW_BOOT_CAUSE_PANIC,
  GLOW_BOOT_CAUSE_BROWNOUT,
  GLOW_BOOT_CAUSE_WATCHDOG,
  GLOW_BOOT_CAUSE_SOFTWARE,
  GLOW_BOOT_CAUSE_POWER,
  GLOW_BOOT_CAUSE_INVALID_HEADER,
  GLOW_BOOT_CAUSE_FLASH_READ,
  GLOW_BOOT_CAUSE_CHECKSUM,
  GLOW_BOOT_CAUSE_FLASH_MODE,
  GLOW_BOOT_CAUSE_PARTITION_TABLE,
  GLOW_BOOT_CAUSE_NO_APP,
  GLOW_BOOT_CAUSE_APP_IMAGE,
  GLOW_BOOT_CAUSE_FLASH_SIZE,
  GLOW_BOOT_CAUSE_WRONG_CHIP,
  GLOW_BOOT_CAUSE_SECURE_BOOT,
  GLOW_BOOT_CAUSE_PORT_GONE,
  GLOW_BOOT_CAUSE_NO_RESET,
} GlowBootCause;

/* The one thing that is worth trying. */
typedef enum {
  GLOW_BOOT_REPAIR_NONE,
  GLOW_BOOT_REPAIR_FLASH_MODE,      /* flash again with DIO in the header */
  GLOW_BOOT_REPAIR_FLASH_SIZE,      /* flash again with the chip's size in the header */
  GLOW_BOOT_REPAIR_BOOTLOADER,      /* add one to the files */
  GLOW_BOOT_REPAIR_PARTITION_TABLE, /* add one to the files */
  GLOW_BOOT_REPAIR_APPLICATION,     /* add one, or another one, to the files */
  GLOW_BOOT_REPAIR_POWER,           /* another supply, cable or port */
  GLOW_BOOT_REPAIR_PRESS_RESET,     /* with BOOT let go */
} GlowBootRepair;

/* Why it was not listened to any longer. */
typedef enum {
  GLOW_BOOT_END_DECIDED,
  GLOW_BOOT_END_TIME,
  GLOW_BOOT_END_SKIPPED,
} GlowBootEnd;

#define GLOW_TYPE_BOOT_VERDICT (glow_boot_verdict_get_type ())
#define GLOW_TYPE_BOOT_CAUSE   (glow_boot_cause_get_type ())
#define GLOW_TYPE_BOOT_REPAIR  (glow_boot_repair_get_type ())
#define GLOW_TYPE_BOOT_END     (glow_boot_end_get_type ())
GType glow_boot_verdict_get_type (void);
GType glow_boot_cause_get_type (void);
GType glow_boot_repair_get_type (void);
GType glow_boot_end_get_type (void);

/* What a report is made of; all copied. */
typedef struct {
  GlowBootVerdict verdict;
  GlowBootCause cause;
  GlowBootRepair repair;
  GlowBootEnd end;
  const char *app_name; /* (nullable): "Tasmota"; NULL: not one that is known */
  guint baud;           /* rate of the last line that could be read; 0: none */
  guint n_restarts;
  gint64 period_us;         /* between two starts; 0: not known */
  gint64 listened_us;       /* how long */
  GlowPanic *panic;         /* (nullable): the last one */
  const char *const *lines; /* NULL-terminated: what was seen, in order */
} GlowBootFindings;

typedef struct _GlowBootReport GlowBootReport;

#define GLOW_TYPE_BOOT_REPORT (glow_boot_report_get_type ())
GType glow_boot_report_get_type (void);

GlowBootReport *glow_boot_report_new (const GlowBootFindings *findings);
GlowBootReport *glow_boot_report_ref (GlowBootReport *self);
void glow_boot_report_unref (GlowBootReport *self);

GlowBootVerdict glow_boot_report_get_verdict (const GlowBootReport *self);
GlowBootCause glow_boot_report_get_cause (const GlowBootReport *self);
GlowBootRepair glow_boot_report_get_repair (const GlowBootReport *self);
GlowBootEnd glow_boot_report_get_end (const GlowBootReport *self);
const char *glow_boot_report_get_app_name (const GlowBootReport *self); /* (nullable) */
guint glow_boot_report_get_baud (const GlowBootReport *self);
guint glow_boot_report_get_n_restarts (const GlowBootReport *self);
gint64 glow_boot_report_get_period_us (const GlowBootReport *self);
gint64 glow_boot_report_get_listened_us (const GlowBootReport *self);
GlowPanic *glow_boot_report_get_panic (const GlowBootReport *self); /* (nullable) */
const char *const *glow_boot_report_get_lines (const GlowBootReport *self);
gboolean glow_boot_report_is_failure (const GlowBootReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBootReport, glow_boot_report_unref)

G_END_DECLS
