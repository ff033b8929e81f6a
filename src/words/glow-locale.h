/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The user's language, for both programs. Main thread, first thing in main(). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void glow_locale_init (void);

G_END_DECLS
