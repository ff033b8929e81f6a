/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Shared by the three files of the flash map: what it shows, how it is drawn, how one
 * moves in it. */

#pragma once

#include "glow-flash-map-layout.h"
#include "glow-flash-map-view.h"

G_BEGIN_DECLS

struct _GlowFlashMapView {
  GtkWidget parent_instance;

  /* owned */
  GPtrArray *parts;  /* of GlowFlashMapPart, our children, by lane and offset */
  GArray *boxes;     /* of GlowMapBox, one for each part */
  GPtrArray *titles; /* of char*, one for each lane */
  PangoLayout *tick_layout;

  /* borrowed */
  GlowFlashMapPart *hovered; /* (nullable) */
  GlowFlashMapPart *focused; /* (nullable): the last one that had the focus */

  gboolean has_focus; /* @focused has it, and not only had it */
  guint64 flash_size; /* bytes; 0: unknown */
  guint n_filled;     /* parts that are of the content being added */
  double extent;      /* bytes that can be seen at most */
  double zoom;        /* 1: all of them */
  double start;       /* bytes: what is at the left edge */
  double drag_start;  /* @start before the pointer moved */
  double pointer_x;   /* pixels */
};

void _glow_flash_map_view_emit_current (GlowFlashMapView *self);
GlowFlashMapPart *_glow_flash_map_view_get_part (GlowFlashMapView *self, guint index);
void _glow_flash_map_view_get_window (GlowFlashMapView *self, GlowMapWindow *window);

void _glow_flash_map_view_install_drawing (GtkWidgetClass *widget_class);
void _glow_flash_map_view_install_moving (GtkWidgetClass *widget_class);
void _glow_flash_map_view_add_controllers (GlowFlashMapView *self);
void _glow_flash_map_view_watch_part (GlowFlashMapView *self, GtkWidget *part);
gboolean _glow_flash_map_view_focus_end (GlowFlashMapView *self, gboolean last);

G_END_DECLS
