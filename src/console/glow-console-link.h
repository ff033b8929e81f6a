/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The thread boundary of the console: what is to be done goes to the worker in one queue,
 * what has happened comes back in the other. A message does not change after it was put
 * into one. Internal to the console. */

#pragma once

#include "glow-console.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_COMMAND_SEND,
  GLOW_COMMAND_BAUD,
  GLOW_COMMAND_PULSE,
  GLOW_COMMAND_REDACTOR,
  GLOW_COMMAND_TALK,
} GlowCommandKind;

typedef struct {
  GlowCommandKind kind;

  /* owned */
  GBytes *bytes;          /* of SEND */
  GlowRedactor *redactor; /* (nullable): of REDACTOR, nobody else's */
  GTask *task;            /* of TALK: its data is a GlowConsoleTalkData */

  guint baud;             /* of BAUD: 0: automatic */
  GlowConsolePulse pulse; /* of PULSE */
} GlowConsoleCommand;

typedef struct {
  GlowConsoleTalk func;

  /* owned */
  gpointer data;
  GDestroyNotify destroy;
} GlowConsoleTalkData;

typedef enum {
  GLOW_MESSAGE_OUTPUT,
  GLOW_MESSAGE_DROPPED,
  GLOW_MESSAGE_STATE,
  GLOW_MESSAGE_BAUD,
  GLOW_MESSAGE_TROUBLE,
  GLOW_MESSAGE_END, /* the last one: the worker has given the port back */
} GlowMessageKind;

typedef struct {
  GlowMessageKind kind;

  /* owned */
  GBytes *bytes; /* of OUTPUT */
  GError *error; /* (nullable): of TROUBLE and of END */

  gint64 time_us;         /* of OUTPUT: wall clock */
  guint64 n_dropped;      /* bytes, of DROPPED */
  GlowConsoleState state; /* of STATE */
  guint baud;             /* of BAUD */
} GlowConsoleMessage;

typedef struct _GlowConsoleLink GlowConsoleLink;

/**
 * GlowConsoleMessageFunc:
 * @console: still there
 * @link: of the worker that says it; a console may have a newer one
 * @message: (transfer none): what has happened
 *
 * On the main context of the console.
 */
typedef void (*GlowConsoleMessageFunc) (GlowConsole *console,
                                        GlowConsoleLink *link,
                                        const GlowConsoleMessage *message);

GlowConsoleLink *glow_console_link_new (GlowConsole *console,
                                        GlowConsoleMessageFunc func);
GlowConsoleLink *glow_console_link_ref (GlowConsoleLink *self);
void glow_console_link_unref (GlowConsoleLink *self);

/* main context */
void glow_console_link_send (GlowConsoleLink *self, GlowConsoleCommand *command);
void glow_console_link_stop (GlowConsoleLink *self, gboolean keep_open);
void glow_console_link_drop_commands (GlowConsoleLink *self);
void glow_console_command_free (GlowConsoleCommand *command);

/* worker */
GCancellable *glow_console_link_get_wake (GlowConsoleLink *self);
GCancellable *glow_console_link_get_stop (GlowConsoleLink *self);
gboolean glow_console_link_is_keeping_open (GlowConsoleLink *self);
GlowConsoleCommand *glow_console_link_pop (GlowConsoleLink *self);
void glow_console_link_post (GlowConsoleLink *self, GlowConsoleMessage *message);
void glow_console_link_post_output (GlowConsoleLink *self,
                                    const guint8 *data,
                                    gsize len,
                                    gint64 time_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowConsoleCommand, glow_console_command_free)

G_END_DECLS
