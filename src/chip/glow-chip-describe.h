/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The chips whose eFuses follow no common layout: the ESP8266 and the ESP32. Worker
 * thread. */

#pragma once

#include "glow-chip-info.h"
#include "glow-loader.h"

G_BEGIN_DECLS

gboolean
glow_chip_describe_esp8266 (GlowChipInfo *info, GlowLoader *loader, GError **error);
gboolean
glow_chip_describe_esp32 (GlowChipInfo *info, GlowLoader *loader, GError **error);

G_END_DECLS
