/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * SLIP framing (protocol.md 1.1): pure, no I/O. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest frame any loader sends: 0x1000 of READ_FLASH plus room; longer ones are line
 * noise. */
#define GLOW_SLIP_MAX_FRAME 0x4110 /* bytes, decoded */

typedef struct {
  GByteArray *frame; /* owned: the frame being collected, or the finished one */
  gboolean escape;   /* the last byte was 0xdb */
  gboolean broken;   /* a bad escape or too long: skip to the next delimiter */
  gboolean inside;   /* a delimiter has been seen */
  gboolean finished; /* @frame was handed out and is dropped by the next call */
} GlowSlipDecoder;

void glow_slip_decoder_init (GlowSlipDecoder *self);
void glow_slip_decoder_clear (GlowSlipDecoder *self);
void glow_slip_decoder_reset (GlowSlipDecoder *self);
gsize glow_slip_decoder_feed (GlowSlipDecoder *self,
                              const guint8 *data,
                              gsize len,
                              GByteArray *stray,
                              gboolean *complete);
void glow_slip_encode (GByteArray *out, const guint8 *data, gsize len);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowSlipDecoder, glow_slip_decoder_clear)

G_END_DECLS
