/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Reads flash, but not over the line what the chip's own digest says is blank. Worker
 * thread. */

#pragma once

#include "glow-flash-session.h"

G_BEGIN_DECLS

GBytes *
glow_flash_read (GlowFlashSession *session, guint32 offset, guint32 size, GError **error);

G_END_DECLS
