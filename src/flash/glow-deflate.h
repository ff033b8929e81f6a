/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * zlib streams for the loaders (protocol.md 1.6, 6.2). Pure; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Follows a stream on its way out: how much flash each block of it turns into. */
typedef struct _GlowInflateMeter GlowInflateMeter;

/* How much of the host's time a smaller stream is worth. */
typedef enum {
  GLOW_DEFLATE_BEST,  /* the line is slow: every byte counts */
  GLOW_DEFLATE_GOOD,  /* 0.1 % larger in two thirds of the time */
  GLOW_DEFLATE_LIGHT, /* 1.4 % larger in a third: the line has time to spare */
} GlowDeflateEffort;

GBytes *glow_deflate (GBytes *content, GlowDeflateEffort effort);
GlowInflateMeter *glow_inflate_meter_new (void);
void glow_inflate_meter_free (GlowInflateMeter *self);
guint64 glow_inflate_meter_feed (GlowInflateMeter *self, const guint8 *data, gsize len);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowInflateMeter, glow_inflate_meter_free)

G_END_DECLS
