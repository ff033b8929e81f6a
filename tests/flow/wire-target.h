/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A port whose other end the test holds: what it writes is what the board says. */

#pragma once

#include "glow-target.h"

G_BEGIN_DECLS

typedef struct {
  GlowTarget *target; /* owned */

  /* atomic */
  gint n_opened;
  gint fd; /* the board's end of what was opened last; blocking */
  gint dtr;
  gint rts;
  gint baud;
} Wire;

void wire_init (Wire *self);
void wire_clear (Wire *self);
void wire_say (Wire *self, const char *text);
void wire_say_bytes (Wire *self, const guint8 *data, gsize len);
char *wire_hear (Wire *self, gsize len); /* exactly so many bytes */
void wire_unplug (Wire *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wire, wire_clear)

G_END_DECLS
