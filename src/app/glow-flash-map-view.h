/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash as a strip, drawn to scale: lanes above each other, parts in them. Zoomed by
 * Ctrl and the wheel or + and -, moved by dragging, read with the pointer or the arrow
 * keys. Main thread. */

#pragma once

#include "glow-flash-map-part.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FLASH_MAP_VIEW (glow_flash_map_view_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashMapView,
                      glow_flash_map_view,
                      GLOW,
                      FLASH_MAP_VIEW,
                      GtkWidget)

/* Signal "current-changed": another part is under the pointer or the keyboard, or the
 * zoom is another one. */
GtkWidget *glow_flash_map_view_new (void);
void glow_flash_map_view_begin (GlowFlashMapView *self, guint64 flash_size);
void glow_flash_map_view_add_lane (GlowFlashMapView *self, const char *title);
void glow_flash_map_view_add (GlowFlashMapView *self, const GlowMapSpan *span);
void glow_flash_map_view_end (GlowFlashMapView *self);

const GlowMapSpan *
glow_flash_map_view_get_current (GlowFlashMapView *self);      /* (nullable) */
guint glow_flash_map_view_get_styles (GlowFlashMapView *self); /* bits of GlowMapStyle */
guint glow_flash_map_view_get_n_parts (GlowFlashMapView *self);
gboolean glow_flash_map_view_can_zoom_in (GlowFlashMapView *self);
gboolean glow_flash_map_view_is_zoomed (GlowFlashMapView *self);
void glow_flash_map_view_zoom (GlowFlashMapView *self, int steps);
void glow_flash_map_view_show_all (GlowFlashMapView *self);

G_END_DECLS
