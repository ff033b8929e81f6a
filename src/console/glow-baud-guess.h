/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * At which rate a board talks, told by what its bytes look like at one rate after the
 * other. Pure: somebody else sets the port. Any thread, but one at a time. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GlowBaudFit:
 * @GLOW_BAUD_UNKNOWN: too little came to tell
 * @GLOW_BAUD_TEXT: it is text
 * @GLOW_BAUD_GARBAGE: it is none, as bytes at another rate are none
 *
 * What came at this rate.
 */
typedef enum {
  GLOW_BAUD_UNKNOWN,
  GLOW_BAUD_TEXT,
  GLOW_BAUD_GARBAGE,
} GlowBaudFit;

typedef struct _GlowBaudGuess GlowBaudGuess;

GlowBaudGuess *glow_baud_guess_new (guint baud);
void glow_baud_guess_free (GlowBaudGuess *self);
void glow_baud_guess_feed (GlowBaudGuess *self, const guint8 *data, gsize len);
GlowBaudFit glow_baud_guess_get_fit (GlowBaudGuess *self);
gboolean glow_baud_guess_is_doubtful (GlowBaudGuess *self);
void glow_baud_guess_note_pause (GlowBaudGuess *self);
gboolean glow_baud_guess_was_text (GlowBaudGuess *self);
guint glow_baud_guess_get_baud (GlowBaudGuess *self);
void glow_baud_guess_set_baud (GlowBaudGuess *self, guint baud);
guint glow_baud_guess_next (GlowBaudGuess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBaudGuess, glow_baud_guess_free)

G_END_DECLS
