/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Watches a board start: fed bytes and the time, it tells what is proven. Pure: no clock,
 * no port. Any thread, but one at a time.
 *
 * "Booted" is proven by an application's own line, after which it neither restarted nor
 * crashed: for %GLOW_BOOT_SETTLE_US if it goes on talking, else for %GLOW_BOOT_QUIET_US,
 * which is longer than a watchdog takes to end a hang (the ESP8266's 8 s, the second
 * bootloader's 9 s). Or by a bootloader that said which application it has loaded, and
 * %GLOW_BOOT_QUIET_US without a restart. Or by a chip that woke from a sleep only an
 * application can send it into. If it has restarted before, it has to live a second
 * longer than the time before last. An application's own line is one of a firmware that
 * is known, one of ESP-IDF's log that is not the bootloader's, or readable text after the
 * ROM jumped to what it had loaded (or where the ROM was never heard). Silence is no
 * proof, and neither is a ROM that has loaded a bootloader. */

#pragma once

#include "glow-boot-report.h"

G_BEGIN_DECLS

/* µs; brown-outs at the start of Wi-Fi come earlier */
#define GLOW_BOOT_SETTLE_US 4000000
/* µs */
#define GLOW_BOOT_QUIET_US 9500000

typedef struct {
  guint rom_baud;           /* of the ROM's own lines; 0: 115200 */
  gboolean has_baud;        /* the port has a rate that can be set */
  gboolean was_reset;       /* FALSE: it can only be heard once somebody presses RESET */
  gboolean safe_mode;       /* what was written asks for DIO or DOUT already */
  gboolean good_bootloader; /* a bootloader was written where it belongs, and verified */
} GlowBootSetup;

typedef struct _GlowBootWatch GlowBootWatch;

GlowBootWatch *glow_boot_watch_new (const GlowBootSetup *setup, gint64 now_us);
void glow_boot_watch_free (GlowBootWatch *self);
void
glow_boot_watch_feed (GlowBootWatch *self, const guint8 *data, gsize len, gint64 now_us);
void glow_boot_watch_advance (GlowBootWatch *self, gint64 now_us);
void glow_boot_watch_note_port_gone (GlowBootWatch *self);
gboolean glow_boot_watch_is_decided (GlowBootWatch *self);
guint glow_boot_watch_get_baud (GlowBootWatch *self);
GlowBootReport *glow_boot_watch_create_report (GlowBootWatch *self, GlowBootEnd end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBootWatch, glow_boot_watch_free)

G_END_DECLS
