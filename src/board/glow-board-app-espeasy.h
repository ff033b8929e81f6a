/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the two files of the ESPEasy personality share. */

#pragma once

#include "glow-board-line-input.h"
#include "glow-board-station.h"

G_BEGIN_DECLS

typedef struct {
  GlowBoardLineInput input;   /* owned content */
  GlowBoardSettings *current; /* owned: as commands have set them; not saved */
  GlowBoardStation station;
  gboolean second; /* it tries the second network */
  guint n_attempts;
} GlowBoardEspeasy;

void glow_board_espeasy_log (GlowBoardApp *app, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
void glow_board_espeasy_connect (GlowBoardApp *app);
char *glow_board_espeasy_dup_address (GlowBoardEspeasy *self);

/* glow-board-espeasy-commands.c */
gboolean
glow_board_espeasy_find_argument (const char *line, guint index, char **argument);
void glow_board_espeasy_run (GlowBoardApp *app, const char *line);

G_END_DECLS
