/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The other end of the wire as a script: each request that comes must be the next one of
 * the script, and is answered with bytes written down beforehand, on a clock of its own.
 * It knows no protocol but where a frame ends. */

#pragma once

#include "glow-loader.h"
#include "glow-transport.h"

G_BEGIN_DECLS

/**
 * ScriptStep:
 * @request: hex of the decoded request, or of its beginning
 * @answer: hex of what goes over the wire then; "@50" waits 50 ms; "" is silence
 * @times: how often the answer is sent; 0: once
 */
typedef struct {
  const char *request;
  const char *answer;
  guint times;
} ScriptStep;

#define SCRIPT_TYPE_TRANSPORT (script_transport_get_type ())
G_DECLARE_FINAL_TYPE (ScriptTransport, script_transport, SCRIPT, TRANSPORT, GObject)

ScriptTransport *script_transport_new (const ScriptStep *steps, guint n_steps);
GlowLoader *script_transport_new_loader (ScriptTransport *self, gboolean stub);
void script_transport_say (ScriptTransport *self, const char *answer);
guint script_transport_get_baud (ScriptTransport *self, guint step);
GBytes *script_transport_get_request (ScriptTransport *self, guint step);
void script_transport_assert_done (ScriptTransport *self);

G_END_DECLS
