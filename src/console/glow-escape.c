/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-escape.h"

#define ESCAPE 0x1b
#define DELETE 0x7f

/* bytes: a string that was never ended must not swallow the rest of the stream */
#define MAX_STRING_LEN 4096

/* ECMA-48: ESC [ parameters final, ESC ] text BEL or ESC \, ESC intermediates final */
typedef enum {
  STATE_TEXT,
  STATE_ESCAPE,
  STATE_INTERMEDIATE,
  STATE_CSI,
  STATE_STRING,
  STATE_STRING_ESCAPE,
} State;

static State
after_escape (guint8 byte)
{
  switch (byte) {
  case '[':
    return STATE_CSI;
  case ']':
  case 'P':
  case 'X':
  case '^':
  case '_':
    return STATE_STRING;
  default:
    return byte >= 0x20 && byte < 0x30 ? STATE_INTERMEDIATE : STATE_TEXT;
  }
}

static State
after_string (GlowEscape *self, guint8 byte)
{
  if (byte == ESCAPE)
    return STATE_STRING_ESCAPE;
  return byte == '\a' || ++self->string_len > MAX_STRING_LEN ? STATE_TEXT : STATE_STRING;
}

/* within a sequence, by a byte that does not break it */
static State
next_state (GlowEscape *self, guint8 byte)
{
  switch ((State) self->state) {
  case STATE_ESCAPE:
  case STATE_STRING_ESCAPE:
    self->params_len = 0;
    self->string_len = 0;
    return byte == '\\' ? STATE_TEXT : after_escape (byte);
  case STATE_INTERMEDIATE:
    return byte < 0x30 ? STATE_INTERMEDIATE : STATE_TEXT;
  case STATE_CSI:
    if (byte >= 0x40)
      return STATE_TEXT;
    if (self->params_len < GLOW_ESCAPE_MAX_PARAMS)
      self->params[self->params_len++] = (char) byte;
    return STATE_CSI;
  case STATE_STRING:
    return after_string (self, byte);
  case STATE_TEXT:
  default:
    return STATE_TEXT;
  }
}

/* A line end, or what can't be in a sequence, ends it: a board that resets within one
 * must not swallow what comes after. */
static gboolean
breaks_sequence (State state, guint8 byte)
{
  if (state == STATE_STRING || state == STATE_STRING_ESCAPE)
    return byte == '\n' || byte == '\r';
  return byte < 0x20 || byte >= DELETE;
}

/**
 * glow_escape_take:
 * @byte: the next one of the stream
 *
 * Returns: what it is
 */
GlowEscapeKind
glow_escape_take (GlowEscape *self, guint8 byte)
{
  State state = (State) self->state;

  if (byte == ESCAPE && state != STATE_STRING) {
    self->state = STATE_ESCAPE;
    return GLOW_ESCAPE_PART;
  }
  if (state == STATE_TEXT || (byte != ESCAPE && breaks_sequence (state, byte))) {
    self->state = STATE_TEXT;
    return GLOW_ESCAPE_TEXT;
  }
  self->state = next_state (self, byte);
  return state == STATE_CSI && self->state == STATE_TEXT &&
             self->params_len < GLOW_ESCAPE_MAX_PARAMS
           ? GLOW_ESCAPE_CONTROL
           : GLOW_ESCAPE_PART;
}

/**
 * glow_escape_is_outside:
 *
 * Returns: whether the stream is in no sequence
 */
gboolean
glow_escape_is_outside (const GlowEscape *self)
{
  return self->state == STATE_TEXT;
}
