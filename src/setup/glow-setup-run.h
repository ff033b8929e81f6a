/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Conversations with a board about its settings. They block, one at a time per transport,
 * and can be handed to glow_console_talk_async(). */

#pragma once

#include "glow-setup-hooks.h"
#include "glow-setup-kinds.h"
#include "glow-setup-result.h"
#include "glow-setup-values.h"
#include "glow-transport.h"
#include "glow-wifi-network.h"

G_BEGIN_DECLS

gboolean glow_setup_detect (GlowTransport *transport,
                            GlowSetupKinds *kinds,
                            const GlowSetupHooks *hooks,
                            GCancellable *cancellable,
                            GlowSetupResult **result,
                            GError **error);
gboolean glow_setup_scan (GlowTransport *transport,
                          GlowSetupKind *kind,
                          const GlowSetupHooks *hooks,
                          GCancellable *cancellable,
                          GPtrArray **networks,
                          GError **error);
gboolean glow_setup_run (GlowTransport *transport,
                         GlowSetupKind *kind,
                         GlowSetupValues *values,
                         const GlowSetupHooks *hooks,
                         GCancellable *cancellable,
                         GlowSetupResult **result,
                         GError **error);

/* (transfer none) */
GlowSetupKind *glow_setup_choose_scan_kind (GlowSetupKinds *kinds,
                                            GlowSetupResult *found);
GlowSetupKind *glow_setup_choose_kind (GlowSetupKinds *kinds,
                                       GlowSetupResult *found,
                                       GlowSetupValues *values);

G_END_DECLS
