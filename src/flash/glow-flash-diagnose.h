/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A part whose digest differs: which sectors are wrong, whether they are wrong the same
 * way each time, and another try with those alone. Worker thread. */

#pragma once

#include "glow-flash-check.h"

G_BEGIN_DECLS

gboolean glow_flash_diagnose_part (GlowFlashSession *session,
                                   const GlowFlashPart *part,
                                   gboolean rewrite,
                                   GError **error);

G_END_DECLS
