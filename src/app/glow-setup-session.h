/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The conversations of one form with one board, on a console's port. One at a time; the
 * console shows them. Main thread. */

#pragma once

#include "glow-console.h"
#include "glow-setup-run.h"

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_SESSION (glow_setup_session_get_type ())
G_DECLARE_FINAL_TYPE (GlowSetupSession, glow_setup_session, GLOW, SETUP_SESSION, GObject)

typedef enum {
  GLOW_SETUP_DETECT,
  GLOW_SETUP_LOOK, /* for networks */
  GLOW_SETUP_TELL, /* the settings */
} GlowSetupTask;

/* Signals: "step" (gpointer const GlowSetupStep *), of the task that runs;
 * "ended" (GlowSetupTask task, GError *error (nullable)), not after a cancel. */
GlowSetupSession *glow_setup_session_new (GlowConsole *console, gboolean fresh);
void glow_setup_session_detect (GlowSetupSession *self);
void glow_setup_session_look (GlowSetupSession *self);
void glow_setup_session_tell (GlowSetupSession *self, GlowSetupValues *values);
void glow_setup_session_cancel (GlowSetupSession *self);
gboolean glow_setup_session_is_busy (GlowSetupSession *self, GlowSetupTask *task);

GlowSetupResult *glow_setup_session_get_result (GlowSetupSession *self); /* (nullable) */
GlowSetupKind *glow_setup_session_get_improv (GlowSetupSession *self);   /* (nullable) */
gboolean glow_setup_session_can_look (GlowSetupSession *self);
GPtrArray *glow_setup_session_get_networks (GlowSetupSession *self); /* (nullable) */

G_END_DECLS
