/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-flash-plan.h"

G_BEGIN_DECLS

gboolean glow_cli_allow (GlowFlashPlan *plan, const char *const *acts, GError **error);

G_END_DECLS
