/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a deflate stream is cut into blocks. A stub takes the next block in while it
 * works on the one before, so what decides is that a long erase is met by a long block.
 * Pure; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const guint8 *data; /* borrowed: the zlib stream */
  gsize size;         /* bytes of it */
  gsize content_size; /* bytes it inflates to */
  guint32 offset;     /* bytes from the start of flash where they go */
  guint32 block_size; /* bytes a block may have, a multiple of 16 */
  guint baud;         /* bits per second; 0: the line takes no time */
  gint64
    turnaround_us;   /* from the end of an answer to the first byte of the next block */
  gboolean overlaps; /* a stub: it answers before it writes */
} GlowFlashCutInput;

typedef struct {
  gsize len;          /* bytes of the block */
  guint64 flash_size; /* bytes of flash it completes */
} GlowFlashBlock;

GArray *glow_flash_cut (const GlowFlashCutInput *input);

G_END_DECLS
