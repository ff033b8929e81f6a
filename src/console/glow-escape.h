/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which bytes of a stream are text, and which belong to the escape sequences of terminals
 * (ECMA-48). One thread at a time. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* bytes: parameters of a control sequence; one with more means nothing */
#define GLOW_ESCAPE_MAX_PARAMS 64u

/**
 * GlowEscapeKind:
 * @GLOW_ESCAPE_TEXT: the byte is in no sequence
 * @GLOW_ESCAPE_PART: it is part of one that needs no attention
 * @GLOW_ESCAPE_CONTROL: it ends the control sequence whose parameters are in #GlowEscape
 */
typedef enum {
  GLOW_ESCAPE_TEXT,
  GLOW_ESCAPE_PART,
  GLOW_ESCAPE_CONTROL,
} GlowEscapeKind;

/* Starts as zeros. */
typedef struct {
  guint state; /* of the module */
  gsize string_len;
  gsize params_len;
  char params[GLOW_ESCAPE_MAX_PARAMS];
} GlowEscape;

GlowEscapeKind glow_escape_take (GlowEscape *self, guint8 byte);
gboolean glow_escape_is_outside (const GlowEscape *self);

G_END_DECLS
