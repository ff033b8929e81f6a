/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Finds the crashes in what a board prints. Pure; one thread at a time. */

#pragma once

#include "glow-panic.h"

G_BEGIN_DECLS

typedef struct _GlowPanicStream GlowPanicStream;

/**
 * GlowPanicFunc:
 * @panic: (transfer none): one that has been read to its end
 * @user_data: of the caller
 */
typedef void (*GlowPanicFunc) (GlowPanic *panic, gpointer user_data);

GlowPanicStream *glow_panic_stream_new (GlowPanicFunc func, gpointer user_data);
void glow_panic_stream_free (GlowPanicStream *self);
void glow_panic_stream_feed (GlowPanicStream *self, const guint8 *data, gsize len);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPanicStream, glow_panic_stream_free)

G_END_DECLS
