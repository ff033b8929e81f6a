/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A USB bus that exists only in a umockdev testbed. The process that makes it, and the
 * program under test, run with LD_PRELOAD=devguard.so:libumockdev-preload.so.0; a program
 * other than this process also needs the bus's directory in UMOCKDEV_DIR, and must end
 * before the bus does.
 *
 * One bus in the life of a process, because removing a testbed takes UMOCKDEV_DIR away.
 * One program that watches a bus: two whose udev monitors have the same descriptor number
 * steal each other's events. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GlowFakeBus GlowFakeBus;

GlowFakeBus *glow_fake_bus_new (void);
void glow_fake_bus_free (GlowFakeBus *self);
const char *glow_fake_bus_get_dir (GlowFakeBus *self);

/* A port that is not USB, such as the four ttyS that every PC has. No tty is behind it.
 */
void glow_fake_bus_add_legacy_port (GlowFakeBus *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowFakeBus, glow_fake_bus_free)

G_END_DECLS
