/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board's target with somebody listening in: sees each request, may change it, answer
 * in the board's place or break the connection, and adds up the board's time. */

#pragma once

#include "glow-target.h"

G_BEGIN_DECLS

typedef enum {
  TAP_PASS,  /* to the board, as it is now */
  TAP_TAKE,  /* not to the board; the answer is what tap_answer() was given */
  TAP_BREAK, /* the port is gone */
} TapVerdict;

typedef struct _Tap Tap;

struct _Tap {
  GlowTarget *target; /* borrowed: the board */

  /* (nullable): called with each decoded request, which it may change */
  TapVerdict (*request) (Tap *self, GByteArray *frame, gpointer user_data);
  /* (nullable): called when the engine waits or reads, with the board's time */
  void (*passing) (Tap *self, gint64 now_us, gpointer user_data);
  gpointer user_data;

  gboolean unplug; /* the port that is open now is gone at its next use */
  guint n_opened;
  guint n_requests;
  guint n_line_changes;
  gint64 total_us;    /* of the board, over all openings */
  GByteArray *answer; /* owned: what TAP_TAKE is answered with, on the wire */
};

void tap_clear (Tap *self);
void tap_answer (Tap *self, const guint8 *frame, gsize len);
GlowTarget *tap_target_new (Tap *tap, GlowTargetUsb usb);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tap, tap_clear)

G_END_DECLS
