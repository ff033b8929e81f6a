/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Moving data: writing parts, proving them by MD5, erasing. Worker thread. */

#pragma once

#include "glow-flash-check.h"
#include "glow-flash-cost.h"

G_BEGIN_DECLS

gboolean glow_flash_can_deflate (GlowFlashSession *session);
gboolean glow_flash_can_md5 (GlowFlashSession *session);
gboolean glow_flash_measure_roundtrip (GlowFlashSession *session,
                                       guint32 offset,
                                       gint64 *roundtrip_us,
                                       GError **error);
gboolean glow_flash_ask_md5 (GlowFlashSession *session,
                             GlowFlashCost *cost,
                             guint32 offset,
                             guint32 size,
                             guint8 *digest,
                             GError **error);
gboolean glow_flash_write_part (GlowFlashSession *session,
                                const GlowFlashPart *part,
                                guint64 already_written,
                                GError **error);
gboolean
glow_flash_write_parts (GlowFlashSession *session, GPtrArray *parts, GError **error);
gboolean
glow_flash_verify_parts (GlowFlashSession *session, GPtrArray *parts, GError **error);
gboolean glow_flash_erase (GlowFlashSession *session,
                           guint32 offset,
                           guint32 size,
                           GError **error);
gboolean glow_flash_verify_erased (GlowFlashSession *session,
                                   guint32 offset,
                                   guint32 size,
                                   GError **error);

G_END_DECLS
