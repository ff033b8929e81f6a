/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FLOW_LAYOUT (glow_flow_layout_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlowLayout,
                      glow_flow_layout,
                      GLOW,
                      FLOW_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
