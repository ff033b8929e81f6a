/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is remembered of each board between two starts: its last chip, the name it was
 * given, the reset sequence that works, the speed that proved itself. Main thread; read
 * once, written by a worker. */

#pragma once

#include "glow-port.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD_MEMORY (glow_board_memory_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoardMemory, glow_board_memory, GLOW, BOARD_MEMORY, GObject)

/* Signal "changed" (const char *board_key): something about this board. */
GlowBoardMemory *glow_board_memory_get_default (void); /* (transfer none) */
GlowBoardMemory *glow_board_memory_new (GFile *file);

/* NULL and 0: nothing is remembered; as a new value: forget it. */
char *glow_board_memory_dup_name (GlowBoardMemory *self, GlowPort *port);
void glow_board_memory_set_name (GlowBoardMemory *self, GlowPort *port, const char *name);
char *glow_board_memory_dup_chip_name (GlowBoardMemory *self, GlowPort *port);
void glow_board_memory_set_chip_name (GlowBoardMemory *self,
                                      GlowPort *port,
                                      const char *chip_name);
char *glow_board_memory_dup_reset_sequence (GlowBoardMemory *self, GlowPort *port);
void glow_board_memory_set_reset_sequence (GlowBoardMemory *self,
                                           GlowPort *port,
                                           const char *sequence);
guint glow_board_memory_get_baud (GlowBoardMemory *self, GlowPort *port);
void glow_board_memory_set_baud (GlowBoardMemory *self, GlowPort *port, guint baud);
void glow_board_memory_forget (GlowBoardMemory *self, GlowPort *port);

gboolean glow_board_memory_sync (GlowBoardMemory *self, GError **error);

G_END_DECLS
