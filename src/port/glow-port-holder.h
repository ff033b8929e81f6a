/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which program has a node open or locked, as /proc and lock files tell; nothing is
 * opened for it. A program of another user shows its files to root alone: it is found by
 * its lock, its controlling terminal or its lock file, or not at all. Any thread. */

#pragma once

#include "glow-process-table.h"

G_BEGIN_DECLS

/**
 * GlowPortHolder:
 * @name: as the user knows the program
 * @pid: its process
 * @is_open: it was seen to have the node open; else only a lock names it
 */
typedef struct {
  char *name; /* owned */
  gint pid;
  gboolean is_open;
} GlowPortHolder;

GlowPortHolder *glow_port_holder_find (GlowProcessTable *table, const char *path);
GlowPortHolder *glow_port_holder_find_process (GlowProcessTable *table, const char *name);
void glow_port_holder_free (GlowPortHolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPortHolder, glow_port_holder_free)

G_END_DECLS
