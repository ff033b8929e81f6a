/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Takes what is ticked in the firmware list into a plan. Main thread. */

#pragma once

#include "glow-file-list.h"
#include "glow-flash-plan.h"

G_BEGIN_DECLS

void glow_file_plan_fill (GlowFlashPlan *plan, GlowFileList *files);

G_END_DECLS
