/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Why a value can't be sent as it is: found before anything is. Any thread. */

#pragma once

#include "glow-setup-field.h"

G_BEGIN_DECLS

/**
 * GlowSetupTrouble:
 * @GLOW_SETUP_MISSING: the field is needed, but empty
 * @GLOW_SETUP_NOT_TAKEN: this firmware has no such field
 * @GLOW_SETUP_TOO_SHORT: fewer than @limit bytes
 * @GLOW_SETUP_TOO_LONG: more than @limit bytes
 * @GLOW_SETUP_CHARACTER: @character can't be sent
 * @GLOW_SETUP_QUOTES: each kind of quotes that the firmware knows is within the value
 * @GLOW_SETUP_SPACES: begins or ends with a space, which the firmware would cut off
 * @GLOW_SETUP_NOT_NUMBER: no number from @limit to @max_limit
 * @GLOW_SETUP_NOT_ADDRESS: no dotted address
 * @GLOW_SETUP_NOT_HOST: no name for a network
 * @GLOW_SETUP_NEEDS: of no use without the field @other
 * @GLOW_SETUP_LINE_TOO_LONG: the line, of which it is a part, would have more than
 *   @limit bytes
 */
typedef enum {
  GLOW_SETUP_MISSING,
  GLOW_SETUP_NOT_TAKEN,
  GLOW_SETUP_TOO_SHORT,
  GLOW_SETUP_TOO_LONG,
  GLOW_SETUP_CHARACTER,
  GLOW_SETUP_QUOTES,
  GLOW_SETUP_SPACES,
  GLOW_SETUP_NOT_NUMBER,
  GLOW_SETUP_NOT_ADDRESS,
  GLOW_SETUP_NOT_HOST,
  GLOW_SETUP_NEEDS,
  GLOW_SETUP_LINE_TOO_LONG,
  GLOW_SETUP_N_TROUBLES,
} GlowSetupTrouble;

typedef struct {
  GlowSetupFieldId field;
  GlowSetupTrouble trouble;
  guint limit;
  guint max_limit;
  gunichar character; /* 0 for a secret */
  GlowSetupFieldId other;
} GlowSetupProblem;

G_END_DECLS
