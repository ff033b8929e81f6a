/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a firmware reads commands: bytes wait in a small buffer while it is busy, and what
 * does not fit is lost; then they become lines. */

#pragma once

#include "glow-board-app.h"

G_BEGIN_DECLS

typedef struct {
  /* owned */
  GByteArray *waiting; /* came while the application was busy */
  GString *line;

  gsize line_size;     /* bytes; what is beyond is dropped */
  gboolean only_ascii; /* other bytes are dropped */
  gint64 busy_us;      /* until then */
} GlowBoardLineInput;

void glow_board_line_input_init (GlowBoardLineInput *self,
                                 gsize line_size,
                                 gboolean only_ascii);
void glow_board_line_input_clear (GlowBoardLineInput *self);
void glow_board_line_input_be_busy (GlowBoardLineInput *self,
                                    GlowBoardApp *app,
                                    gint64 duration_us);
gboolean
glow_board_line_input_defers (GlowBoardLineInput *self, GlowBoardApp *app, guint8 byte);
gboolean
glow_board_line_input_next (GlowBoardLineInput *self, GlowBoardApp *app, guint8 *byte);
char *glow_board_line_input_push (GlowBoardLineInput *self, guint8 byte);

G_END_DECLS
