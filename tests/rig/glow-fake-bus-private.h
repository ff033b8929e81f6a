/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-fake-bus.h"

#include <umockdev.h>

G_BEGIN_DECLS

UMockdevTestbed *glow_fake_bus_get_testbed (GlowFakeBus *self);
guint glow_fake_bus_take_device_number (GlowFakeBus *self);
void glow_fake_bus_ensure_tty_class (GlowFakeBus *self);
void glow_fake_bus_add_file (GlowFakeBus *self, const char *path);
void glow_fake_bus_remove_file (GlowFakeBus *self, const char *path);

G_END_DECLS
