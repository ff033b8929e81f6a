/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a run ended, for people who look at something else meanwhile. Main thread. */

#pragma once

#include "glow-flash-job.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void glow_job_notice_send (GtkWindow *window, GlowFlashJob *job, const char *board_name);

G_END_DECLS
