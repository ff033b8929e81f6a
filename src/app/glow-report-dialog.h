/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A text for a bug report, to be read before it is copied. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_REPORT_DIALOG (glow_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GlowReportDialog,
                      glow_report_dialog,
                      GLOW,
                      REPORT_DIALOG,
                      AdwWindow)

GtkWidget *glow_report_dialog_new (GtkWindow *parent, const char *text);

G_END_DECLS
