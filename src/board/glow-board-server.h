/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Lets one simulated board be reached from other processes, by TCP or by a
 * pseudo-terminal. Main thread only. */

#pragma once

#include "glow-board.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GlowBoardServer GlowBoardServer;

/**
 * GlowBoardServerFunc:
 *
 * Called when a connection has ended.
 */
typedef void (*GlowBoardServerFunc) (GlowBoardServer *self, gpointer user_data);

GlowBoardServer *
glow_board_server_new (GlowBoard *board, GlowBoardServerFunc ended, gpointer user_data);
void glow_board_server_obey_rate (GlowBoardServer *self);
void glow_board_server_free (GlowBoardServer *self);
guint16 glow_board_server_listen (GlowBoardServer *self, guint16 port, GError **error);
gboolean
glow_board_server_open_pty (GlowBoardServer *self, const char *link, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBoardServer, glow_board_server_free)

G_END_DECLS
