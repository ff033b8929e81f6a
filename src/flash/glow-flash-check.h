/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The plan against the board that answered: everything that can be refused is refused
 * here, before anything is erased; and each file as it will lie in flash. Worker thread.
 */

#pragma once

#include "glow-flash-session.h"

G_BEGIN_DECLS

/* A file ready to be written. */
typedef struct {
  const char *name; /* borrowed from the image */
  guint32 offset;   /* bytes from the start of flash, on a sector */
  GBytes *content;  /* owned: header patched, padded to 4 bytes with 0xff */
  GBytes *deflated; /* (nullable) owned: zlib stream of @content, to be sent instead */
} GlowFlashPart;

gboolean glow_flash_check_board (GlowFlashSession *session, GError **error);
gboolean glow_flash_check_range (GlowFlashSession *session,
                                 guint32 offset,
                                 guint32 size,
                                 GError **error);
GPtrArray *glow_flash_check_prepare (GlowFlashSession *session, GError **error);

G_END_DECLS
