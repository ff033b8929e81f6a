/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a console resets a board: by the sequences of the loader. Worker thread. */

#pragma once

#include "glow-console.h"

G_BEGIN_DECLS

gboolean glow_console_pulse_run (GlowTransport *transport,
                                 GlowTarget *target,
                                 GlowConsolePulse pulse,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
