/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Brings the flash from what it holds to what it should hold: looks first what is there
 * already, then writes and erases the rest. Worker thread. */

#pragma once

#include "glow-flash-check.h"

G_BEGIN_DECLS

typedef struct _GlowFlashUpdate GlowFlashUpdate;

GlowFlashUpdate *glow_flash_update_new (GlowFlashSession *session, GPtrArray *parts);
gboolean glow_flash_update_look (GlowFlashUpdate *self, gboolean erased, GError **error);
gboolean glow_flash_update_write (GlowFlashUpdate *self, GError **error);
gboolean glow_flash_update_is_proven (GlowFlashUpdate *self);
void glow_flash_update_free (GlowFlashUpdate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowFlashUpdate, glow_flash_update_free)

G_END_DECLS
