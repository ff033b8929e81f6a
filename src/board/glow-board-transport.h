/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A simulated board in the same process, as a transport on a virtual or on the real
 * clock. */

#pragma once

#include "glow-board.h"

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_TRANSPORT (glow_board_transport_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardTransport,
                      glow_board_transport,
                      GLOW,
                      BOARD_TRANSPORT,
                      GObject)

GlowTransport *
glow_board_transport_open (GlowBoard *board, gboolean real_time, GError **error);

G_END_DECLS
