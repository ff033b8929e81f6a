/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The programs that run and the devices they have open, read from /proc in one go: what
 * many ports are looked up in at once. Immutable; any thread; making one takes some
 * milliseconds. */

#pragma once

#include <gio/gio.h>

#include <sys/types.h>

G_BEGIN_DECLS

/**
 * GlowNodeId:
 * @device: the file system it is in
 * @inode: its number there
 * @number: major and minor; 0: not a device
 *
 * What a node is recognised by: in a container the same device may have another inode,
 * and a node that is a link to a pseudo-terminal has no number of its own.
 */
typedef struct {
  dev_t device;
  ino_t inode;
  dev_t number;
} GlowNodeId;

gboolean glow_node_id_read (GlowNodeId *self, const char *path);

typedef struct _GlowProcessTable GlowProcessTable;

GlowProcessTable *glow_process_table_new (GCancellable *cancellable);
GlowProcessTable *glow_process_table_new_own (void);
GlowProcessTable *glow_process_table_ref (GlowProcessTable *self);
void glow_process_table_unref (GlowProcessTable *self);

/* All but our own; 0: none. */
gint glow_process_table_find_user (GlowProcessTable *self, const GlowNodeId *id);
gint glow_process_table_find_terminal (GlowProcessTable *self, const GlowNodeId *id);
gint glow_process_table_find_name (GlowProcessTable *self, const char *name);

guint glow_process_table_count_own (GlowProcessTable *self, const GlowNodeId *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowProcessTable, glow_process_table_unref)

G_END_DECLS
