/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What tells the builds of a set apart. For one thread. */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

void glow_set_label_tell_apart (GlowFirmwareSet *set, const char *name);

G_END_DECLS
