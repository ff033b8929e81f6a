/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Firmware of the Arduino core for the ESP8266: its loader "eboot" in the first sector,
 * an application in the second. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

#define GLOW_EBOOT_APP_OFFSET 0x1000 /* bytes; eboot fills the first sector */

gboolean glow_eboot_is_app (const GlowImageHeader *eboot, const GlowImageHeader *app);
gboolean
glow_eboot_explains_checksum (const GlowImageHeader *app, const guint8 *data, gsize size);

G_END_DECLS
