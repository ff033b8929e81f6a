/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Listens to a board and talks to it for as long as somebody wants. Every function here,
 * every notify and every signal is on the main context that made it; the port is opened,
 * read and written by a worker (glow-console-worker.c), and glow-console-link.c is all
 * that both know. */

#pragma once

#include "glow-redactor.h"
#include "glow-target.h"

G_BEGIN_DECLS

#define GLOW_TYPE_CONSOLE (glow_console_get_type ())
G_DECLARE_FINAL_TYPE (GlowConsole, glow_console, GLOW, CONSOLE, GObject)

/**
 * GlowConsoleState:
 * @GLOW_CONSOLE_STOPPED: not started, or stopped as asked
 * @GLOW_CONSOLE_OPENING: the port is being opened, or somebody else is to hand it over
 * @GLOW_CONSOLE_OPEN: listening
 * @GLOW_CONSOLE_GONE: the port went away and is being waited for
 * @GLOW_CONSOLE_FAILED: ended by glow_console_get_error()
 */
typedef enum {
  GLOW_CONSOLE_STOPPED,
  GLOW_CONSOLE_OPENING,
  GLOW_CONSOLE_OPEN,
  GLOW_CONSOLE_GONE,
  GLOW_CONSOLE_FAILED,
} GlowConsoleState;

#define GLOW_TYPE_CONSOLE_STATE (glow_console_state_get_type ())
GType glow_console_state_get_type (void);

/* What the two lines of a port can do to a board. */
typedef enum {
  GLOW_CONSOLE_RESET,
  GLOW_CONSOLE_BOOTLOADER,
} GlowConsolePulse;

/**
 * GlowConsolePulseFunc:
 * @transport: one with %GLOW_TRANSPORT_HAS_LINES
 * @target: what is known of the way to the board
 * @pulse: what to do
 * @cancellable: ends the waits
 * @error: %GLOW_ERROR_UNSUPPORTED, %GLOW_ERROR_PORT_GONE
 *
 * Moves DTR and RTS. The sequences belong to a layer above this one, so they are handed
 * in. Called on the worker.
 */
typedef gboolean (*GlowConsolePulseFunc) (GlowTransport *transport,
                                          GlowTarget *target,
                                          GlowConsolePulse pulse,
                                          GCancellable *cancellable,
                                          GError **error);

/**
 * GlowConsoleTalk:
 * @transport: the console's; what is read from it is shown in the console, too
 * @data: the caller's
 * @cancellable: also cancelled when the console is stopped
 * @error: what went wrong
 *
 * A conversation that blocks. Called on the worker.
 */
typedef gboolean (*GlowConsoleTalk) (GlowTransport *transport,
                                     gpointer data,
                                     GCancellable *cancellable,
                                     GError **error);

/* Properties: "state" (GlowConsoleState), "baud" (guint, in force).
 * Signals: "output" (GBytes *bytes, gint64 time_us: wall clock, as g_get_real_time()),
 * "dropped" (guint64 n_bytes: the main loop was too slow for them),
 * "trouble" (GError *error: something asked for could not be done; the console goes on).
 */
GlowConsole *glow_console_new (GlowTarget *target);
void glow_console_set_pulse_func (GlowConsole *self, GlowConsolePulseFunc func);
void glow_console_set_follow (GlowConsole *self, gboolean follow);

void glow_console_start (GlowConsole *self);
void glow_console_stop (GlowConsole *self, gboolean keep_open);

void glow_console_send (GlowConsole *self, GBytes *bytes);
void glow_console_set_baud (GlowConsole *self, guint baud); /* 0: automatic */
void glow_console_set_likely_baud (GlowConsole *self, guint baud);
void glow_console_pulse (GlowConsole *self, GlowConsolePulse pulse);
void glow_console_set_redactor (GlowConsole *self, GlowRedactor *redactor);
void glow_console_talk_async (GlowConsole *self,
                              GlowConsoleTalk talk,
                              gpointer data,
                              GDestroyNotify destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean
glow_console_talk_finish (GlowConsole *self, GAsyncResult *result, GError **error);

GlowTarget *glow_console_get_target (GlowConsole *self);
GlowConsoleState glow_console_get_state (GlowConsole *self);
const GError *glow_console_get_error (GlowConsole *self); /* (nullable) */
guint glow_console_get_baud (GlowConsole *self);          /* 0: not known yet */

G_END_DECLS
