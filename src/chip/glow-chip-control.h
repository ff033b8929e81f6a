/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What some chips need done by their registers: watchdogs off, flash powered, a reset by
 * the watchdog. Which chip needs what is in the table. Worker thread. */

#pragma once

#include "glow-chip-info.h"
#include "glow-loader.h"

G_BEGIN_DECLS

const char *glow_chip_get_stub_name (const GlowChipInfo *info);
gboolean
glow_chip_stop_watchdogs (const GlowChipInfo *info, GlowLoader *loader, GError **error);
gboolean
glow_chip_power_flash (const GlowChipInfo *info, GlowLoader *loader, GError **error);
gboolean glow_chip_can_watchdog_reset (const GlowChipInfo *info);
gboolean
glow_chip_watchdog_reset (const GlowChipInfo *info, GlowLoader *loader, GError **error);
gboolean glow_chip_clear_force_download (const GlowChipInfo *info,
                                         GlowLoader *loader,
                                         GError **error);

G_END_DECLS
