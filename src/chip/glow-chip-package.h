/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a chip's table entry says about reading it: revision, addresses, package, what is
 * in the package, security, USB port. Worker thread. */

#pragma once

#include "glow-chip-efuse.h"
#include "glow-chip-info.h"

G_BEGIN_DECLS

gboolean glow_chip_read_package (GlowChipInfo *info, GlowLoader *loader, GError **error);
gboolean glow_chip_read_usb (GlowChipInfo *info, GlowLoader *loader, GError **error);

G_END_DECLS
