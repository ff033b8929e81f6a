/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board says, on standard output and in a file. Main thread. */

#pragma once

#include "glow-cli-options.h"

G_BEGIN_DECLS

typedef struct _GlowCliPrinter GlowCliPrinter;

GlowCliPrinter *glow_cli_printer_new (const GlowCliOptions *options, GError **error);
void glow_cli_printer_free (GlowCliPrinter *self);
gboolean glow_cli_printer_feed (GlowCliPrinter *self, GBytes *bytes, gint64 time_us);
void glow_cli_printer_end (GlowCliPrinter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowCliPrinter, glow_cli_printer_free)

G_END_DECLS
