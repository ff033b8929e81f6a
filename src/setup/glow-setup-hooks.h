/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a conversation tells while it goes on. All of it is called on the thread of the
 * conversation. */

#pragma once

#include "glow-setup-field.h"

G_BEGIN_DECLS

/**
 * GlowSetupPhase:
 * @GLOW_SETUP_LISTEN: finding out which firmware is there
 * @GLOW_SETUP_SCAN: the board looks for networks
 * @GLOW_SETUP_SEND: a field is sent
 * @GLOW_SETUP_SAVE: the settings are made to last
 * @GLOW_SETUP_RESTART: the board starts anew
 * @GLOW_SETUP_CONNECT: the board joins the network, and its address is waited for
 */
typedef enum {
  GLOW_SETUP_LISTEN,
  GLOW_SETUP_SCAN,
  GLOW_SETUP_SEND,
  GLOW_SETUP_SAVE,
  GLOW_SETUP_RESTART,
  GLOW_SETUP_CONNECT,
  GLOW_SETUP_N_PHASES,
} GlowSetupPhase;

/**
 * GlowSetupStep:
 * @phase: what is done now
 * @field: of %GLOW_SETUP_SEND: which; %GLOW_SETUP_N_FIELDS if it is several at once
 * @step: steps begun, from 1
 * @n_steps: how many there will be
 * @limit_ms: how long this one may take, in milliseconds; 0: a moment
 */
typedef struct {
  GlowSetupPhase phase;
  GlowSetupFieldId field;
  guint step;
  guint n_steps;
  guint limit_ms;
} GlowSetupStep;

/**
 * GlowSetupHooks:
 * @step: (nullable): a step begins
 * @heard: (nullable): a line came from the board; without secrets
 * @user_data: for both
 * @fresh: the firmware was written just now and may take its time for its first start
 */
typedef struct {
  void (*step) (const GlowSetupStep *step, gpointer user_data);
  void (*heard) (const char *line, gpointer user_data);
  gpointer user_data;
  gboolean fresh;
} GlowSetupHooks;

G_END_DECLS
