/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Keys and passwords in the keyring of the user's session, if the user asks for it. They
 * wait for another program, which may ask for a password: not on the main thread of the
 * window. */

#pragma once

#include "glow-setup-values.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean glow_setup_keyring_is_built_in (void);
gboolean glow_setup_keyring_store (GlowSetupValues *values,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean glow_setup_keyring_fill (GlowSetupValues *values,
                                  guint *n_filled,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean glow_setup_keyring_forget (GlowSetupValues *values,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
