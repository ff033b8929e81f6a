/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Compresses the next content while the one before is on the wire. A helper thread of the
 * worker's own: it sees immutable bytes only, and hands immutable bytes back. */

#pragma once

#include "glow-deflate.h"

G_BEGIN_DECLS

typedef struct _GlowDeflateAhead GlowDeflateAhead;

GlowDeflateAhead *glow_deflate_ahead_new (GPtrArray *contents, GlowDeflateEffort effort);
GBytes *glow_deflate_ahead_next (GlowDeflateAhead *self);
void glow_deflate_ahead_free (GlowDeflateAhead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowDeflateAhead, glow_deflate_ahead_free)

G_END_DECLS
