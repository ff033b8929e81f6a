/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The last phase of a run: whether the board starts what was written. Worker thread. */

#pragma once

#include "glow-flash-session.h"

G_BEGIN_DECLS

void glow_flash_boot_note_parts (GlowFlashSession *session, GPtrArray *parts);
gboolean glow_flash_boot_is_wanted (GlowFlashSession *session);
void glow_flash_boot_prepare (GlowFlashSession *session);
void glow_flash_boot_watch (GlowFlashSession *session);

G_END_DECLS
