/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What one line of a starting board tells. Pure; any thread. */

#pragma once

#include "glow-boot-report.h"

G_BEGIN_DECLS

/**
 * GlowBootLineKind:
 * @GLOW_BOOT_LINE_UNKNOWN: nobody's that is known
 * @GLOW_BOOT_LINE_BANNER: the ROM's first: its name
 * @GLOW_BOOT_LINE_RESET: why and how the ROM starts; may also be the first
 * @GLOW_BOOT_LINE_ROM: another one of the ROM's
 * @GLOW_BOOT_LINE_DOWNLOAD: the ROM waits for a download
 * @GLOW_BOOT_LINE_HANDOVER: the ROM's last: it jumps to what it has loaded
 * @GLOW_BOOT_LINE_LOADER: the second bootloader
 * @GLOW_BOOT_LINE_LOADED: it has loaded an application
 * @GLOW_BOOT_LINE_APP: an application's own; with a cause: why it may crash
 * @GLOW_BOOT_LINE_COMPLAINT: ROM or bootloader can't start what is there; see the cause
 * @GLOW_BOOT_LINE_FAULT: an application is about to restart for this cause
 *
 * Whose line it is.
 */
typedef enum {
  GLOW_BOOT_LINE_UNKNOWN,
  GLOW_BOOT_LINE_BANNER,
  GLOW_BOOT_LINE_RESET,
  GLOW_BOOT_LINE_ROM,
  GLOW_BOOT_LINE_DOWNLOAD,
  GLOW_BOOT_LINE_HANDOVER,
  GLOW_BOOT_LINE_LOADER,
  GLOW_BOOT_LINE_LOADED,
  GLOW_BOOT_LINE_APP,
  GLOW_BOOT_LINE_COMPLAINT,
  GLOW_BOOT_LINE_FAULT,
} GlowBootLineKind;

/* What a reset was for, as the ROM says it. */
typedef enum {
  GLOW_BOOT_RESET_UNKNOWN,
  GLOW_BOOT_RESET_POWER, /* or the reset line */
  GLOW_BOOT_RESET_SOFTWARE,
  GLOW_BOOT_RESET_WATCHDOG,
  GLOW_BOOT_RESET_BROWNOUT,
  GLOW_BOOT_RESET_SLEEP, /* it woke up */
} GlowBootReset;

typedef struct {
  GlowBootLineKind kind;
  GlowBootCause cause;  /* of a complaint, a fault, or what may become one */
  GlowBootReset reset;  /* of a banner or a reset */
  gboolean download;    /* of a reset: it goes into the loader */
  gboolean safe_mode;   /* the flash is read as DIO or DOUT */
  const char *app_name; /* (nullable) static */
} GlowBootLine;

void glow_boot_line_read (const char *text, GlowBootLine *line);

G_END_DECLS
