/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where a line to the board is typed: with what was sent before, and how a line ends.
 * Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_SEND_BAR (glow_send_bar_get_type ())
G_DECLARE_FINAL_TYPE (GlowSendBar, glow_send_bar, GLOW, SEND_BAR, AdwBin)

/* Property: "line-ending" (string: "crlf", "lf", "cr" or "none").
 * Signal: "send" (GBytes *). */

G_END_DECLS
