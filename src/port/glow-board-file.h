/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The file behind GlowBoardMemory. Any thread; blocks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GlowBoardChange:
 * @board: key of the board
 * @name: of the value; %NULL for all of this board
 * @value: (nullable): %NULL to forget it
 */
typedef struct {
  char *board;
  char *name;
  char *value;
} GlowBoardChange;

GPtrArray *glow_board_changes_new (void);
void glow_board_changes_add (GPtrArray *changes,
                             const char *board,
                             const char *name,
                             const char *value);
void glow_board_changes_apply (GPtrArray *changes, GKeyFile *file);

GKeyFile *glow_board_file_load (const char *path);
gboolean glow_board_file_save (const char *path, GPtrArray *changes, GError **error);

G_END_DECLS
